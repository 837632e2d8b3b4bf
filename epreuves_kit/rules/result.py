"""A compétence's result: one rule, one function, which every document shows.

1. Within a compétence, the points of the questions (the machine's) and those of the criteria (people's) add up as the notebook
   announces them. Where the questions have more of them than their cap, they are brought back to it, and the criteria weigh the rest.
2. An oral, where its level is given, is a share of the whole; the writings are what is left of it.
3. A part that the épreuve does not have weighs nothing: there is nothing to cap where a compétence has no criterion.
4. Each criterion, and the oral, is at the least level asked for, whatever the points.
5. The criteria alone reach a threshold of their own, and so do those that a member of a group is judged by alone: right figures, or the
   group's work, have no compétence by themselves.
6. A compétence of several épreuves is the mean of what each gives it by the rules above, weighed by the points that each gives it once
   the questions are capped; the least level and the thresholds of the criteria alone hold over all its criteria together.

All is exact: points are fractions, and a level of criterion 1 on 4 points is 4/3, whatever nbgrader rounds it to.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

import msgspec

from epreuves.referentiel.levels import LEVELS, Level, nearest
from epreuves.wording.french import counted
from epreuves_kit.referentiel.model import Referentiel
from epreuves_kit.variants.groups import OWN_NOTEBOOKS

#: nbgrader keeps a level's points rounded to four digits: what is nearer than that to a level is that level.
_ROUNDING = Fraction(5, 100_000)
_ZERO = Fraction(0)


class EvidencePart(msgspec.Struct, frozen=True):
    """Points earned out of a maximum (> 0), exact."""

    points: Fraction
    maximum: Fraction

    @property
    def share(self) -> Fraction:
        """Points as a share of the maximum, 0 to 1 (more where a grader gave more than the maximum)."""
        return self.points / self.maximum


class ResultRule(msgspec.Struct, frozen=True):
    """The rule of a compétence's result, shares from 0 to 1.

    cap: the most that the questions weigh beside criteria. oral: what an oral weighs in the whole. threshold: from which the
    compétence is had, reached included; criteria, own: the same of the criteria alone, and of a member's own criteria alone.
    lowest_level: the least level of each criterion and of the oral, 0 to 3.
    """

    cap: Fraction
    oral: Fraction
    threshold: Fraction
    criteria: Fraction
    own: Fraction
    lowest_level: int

    def weight(self, machine: Fraction, grille: Fraction) -> Fraction:
        """The questions' weight in the writings, from the points that can be had of them and of the criteria (not both 0)."""
        announced = machine / (machine + grille)
        return announced if not grille else min(announced, self.cap)

    def points(self, machine: Fraction, grille: Fraction) -> Fraction:
        """The points that an épreuve gives a compétence, those of its questions brought back to their cap; 0 where it gives none."""
        if not grille or not machine:
            return machine + grille
        # Criteria keep their points, and weigh what the questions leave: all where the cap is 0.
        return grille / (1 - self.weight(machine, grille))


class Low(msgspec.Struct, frozen=True):
    """The lacks that points elsewhere do not make up for.

    criteria: the number under the least level; oral: True if one is. together, own: whether the criteria alone, a member's own alone,
    are under their threshold.
    """

    criteria: int
    oral: bool
    together: bool
    own: bool

    @property
    def any(self) -> bool:
        """True if there is one."""
        return self.criteria > 0 or self.oral or self.together or self.own


class CompetenceResult(msgspec.Struct, frozen=True, kw_only=True):
    """A compétence's result.

    share: of the whole, 0 to 1. grille: the criteria; own: those that a member of a group is judged by alone; None where there is none.
    low: what points elsewhere do not make up for.
    """

    rule: ResultRule
    share: Fraction
    grille: EvidencePart | None
    own: EvidencePart | None
    low: Low

    @property
    def passes(self) -> bool:
        """True if the compétence is had: the threshold is reached, and nothing is too low that points do not make up for."""
        return self.share >= self.rule.threshold and not self.low.any


