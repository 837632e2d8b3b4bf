"""A candidate's notebook without its code: texts, tables and figures, under the titles of the épreuve; what it lacks is said.

Nothing of the marking is in it: no point, no sentence, no criterion, no instruction. What a candidate wrote is inert already.
"""

from __future__ import annotations

import ast
import contextlib
import datetime
import functools
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.answers.files.workbook import read_in_file
from epreuves.authoring.notebook import TEXT_STUB
from epreuves.course.folders import Course
from epreuves.gradebook.marked_notebook import MarkingRecord
from epreuves.rubric.panel.inert import Answer, answer, markdown_html, picture, table_html
from epreuves.wording.errors import KitError
from epreuves.wording.french import number, short_day, significant

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
        self.parts: list[tuple[str, list[DocumentBlock]]] = []
        self._images = self._characters = 0
        self.cut = False

    def read(self) -> None:
        """Fill `parts`."""
        pending: list[DocumentBlock] = []
        under: list[DocumentBlock] | None = None
        for cell in self._cells:
            meta = cell["metadata"].get("nbgrader") or {}
            id = str(meta.get("grade_id") or "")
            if not id:
                if cell["id"] != _BANNER:
                    (pending if under is None else under).extend(self._blocks(cell))
            elif meta.get("task") or (meta.get("locked") and not meta.get("grade")):
                under = None
                file = (
                    next((f for f in self._record.files if f.id == id and f.name), None)
                    if self._record
                    else None
                )
                if file is not None:
                    title = self._name(id)
                    # A file asked for under a writing's own title goes with it.
                    if self.parts and self.parts[-1][0] == title:
                        title = f"Annexe : {file.asked.replace('_', ' ')}"
                    self.parts.append((title, self._blocks(cell)))
            elif meta.get("grade") and meta.get("solution"):
                text = cell["source"].replace(TEXT_STUB, "")
                under = [*pending, *self._blocks({**cell, "source": text})]
                pending = []
                self.parts.append((self._name(id), under))
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
        known = self._record is not None and id in self._record.answers and not read_in_file(given)
        return answer(given) if known else None

    def _letters(self, id: str) -> bool:
        found = self._given(id)
        return found is not None and _LETTERS.fullmatch(found.text) is not None

    def _answered(self, id: str, source: str) -> Iterable[DocumentBlock]:
        found = self._given(id)
        if found is None or found.text == "rien" or self._letters(id):
            return
        known = units(source)
        found = _without_row_numbers(found)
        rows = tuple(tuple(map(short, row)) for row in found.rows)
        brief = msgspec.structs.replace(found, header=headed(known, found), text=short(found.text), rows=rows)
        yield DocumentBlock("answer", answer=brief, units=told(known, found))

    def _blocks(self, cell: Mapping[str, Any]) -> list[DocumentBlock]:
        """A cell's text, or the figures and tables that its code displayed."""
        if cell["cell_type"] == "markdown":
            text = cell["source"].strip()
            return [DocumentBlock("html", markdown_html(cell["source"], cell["attachments"]))] if text else []
        found = []
        for output in cell["outputs"]:
            data = output.get("data")
            if output.get("output_type") not in ("display_data", "execute_result") or type(data) is not dict:
                continue
            source = picture(data)
            if source and self._room(source):
                found.append(DocumentBlock("image", source))
            elif not source and "text/html" in data and (table := table_html(data["text/html"])):
                found.append(DocumentBlock("html", table))
        return found

    def _room(self, source: str) -> bool:
        self._images += 1
        self._characters += len(source)
        fits = self._images <= MAXIMUM_IMAGES and self._characters <= MAXIMUM_IMAGE_CHARACTERS
        self.cut = self.cut or not fits
        return fits


def _without_row_numbers(given: Answer) -> Answer:
    """A table without the numbers that pandas gave to its lines: whole numbers that rise, under no title; years are no such numbers."""
    if len(given.header) < 2 or given.header[0]:
        return given
    numbers = [int(row[0]) for row in given.rows if row and row[0].isdecimal()]
    if len(numbers) < len(given.rows) or numbers != sorted(set(numbers)) or any(n in _YEARS for n in numbers):
        return given
    return msgspec.structs.replace(given, header=given.header[1:], rows=tuple(row[1:] for row in given.rows))


def _title(cells: Sequence[Mapping[str, Any]]) -> str:
    for cell in cells:
        locked = (cell["metadata"].get("nbgrader") or {}).get("locked")
        if cell["cell_type"] == "markdown" and locked and (found := _TITLE.search(cell["source"])):
            title = _EPREUVE.sub("", found[1])
            return title[:1].upper() + title[1:]
    return ""


