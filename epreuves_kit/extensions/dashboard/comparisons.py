"""Groups of copies that should fare alike (variants of the data, above all), and graders beside one another: severity, pace.

The test is that of W. H. Kruskal and W. A. Wallis, Journal of the American Statistical Association 47 (1952), 583-621, which
asks nothing of the shape of the marks; the effect is epsilon squared, H / (n - 1) (M. Tomczak and E. Tomczak, Trends in Sport
Sciences 1 (2014), 19-25): the part of the spread of ranks that goes with the group. Intervals of means are Student's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from statistics import median

import msgspec
import numpy as np

from epreuves_kit.extensions.dashboard.cohort import Judged
from epreuves_kit.rubric import statistics
from epreuves_kit.rubric.statistics import Estimate

#: The law of chi-squared holds from five copies a group on (Kruskal and Wallis, section 1.3); an interval of fewer says nothing.
FEWEST = 5
#: A difference that chance makes less than once in twenty; and one that takes up enough of the spread to matter.
CHANCE, EFFECT = 0.05, 0.06


class CopiesGroup(msgspec.Struct, frozen=True):
    """A group: mean of its shares (0 to 1), with a 95 % interval where it has copies enough."""

    name: str
    copies: int
    mean: float
    low: float | None = None
    high: float | None = None


class Fairness(msgspec.Struct, frozen=True):
    """Groups compared.

    tested: those with copies enough for the test. statistic: H. chance: probability of so much by chance, 0 to 1. effect:
    epsilon squared, 0 to 1. None where there is no test; `sentence` says what is to be understood, in French.
    """

    groups: tuple[CopiesGroup, ...]
    tested: tuple[str, ...] = ()
    statistic: float | None = None
    chance: float | None = None
    effect: float | None = None
    sentence: str = ""

    @property
    def alarming(self) -> bool:
        """True if groups differ by more than chance makes, and by enough to matter."""
        return self.chance is not None and self.chance < CHANCE and (self.effect or 0) >= EFFECT


def compare_groups(shares: Mapping[str, Sequence[float]]) -> Fairness:
    """Compare groups by the shares (0 to 1) of their copies; groups without a copy are left out."""
    from scipy.stats import kruskal

    groups = tuple(_group(name, values) for name, values in sorted(shares.items()) if len(values))
    tested = tuple(g.name for g in groups if g.copies >= FEWEST)
    if len(groups) < 2:
        return Fairness(groups, sentence="Toutes les copies ont la même variante : il n'y a rien à comparer.")
    if len(tested) < 2:
        return Fairness(
            groups,
            sentence=f"Trop peu de copies par variante pour conclure : il en faut {FEWEST} au moins, dans deux variantes au moins. "
            "Les moyennes peuvent s'écarter par le seul hasard des copies.",
        )
    samples = [np.asarray(shares[name], float) for name in tested]
    every = np.concatenate(samples)
    if np.ptp(every) == 0:
        return Fairness(groups, tested, sentence="Toutes les copies comparées ont la même part : aucun écart.")
    statistic, chance = (float(x) for x in kruskal(*samples))
    effect = min(1.0, max(0.0, statistic / (len(every) - 1)))
    fairness = Fairness(groups, tested, statistic, chance, effect)
    return msgspec.structs.replace(fairness, sentence=_sentence(fairness, len(groups) - len(tested)))


def _group(name: str, values: Sequence[float]) -> CopiesGroup:
    from scipy.stats import t

    sample = np.asarray(values, float)
    mean = float(sample.mean())
    if len(sample) < FEWEST:
        return CopiesGroup(name, len(sample), mean)
    margin = float(t.ppf(0.975, len(sample) - 1)) * float(sample.std(ddof=1)) / math.sqrt(len(sample))
    return CopiesGroup(name, len(sample), mean, mean - margin, mean + margin)


def _sentence(fairness: Fairness, left_out: int) -> str:
    sentence = (
        "Des variantes semblent plus difficiles que d'autres : comparez leurs données avant de délibérer."
        if fairness.alarming
        else "Les écarts entre variantes s'expliquent par le hasard, ou sont trop petits pour compter."
    )
    if left_out == 1:
        sentence += f" Une variante de moins de {FEWEST} copies n'est pas dans la comparaison."
    elif left_out:
        sentence += f" {left_out} variantes de moins de {FEWEST} copies ne sont pas dans la comparaison."
    return sentence


class Versus(msgspec.Struct, frozen=True):
    """Two graders on the copies that both judged: the first one's level less the second's, on average."""

    first: str
    second: str
    gap: Estimate


class Grader(msgspec.Struct, frozen=True):
    """One grader: levels given, their mean (0 to 3), and their gap to the mean of all graders' levels, criterion by criterion."""

    name: str
    levels: int
    mean: float
    gap: Estimate


