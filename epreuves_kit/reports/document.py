"""A candidate's notebook without its code: texts, tables and figures, under the titles of the épreuve; what it lacks is said.

Nothing of the marking is in it: no point, no sentence, no criterion, no instruction. What a candidate wrote is inert already.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.answers.files.workbook import read_in_file
from epreuves.answers.handing_in import shows_form
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.course.stamps import TEXT_STUB
from epreuves_kit.gradebook.marked_notebook import MarkingRecord, for_graders
from epreuves_kit.marking.in_words import Answer, answer, set_out, spellings, titled
from epreuves_kit.rubric.panel.inert import markdown_html, picture, table_html

#: Images and their characters in a document, and blocks of a part: beyond, a page would weigh more than it is read.
MAXIMUM_IMAGES, MAXIMUM_IMAGE_CHARACTERS, MAXIMUM_BLOCKS = 60, 24_000_000, 60
_BANNER = "bandeau-de-correction"
#: What the tests cell of a candidate's own table says; its source is the épreuve's.
_OWN_TABLE = "vos_donnees("
#: A choice of letters says nothing without the question.
_LETTERS = re.compile(r"[A-Z](?:, [A-Z])*|aucune?")
_YEARS = range(1900, 2101)
_EPREUVE = re.compile(r"^Épreuve \d+\s*[.—–:-]\s*")
_TITLE = re.compile(r"^# +(.+?)\s*$", re.MULTILINE)
#: The head of a sheet's table, as `drawing` makes it; the formula of a cell, and what stands before it where its value is the empty text.
_SHEET = "<caption>Feuille «"
_FORMULA = re.compile(r"(?:\((?:vide|sans valeur)\))?<br ?/?><code>.*?</code>", re.DOTALL)


class DocumentBlock(msgspec.Struct, frozen=True):
    """A piece of a part. kind: "html" (inert), "image" (an address of data) or "answer" (`answer`, with its units)."""

    kind: Literal["html", "image", "answer"]
    content: str = ""
    answer: Answer | None = None
    units: str = ""


class DocumentPart(msgspec.Struct, frozen=True):
    """A part: its title, without the examination's number, and what the candidate made."""

    title: str
    blocks: tuple[DocumentBlock, ...]


class Document(msgspec.Struct, frozen=True):
    """A whole notebook: title, parts in its order, titles of those that hold nothing, and whether images were too many to be shown."""

    title: str
    parts: tuple[DocumentPart, ...]
    lacking: tuple[str, ...]
    cut: bool = False


def document(cells: Sequence[Mapping[str, Any]], record: MarkingRecord | None, case: bool = True) -> Document:
    """Decide what a document holds.

    cells: an autograded notebook's, sources whole, with outputs and attachments; record: what marking left in it.
    case: whether it holds the answers on the épreuve's case, which are those that precede the candidate's own table.
    """
    reader = _DocumentReader(cells, record, case)
    reader.read()
    full = [DocumentPart(title, tuple(blocks[:MAXIMUM_BLOCKS])) for title, blocks in reader.parts if blocks]
    held = {part.title for part in full}
    lacking = dict.fromkeys(title for title, blocks in reader.parts if not blocks and title not in held)
    return Document(_title(cells), tuple(full), tuple(lacking), reader.cut)


