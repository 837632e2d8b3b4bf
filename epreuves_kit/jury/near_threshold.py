"""Compétences near their threshold: those whose decision one level of one criterion, up or down, would change, and how likely it is to.

The decision is made again by `jury.competence`, with the other level in its place; nothing here knows a threshold. The chance is that
of another decision where another grader judges all the criteria of the compétence in a copy: classification consistency, by the
compound multinomial model of W.-C. Lee, R. L. Brennan and L. Wan, « Classification consistency and accuracy for complex assessments
under the compound multinomial model », Applied Psychological Measurement 33 (2009), 374-390. There, as here, each criterion has its own
distribution of levels, and their sum is enumerated by convolution; the distributions are those that graders of this session were seen to
give (`rubric.transitions`), where the article takes those of the items of a test.

Each criterion is taken to be judged apart from the others: a grader who is severe throughout changes more decisions than is said.

An oral whose level is not given is not guessed: the decision is made for each level that it may have, and a compétence is near where it
is so for one of them. Whatever else lacks leaves the decision unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import msgspec

from epreuves.referentiel.levels import LEVELS, Level, nearest
from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.jury.competence import competence
from epreuves_kit.jury.evidence import CompetenceFacts, Status
from epreuves_kit.jury.verdict import Verdict
from epreuves_kit.rubric.transitions import Transitions
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.rules.result import EvidencePart, MarkedCell, criterion_points, exact

_DECIDED = (Status.VALIDATED, Status.NOT_VALIDATED)


class JudgedCriterion(msgspec.Struct, frozen=True):
    """A criterion judged in a copy: its level, the points that it has of its maximum (> 0); own: True if a member of a group has it alone."""

    grade_id: str
    level: int
    points: Fraction
    maximum: Fraction
    own: bool = False

    def worth(self, level: int) -> Fraction:
        """Its points at a level; what was typed in Formgrader stays, where the level does."""
        return self.points if level == self.level else Level(level).part * self.maximum


class Stake(msgspec.Struct, frozen=True):
    """A candidate's compétence, and the criteria that one copy gives it. parts: the evidence, by épreuve; epreuve: that of the copy."""

    code: str
    parts: Mapping[EpreuveId, CompetenceFacts]
    epreuve: EpreuveId
    criteria: tuple[JudgedCriterion, ...]

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels of its criteria as they count now."""
        return tuple(criterion.level for criterion in self.criteria)

    def facts(self, levels: Sequence[int]) -> CompetenceFacts:
        """The evidence of the copy's épreuve, had its criteria other levels."""
        fact = self.parts[self.epreuve]
        both = list(zip(self.criteria, levels, strict=True))
        kept = list(fact.levels)
        for criterion in self.criteria:
            kept.remove(criterion.level)
        return msgspec.structs.replace(
            fact,
            grille=_moved(fact.grille, [(c.worth(level) - c.points) for c, level in both]),
            own=_moved(fact.own, [(c.worth(level) - c.points) for c, level in both if c.own]),
            levels=tuple(sorted([*kept, *levels])),
        )


def _moved(part: EvidencePart | None, changes: Iterable[Fraction]) -> EvidencePart | None:
    return None if part is None else EvidencePart(part.points + sum(changes, Fraction(0)), part.maximum)


class LevelChange(msgspec.Struct, frozen=True):
    """One level, up or down, of one criterion."""

    grade_id: str
    level: int
    other: int


class Near(msgspec.Struct, frozen=True):
    """A compétence near its threshold.

    passes: True if it is had; one value, or one for each level that an oral which is not judged may have, from 0 to 3. changes: the changes
    of one level after which it would be decided otherwise, of so many possible. gap: from its share to the threshold, as a share of the
    whole. chances: of another decision with another grader, one for each of `passes`; empty where the agreement of graders is not measured.
    """

    code: str
    passes: tuple[bool, ...]
    changes: tuple[LevelChange, ...]
    possible: int
    gap: Fraction
    chances: tuple[Fraction, ...] = ()

    @property
    def chance(self) -> Fraction | None:
        """The chance of another decision; the highest, where it depends on an oral that is not judged."""
        return max(self.chances, default=None)

    @property
    def rank(self) -> tuple[Fraction, Fraction, Fraction]:
        """Its place: the likeliest to change first, then that which most changes of one level would change, then the nearest in points."""
        return -(self.chance or Fraction(0)), -Fraction(len(self.changes), self.possible), self.gap


