"""Whether graders are as severe as one another: levels on the same copies, and levels against what others give to a criterion."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import msgspec

from epreuves.reports.cohort import Judged
from epreuves.rubric import drift
from epreuves.rubric.drift import Estimate


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


def compare(judged: Iterable[Judged]) -> Graders:
    """Compare graders by their levels as they stand; one who alone judged a criterion says nothing of it by comparison.

    The gap to all graders holds as far as copies were shared out at random. Its interval takes each copy for one piece of
    evidence, as `rubric.drift.severity` does.
    """
    rows = list(judged)
    by_criterion: dict[tuple[str, str], list[Judged]] = {}
    for row in rows:
        by_criterion.setdefault((row.epreuve, row.element), []).append(row)
    gaps: dict[str, list[tuple[int, float]]] = {}
    for found in by_criterion.values():
        if len({row.grader for row in found}) > 1:
            mean = sum(row.level for row in found) / len(found)
            for row in found:
                gaps.setdefault(row.grader, []).append((row.copy, row.level - mean))
    graders = []
    for name in sorted({row.grader for row in rows}):
        own = [row.level for row in rows if row.grader == name]
        graders.append(Grader(name, len(own), sum(own) / len(own), _estimate(gaps.get(name, []))))
    names = [g.name for g in graders]
    pairs = [
        Versus(a, b, _estimate(shared)) for a, b in combinations(names, 2) if (shared := _common(rows, a, b))
    ]
    return Graders(tuple(graders), tuple(pairs))


def _common(rows: list[Judged], first: str, second: str) -> list[tuple[int, float]]:
    levels = [
        {(r.epreuve, r.copy, r.element): r.level for r in rows if r.grader == name}
        for name in (first, second)
    ]
    return [(key[1], levels[0][key] - levels[1][key]) for key in levels[0] if key in levels[1]]


def _estimate(found: list[tuple[int, float]]) -> Estimate:
    if not found:
        return Estimate(0, reason="seul à juger ces critères")
    return drift.severity([gap for _, gap in found], [copy for copy, _ in found])
