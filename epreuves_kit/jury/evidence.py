"""The evidence that the jury decides from: by candidate and compétence, points, levels, oral, absence, make-up, changes. Values only."""

from __future__ import annotations

import datetime
from enum import Enum
from fractions import Fraction
from typing import Literal

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.jury.carried import Carried
from epreuves_kit.jury.registrations import Registration
from epreuves_kit.rules.result import EvidencePart, Tally


class Status(Enum):
    """A decision on a compétence, an épreuve, a bloc or the certification."""

    VALIDATED = "validé"
    NOT_VALIDATED = "non validé"
    TO_COMPLETE = "à compléter"
    MAKE_UP = "rattrapage"
    ABSENT = "absent"

    @property
    def sign(self) -> str:
        """The sign that stands for it where colour must not."""
        return _SIGNS[self]


_SIGNS = {
    Status.VALIDATED: "✓",
    Status.NOT_VALIDATED: "✗",
    Status.TO_COMPLETE: "…",
    Status.MAKE_UP: "↻",
    Status.ABSENT: "–",
}


class Changed(msgspec.Struct, frozen=True):
    """A decision that the jury took in the place of the rules', why, who wrote it, and when (UTC)."""

    status: Status
    reason: str
    author: str
    at: datetime.datetime


class Absence(msgspec.Struct, frozen=True):
    """An absence at a whole épreuve or at its oral alone."""

    where: Literal["épreuve", "oral"]
    excused: bool
    reason: str = ""


class MakeUp(msgspec.Struct, frozen=True):
    """A make-up of one compétence, in one épreuve: its share from 0 to 1, or None where the candidate did not come."""

    share: Fraction | None


class CompetenceFacts(msgspec.Struct, frozen=True):
    """Evidence on one compétence of one candidate, in one épreuve.

    machine, grille: None where the épreuve has no such part; own: of the criteria, those of what a member of a group makes alone.
    levels: of the criteria judged. oral_due: whether the épreuve has an oral; oral: the level given; to_settle: True if jurors
    gave different ones. lacking: what is not there yet, in
    French; nothing that lacks is counted as zero. blank: of a compétence of several épreuves, a copy that has earned nothing, which tells
    what this one gives to who did not sit it.
    """

    code: str
    machine: EvidencePart | None = None
    grille: EvidencePart | None = None
    own: EvidencePart | None = None
    levels: tuple[int, ...] = ()
    oral_due: bool = False
    oral: int | None = None
    to_settle: bool = False
    lacking: tuple[str, ...] = ()
    absence: Absence | None = None
    makeup: MakeUp | None = None
    changed: Changed | None = None
    blank: Tally = Tally()

    @property
    def most(self) -> tuple[Fraction, Fraction]:
        """The points that can be had of the questions, and of the criteria."""
        if self.machine is None and self.grille is None:
            return self.blank.most
        return Tally(self.machine, self.grille).most


class CandidateFacts(msgspec.Struct, frozen=True):
    """Evidence on one candidate.

    epreuves: the compétences of each épreuve, by id. registration: what is asked for, what is held already, and whether it is by the VAE.
    changes: the jury's own decisions on épreuves, blocs and « certification », by code; those on compétences are with them.
    remarks: what the jury should know and no rule counts, in French. carried: the compétences that an earlier session granted, by code.
    """

    candidate: str
    name: str
    epreuves: dict[EpreuveId, tuple[CompetenceFacts, ...]]
    registration: Registration = Registration()
    changes: dict[str, Changed] = {}
    remarks: tuple[str, ...] = ()
    carried: dict[str, Carried] = {}
