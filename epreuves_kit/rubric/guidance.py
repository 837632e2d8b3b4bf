"""The author's « Repères » beside a criterion, with this variant's values: what a good writing holds in this case, and what is right.

They are read in the source notebook, between nbgrader's marks of a solution, and never in a copy; values are those of the reference, which
marking has worked out and kept. What is worked out from a table of the candidate's own has none: the reference's table is the author's.
A word in brackets stands for a value: « [question 8] », the variable of an answer, « [cout_grp] », or a
key of a series, « [taux de marque] »; one that names nothing stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.forms import OwnTableForm
from epreuves.answers.keys import fold
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.course.kept import OWN
from epreuves_kit.course.stamps import split
from epreuves_kit.gradebook.marked_notebook import UnreadableMarkedNotebook, contents, parse
from epreuves_kit.marking.dependencies import titles
from epreuves_kit.marking.in_words import Answer, spellings, titled
from epreuves_kit.marking.marks import Question, Scheme
from epreuves_kit.marking.reference import References
from epreuves_kit.marking.right_answer import by_key, right_answer
from epreuves_kit.referentiel.codes import prefix
from epreuves_kit.rubric import judged_on
from epreuves_kit.rubric.appreciation import Criterion

#: How a note opens, and what it says of values that a reader of the source alone has to look up.
_HEAD = re.compile(r"\*\*Repères pour le jury\.?\*\*(?: \((?:entre crochets, )?les valeurs [^()]*\))?[ .]*")
_PLACE = re.compile(r"\[([^\[\]\n]{1,60})\](?!\()")
#: The end of a line that its author wrapped: what follows is no blank line, list, table or quotation.
_WRAPPED = re.compile(r"(?<=\S)\n(?!\s*(?:\n|[-*+|>#] ?|\d+[.)] ))")
_CELL, _POINTED = re.compile(r"cellule «\s*(.+?)\s*»"), re.compile(r"question \d+")
_NUMBER = re.compile(r"Question (\d+)\b")


class AuthorNote(msgspec.Struct, frozen=True):
    """An author's words on one writing, in Markdown; title: the writing's."""

    title: str
    text: str


class RightValue(msgspec.Struct, frozen=True):
    """The right answer to one question on this variant; title: the question's."""

    title: str
    answer: Answer


class Guide(msgspec.Struct, frozen=True):
    """All that is said beside one criterion; lacking: why there are no values, where there should be."""

    notes: tuple[AuthorNote, ...] = ()
    values: tuple[RightValue, ...] = ()
    lacking: str = ""


class Guides:
    """The guides of an épreuve's criteria. What is read is kept for the life of the object: a grader's panel, an archive."""

    def __init__(self, places: Course, assignment: EpreuveId) -> None:
        self._folder = places.folder("source", ".", assignment)
        self._store = places.root / OWN / "references"
        self._sources: dict[str, _Source] = {}

    def of(self, criterion: Criterion, variant: str) -> Guide:
        """The guide of a criterion on a variant; an empty one where the author said nothing. variant: empty for a copy that has none."""
        source = self._source(criterion.notebook)
        notes = source.notes(criterion)
        try:
            scheme = source.scheme(variant) if variant else None
        except KitError as error:
            return Guide(notes, (), f"Les valeurs de cette variante ne peuvent pas être montrées : {error.sentence}")
        if scheme is None:
            return Guide(notes)
        words = " ".join([criterion.look, *(note.text for note in notes)])
        places = source.places(variant, criterion.competence)
        filled = tuple(msgspec.structs.replace(note, text=places.filled(note.text)) for note in notes)
        return Guide(filled, tuple(source.values(variant, _asked(scheme, criterion, words))))

    def notes(self, criterion: Criterion) -> tuple[AuthorNote, ...]:
        """The author's words on a criterion's writings, whatever the variant."""
        return self._source(criterion.notebook).notes(criterion)

    def values(self, notebook: str, competence: str, variant: str) -> tuple[RightValue, ...]:
        """The right answers to the questions of a compétence on a variant. Raises KitError where the reference fails."""
        source = self._source(notebook)
        scheme = source.scheme(variant) if variant else None
        asked = [q for q in _of_the_case(scheme) if prefix(q.id) == competence] if scheme else []
        return tuple(source.values(variant, asked))

    def _source(self, notebook: str) -> _Source:
        if notebook not in self._sources:
            self._sources[notebook] = _Source(self._folder / f"{notebook}.ipynb", self._store)
        return self._sources[notebook]


def _of_the_case(scheme: Scheme) -> list[Question]:
    """The questions whose right answer is that of every copy of the variant: on the case's data, not on a table of the candidate's own."""
    return [q for q in scheme.questions if not isinstance(q.form, OwnTableForm) and not scheme.own_tables(q)]


