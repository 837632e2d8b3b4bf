"""The content of a text for candidates, as the check's rules read it: the lines shown, the headings, the statement of each question."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from epreuves_kit.authoring.text import Sujet, TextCell
from epreuves_kit.course.stamps import BEGIN_SOLUTION, END_SOLUTION

_QUESTION = re.compile(r"#{1,5}\s+Question\s(\d+)\b")
_PART = re.compile(r"#{1,6}\s+(\d+)\s([a-z])\.\s")
_WRITING = re.compile(r"#{1,6}\s+Écrit\s([A-Z])\b")


class Line(msgspec.Struct, frozen=True):
    """One line that candidates read, with its cell and its place in the file."""

    text: str
    cell: TextCell
    number: int


class Heading(msgspec.Struct, frozen=True):
    """A numbered heading: a question, a part of one (`part` is its letter), or a writing (its letter in `part`, no number)."""

    line: Line
    number: int = 0
    part: str = ""


class Statement(msgspec.Struct, frozen=True):
    """A question as it is asked: its tests cell, the lines since the one before, the number of the heading that it stands under."""

    cell: TextCell
    lines: tuple[Line, ...]
    number: int = 0

    @property
    def text(self) -> str:
        """The statement on one line."""
        return " ".join(line.text for line in self.lines)


def shown(cell: TextCell) -> str:
    """A cell's source with empty lines where its solution stands, so that lines keep their numbers."""
    kept, inside = [], False
    for line in cell.source.splitlines():
        inside = (inside or BEGIN_SOLUTION in line) and END_SOLUTION not in line
        kept.append("" if inside or END_SOLUTION in line else line)
    return "\n".join(kept)


def lines(sujet: Sujet) -> list[Line]:
    """All the lines of text cells that candidates read, the empty ones left out."""
    return [line for cell in sujet.cells for line in lines_of(cell)]


def lines_of(cell: TextCell) -> Iterator[Line]:
    """The lines of a text cell that candidates read; none for a cell of code, nor for a grille's."""
    if cell.kind == "markdown" and cell.role != "grille":
        for number, text in enumerate(shown(cell).splitlines(), start=cell.line + 1):
            if text.strip():
                yield Line(text, cell, number)


def headings(sujet: Sujet) -> list[Heading]:
    """The headings of questions and of their parts, in order."""
    numbered = []
    for line in lines(sujet):
        if question := _QUESTION.match(line.text):
            numbered.append(Heading(line, int(question[1])))
        elif part := _PART.match(line.text):
            numbered.append(Heading(line, int(part[1]), part[2]))
    return numbered


def writings(sujet: Sujet) -> list[Heading]:
    """The headings « Écrit A », in order."""
    return [Heading(line, part=match[1]) for line in lines(sujet) if (match := _WRITING.match(line.text))]


def statements(sujet: Sujet) -> list[Statement]:
    """The questions, in order, each with what is said since the one before."""
    questions: list[Statement] = []
    since_last: list[Line] = []
    number = 0
    for cell in sujet.cells:
        for line in lines_of(cell):
            since_last.append(line)
            if question := _QUESTION.match(line.text):
                number = int(question[1])
        if cell.role == "tests":
            questions.append(Statement(cell, tuple(since_last), number))
            since_last = []
    return questions
