"""Graders beside one another: how severe each is, and how long each takes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, pairwise
from statistics import median

import msgspec

from epreuves.reports.dashboard.cohort import Judged
from epreuves.rubric import statistics
from epreuves.rubric.statistics import Estimate


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
    return statistics.severity([gap for _, gap in found], [copy for copy, _ in found])


#: Seconds past which two gestures have a pause between them.
PAUSE = 600.0


class Pace(msgspec.Struct, frozen=True):
    """How fast levels are given: medians in seconds, None where nothing can be told.

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
    """How fast graders judge.

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
        len(times), pauses, sum(row.sheet for row in rows), len(copies),
        median(times) if times else None, median(copies.values()) if copies else None,
    )  # fmt: skip
