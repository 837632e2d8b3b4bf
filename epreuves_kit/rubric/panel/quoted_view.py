"""The figures that a copy's writings quote, as a grader is shown them: one line, the contradictions in words, marks in the text."""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants import archive
from epreuves.variants.published import VARIANTS_FOLDER
from epreuves.wording import french
from epreuves.wording.errors import KitError
from epreuves.wording.french import FIXED, counted, listed
from epreuves.wording.inert import inert
from epreuves_kit.course.folders import Layout
from epreuves_kit.marking.in_words import number, short
from epreuves_kit.rubric.panel.codes_cited import Line, coded
from epreuves_kit.rubric.panel.quoted_marks import ReadHtml, marked, read_html
from epreuves_kit.rubric.quoted import GivenFigures, Quoted, Reader, ReadPassage, given
from epreuves_kit.rubric.quoted_facts import Fact, facts

#: Lines of one table of the data that are read: the figures of longer ones would explain any other.
MAXIMUM_LINES = 120
#: Lines of one table of which the codes are known.
MAXIMUM_CODED = 3_000
#: Characters shown around a figure.
_AROUND = 60


class Tables(msgspec.Struct, frozen=True, eq=False):
    """A variant's data. tables: the short ones: of each, its header, then its rows. codes: the lines that have a code."""

    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    codes: Mapping[str, Line] = msgspec.field(default_factory=dict)


class Figures(msgspec.Struct, frozen=True):
    """The figures of a writing. line: their counts; against: a sentence for each that contradicts an answer; own: those that are
    answers, each with its question."""

    line: str
    against: tuple[str, ...]
    own: tuple[str, ...]


def tables_of(root: Path, assignment: EpreuveId, variant: str) -> Tables:
    """A variant's data; none where they are not on this machine."""
    path = Layout(root, assignment).source / VARIANTS_FOLDER / f"{variant}.zip"
    try:
        return _read_tables(path, path.stat().st_mtime_ns) if variant.isalnum() else Tables()
    except (OSError, KitError):
        return Tables()


@functools.lru_cache(32)
def _read_tables(path: Path, _changed: int) -> Tables:
    files = archive.read(path.read_bytes())
    kept, codes = [], dict[str, Line]()
    for name, content in files.items():
        lines = content.count(b"\n")
        if not name.endswith(".csv") or lines > MAXIMUM_CODED:
            continue
        text = content.decode("utf-8-sig", "replace")
        table = tuple(map(tuple, csv.reader(io.StringIO(text), delimiter=";")))
        codes |= {code: line for code, line in coded(table).items() if code not in codes}
        if lines <= MAXIMUM_LINES:
            kept.append(table)
    return Tables(tuple(kept), codes)


@functools.lru_cache(16)
def _given(statements: tuple[str, ...], data: Tables) -> GivenFigures:
    return given(statements, data.tables)


class QuotedFigures:
    """A copy's answers, ready to be looked for in its writings."""

    def __init__(
        self,
        cells: Sequence[Mapping[str, Any]],
        answers: Mapping[str, object],
        titles: Mapping[str, str],
        data: Tables,
    ) -> None:
        sources: dict[str, str] = {}
        statements = []
        for cell in cells:
            meta = cell["metadata"].get("nbgrader") or {}
            if cell["cell_type"] == "markdown" and meta.get("locked") and not meta.get("task"):
                statements.append(cell["source"])
            elif cell["cell_type"] == "code" and meta.get("grade"):
                sources[str(meta.get("grade_id"))] = cell["source"]
        own = facts(answers, titles, sources)
        self._reader = Reader(own, _given(tuple(statements), data)) if own else None

    def held(self, pieces: Sequence[str]) -> tuple[tuple[str, ...], Figures | None]:
        """The pieces of a writing's HTML, their figures marked, and what is said of these; None where there is no figure, or no
        answer to hold it against.
        """
        if self._reader is None:
            return tuple(pieces), None
        read = [read_html(piece) for piece in pieces]
        passages = [passage for piece in read for passage in piece.passages]
        figures = self._reader.read(passages)
        # Nothing recognised tells nothing of the writing: no line is better than one that worries.
        if not any(figure.kind in ("answer", "contradiction") for figure in figures):
            return tuple(pieces), None
        shown, first = [], 0
        for piece in read:
            last = first + len(piece.passages)
            shown.append(_marked(piece, [f for f in figures if first <= f.passage < last], first))
            first = last
        return tuple(shown), _figures(figures, passages)


