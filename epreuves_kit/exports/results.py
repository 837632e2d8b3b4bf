"""Results of a cohort, read in bulk: what each candidate earned of each element, and what the jury's rules decide of it.

An element is what is marked: a question, by the machine, or a criterion, by graders. What a candidate did not hand in has no
result here: it is not zero.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from epreuves.referentiel.levels import Level, nearest
from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.marked_notebook import read_record, self_assessed
from epreuves_kit.gradebook.rows import Grade, NotebookFile, Rows, not_handed_in
from epreuves_kit.jury import sources
from epreuves_kit.jury.decision import Decision, decide
from epreuves_kit.jury.evidence import CompetenceFacts
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.marking.dependencies import titles
from epreuves_kit.marking.marks import Mark
from epreuves_kit.referentiel.model import Referentiel
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.rules.result import criterion_points, exact


class Element(msgspec.Struct, frozen=True):
    """A question or a criterion of an épreuve.

    id: nbgrader's. competence: empty where the référentiel has none. criterion: « U5.1-k1 », empty for a question.
    maximum: in points.
    """

    epreuve: EpreuveId
    notebook: str
    id: str
    competence: str
    criterion: str
    title: str
    maximum: Fraction


class CandidateResult(msgspec.Struct, frozen=True):
    """The result of a candidate on an element.

    points: exact where a level gave them. level: None for a question, and for a criterion that nobody judged yet. outcome,
    mistake: of a question that the kit marked, else empty. manual: whether a grader gave the points. handed_in_at: UTC, aware.
    """

    candidate: str
    element: Element
    points: Fraction
    level: Level | None
    pending: bool
    manual: bool
    handed_in: bool
    handed_in_at: datetime.datetime | None
    outcome: str
    mistake: str
    comment: str

    @property
    def share(self) -> Fraction | None:
        """Points as a share of the maximum; None while a grader is awaited, and where nothing could be earned."""
        return None if self.pending or not self.element.maximum else self.points / self.element.maximum


class Results(msgspec.Struct, frozen=True):
    """A cohort's results, and the référentiel that they are of: decisions and results in the order of candidates, then of épreuves and notebooks.

    emails: by candidate, of those whose address the gradebook knows. facts: what was decided from, by candidate and compétence, by épreuve.
    own_levels: the candidates' own estimation, likewise.
    """

    decisions: tuple[Decision, ...]
    results: tuple[CandidateResult, ...]
    emails: dict[str, str]
    facts: dict[tuple[str, str], tuple[CompetenceFacts, ...]]
    own_levels: dict[tuple[str, str], Level]
    referentiel: Referentiel

    @property
    def elements(self) -> tuple[Element, ...]:
        """Every element of which somebody has a result, by épreuve, in the order of the notebooks."""
        seen = dict.fromkeys(result.element for result in self.results)
        order = {element: rank for rank, element in enumerate(seen)}
        return tuple(sorted(seen, key=lambda e: (e.epreuve, e.notebook != e.epreuve, e.notebook, order[e])))


def gather(record: JuryRecord, rules: JuryRules, candidates: Iterable[str] = ()) -> Results:
    """Read the results of some candidates, of all where none is named. Raises as `jury.sources.gather` does."""
    evidence = sources.gather(record, rules, candidates)
    decided = tuple(decide(candidate_facts, rules) for candidate_facts in evidence)
    facts: dict[tuple[str, str], tuple[CompetenceFacts, ...]] = {}
    for candidate_facts in evidence:
        for fact in (fact for own in candidate_facts.epreuves.values() for fact in own):
            facts[candidate_facts.candidate, fact.code] = (*facts.get((candidate_facts.candidate, fact.code), ()), fact)
    chosen = [decision.candidate for decision in decided]
    own_levels: dict[tuple[str, str], Level] = {}
    places = record.places
    with NotebookFile(places.db_url, places.root) as gradebook:
        emails = gradebook.emails()
        times = gradebook.handed_in_at()
        by: dict[str, list[CandidateResult]] = {candidate: [] for candidate in chosen}
        for epreuve in sorted(gradebook.assignments()):
            read = _ResultsReading(places, rules.referentiel, epreuve, own_levels)
            copies = gradebook.copies(epreuve, chosen)
            for (candidate, notebook), rows in sorted(copies.items(), key=lambda c: (c[0][1] != epreuve, c[0])):
                by[candidate] += read.copy(candidate, notebook, rows, times.get((epreuve, candidate)))
    results = tuple(result for candidate in chosen for result in by[candidate])
    own_emails = {c: emails[c] for c in chosen if c in emails}
    return Results(decided, results, own_emails, facts, own_levels, rules.referentiel)


class _ResultsReading:
    """The copies of one épreuve being read; what they share is worked out once. own_levels is filled."""

    def __init__(
        self, places: Course, official: Referentiel, epreuve: EpreuveId, own_levels: dict[tuple[str, str], Level]
    ) -> None:
        self._known = official
        self._places, self._epreuve, self._own_levels = places, epreuve, own_levels
        self._elements: dict[tuple[str, str], Element] = {}
        self._cells: dict[str, dict[str, str]] = {}

    def copy(
        self, candidate: str, notebook: str, rows: Rows, at: datetime.datetime | None
    ) -> Iterable[CandidateResult]:
        """The results of a copy, in the order of the notebook that was given out."""
        file = self._places.folder("autograded", candidate, self._epreuve) / f"{notebook}.ipynb"
        handed_in = not not_handed_in(rows, file)
        record = read_record(file) if handed_in else None
        marks = {mark.question: mark for mark in record.marks} if record is not None else {}
        for code, (level, _) in self_assessed(record).items():
            if level is not None:
                self._own_levels[candidate, code] = level
        order = {id: rank for rank, id in enumerate(self._titles(notebook))}
        for id, grade in sorted(rows.grades.items(), key=lambda g: (order.get(g[0], len(order)), g[0])):
            remark = rows.on_text(id)
            # A cell that is worth nothing, as a text that criteria judge, only counts for what is said of it.
            if grade.maximum or grade.score or grade.comment or remark:
                yield self._result(candidate, notebook, id, grade, handed_in, at, marks, remark)

    def _result(
        self,
        candidate: str,
        notebook: str,
        id: str,
        grade: Grade,
        handed_in: bool,
        at: datetime.datetime | None,
        marks: Mapping[str, Mark],
        remark: str,
    ) -> CandidateResult:
        element = self._element(notebook, id, grade)
        mark = marks.get(id)
        points = criterion_points(grade.score, grade.maximum) if element.criterion else exact(grade.score)
        level = None
        if element.criterion and handed_in and not grade.pending and element.maximum:
            level = nearest(points, element.maximum)
        return CandidateResult(
            candidate,
            element,
            points,
            level,
            grade.pending,
            grade.manual,
            handed_in,
            at if handed_in else None,
            mark.outcome if mark is not None else "",
            (mark.mistake or "") if mark is not None else "",
            grade.comment or remark,
        )

    def _element(self, notebook: str, id: str, grade: Grade) -> Element:
        element = self._elements.get((notebook, id))
        if element is None:
            competence, criterion = self._known.competence_of(id), self._known.criterion_of(id) or ""
            label = self._known.critere(criterion).label if criterion else self._titles(notebook).get(id) or id
            element = Element(self._epreuve, notebook, id, competence, criterion, label, exact(grade.maximum))
            self._elements[notebook, id] = element
        return element

    def _titles(self, notebook: str) -> dict[str, str]:
        """The title of each element of a notebook, in its order; none where the notebook given out cannot be read."""
        if notebook not in self._cells:
            file = self._places.folder("source", ".", self._epreuve) / f"{notebook}.ipynb"
            self._cells[notebook] = titles(_cells(file))
        return self._cells[notebook]


def _cells(file: Path) -> list[dict[str, Any]]:
    """The cells of a notebook, sources whole; none where it cannot be read."""
    try:
        cells = msgspec.json.decode(file.read_bytes())["cells"]
        return [{**cell, "source": "".join(cell["source"])} for cell in cells]
    except (OSError, msgspec.MsgspecError, KeyError, TypeError):
        return []