def _asked(scheme: Scheme, criterion: Criterion, words: str) -> list[Question]:
    """The questions on the case that a criterion's line or guide names; all of its compétence where they name none."""
    numbers, names = judged_on.questions(words), set(_PLACE.findall(words))
    named = [q for q in scheme.questions if _number(q) in numbers or q.variable in names]
    asked = named or [q for q in scheme.questions if prefix(q.id) == criterion.competence]
    case = _of_the_case(scheme)
    return [q for q in asked if q in case]


def _number(question: Question) -> int:
    match = _NUMBER.match(question.title)
    return int(match[1]) if match else 0


class _Source:
    """A source notebook: the author's words on each writing, and its schemes."""

    def __init__(self, path: Path, store: Path) -> None:
        try:
            cells: Sequence[Mapping[str, Any]] = parse(contents(path)).cells
        except UnreadableMarkedNotebook:  # told where criteria are read
            cells = []
        self._writings = list(_notes(cells))
        texts = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        self._spelled = spellings(texts)
        self._references = References(path, store=store) if cells else None
        self._schemes: dict[str, Scheme] = {}
        #: Right answers by variant and question, and the values in the place of brackets by variant and compétence.
        self._answers: dict[tuple[str, str], Answer | None] = {}
        self._places: dict[tuple[str, str], _Places] = {}

    def notes(self, criterion: Criterion) -> tuple[AuthorNote, ...]:
        """The notes on the writings that a criterion names; on its compétence's where it names none."""
        named = judged_on.named(criterion, self._writings, lambda writing: writing[1].title)
        own = [note for competence, note in self._writings if competence == criterion.competence]
        return tuple(note for _, note in named) or tuple(own)

    def scheme(self, variant: str) -> Scheme | None:
        """The scheme of a variant; None where the notebook has none. Raises KitError where the reference fails."""
        if self._references is None:
            return None
        if variant not in self._schemes:
            self._schemes[variant] = self._references.get(variant)
        return self._schemes[variant]

    def answer(self, variant: str, question: Question) -> Answer | None:
        """The right answer to a question, the names of columns as the statement spells them."""
        if (variant, question.id) not in self._answers:
            answer = right_answer(question.form, question.expected)
            if answer is not None:
                header = tuple(titled(name, self._spelled) for name in answer.header)
                answer = msgspec.structs.replace(answer, header=header)
            self._answers[variant, question.id] = answer
        return self._answers[variant, question.id]

    def values(self, variant: str, questions: Iterable[Question]) -> Iterator[RightValue]:
        """The right answers to some questions."""
        for question in questions:
            answer = self.answer(variant, question)
            if answer is not None:
                yield RightValue(question.title, answer)

    def places(self, variant: str, competence: str) -> _Places:
        """The values that stand in the place of words in brackets; those of the compétence first. Raises KitError where the reference fails."""
        if (variant, competence) not in self._places:
            scheme = self.scheme(variant)
            questions = sorted(_of_the_case(scheme) if scheme else (), key=lambda q: prefix(q.id) != competence)
            self._places[variant, competence] = _Places([(q, self.answer(variant, q)) for q in questions])
        return self._places[variant, competence]


def _notes(cells: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, AuthorNote]]:
    """The author's words on each writing, with its compétence."""
    cells = list(cells)
    headings = titles(cells)
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        if cell["cell_type"] != "markdown" or not (meta.get("grade") and meta.get("solution")):
            continue
        text = _WRAPPED.sub(" ", _HEAD.sub("", "\n".join(split("".join(cell["source"]))[1]), count=1).strip())
        if text:
            id = str(meta["grade_id"])
            yield prefix(id), AuthorNote(headings.get(id) or id, text)


class _Places:
    """The values that words in brackets stand for, on one variant; of two that a name fits, the first."""

    def __init__(self, answers: Iterable[tuple[Question, Answer | None]]) -> None:
        self._values: dict[str, str] = {}
        for question, answer in answers:
            for name in (f"question {_number(question)}", question.variable):
                # A table, or a chart, is found under its question.
                words = f"**{answer.text}**" if answer is not None and answer.text else f"question {_number(question)}"
                self._values.setdefault(fold(name), words)
            for key, value in by_key(question.form, question.expected).items():
                self._values.setdefault(fold(key), f"**{value}**")

    def _of_question(self, name: str) -> str | None:
        """The value of a cell, « cellule « avance » », or the question that a longer name points to, « marges de la question 5 »."""
        if cell := _CELL.fullmatch(name):
            return self._values.get(fold(cell[1]))
        number = _POINTED.search(name)
        return self._values.get(fold(number[0])) if number else None

    def filled(self, text: str) -> str:
        """A text in which each value stands in the place of its name."""

        def value(match: re.Match[str]) -> str:
            words = self._values.get(fold(match[1])) or self._of_question(match[1])
            if words is None:
                return match[0]
            # « [régional] k€ »: the unit that the author wrote is not said twice.
            number, _, unit = words.removesuffix("**").rpartition("\N{NO-BREAK SPACE}")
            after = text[match.end() :].lstrip(" \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
            return f"{number}**" if number and after.startswith(unit) else words

        return _PLACE.sub(value, text)