def _marked(piece: ReadHtml, figures: Sequence[Quoted], first: int) -> str:
    moved = [msgspec.structs.replace(figure, passage=figure.passage - first) for figure in figures]
    return marked(piece, moved, [_title(figure) for figure in moved])


def _title(figure: Quoted) -> str:
    if figure.fact is None:
        return ""
    if figure.kind == "contradiction":
        return f"contredit la réponse à {_question(figure.fact)}{FIXED}: {_value(figure.fact)}"
    return f"réponse à {_question(figure.fact)}"


def _figures(figures: Sequence[Quoted], passages: Sequence[ReadPassage]) -> Figures:
    own = [figure for figure in figures if figure.kind == "answer"]
    against = [figure for figure in figures if figure.kind == "contradiction"]
    parts = []
    if own:
        parts.append(f"{len(own)} {'est une réponse' if len(own) == 1 else 'sont des réponses'} de la copie")
    if against:
        verb = "contredit" if len(against) == 1 else "contredisent"
        parts.append(f"{len(against)} {verb} {_questions([f.fact for f in against if f.fact is not None])}")
    return Figures(
        f"{counted(len(figures), 'chiffre')}{FIXED}: {', '.join(parts)}",
        tuple(_against(figure, passages[figure.passage]) for figure in against),
        tuple(f"{_quotation(f.text)}{FIXED}: {_named(f.fact)}" for f in own if f.fact is not None),
    )


def _against(figure: Quoted, passage: ReadPassage) -> str:
    assert figure.fact is not None
    return (
        f"{_quotation(figure.text)} ({_quotation(_context(figure, passage))}){FIXED}: la réponse à {_named(figure.fact)}, "
        f"est {_value(figure.fact)}."
    )


def _context(figure: Quoted, passage: ReadPassage) -> str:
    if passage.cell:
        return ", ".join(filter(None, (passage.row, passage.heading, passage.text.strip())))
    start, end = max(0, figure.start - _AROUND), min(len(passage.text), figure.end + _AROUND)
    before, after = passage.text[start : figure.start], passage.text[figure.end : end]
    before = before if not start else f"… {before.partition(' ')[2]}"
    after = after if end == len(passage.text) else f"{after.rpartition(' ')[0]} …"
    return f"{before}{passage.text[figure.start : figure.end]}{after}"


def _quotation(text: str) -> str:
    return f"«{FIXED}{inert(text).strip()}{FIXED}»"


_NUMBERED = re.compile(r"Question (\d+(?: [a-z])?)\b")


def _question(fact: Fact) -> str:
    """« la question 7 »; « « Le budget » » where the épreuve does not number it."""
    numbered = _NUMBERED.match(fact.title)
    return f"la question {numbered[1]}" if numbered else _quotation(fact.title or fact.question)


def _questions(contradicted: Sequence[Fact]) -> str:
    """« la question 7 », « les questions 3, 4 et 5 »."""
    numbers = [match[1] for fact in contradicted if (match := _NUMBERED.match(fact.title))]
    if len(set(numbers)) < 2 or len(numbers) < len(contradicted):
        return listed(dict.fromkeys(map(_question, contradicted)))
    ordered = sorted(set(numbers), key=lambda name: (int(name.split()[0]), name))
    return f"les questions {listed(ordered)}"


def _named(fact: Fact) -> str:
    """« la question 7, Le tableau de votre budget (Film · réel) »."""
    title = fact.title.partition("—")[2].strip() if _NUMBERED.match(fact.title) else ""
    label = f" ({inert(fact.label)})" if fact.label else ""
    return f"{', '.join(filter(None, (_question(fact), title)))}{label}"


def _value(fact: Fact) -> str:
    if fact.day is not None:
        return french.day(date(*fact.day))
    value = short(number(fact.exact))
    if fact.unit in ("€", "%"):
        return f"{value}{FIXED}{fact.unit}"
    return f"{value} {fact.written if ' ou ' not in fact.written else ''}".strip()
