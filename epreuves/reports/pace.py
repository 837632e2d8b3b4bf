"""Time that graders take, from the times at which they gave their levels; a pause is not work."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from statistics import median

import msgspec

from epreuves.reports.cohort import Judged

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
