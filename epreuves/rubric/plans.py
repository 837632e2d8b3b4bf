"""Double markings: which copies are drawn, and the plans of an assignment, of which the last counts."""

from __future__ import annotations

import datetime
import hashlib
import math
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, select

from epreuves.rubric.appreciation import Plan
from epreuves.rubric.settling import Drawn
from epreuves.rubric.tables import PLAN


class Drawing(msgspec.Struct, frozen=True):
    """The plan that counts; since: for each copy, the rank of the journal's last row before these two graders had it."""

    plan: Plan
    since: dict[str, int]

    def drawn(self, copy: str) -> Drawn | None:
        """What the rule asks of a copy; None where it is not marked twice."""
        return Drawn(self.plan.graders, self.since[copy]) if copy in self.plan.copies else None


def draw(copies: Iterable[str], share: float, seed: int) -> frozenset[str]:
    """A share of the copies, rounded up: those whose digests with the seed come first. No generator's stream is relied on."""
    ranked = sorted(copies, key=lambda key: hashlib.blake2b(f"{seed}\0{key}".encode()).digest())
    return frozenset(ranked[: math.ceil(len(ranked) * share)])


def read(db: Connection, assignment: str) -> Drawing | None:
    """The plan of an assignment, None where each copy is judged once."""
    found = None
    query = select(PLAN).where(PLAN.c.assignment == assignment).order_by(PLAN.c.rank)
    for row in db.execute(query).mappings():
        plan = Plan(
            (row["first"], row["second"]), frozenset(msgspec.json.decode(row["copies"], type=list[str])), row["share"],
            row["seed"], row["author"], row["at"].replace(tzinfo=datetime.UTC),
        )  # fmt: skip
        found = after(found, plan, row["after"])
    return found


def after(before: Drawing | None, plan: Plan, rank: int) -> Drawing:
    """The drawing that a plan made at a rank leads to: a copy that the same two had already stays theirs since then."""
    kept = before.since if before is not None and set(before.plan.graders) == set(plan.graders) else {}
    return Drawing(plan, {copy: kept.get(copy, rank) for copy in plan.copies})


def add(db: Connection, assignment: str, plan: Plan, rank: int) -> None:
    """Write a plan made after the journal's row of that rank; the caller holds the assignment's lock."""
    number = len(db.execute(select(PLAN.c.rank).where(PLAN.c.assignment == assignment)).all()) + 1
    db.execute(
        PLAN.insert(),
        {
            "assignment": assignment, "rank": number, "first": plan.graders[0], "second": plan.graders[1],
            "share": plan.share, "seed": plan.seed, "copies": msgspec.json.encode(sorted(plan.copies)).decode(),
            "after": rank, "author": plan.author, "at": plan.at.replace(tzinfo=None),
        },
    )  # fmt: skip