class _DocumentReader:
    """One passage through the cells: what stands before a question's tests cell is its work, what stands under a text goes with it."""

    def __init__(self, cells: Sequence[Mapping[str, Any]], record: MarkingRecord | None, case: bool) -> None:
        self._cells, self._record, self._titles = cells, record, headings(cells)
        self._answers = case
        self._spelled = spellings(
            cell["source"]
            for cell in cells
            if cell["cell_type"] == "markdown" and (cell["metadata"].get("nbgrader") or {}).get("locked")
        )
        self.parts: list[tuple[str, list[DocumentBlock]]] = []
        self._images = self._characters = 0
        self.cut = False

    def read(self) -> None:
        """Fill `parts`."""
        pending: list[DocumentBlock] = []
        under: list[DocumentBlock] | None = None
        writing = ""
        for cell in self._cells:
            meta = cell["metadata"].get("nbgrader") or {}
            id = str(meta.get("grade_id") or "")
            if shows_form(cell):
                pending.extend(self._blocks(cell))
                under = None
            elif not id:
                if cell["id"] != _BANNER:
                    (pending if under is None else under).extend(self._blocks(cell))
            elif meta.get("task") or (meta.get("locked") and not meta.get("grade")):
                under = None
                file = next((f for f in self._record.files if f.id == id and f.name), None) if self._record else None
                if file is not None:
                    title = self._name(id)
                    # Files asked for under a writing's own title go with it.
                    if title == writing:
                        title = f"Annexe : {titled(file.asked, self._spelled)}"
                    self.parts.append((title, self._blocks(cell)))
            elif meta.get("grade") and meta.get("solution"):
                text = cell["source"].replace(TEXT_STUB, "")
                under = [*pending, *self._blocks({**cell, "source": text})]
                pending = []
                writing = self._name(id)
                self.parts.append((writing, under))
            elif meta.get("grade"):
                self._answers = self._answers or _OWN_TABLE in cell["source"]
                blocks = [*self._answered(id, cell["source"]), *pending]
                if self._answers and (blocks or not self._letters(id)):
                    self.parts.append((self._name(id), blocks))
                pending, under = [], None
            else:
                pending.extend(self._blocks(cell))
                under = None
        if pending:
            self.parts.append(("Compléments", pending))

    def _name(self, id: str) -> str:
        return self._titles.get(id) or id

    def _given(self, id: str) -> Answer | None:
        given = self._record.answers.get(id) if self._record else None
        readable = self._record is not None and id in self._record.answers and not read_in_file(given)
        return answer(given) if readable else None

    def _letters(self, id: str) -> bool:
        given = self._given(id)
        return given is not None and _LETTERS.fullmatch(given.text) is not None

    def _answered(self, id: str, source: str) -> Iterable[DocumentBlock]:
        given = self._given(id)
        if given is None or given.text == "rien" or self._letters(id):
            return
        shown, unit = set_out(given, source, self._spelled)
        yield DocumentBlock("answer", answer=shown, units=unit)

    def _blocks(self, cell: Mapping[str, Any]) -> list[DocumentBlock]:
        """A cell's text, or the figures and tables that its code displayed."""
        if cell["cell_type"] == "markdown":
            text = cell["source"].strip()
            return [DocumentBlock("html", markdown_html(cell["source"], cell["attachments"]))] if text else []
        blocks = []
        for output in cell["outputs"]:
            data = output.get("data")
            if for_graders(output):
                continue
            if output.get("output_type") not in ("display_data", "execute_result") or type(data) is not dict:
                continue
            source = picture(data)
            if source and self._room(source):
                blocks.append(DocumentBlock("image", source))
            elif not source and "text/html" in data and (table := table_html(data["text/html"])):
                blocks.append(DocumentBlock("html", _FORMULA.sub("", table) if _SHEET in table else table))
        return blocks

    def _room(self, source: str) -> bool:
        self._images += 1
        self._characters += len(source)
        fits = self._images <= MAXIMUM_IMAGES and self._characters <= MAXIMUM_IMAGE_CHARACTERS
        self.cut = self.cut or not fits
        return fits


def _title(cells: Sequence[Mapping[str, Any]]) -> str:
    for cell in cells:
        locked = (cell["metadata"].get("nbgrader") or {}).get("locked")
        if cell["cell_type"] == "markdown" and locked and (match := _TITLE.search(cell["source"])):
            title = _EPREUVE.sub("", match[1])
            return title[:1].upper() + title[1:]
    return ""


_HEADING = re.compile(r"^(#{1,5}) +(.+?)\s*$", re.MULTILINE)
#: « Question 5 — », « Écrit A — », « 5 a. », « Étape 1 — ».
_NUMBERED = re.compile(r"^(?:Question \d+(?: ?[a-z])?|Écrit [A-Z]|Fichier \d+|\d+ ?[a-z]?)(?:\s*[.—–:·-]+\s*|$)")
_SUB = re.compile(r"^\d+ ?[a-z]\b")


def headings(cells: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Title by grade id: « Les montants aberrants · Les bornes » under « 5 a. » of « Question 5 ».

    Only locked cells are read: a heading that a candidate writes names nothing.
    """
    above: dict[int, str] = {}
    titles = {}
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        given = meta.get("locked") and not meta.get("task") and not meta.get("solution")
        if cell["cell_type"] == "markdown" and given:
            for marks, text in _HEADING.findall(cell["source"]):
                kept = {level: t for level, t in above.items() if level < len(marks)}
                above = kept | {len(marks): re.sub(r"[*_`]", "", text)}
        elif meta.get("grade_id"):
            titles[meta["grade_id"]] = _told([above[level] for level in sorted(above)])
    return titles


def _told(above: Sequence[str]) -> str:
    if not above:
        return ""
    own = _bare(above[-1])
    if _SUB.match(above[-1]) and len(above) > 1:
        return f"{_bare(above[-2])} · {own}"
    return own


def _bare(title: str) -> str:
    return _NUMBERED.sub("", title) or title


def copy_paths(places: Course, candidate: str, epreuve: EpreuveId) -> list[Path]:
    """The marked notebooks of a candidate's copy, the épreuve's own first; none where it is not marked."""
    folder = places.folder("autograded", known(candidate), epreuve)
    try:
        names = [n for n in os.listdir(folder) if n.endswith(".ipynb") and n[0] != "."]
    except OSError:
        return []
    return [folder / name for name in sorted(names, key=lambda n: (n != f"{epreuve}.ipynb", n))]


def known(candidate: str) -> str:
    """A candidate's identifier, which must be the name of a folder; KitError where it leads elsewhere."""
    if candidate in ("", ".", "..") or "/" in candidate or os.sep in candidate or "\0" in candidate:
        raise KitError(
            f"« {candidate} » n'est pas l'identifiant d'un candidat : attendu le nom d'un dossier de submitted/."
        )
    if candidate.encode("utf-8", "replace").decode("utf-8") != candidate:
        raise KitError(
            "Un identifiant n'est pas de l'UTF-8 : renommez le dossier dans submitted/ et autograded/, puis corrigez de nouveau."
        )
    return candidate
