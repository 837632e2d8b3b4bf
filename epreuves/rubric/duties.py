"""Who judges what in an assignment: a double marking, copies or criteria shared out, copies of calibration; as it is kept and as it counts.

A double marking and a copy of calibration come first: several judge them, and none sees what the others say. Elsewhere a copy, or a
criterion, is one grader's, and nobody's in particular where nothing was shared out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, select

from epreuves.rubric.appreciation import Allotment, Plan, code
from epreuves.rubric.database import ALLOTMENT
from epreuves.wording.french import listed


class Duties(msgspec.Struct, frozen=True):
    """A double marking and an allotment together, None for none of it."""

    plan: Plan | None = None
    allotment: Allotment | None = None

    def with_(self, act: Plan | Allotment) -> Duties:
        """These duties once another double marking, or another allotment, has taken the place of the last one."""
        return Duties(act, self.allotment) if isinstance(act, Plan) else Duties(self.plan, act)

    @property
    def calibration(self) -> frozenset[str]:
        """The copies that everybody judges first."""
        return frozenset() if self.allotment is None else self.allotment.calibration

    @property
    def several(self) -> frozenset[str]:
        """The copies that several judge without seeing each other."""
        return self.calibration | (frozenset() if self.plan is None else self.plan.copies)

    def blind(self, copy: str) -> tuple[str, ...]:
        """Who judge a copy without seeing each other; empty where one grader at a time does."""
        if self.allotment is not None and copy in self.allotment.calibration:
            return self.allotment.graders
        return self.plan.graders if self.plan is not None and copy in self.plan.copies else ()

    def judges(self, copy: str, grade_id: str) -> tuple[str, ...]:
        """Whose a criterion of a copy is to judge; empty where it is anybody's."""
        several = self.blind(copy)
        if several or self.allotment is None:
            return several
        owner = self.allotment.owners.get(copy if self.allotment.by == "copies" else grade_id)
        return () if owner is None else (owner,)

    def owes(self, grader: str, copy: str, grade_id: str) -> bool:
        """Whether a grader is expected to judge a criterion of a copy: all of them where nothing is shared out."""
        judges = self.judges(copy, grade_id)
        return grader in judges if judges or self.allotment is not None else True

    def closed(self, grader: str, copy: str, grade_id: str) -> bool:
        """Whether a criterion of a copy is others' to judge."""
        judges = self.judges(copy, grade_id)
        return bool(judges) and grader not in judges

    def refusal(self, grader: str, number: int, copy: str, grade_id: str) -> str:
        """Why a grader may not judge a criterion of a copy, in a sentence; empty where they may."""
        if not self.closed(grader, copy, grade_id):
            return ""
        names = listed(self.judges(copy, grade_id))
        if self.blind(copy):
            what = "sert à l'étalonnage" if copy in self.calibration else "est en double correction"
            return (
                f"La copie n° {number} {what}, confiée à {names} : un niveau donné par {grader} n'y compterait pas. "
                "Choisissez une autre copie, ou faites changer la répartition."
            )
        by_copies = self.allotment is not None and self.allotment.by == "copies"
        what = f"La copie n° {number} est confiée" if by_copies else f"Le critère {code(grade_id)} est confié"
        return f"{what} à {names}, et non à {grader} : vous pouvez la lire. Pour la juger, faites changer la répartition."


def allotments(db: Connection, assignment: str) -> Iterator[tuple[int, datetime.datetime, Allotment]]:
    """The allotments of an assignment, in order, each with the rank of the journal's last row then and its moment."""
    query = select(ALLOTMENT).where(ALLOTMENT.c.assignment == assignment).order_by(ALLOTMENT.c.rank)
    for row in db.execute(query).mappings():
        made = Allotment(
            msgspec.json.decode(row["graders"], type=tuple[str, ...]), row["by"],
            msgspec.json.decode(row["owners"], type=dict[str, str]),
            frozenset(msgspec.json.decode(row["calibration"], type=list[str])), row["seed"], row["author"],
            row["at"].replace(tzinfo=datetime.UTC),
        )  # fmt: skip
        yield row["after"], made.at, made


def add(db: Connection, assignment: str, made: Allotment, rank: int) -> None:
    """Write an allotment made after the journal's row of that rank; the caller holds the assignment's lock."""
    number = len(db.execute(select(ALLOTMENT.c.rank).where(ALLOTMENT.c.assignment == assignment)).all()) + 1
    told = {
        name: msgspec.json.encode(value).decode()
        for name, value in (("graders", made.graders), ("owners", made.owners), ("calibration", sorted(made.calibration)))
    }  # fmt: skip
    db.execute(
        ALLOTMENT.insert(),
        {
            "assignment": assignment, "rank": number, "by": made.by, "seed": made.seed, "after": rank, "author": made.author,
            "at": made.at.replace(tzinfo=None), **told,
        },
    )  # fmt: skip