class Graders(msgspec.Struct, frozen=True):
    """All graders by name, and those who judged copies in common, by pair."""

    graders: tuple[Grader, ...]
    pairs: tuple[Versus, ...]


def compare_graders(judged: Iterable[Judged]) -> Graders:
    """Compare graders by their levels as they stand; one who alone judged a criterion says nothing of it by comparison.

    The gap to all graders holds as far as copies were shared out at random. Its interval takes each copy for one piece of
    evidence, as `rubric.statistics.severity` does.
    """
    rows = list(judged)
    by_criterion: dict[tuple[str, str], list[Judged]] = {}
    for row in rows:
        by_criterion.setdefault((row.epreuve, row.element), []).append(row)
    gaps: dict[str, list[tuple[int, float]]] = {}
    for judgements in by_criterion.values():
        if len({row.grader for row in judgements}) > 1:
            mean = sum(row.level for row in judgements) / len(judgements)
            for row in judgements:
                gaps.setdefault(row.grader, []).append((row.copy, row.level - mean))
    graders = []
    for name in sorted({row.grader for row in rows}):
        own = [row.level for row in rows if row.grader == name]
        graders.append(Grader(name, len(own), sum(own) / len(own), _estimate(gaps.get(name, []))))
    names = [g.name for g in graders]
    pairs = [Versus(a, b, _estimate(shared)) for a, b in combinations(names, 2) if (shared := _common(rows, a, b))]
    return Graders(tuple(graders), tuple(pairs))


def _common(rows: list[Judged], first: str, second: str) -> list[tuple[int, float]]:
    levels = [{(r.epreuve, r.copy, r.element): r.level for r in rows if r.grader == name} for name in (first, second)]
    return [(key[1], levels[0][key] - levels[1][key]) for key in levels[0] if key in levels[1]]


def _estimate(gaps: list[tuple[int, float]]) -> Estimate:
    if not gaps:
        return Estimate(0, reason="seul à juger ces critères")
    return statistics.severity([gap for _, gap in gaps], [copy for copy, _ in gaps])


#: Seconds past which two gestures have a pause between them.
PAUSE = 600.0


class Pace(msgspec.Struct, frozen=True):
    """The pace at which levels are given: medians in seconds, None where nothing can be told.

    gestures: levels timed; pauses: gaps of more than ten minutes, left out; imported: levels that came in a spreadsheet, all at
    once, of which nothing is known. copies: those that were timed from the first of their criteria on.
    """

    gestures: int
    pauses: int
    imported: int
    copies: int
    by_level: float | None = None
    by_copy: float | None = None


def pace(judged: Iterable[Judged]) -> Pace:
    """The pace of graders.

    A level's time is what has passed since the same grader's level before it; the first of a sitting has none. A copy's time is
    the sum of its levels' times, by one grader, and lacks that of a level after a pause.
    """
    rows = list(judged)
    by_grader: dict[str, list[Judged]] = {}
    for row in rows:
        if not row.sheet:
            by_grader.setdefault(row.grader, []).append(row)
    times: list[float] = []
    copies: dict[tuple[str, int], float] = {}
    pauses = 0
    for grader, own in by_grader.items():
        own.sort(key=lambda row: row.at)
        for before, row in pairwise(own):
            gap = row.at - before.at
            if gap > PAUSE:
                pauses += 1
                continue
            times.append(gap)
            copies[grader, row.copy] = copies.get((grader, row.copy), 0.0) + gap
    return Pace(
        len(times),
        pauses,
        sum(row.sheet for row in rows),
        len(copies),
        median(times) if times else None,
        median(copies.values()) if copies else None,
    )
