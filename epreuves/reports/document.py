"""A candidate's notebook without its code: texts, tables and figures, under the titles of the épreuve; what it lacks is said.

Nothing of the marking is in it: no point, no sentence, no criterion, no instruction. What a candidate wrote is inert already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from epreuves.authoring.notebook import TEXT_STUB
from epreuves.gradebook.marked_notebook import MarkingRecord
from epreuves.reports.headings import headings
from epreuves.reports.units import headed, short, told, units
from epreuves.rubric.panel.inert import Answer, answer, image_source, markdown_html, table_html

#: Images and their characters in a document, and blocks of a part: beyond, a page would weigh more than it is read.
MAXIMUM_IMAGES, MAXIMUM_IMAGE_CHARACTERS, MAXIMUM_BLOCKS = 60, 24_000_000, 60
_BANNER = "bandeau-de-correction"
#: A choice of letters says nothing without the question.
_LETTERS = re.compile(r"[A-Z](?:, [A-Z])*|aucune?")
_EPREUVE = re.compile(r"^Épreuve \d+\s*[.—–:-]\s*")
_HEADING = re.compile(r"^# +(.+?)\s*$", re.MULTILINE)


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


def document(cells: Sequence[Mapping[str, Any]], record: MarkingRecord | None) -> Document:
    """Decide what a document holds.

    cells: an autograded notebook's, sources whole, with outputs and attachments; record: what marking left in it.
    """
    reader = _DocumentReader(cells, record)
    reader.read()
    full = [DocumentPart(title, tuple(blocks[:MAXIMUM_BLOCKS])) for title, blocks in reader.parts if blocks]
    held = {part.title for part in full}
    lacking = dict.fromkeys(title for title, blocks in reader.parts if not blocks and title not in held)
    return Document(_title(cells), tuple(full), tuple(lacking), reader.cut)


class _DocumentReader:
    """One passage through the cells: what stands before a question's tests cell is its work, what stands under a text goes with it."""

    def __init__(self, cells: Sequence[Mapping[str, Any]], record: MarkingRecord | None) -> None:
        self._cells, self._record, self._titles = cells, record, headings(cells)
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
            elif meta.get("grade") and meta.get("solution"):
                text = cell["source"].replace(TEXT_STUB, "")
                under = [*pending, *self._blocks({**cell, "source": text})]
                pending = []
                self.parts.append((self._name(id), under))
            elif meta.get("grade"):
                if blocks := [*self._answered(id, cell["source"]), *pending]:
                    self.parts.append((self._name(id), blocks))
                elif not self._letters(id):
                    self.parts.append((self._name(id), []))
                pending, under = [], None
            else:
                pending.extend(self._blocks(cell))
                under = None
        if pending:
            self.parts.append(("Compléments", pending))

    def _name(self, id: str) -> str:
        return self._titles.get(id) or id

    def _given(self, id: str) -> Answer | None:
        return answer(self._record.answers[id]) if self._record and id in self._record.answers else None

    def _letters(self, id: str) -> bool:
        found = self._given(id)
        return found is not None and _LETTERS.fullmatch(found.text) is not None

    def _answered(self, id: str, source: str) -> Iterable[DocumentBlock]:
        found = self._given(id)
        if found is None or found.text == "rien" or self._letters(id):
            return
        known = units(source)
        brief = msgspec.structs.replace(
            found,
            header=headed(known, found),
            text=short(found.text),
            rows=tuple(tuple(map(short, row)) for row in found.rows),
        )
        yield DocumentBlock("answer", answer=brief, units=told(known, found))

    def _blocks(self, cell: Mapping[str, Any]) -> list[DocumentBlock]:
        """A cell's text, or the figures and tables that its code displayed."""
        if cell["cell_type"] == "markdown":
            text = cell["source"].strip()
            return [DocumentBlock("html", markdown_html(cell["source"], cell["attachments"]))] if text else []
        found = []
        for output in cell["outputs"]:
            data = output.get("data")
            if output.get("output_type") not in ("display_data", "execute_result") or not isinstance(
                data, dict
            ):
                continue
            source = next(
                (
                    s
                    for kind in ("image/png", "image/jpeg", "image/gif")
                    if (s := image_source(kind, data.get(kind)))
                ),
                "",
            )
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


def _title(cells: Sequence[Mapping[str, Any]]) -> str:
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        if (
            cell["cell_type"] == "markdown"
            and meta.get("locked")
            and (found := _HEADING.search(cell["source"]))
        ):
            title = _EPREUVE.sub("", found[1])
            return title[:1].upper() + title[1:]
    return ""