class EpreuveResult(CompetenceResult, frozen=True, kw_only=True):
    """The result that one épreuve gives a compétence, and what it is made of.

    written: share of the questions and criteria, None where there is none. weight: the questions' in the writings. capped: whether that
    is less than announced. oral: its level, None where it does not count; missed: whether that level is an absence's.
    """

    machine: EvidencePart | None
    written: Fraction | None
    weight: Fraction
    capped: bool
    oral: int | None
    missed: bool


class EpreuveShare(msgspec.Struct, frozen=True):
    """The part of a compétence that an épreuve gives: its share, 0 to 1, the points that it weighs (0 where it has none of its own),
    and the result behind it, None where a make-up took its place."""

    share: Fraction
    points: Fraction
    result: EpreuveResult | None = None


class SharedResult(CompetenceResult, frozen=True, kw_only=True):
    """The result of a compétence that several épreuves assess. weights: of each part, in points, in the order given."""

    weights: tuple[Fraction, ...]


def result(
    rule: ResultRule,
    machine: EvidencePart | None,
    grille: EvidencePart | None,
    levels: Sequence[int] = (),
    oral: int | None = None,
    missed: bool = False,
    own: EvidencePart | None = None,
) -> EpreuveResult | None:
    """The result that an épreuve gives a compétence; None where nothing of it counts.

    levels: of the criteria judged. oral: its level, which counts for nothing where the rule gives it no share. missed: it counts as
    the lowest one, by absence. own: of the criteria, those that a member of a group is judged by alone.
    """
    level = 0 if missed else oral if rule.oral else None
    weight, announced = Fraction(0), Fraction(0)
    written = None
    if machine is not None or grille is not None:
        most, others = (Fraction(0) if part is None else part.maximum for part in (machine, grille))
        weight, announced = rule.weight(most, others), most / (most + others)
        figures, judged = (Fraction(0) if part is None else part.share for part in (machine, grille))
        written = weight * figures + (1 - weight) * judged
    if level is None:
        share = written
    elif written is None:
        share = Level(level).part
    else:
        share = (1 - rule.oral) * written + rule.oral * Level(level).part
    if share is None:
        return None
    low = Low(
        criteria=sum(given < rule.lowest_level for given in levels),
        oral=level is not None and level < rule.lowest_level,
        together=grille is not None and grille.share < rule.criteria,
        own=own is not None and own.share < rule.own,
    )
    return EpreuveResult(
        rule=rule,
        share=share,
        grille=grille,
        own=own,
        low=low,
        machine=machine,
        written=written,
        weight=weight,
        capped=weight < announced,
        oral=level,
        missed=missed,
    )


def together(rule: ResultRule, parts: Sequence[EpreuveShare]) -> SharedResult:
    """The result of a compétence from the parts that its épreuves give, one at least.

    A part without points of its own, as an oral alone, weighs as the mean of those that have some.
    """
    counted_points = [part.points for part in parts if part.points]
    usual = sum(counted_points, Fraction(0)) / len(counted_points) if counted_points else Fraction(1)
    weights = tuple(part.points or usual for part in parts)
    share = sum((weight * part.share for weight, part in zip(weights, parts, strict=True)), Fraction(0)) / sum(weights)
    results = [part.result for part in parts if part.result is not None]
    grille, own = added(result.grille for result in results), added(result.own for result in results)
    low = Low(
        criteria=sum(result.low.criteria for result in results),
        oral=any(result.low.oral for result in results),
        together=grille is not None and grille.share < rule.criteria,
        own=own is not None and own.share < rule.own,
    )
    return SharedResult(rule=rule, share=share, grille=grille, own=own, low=low, weights=weights)


def added(parts: Iterable[EvidencePart | None]) -> EvidencePart | None:
    """The sum of evidence of several épreuves; None where there is none."""
    some = [part for part in parts if part is not None]
    if not some:
        return None
    return EvidencePart(sum((p.points for p in some), Fraction(0)), sum((p.maximum for p in some), Fraction(0)))


class MarkedCell(Protocol):
    """A cell as the gradebook holds it: points, their maximum, whether a grader is still awaited."""

    @property
    def score(self) -> float: ...
    @property
    def maximum(self) -> float: ...
    @property
    def pending(self) -> bool: ...


