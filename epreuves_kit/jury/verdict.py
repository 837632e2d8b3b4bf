"""The verdict on one code, and the jury's own word on it, which takes the place of the rules'."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.jury import sentences
from epreuves_kit.jury.evidence import Changed, Status


class VerdictPart(msgspec.Struct, frozen=True):
    """The part that an épreuve gives of a compétence that several assess.

    share: 0 to 1, None while there is none. lacking: what is not there yet, in that épreuve.
    """

    epreuve: EpreuveId
    share: Fraction | None
    lacking: tuple[str, ...] = ()


class Verdict(msgspec.Struct, frozen=True, rename={"status": "statut"}):
    """The decision on one code (a compétence, an épreuve, a bloc, the certification), and its reason, in one French sentence.

    share: of the points, 0 to 1; None where there is none to tell. proposed: what the rules say, which the jury may have changed.
    lacking: what is not there yet. low: whether something of a compétence is under the least level, which nothing makes up for.
    earlier: whether an earlier jury granted it. parts: of a compétence that several épreuves assess, in their order.
    """

    code: str
    status: Status
    share: Fraction | None
    why: str
    proposed: Status
    lacking: tuple[str, ...] = ()
    changed: Changed | None = None
    compensated: bool = False
    low: bool = False
    earlier: bool = False
    parts: tuple[VerdictPart, ...] = ()

    def lacks(self, what: str, epreuve: str = "") -> bool:
        """True if a thing lacks, in an épreuve where one is named, in any otherwise."""
        if not self.parts:
            return what in self.lacking
        return any(what in part.lacking for part in self.parts if epreuve in ("", part.epreuve))


def changed(verdict: Verdict, changes: Mapping[str, Changed], came_again: bool = False) -> Verdict:
    """The verdict, or the jury's own where it took another; a make-up that it decided is over once there was one."""
    change = changes.get(verdict.code)
    if change is None or (change.status is Status.MAKE_UP and came_again):
        return verdict
    why = sentences.changed(verdict.code, change, verdict.proposed)
    return msgspec.structs.replace(
        verdict, status=change.status, why=why, changed=change, lacking=(), compensated=False
    )
