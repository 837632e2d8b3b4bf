"""Which level counts, of all that was said of one criterion in one copy: the rule, on plain values.

- A score changed in formgrader, and a decision, stand until something later takes their place.
- In a copy that one grader judges at a time, the last word counts: the last judgement given, or what stands, if it came after.
- In a copy marked twice, a decision counts first, or a score changed in formgrader since the copy was drawn; else the level that
  both graders gave, once they gave the same; until then nothing counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from epreuves.rubric.appreciation import Judgement, Origin, Settled
from epreuves.rubric.niveaux import NIVEAUX, Niveau

#: Two scores nearer than this are the same: points are written with four digits.
_SAME = 5e-5


class Given(msgspec.Struct, frozen=True):
    """A grader's current word, and the rank of the gesture that gave it: an undone gesture gives its place back."""

    judgement: Judgement
    rank: int
    origin: Origin = "alone"


class Counted(msgspec.Struct, frozen=True):
    """A settled level, and the rank of its row."""

    settled: Settled
    rank: int


class Drawn(msgspec.Struct, frozen=True):
    """That a copy is marked twice: by whom, and the rank of the last row before it was drawn for them."""

    graders: tuple[str, str]
    after: int


class Verdict(msgspec.Struct, frozen=True):
    """What the rule says: as in `Settled`. author is empty where nothing counts."""

    level: int | None
    points: float | None
    comment: str
    author: str
    reason: str
    origin: Origin

    @property
    def empty(self) -> bool:
        """Whether nothing counts, not even a comment."""
        return self.level is None and self.points is None and not self.comment

    def says(self, settled: Settled | None) -> bool:
        """Whether a settled level already says the same."""
        if settled is None:
            return self.empty
        mine = (self.level, self.comment, self.reason, self.origin)
        theirs = (settled.level, settled.comment, settled.reason, settled.origin)
        alike = mine == theirs and same_points(self.points, settled.points)
        return alike and (self.empty or self.author == settled.author)


def points_of(level: int | None, maximum: float) -> float | None:
    """The points of a level out of `maximum`, with the four digits that a gradebook keeps."""
    return None if level is None else round(Niveau(level).points(maximum), 4)


def level_of(points: float | None, maximum: float) -> int | None:
    """The level whose points are nearest, the lower of two."""
    if points is None:
        return None
    return int(min(NIVEAUX, key=lambda n: (abs(n.points(maximum) - points), n)))


def same_points(one: float | None, other: float | None) -> bool:
    """Whether two scores, or their absence, are the same."""
    if one is None or other is None:
        return one is other
    return abs(one - other) < _SAME


def decide(
    given: Mapping[str, Given], standing: Counted | None, drawn: Drawn | None, maximum: float
) -> Verdict:
    """Which level counts of one criterion in one copy.

    given: by grader. standing: the last row of origin "formgrader" or "decision". drawn: None where the copy is not marked twice.
    """
    if drawn is not None:
        if standing is not None and (standing.settled.origin == "decision" or standing.rank > drawn.after):
            return _stands(standing)
        return _together([given.get(grader) for grader in drawn.graders], maximum)
    last = _last(given.values())
    if standing is not None and (last is None or standing.rank > last.rank):
        return _stands(standing)
    if last is None:
        return Verdict(None, None, "", "", "", "alone")
    word = last.judgement
    return Verdict(word.level, points_of(word.level, maximum), word.comment, word.grader, "", last.origin)


def _stands(standing: Counted) -> Verdict:
    kept = standing.settled
    return Verdict(kept.level, kept.points, kept.comment, kept.author, kept.reason, kept.origin)


def _last(given: Iterable[Given]) -> Given | None:
    """The last level given; without any, the last comment."""
    said = [g for g in given if g.judgement.level is not None or g.judgement.comment]
    return max(said, key=lambda g: (g.judgement.level is not None, g.rank), default=None)


def _together(pair: list[Given | None], maximum: float) -> Verdict:
    words = [g.judgement for g in pair if g is not None]
    levels = {word.level for word in words}
    if len(words) < 2 or len(levels) > 1 or None in levels:
        return Verdict(None, None, "", "", "", "agreement")
    level = words[0].level
    comments = dict.fromkeys(word.comment for word in words if word.comment)
    authors = ", ".join(word.grader for word in words)
    return Verdict(level, points_of(level, maximum), "\n\n".join(comments), authors, "", "agreement")