_HEADING = re.compile(r"^(#{1,5}) +(.+?)\s*$", re.MULTILINE)
#: « Question 5 — », « Écrit A — », « 5 a. », « Étape 1 — ».
_NUMBERED = re.compile(
    r"^(?:Question \d+(?: ?[a-z])?|Écrit [A-Z]|Fichier \d+|\d+ ?[a-z]?)(?:\s*[.—–:·-]+\s*|$)"
)
_SUB = re.compile(r"^\d+ ?[a-z]\b")


def headings(cells: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Title by grade id: « Les montants aberrants · Les bornes » under « 5 a. » of « Question 5 ».

    Only locked cells are read: a heading that a candidate writes names nothing.
    """
    above: dict[int, str] = {}
    found = {}
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        given = meta.get("locked") and not meta.get("task") and not meta.get("solution")
        if cell["cell_type"] == "markdown" and given:
            for marks, text in _HEADING.findall(cell["source"]):
                kept = {level: t for level, t in above.items() if level < len(marks)}
                above = kept | {len(marks): re.sub(r"[*_`]", "", text)}
        elif meta.get("grade_id"):
            found[meta["grade_id"]] = _told([above[level] for level in sorted(above)])
    return found


def _told(above: Sequence[str]) -> str:
    if not above:
        return ""
    own = _bare(above[-1])
    if _SUB.match(above[-1]) and len(above) > 1:
        return f"{_bare(above[-2])} · {own}"
    return own


def _bare(title: str) -> str:
    return _NUMBERED.sub("", title) or title


#: A percentage, which may be written as a proportion; one that the épreuve asks for in percent alone.
PERCENT, PERCENT_ONLY = "%?", "%"
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WITH_UNIT = re.compile(r"(.{1,24}?)[ \u00a0\u202f]([€%]|k€|M€)")
_NUMBER = re.compile(r"[-−]?[\d\u202f]+(?:,\d+)?")


@functools.lru_cache(2048)
def units(source: str) -> dict[str, str]:
    """The units of an answer by column, under "" where it has none; empty where the form has no unit, or is not read.

    source: of a tests cell as it was distributed; what a candidate changed in it was put back before marking.
    """
    try:
        calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and _name(n) == "verifier"]
    except (SyntaxError, ValueError, RecursionError):
        return {}
    form = calls[0].args[2] if calls and len(calls[0].args) > 2 else None
    if form is None:
        return {}
    columns = next((n for n in ast.walk(form) if isinstance(n, ast.Dict)), None)
    if columns is None:
        found = {"": _unit(form)}
    else:
        pairs = zip(columns.keys, columns.values, strict=True)
        found = {str(key.value): _unit(value) for key, value in pairs if isinstance(key, ast.Constant)}
    return {name: unit for name, unit in found.items() if unit}


def told(known: Mapping[str, str], given: Answer) -> str:
    """The unit of an answer without columns, or of a series: « € », « % »; empty where it has none."""
    if "" not in known:
        return ""
    return _said(known[""], [given.text] if not given.rows else [row[-1] for row in given.rows])


def headed(known: Mapping[str, str], given: Answer) -> tuple[str, ...]:
    """The header of an answer in columns, each with its unit: « cpc (€) », « taux de clic (%) »."""
    made = []
    for at, name in enumerate(given.header):
        values = [row[at] for row in given.rows if at < len(row)]
        unit = f" ({_said(known[name], values)})" if name and known.get(name) else ""
        made.append(name.replace("_", " ") + unit)
    return tuple(made)


def _said(unit: str, values: Sequence[str]) -> str:
    if unit == PERCENT:
        above = any(abs(v) > 1 for v in map(_value, values) if v is not None)
        return PERCENT_ONLY if above else "% ou proportion"
    return unit


def short(text: str) -> str:
    """A number with what a reader needs of it, four significant digits, or a date as it is read; any other text as it is."""
    if _DATE.fullmatch(text):
        with contextlib.suppress(ValueError):  # a candidate may have typed 2026-13-45
            return short_day(datetime.date.fromisoformat(text))
    value = _value(text)
    if value is None:
        figure = _WITH_UNIT.fullmatch(text)
        return f"{short(figure[1])}\u00a0{figure[2]}" if figure else text
    if "," not in text or "\u202f" in text:
        return text.replace("-", "−")
    return number(value, 0) if abs(value) >= 1_000 else significant(value, 4)


def _value(text: str) -> float | None:
    return (
        float(text.replace("\u202f", "").replace("−", "-").replace(",", "."))
        if _NUMBER.fullmatch(text)
        else None
    )


def _unit(form: ast.AST) -> str:
    for node in ast.walk(form):
        if not isinstance(node, ast.Call):
            continue
        named = {k.arg: k.value.value for k in node.keywords if isinstance(k.value, ast.Constant)}
        if _name(node) == "pourcentage":
            return PERCENT_ONLY if named.get("echelle") == "pourcent" else PERCENT
        unit = named.get("unite")
        if isinstance(unit, str):
            return unit
    return ""


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def copy_paths(places: Course, candidate: str, epreuve: str) -> list[Path]:
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
