"""The rule that gives the level that counts, of all that was said of one criterion in one copy; and the copies that are to be judged twice.

- A score changed in formgrader, and a decision, stand until something later takes their place.
- In a copy that one grader judges at a time, the last word counts: the last judgement given, or what stands, if it came after.
- In a copy marked twice, a decision counts first, or a score changed in formgrader since the copy was drawn; else the level that
  both graders gave, once they gave the same; until then nothing counts. A calibration copy is the same, with all the graders.
"""

from __future__ import annotations

import datetime
import hashlib
import math
from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection, select

from epreuves.referentiel.levels import Level, nearest
from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.rubric.appreciation import Allotment, Judgement, Origin, Plan, Settled
from epreuves_kit.rubric.database import PLAN
from epreuves_kit.rubric.duties import Duties, allotments, rules

#: Two scores nearer than this are the same: points are written with four digits.
_SAME = 5e-5


class Given(msgspec.Struct, frozen=True):
    """A grader's current word, and the rank of the gesture that gave it: an undone gesture gives its place back."""

    judgement: Judgement
    rank: int
    origin: Origin = "alone"


class CountedLevel(msgspec.Struct, frozen=True):
    """A settled level, and the rank of its row."""

    settled: Settled
    rank: int


class Drawn(msgspec.Struct, frozen=True):
    """Several graders who judge a copy without seeing each other, and the rank of the last row before it was drawn for them."""

    graders: tuple[str, ...]
    after: int


class SettledVerdict(msgspec.Struct, frozen=True):
    """The verdict of the rule: as in `Settled`. author is empty where nothing counts."""

    level: int | None
    points: float | None
    comment: str
    author: str
    reason: str
    origin: Origin

    @property
    def empty(self) -> bool:
        """True if nothing counts, not even a comment."""
        return self.level is None and self.points is None and not self.comment

    def says(self, settled: Settled | None) -> bool:
        """True if a settled level already says the same."""
        if settled is None:
            return self.empty
        mine = (self.level, self.comment, self.reason, self.origin)
        theirs = (settled.level, settled.comment, settled.reason, settled.origin)
        alike = mine == theirs and same_points(self.points, settled.points)
        return alike and (self.empty or self.author == settled.author)


def points_of(level: int | None, maximum: float) -> float | None:
    """The points of a level out of `maximum`, with the four digits that a gradebook keeps."""
    return None if level is None else round(Level(level).points(maximum), 4)


def level_of(points: float | None, maximum: float) -> int | None:
    """The level whose points are nearest, the lower of two."""
    if points is None:
        return None
    return int(nearest(points, maximum))


def same_points(score: float | None, other: float | None) -> bool:
    """True if two scores, or their absence, are the same."""
    if score is None or other is None:
        return score is other
    return abs(score - other) < _SAME


def decide(
    given: Mapping[str, Given], standing: CountedLevel | None, drawn: Drawn | None, maximum: float
) -> SettledVerdict:
    """The level that counts of one criterion in one copy.

    given: by grader. standing: the last row of origin "formgrader" or "decision"; a decision without a level is a copy taken out, and nothing said before it counts. drawn: None where one grader at a time judges the copy.
    """
    if standing is not None and standing.settled.origin == "decision" and standing.settled.level is None:
        given = {grader: word for grader, word in given.items() if word.rank > standing.rank}
        standing = None
    if drawn is not None:
        if standing is not None and (standing.settled.origin == "decision" or standing.rank > drawn.after):
            return _stands(standing)
        return _together([given.get(grader) for grader in drawn.graders], maximum)
    last = _last(given.values())
    if standing is not None and (last is None or standing.rank > last.rank):
        return _stands(standing)
    if last is None:
        return SettledVerdict(None, None, "", "", "", "alone")
    word = last.judgement
    return SettledVerdict(word.level, points_of(word.level, maximum), word.comment, word.grader, "", last.origin)