class Tally(msgspec.Struct, frozen=True):
    """The sum of a compétence's cells; own: of the criteria, those of the notebooks that a member of a group fills alone;
    levels: of the criteria judged, in order; how many of each wait for a grader."""

    machine: EvidencePart | None = None
    grille: EvidencePart | None = None
    own: EvidencePart | None = None
    levels: tuple[int, ...] = ()
    criteria_awaited: int = 0
    questions_awaited: int = 0

    @property
    def awaited(self) -> tuple[str, ...]:
        """The cells that wait for a grader, in words: « 2 critères à juger », « 1 question à corriger »."""
        both = (
            (self.criteria_awaited, "critère", "à juger"),
            (self.questions_awaited, "question", "à corriger"),
        )
        return tuple(f"{counted(count, noun)} {what}" for count, noun, what in both if count)

    @property
    def most(self) -> tuple[Fraction, Fraction]:
        """The points that can be had of the questions, and of the criteria."""
        machine, grille = (Fraction(0) if part is None else part.maximum for part in (self.machine, self.grille))
        return machine, grille


def tallies(official: Referentiel, notebooks: Mapping[str, Mapping[str, MarkedCell]]) -> dict[str, Tally]:
    """The tally of each compétence in an épreuve's notebooks, by name, from their cells by grade id."""
    by: dict[str, _Sum] = {}
    for name, cells in notebooks.items():
        for grade_id, cell in cells.items():
            code = official.competence_of(grade_id)
            if code:
                by.setdefault(code, _Sum()).add(bool(official.criterion_of(grade_id)), cell, name in OWN_NOTEBOOKS)
    return {code: added.tally() for code, added in by.items()}


class _Sum:
    """A compétence's cells being added up."""

    def __init__(self) -> None:
        # Pairs of points and their maximum, of questions and of criteria.
        self._cells: dict[bool, list[tuple[Fraction, Fraction]]] = {False: [], True: []}
        self._own: list[tuple[Fraction, Fraction]] = []
        self._awaited = {False: 0, True: 0}
        self._levels: list[int] = []

    def add(self, criterion: bool, cell: MarkedCell, own: bool) -> None:
        """Add a cell, of a notebook that a member of a group fills alone or not; nbgrader keeps its points as floats."""
        self._awaited[criterion] += cell.pending
        maximum = exact(cell.maximum)
        points = criterion_points(cell.score, cell.maximum) if criterion else exact(cell.score)
        self._cells[criterion].append((points, maximum))
        if criterion and own:
            self._own.append((points, maximum))
        if criterion and not cell.pending and maximum:
            self._levels.append(_level(points, maximum))

    def tally(self) -> Tally:
        """The tally of the cells added."""
        machine, grille, own = map(_part, (self._cells[False], self._cells[True], self._own))
        return Tally(machine, grille, own, tuple(sorted(self._levels)), self._awaited[True], self._awaited[False])


def _part(cells: Iterable[tuple[Fraction, Fraction]]) -> EvidencePart | None:
    """The sum of cells; None where no point can be had of them."""
    points, maximum = map(_total, zip(*cells, strict=True)) if cells else (_ZERO, _ZERO)
    return EvidencePart(points, maximum) if maximum else None


def _total(values: Sequence[Fraction]) -> Fraction:
    """The exact sum of fractions, reduced once: one after the other, a cohort's take a second."""
    common = math.lcm(*(value.denominator for value in values))
    return Fraction(sum(value.numerator * (common // value.denominator) for value in values), common)


@functools.lru_cache(4096)
def _level(points: Fraction, maximum: Fraction) -> int:
    return int(nearest(points, maximum))


# A cohort has tens of thousands of cells, and few scores that differ.
@functools.lru_cache(4096)
def exact(score: float) -> Fraction:
    """A score as it is written, not as the nearest binary number: 0.1 is 1/10."""
    return Fraction(str(score))


@functools.lru_cache(4096)
def criterion_points(score: float, maximum: float) -> Fraction:
    """A criterion's points, exact where they are those of a level: 1.3333 out of 4 is 4/3."""
    written, most = exact(score), exact(maximum)
    for level in LEVELS:
        if abs(level.part * most - written) <= _ROUNDING:
            return level.part * most
    return written