def decisions(stake: Stake, rules: JuryRules, levels: Sequence[int] | None = None) -> tuple[Verdict, ...]:
    """The verdict at some levels, those that count now by default: one, or one for each level of an oral where that alone lacks."""
    fact = stake.facts(stake.levels if levels is None else levels)
    verdicts = _verdicts(stake, rules, [fact])
    if verdicts[0].status is Status.TO_COMPLETE and fact.oral_due and fact.oral is None:
        supposed = _verdicts(stake, rules, [msgspec.structs.replace(fact, oral=int(level)) for level in LEVELS])
        return supposed if all(verdict.status in _DECIDED for verdict in supposed) else verdicts
    return verdicts


def _verdicts(stake: Stake, rules: JuryRules, facts: Iterable[CompetenceFacts]) -> tuple[Verdict, ...]:
    return tuple(competence({**stake.parts, stake.epreuve: fact}, rules) for fact in facts)


def passes(stake: Stake, rules: JuryRules, levels: Sequence[int] | None = None) -> tuple[bool, ...]:
    """True if the compétence is had, as in `Near`; empty where it is not decided yet."""
    verdicts = decisions(stake, rules, levels)
    if any(verdict.status not in _DECIDED for verdict in verdicts):
        return ()
    return tuple(verdict.status is Status.VALIDATED for verdict in verdicts)


def single_changes(stake: Stake) -> Iterator[tuple[LevelChange, tuple[int, ...]]]:
    """Each change of one level of one criterion, with the levels that it leads to."""
    for place, criterion in enumerate(stake.criteria):
        for other in (criterion.level - 1, criterion.level + 1):
            if other in range(len(LEVELS)):
                after = (*stake.levels[:place], other, *stake.levels[place + 1 :])
                yield LevelChange(criterion.grade_id, criterion.level, other), after


def near(stake: Stake, rules: JuryRules, measured: Transitions | None = None) -> Near | None:
    """A compétence near its threshold; None where no change of one level of one criterion changes its decision, or where it is not decided."""
    now = passes(stake, rules)
    if not now:
        return None
    possible = list(single_changes(stake))
    changes = tuple(change for change, levels in possible if passes(stake, rules, levels) != now)
    if not changes:
        return None
    shares = [verdict.share for verdict in decisions(stake, rules) if verdict.share is not None]
    gap = min((abs(share - rules.thresholds.competence) for share in shares), default=Fraction(1))
    chances = () if measured is None else _chances(stake, rules, measured, now)
    return Near(stake.code, now, changes, len(possible), gap, chances)


def _chances(stake: Stake, rules: JuryRules, measured: Transitions, now: tuple[bool, ...]) -> tuple[Fraction, ...]:
    """The chance of another decision for each of `now`, were all the criteria judged by another grader."""
    # What a decision depends on is kept apart, the rest is added up: a sum of points, a member's own, and how many levels are too low.
    states: dict[tuple[Fraction, Fraction, int], tuple[Fraction, tuple[int, ...]]] = {
        (Fraction(0), Fraction(0), 0): (Fraction(1), ())
    }
    for criterion in stake.criteria:
        following: dict[tuple[Fraction, Fraction, int], tuple[Fraction, tuple[int, ...]]] = {}
        beside = measured.beside(criterion.grade_id, criterion.level)
        for (points, own, low), (chance, levels) in states.items():
            for level, likely in enumerate(beside):
                worth = criterion.worth(level)
                key = (points + worth, own + worth * criterion.own, low + (level < rules.thresholds.lowest_level))
                before, example = following.get(key, (Fraction(0), (*levels, level)))
                following[key] = (before + chance * likely, example)
        states = following
    otherwise = [Fraction(0)] * len(now)
    for chance, levels in states.values():
        for place, (after, present) in enumerate(zip(passes(stake, rules, levels), now, strict=True)):
            otherwise[place] += chance * (after != present)
    return tuple(otherwise)


def judged_criterion(grade_id: str, cell: MarkedCell, own: bool) -> JudgedCriterion:
    """A criterion as the gradebook has it."""
    points, maximum = criterion_points(cell.score, cell.maximum), exact(cell.maximum)
    return JudgedCriterion(grade_id, int(nearest(points, maximum)), points, maximum, own)