def _stands(standing: CountedLevel) -> SettledVerdict:
    kept = standing.settled
    return SettledVerdict(kept.level, kept.points, kept.comment, kept.author, kept.reason, kept.origin)


def _last(given: Iterable[Given]) -> Given | None:
    """The last level given; without any, the last comment."""
    words = [g for g in given if g.judgement.level is not None or g.judgement.comment]
    return max(words, key=lambda g: (g.judgement.level is not None, g.rank), default=None)


def _together(given: list[Given | None], maximum: float) -> SettledVerdict:
    words = [g.judgement for g in given if g is not None]
    levels = {word.level for word in words}
    if len(words) < len(given) or len(levels) > 1 or None in levels:
        return SettledVerdict(None, None, "", "", "", "agreement")
    level = words[0].level
    comments = dict.fromkeys(word.comment for word in words if word.comment)
    authors = ", ".join(word.grader for word in words)
    return SettledVerdict(level, points_of(level, maximum), "\n\n".join(comments), authors, "", "agreement")


class Drawing(msgspec.Struct, frozen=True):
    """The duties as they count now; since: for each copy that several judge, the rank of the journal's last row before these had it."""

    duties: Duties = Duties()
    since: dict[str, int] = {}

    def drawn(self, copy: str) -> Drawn | None:
        """The several graders of a copy, for the rule; None where one grader at a time judges it."""
        blind = self.duties.blind(copy)
        return Drawn(blind, self.since[copy]) if blind else None

    def changed(self, duties: Duties, rank: int) -> Drawing:
        """The drawing that other duties lead to from a rank on: a copy that the same graders had already stays theirs since then."""
        several = {copy: duties.blind(copy) for copy in duties.several}
        kept = {c: self.since[c] for c, names in several.items() if set(names) == set(self.duties.blind(c))}
        return Drawing(duties, {copy: kept.get(copy, rank) for copy in several})


def draw(copies: Iterable[str], share: float, seed: int) -> frozenset[str]:
    """A share of the copies, rounded up: those whose digests with the seed come first. No generator's stream is relied on."""
    ranked = sorted(copies, key=lambda key: hashlib.blake2b(f"{seed}\0{key}".encode()).digest())
    return frozenset(ranked[: math.ceil(len(ranked) * share)])


def read(db: Connection, assignment: EpreuveId) -> Drawing:
    """The duties of an épreuve as they were last written; nothing is anybody's in particular where nobody said so."""
    made: list[tuple[int, datetime.datetime, Plan | Allotment]] = list(allotments(db, assignment))
    query = select(PLAN).where(PLAN.c.assignment == assignment).order_by(PLAN.c.rank)
    for row in db.execute(query).mappings():
        plan = Plan(
            (row["first"], row["second"]),
            frozenset(msgspec.json.decode(row["copies"], type=list[str])),
            row["share"],
            row["seed"],
            row["author"],
            row["at"].replace(tzinfo=datetime.UTC),
        )
        made.append((row["after"], plan.at, plan))
    required, freed = rules(db, assignment)
    drawing = Drawing(Duties(calibration_first=required, freed=freed))
    for rank, _, act in sorted(made, key=lambda row: row[:2]):
        drawing = drawing.changed(drawing.duties.with_(act), rank)
    return drawing


def add(db: Connection, assignment: EpreuveId, plan: Plan, rank: int) -> None:
    """Write a plan made after the journal's row of that rank; the caller holds the épreuve's lock."""
    number = len(db.execute(select(PLAN.c.rank).where(PLAN.c.assignment == assignment)).all()) + 1
    db.execute(
        PLAN.insert(),
        {
            "assignment": assignment,
            "rank": number,
            "first": plan.graders[0],
            "second": plan.graders[1],
            "share": plan.share,
            "seed": plan.seed,
            "copies": msgspec.json.encode(sorted(plan.copies)).decode(),
            "after": rank,
            "author": plan.author,
            "at": plan.at.replace(tzinfo=None),
        },
    )
