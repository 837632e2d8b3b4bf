"""Judges of the copies of an épreuve: a double marking, copies or criteria shared out, copies of calibration; as it is kept and as it counts.

A double marking and a copy of calibration come first: several judge them, and none sees what the others say. Elsewhere a copy, or a
criterion, is one grader's, and nobody's in particular where nothing was shared out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, select

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted, listed
from epreuves_kit.rubric.appreciation import Allotment, Plan, code
from epreuves_kit.rubric.database import ALLOTMENT, CALIBRATION


class Duties(msgspec.Struct, frozen=True):
    """A double marking and an allotment together, None for none of it.

    calibration_first: True if the copies of calibration are to be judged before any other; freed: the graders of whom it is not asked.
    """

    plan: Plan | None = None
    allotment: Allotment | None = None
    calibration_first: bool = False
    freed: frozenset[str] = frozenset()

    def with_(self, act: Plan | Allotment) -> Duties:
        """These duties once another double marking, or another allotment, has taken the place of the last one."""
        changed = {"plan" if isinstance(act, Plan) else "allotment": act}
        return msgspec.structs.replace(self, **changed)

    @property
    def calibration(self) -> frozenset[str]:
        """The copies that everybody judges first."""
        return frozenset() if self.allotment is None else self.allotment.calibration

    @property
    def several(self) -> frozenset[str]:
        """The copies that several judge without seeing each other."""
        return self.calibration | (frozenset() if self.plan is None else self.plan.copies)

    def blind(self, copy: str) -> tuple[str, ...]:
        """The graders who judge a copy without seeing each other; empty where one grader at a time does."""
        if self.allotment is not None and copy in self.allotment.calibration:
            return self.allotment.graders
        return self.plan.graders if self.plan is not None and copy in self.plan.copies else ()

    def judges(self, copy: str, grade_id: str) -> tuple[str, ...]:
        """The graders who have a criterion of a copy to judge; empty where it is anybody's."""
        several = self.blind(copy)
        if several or self.allotment is None:
            return several
        owner = self.allotment.owners.get(copy if self.allotment.by == "copies" else grade_id)
        return () if owner is None else (owner,)

    def owes(self, grader: str, copy: str, grade_id: str) -> bool:
        """True if a grader is expected to judge a criterion of a copy: all of them where nothing is shared out."""
        judges = self.judges(copy, grade_id)
        return grader in judges if judges or self.allotment is not None else True

    def closed(self, grader: str, copy: str, grade_id: str) -> bool:
        """True if a criterion of a copy is others' to judge."""
        judges = self.judges(copy, grade_id)
        return bool(judges) and grader not in judges

    def calibrates_first(self, grader: str) -> bool:
        """True if a grader gets the other copies only once they have judged those of calibration."""
        asked = self.calibration_first and self.allotment is not None and grader in self.allotment.graders
        return asked and grader not in self.freed and bool(self.calibration)

    def held(self, grader: str, copy: str) -> bool:
        """True if a copy waits until a grader has judged the calibration."""
        return copy not in self.calibration and self.calibrates_first(grader)

    def refusal(self, grader: str, number: int, copy: str, grade_id: str) -> str:
        """The reason, in a sentence, not to let a grader judge a criterion of a copy; empty where they may."""
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
        return (
            f"{what} à {names}, et non à {grader} : vous pouvez la lire. Pour la juger, faites changer la répartition."
        )


def held_back(grader: str, left: int) -> str:
    """The sentence told to a grader who does not get the other copies yet. left: copies of calibration that they have not judged to the end."""
    return (
        f"L'étalonnage passe d'abord : il reste à {grader} {counted(left, 'copie')} d'étalonnage à juger avant les autres. "
        "Qui conduit la session peut lever cette règle."
    )


def rules(db: Connection, assignment: EpreuveId) -> tuple[bool, frozenset[str]]:
    """True if the calibration of an épreuve comes before the rest, and the graders of whom that is not asked."""
    required, freed = False, set[str]()
    query = select(CALIBRATION).where(CALIBRATION.c.assignment == assignment).order_by(CALIBRATION.c.rank)
    for row in db.execute(query).mappings():
        if not row["who"]:
            required, freed = bool(row["required"]), set()
        else:
            (freed.discard if row["required"] else freed.add)(row["who"])
    return required, frozenset(freed)


def rule(db: Connection, assignment: EpreuveId, grader: str, required: bool, author: str) -> None:
    """Have the calibration come first, or no more, for a grader or for everybody; the caller holds the épreuve's lock."""
    own = CALIBRATION.c.assignment == assignment
    number = len(db.execute(select(CALIBRATION.c.rank).where(own)).all()) + 1
    at = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    row = {
        "assignment": assignment,
        "rank": number,
        "who": grader,
        "required": required,
        "author": author,
        "at": at,
    }
    db.execute(CALIBRATION.insert(), row)


def allotments(db: Connection, assignment: EpreuveId) -> Iterator[tuple[int, datetime.datetime, Allotment]]:
    """The allotments of an épreuve, in order, each with the rank of the journal's last row then and its moment."""
    query = select(ALLOTMENT).where(ALLOTMENT.c.assignment == assignment).order_by(ALLOTMENT.c.rank)
    for row in db.execute(query).mappings():
        made = Allotment(
            msgspec.json.decode(row["graders"], type=tuple[str, ...]),
            row["by"],
            msgspec.json.decode(row["owners"], type=dict[str, str]),
            frozenset(msgspec.json.decode(row["calibration"], type=list[str])),
            row["seed"],
            row["author"],
            row["at"].replace(tzinfo=datetime.UTC),
        )
        yield row["after"], made.at, made


def add(db: Connection, assignment: EpreuveId, made: Allotment, rank: int) -> None:
    """Write an allotment made after the journal's row of that rank; the caller holds the épreuve's lock."""
    number = len(db.execute(select(ALLOTMENT.c.rank).where(ALLOTMENT.c.assignment == assignment)).all()) + 1
    encoded = {
        name: msgspec.json.encode(value).decode()
        for name, value in (
            ("graders", made.graders),
            ("owners", made.owners),
            ("calibration", sorted(made.calibration)),
        )
    }
    db.execute(
        ALLOTMENT.insert(),
        {
            "assignment": assignment,
            "rank": number,
            "by": made.by,
            "seed": made.seed,
            "after": rank,
            "author": made.author,
            "at": made.at.replace(tzinfo=None),
            **encoded,
        },
    )
