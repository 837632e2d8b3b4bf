"""The room where an épreuve is being sat, for who watches: who is there, what is saved and when, how much of it is answered, who has handed in.

Read from what the hub's service lays in the folder of arrivals; nothing of what candidates write is shown, and nothing of it is run. What is counted is
kept by the file's own state, so that a look costs what changed since the last one.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.course.folders import Course
from epreuves_kit.course.timetable import Timetable
from epreuves_kit.exam import filled
from epreuves_kit.exam.enrol import EnrolledCandidate
from epreuves_kit.exam.expected import due
from epreuves_kit.exam.received import progress
from epreuves_kit.extensions.hub import journal
from epreuves_kit.extensions.hub.journal import Arrival
from epreuves_kit.extensions.hub.page_state import MOST, PageState
from epreuves_kit.extensions.hub.seats import MOST_NOTEBOOK, PAGE_COPY, ROOM, SEAT, RoomSeat
from epreuves_kit.grading.assignment import Assignment
from epreuves_kit.grading.lateness import timetable_of
from epreuves_kit.variants.identity import ByCandidate

#: For how long after its last sign a page is still taken to be there.
_THERE = datetime.timedelta(seconds=30)
#: How long before and after a sitting its room is shown; without a sitting, how long after the last sign of anybody's.
_BEFORE, _AFTER = datetime.timedelta(hours=2), datetime.timedelta(hours=12)
#: MiB under which a disk is said to be nearly full.
_LITTLE = 200

Kind = Literal["à voir", "travaille", "pas encore là", "rendue"]


class RoomLine(msgspec.Struct, frozen=True):
    """A candidate in the room. away: since when the page is not there, None while it is or has never been; seen: True if it ever was. saved: None for nothing.

    answered, asked, words: of all notebooks. ends: one's own end, None without a sitting. handed: the last arrival. troubles: what went wrong.
    """

    candidate: EnrolledCandidate
    seen: bool
    away: datetime.datetime | None
    saved: datetime.datetime | None
    answered: int
    asked: int
    words: int
    files: int
    ends: datetime.datetime | None
    handed: Arrival | None
    troubles: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """The kind of line that it is, at a glance."""
        if self.handed is not None:
            return "rendue"
        if self.troubles or self.away is not None:
            return "à voir"
        return "travaille" if self.seen else "pas encore là"


class ExamRoom(msgspec.Struct, frozen=True):
    """The room of an épreuve at a moment (aware, by the session's clocks), a line a candidate who is expected."""

    epreuve: EpreuveId
    at: datetime.datetime
    lines: tuple[RoomLine, ...]

    @property
    def left(self) -> tuple[RoomLine, ...]:
        """Those who have saved something and have not handed in."""
        return tuple(line for line in self.lines if line.handed is None and line.saved is not None)


def look(
    course: Course, epreuve: EpreuveId, enrolled: Sequence[EnrolledCandidate], at: datetime.datetime
) -> ExamRoom | None:
    """The room of an épreuve; None on no hub, or where it is not being sat. Raises KitError, Faults."""
    folder = course.arrivals
    if folder is None or not course.folder("release", ".", epreuve).is_dir():
        return None
    timetable = timetable_of(course)
    is_due = due(course.root, epreuve)
    expected = [candidate for candidate in enrolled if is_due(candidate.id)]
    seats = {candidate.id: _seat(folder / ROOM / candidate.id) for candidate in expected}
    if not _held(timetable, epreuve, seats, at):
        return None
    released = _released(course, epreuve)
    arrivals = _arrivals(folder, epreuve)
    lines = (
        _line(folder, epreuve, candidate, seats[candidate.id], released, timetable, arrivals.get(candidate.id), at)
        for candidate in expected
    )
    return ExamRoom(epreuve, at, tuple(lines))


def _held(
    timetable: Timetable, epreuve: EpreuveId, seats: Mapping[str, RoomSeat | None], at: datetime.datetime
) -> bool:
    if (sitting := timetable.sittings.get(epreuve)) is not None:
        return sitting.begins - _BEFORE <= at <= sitting.ends + _AFTER
    signs = (seat.page for seat in seats.values() if seat is not None and epreuve in seat.works)
    return any(sign is not None and at - sign < _AFTER for sign in signs)


def _line(
    folder: Path,
    epreuve: EpreuveId,
    candidate: EnrolledCandidate,
    seat: RoomSeat | None,
    released: _Released,
    timetable: Timetable,
    handed: Arrival | None,
    at: datetime.datetime,
) -> RoomLine:
    place = folder / ROOM / candidate.id
    work = seat.works.get(epreuve) if seat is not None else None
    page = seat.page if seat is not None else None
    counts = _counts(place / epreuve, work.saved, released) if work is not None else (0, released.asked, 0)
    ends = timetable.end(epreuve, candidate.id) if epreuve in timetable.sittings else None
    present = page is not None and at - page < _THERE
    troubles = []
    if present:
        troubles += _troubles(_page(place / PAGE_COPY))
    if seat is not None and seat.free < _LITTLE:
        troubles.append("le disque est presque plein")
    if ends is not None and at > ends:
        troubles.append("l'heure de fin est passée")
    return RoomLine(
        candidate,
        page is not None,
        None if present else page,
        work.saved if work is not None else None,
        *counts,
        work.files if work is not None else 0,
        ends,
        handed,
        tuple(troubles),
    )


def _troubles(page: PageState | None) -> list[str]:
    if page is None:
        return []
    in_words = {"mort": "Python est arrêté", "loin": "la connexion à Python est perdue"}
    return [
        *([in_words[page.python]] if page.python in in_words else []),
        *([] if page.saves else ["rien ne s'enregistre plus"]),
    ]


def _seat(place: Path) -> RoomSeat | None:
    """An account's seat, as the service saw it; None for nothing."""
    try:
        return msgspec.json.decode((place / SEAT).read_bytes(), type=RoomSeat)
    except (OSError, msgspec.MsgspecError):
        return None


def _page(path: Path) -> PageState | None:
    """The state of a page, as it says it: a candidate's file, within bounds; None where it is no such thing."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(MOST), type=PageState)
    except (OSError, msgspec.MsgspecError):
        return None


class _Released(msgspec.Struct, frozen=True):
    """The notebooks of an épreuve as they were given out: whose course and épreuve, and the state of their files."""

    root: Path
    epreuve: EpreuveId
    state: tuple[tuple[str, int], ...]

    @property
    def notebooks(self) -> dict[str, dict[str, Any]]:
        """Each by its name, as it reads."""
        return _read_release(self)

    @property
    def asked(self) -> int:
        """Questions of all of them."""
        return sum(len(filled.questions(notebook)) for notebook in self.notebooks.values())


def _released(course: Course, epreuve: EpreuveId) -> _Released:
    release = course.folder("release", ".", epreuve)
    state = tuple((path.name, path.stat().st_mtime_ns) for path in sorted(release.glob("*.ipynb")))
    return _Released(course.root, epreuve, state)


@functools.lru_cache(maxsize=8)
def _read_release(released: _Released) -> dict[str, dict[str, Any]]:
    return Assignment.of(Course(released.root), released.epreuve).notebooks


@functools.lru_cache(maxsize=4096)
def _counts(place: Path, saved: datetime.datetime, released: _Released) -> tuple[int, int, int]:
    """Questions answered, questions, and words of a candidate's work. saved: when it last changed."""
    return progress(released.notebooks, released.epreuve, lambda name: _bytes(place / name))


def _bytes(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MOST_NOTEBOOK)
    except OSError:
        return None


def _arrivals(folder: Path, epreuve: EpreuveId) -> ByCandidate[Arrival]:
    """The last arrival of each at an épreuve, under their own account."""
    path = folder / journal.JOURNAL
    try:
        about = path.stat()
    except OSError:
        return ByCandidate()
    return _last(folder, epreuve, about.st_size, about.st_mtime_ns)


@functools.lru_cache(maxsize=32)
def _last(folder: Path, epreuve: EpreuveId, size: int, at: int) -> ByCandidate[Arrival]:
    own = (copy.arrival for copy in journal.read(folder).copies if copy.arrival.epreuve == epreuve)
    return ByCandidate((arrival.candidate, arrival) for arrival in own if arrival.account == arrival.candidate)
