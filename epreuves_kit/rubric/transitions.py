"""Levels that another grader would give, in chances, from the levels that two graders both gave of the same copies.

The chance of each level, where one grader gave a level of a criterion, is the frequency of what a second grader gave beside it, both
ways round: nobody is the reference. Few copies are judged twice, so that frequencies of a criterion are brought towards those of all
criteria together, which say how often two graders are 0, 1, 2 or 3 levels apart: the pseudo-Bayes estimate of S. E. Fienberg and
P. W. Holland, « Simultaneous estimation of multinomial cell probabilities », Journal of the American Statistical Association 68 (1973),
683-691, of a constant weight. Those of all criteria have half a copy more at each distance (Jeffreys' prior): what was never seen
is not impossible.

All is exact: fractions that add up to 1.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves_kit.rubric.appreciation import Copy, Criterion, Judgement
from epreuves_kit.rubric.duties import Duties

_SIZE = len(LEVELS)
#: As many copies judged twice as all criteria together weigh beside a criterion's own.
_WEIGHT = Fraction(4)
_HALF = Fraction(1, 2)


class BothGave(msgspec.Struct, frozen=True):
    """Two levels that two graders gave of one criterion of a copy, without seeing each other's."""

    copy: str
    grade_id: str
    levels: tuple[int, int]


class Transitions(msgspec.Struct, frozen=True):
    """Chances of another grader's levels. pairs: levels given twice, in so many copies; own: by criterion, how often each two were given."""

    pairs: int
    copies: int
    apart: tuple[Fraction, ...]
    own: Mapping[str, Mapping[tuple[int, int], int]]

    def beside(self, grade_id: str, level: int) -> tuple[Fraction, ...]:
        """The chance of each level from 0 to 3, where a grader gave one of a criterion; they add up to 1."""
        usual = self._usual(level)
        counts = self.own.get(grade_id, {})
        seen = [counts.get((level, other), 0) for other in range(_SIZE)]
        whole = sum(seen) + _WEIGHT
        return tuple((count + _WEIGHT * chance) / whole for count, chance in zip(seen, usual, strict=True))

    def _usual(self, level: int) -> tuple[Fraction, ...]:
        """The same of all criteria together: levels as far from the one given share the chance of that distance."""
        distances = [abs(other - level) for other in range(_SIZE)]
        parts = [self.apart[distance] / distances.count(distance) for distance in distances]
        return tuple(part / sum(parts) for part in parts)


def transitions(own: Sequence[BothGave], session: Sequence[BothGave] = ()) -> Transitions | None:
    """The chances of other levels in an épreuve; None where nothing was judged twice.

    own: levels given twice in that épreuve. session: in others, from which distances alone are taken, as they have other criteria.
    """
    every = [*own, *session]
    if not every:
        return None
    gaps = Counter(abs(pair.levels[0] - pair.levels[1]) for pair in every)
    whole = len(every) + _HALF * _SIZE
    by_criterion: dict[str, Counter[tuple[int, int]]] = {}
    for pair in own:
        counts = by_criterion.setdefault(pair.grade_id, Counter())
        counts[pair.levels] += 1
        counts[pair.levels[::-1]] += 1
    apart = tuple((gaps[distance] + _HALF) / whole for distance in range(_SIZE))
    return Transitions(len(every), len({pair.copy for pair in every}), apart, by_criterion)


def both_gave(
    duties: Duties,
    copies: Iterable[Copy],
    criteria: Sequence[Criterion],
    judgements: Mapping[tuple[str, str, str], Judgement],
) -> list[BothGave]:
    """The levels that every two graders both gave of the copies that they judge without seeing each other."""
    pairs = []
    for copy in copies:
        for criterion in criteria:
            if criterion.notebook != copy.notebook:
                continue
            words = (judgements.get((copy.key, criterion.grade_id, grader)) for grader in duties.blind(copy.key))
            levels = [word.level for word in words if word is not None and word.level is not None]
            pairs += [BothGave(copy.key, criterion.grade_id, two) for two in itertools.combinations(levels, 2)]
    return pairs
