"""A gesture made on a visitor's page: taken once, in one writing with the proof that it was."""

from __future__ import annotations

import hashlib
from typing import Annotated

import msgspec

from epreuves.wording.errors import KitError
from epreuves_kit.course import closing
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.closing import erasures
from epreuves_kit.jury.record import Act, JuryEntry, JuryRecord, PassUseAct

#: Seconds for which a page waits for whoever else writes in the gradebook: it tries again by itself.
PATIENCE = 5

GestureId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]


class NotForThem(KitError):
    """Something was asked that the pass does not reach, or that is too late for: nothing is kept, and asking again changes nothing."""


class GradebookBusy(KitError):
    """The record cannot be read or written now: the page keeps what it has, and tries again."""


class GestureRecord(JuryRecord):
    """The jury's record for one gesture: what it is given is kept by `take`, all at once."""

    def __init__(self, course: Course) -> None:
        self._gathered: list[Act] = []
        try:
            super().__init__(course.root, patience=PATIENCE)
        except KitError as error:
            raise GradebookBusy(error.sentence) from None

    def add(self, author: str, *done: Act) -> tuple[JuryEntry, ...]:
        """Gather what is done; nothing is written yet."""
        self._gathered += done
        return ()

    def entries(self, *kinds: type[Act]) -> list[JuryEntry]:
        """As the record gives them; raises GradebookBusy where it cannot."""
        try:
            return super().entries(*kinds)
        except KitError as error:
            raise GradebookBusy(error.sentence) from None

    def take(self, author: str, number: int, gesture: str, digest: str) -> None:
        """Keep all that was gathered, and that the gesture was taken; without a name for it, that the page was opened. Raises GradebookBusy."""
        use = PassUseAct(number, gesture, digest)
        try:
            super().add(author, *self._gathered, use)
        except KitError as error:
            raise GradebookBusy(error.sentence) from None
        self._gathered.clear()

    def taken(self, author: str, gesture: str, digest: str) -> bool:
        """True if that gesture of theirs was taken already. Raises NotForThem where its name was that of another one."""
        for entry in self.entries(PassUseAct):
            act = entry.act
            if isinstance(act, PassUseAct) and act.gesture == gesture:
                if (entry.author, act.digest) == (author, digest):
                    return True
                raise NotForThem("Ce geste a déjà été enregistré, et ne disait pas la même chose. Rechargez la page.")
        return False


def digest_of(gesture: msgspec.Struct) -> str:
    """The digest of what a gesture says."""
    return hashlib.sha256(msgspec.json.encode(gesture)).hexdigest()[:32]


def check_open(course: Course) -> None:
    """Raise NotForThem where nothing may be given any more: the session is closed, or erased."""
    if erasures.read(course.root) is not None:
        raise NotForThem("La session est effacée : cette page n'a plus rien à montrer.")
    if closing.closed(course.root):
        raise NotForThem("La session est close : plus aucun niveau ne s'y donne.")
