"""Collected copies held against the journal of arrivals: the one that counts is in its place, as it arrived and with its hour; what differed is said.

Of a candidate's arrivals the last one on time counts, by the session's dates and its tolerance; where none is on time, or the épreuve has no
date, the last. One that another account handed in counts for nobody. What stood in its place is kept beside it.
"""

from __future__ import annotations

import datetime
import fnmatch
import hashlib
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, moment
from epreuves.wording.inert import inert
from epreuves_kit.course.timetable import Timetable
from epreuves_kit.extensions.hub import journal
from epreuves_kit.extensions.hub.journal import BROKEN, COPIES, ArrivalsJournal, StampedCopy
from epreuves_kit.grading.course import MarkingCourse
from epreuves_kit.grading.groups import SUFFIX, handed_at, hour_written
from epreuves_kit.grading.lateness import timetable_of
from epreuves_kit.runner.files import plain, walk

#: How far the hour that a copy tells of itself may be from the one at which it was seen: a large folder takes its time to be copied.
TOLERANCE = datetime.timedelta(minutes=2)
#: Added to the submitted folder's name: where a copy goes that is not the one that arrived.
ASIDE = ".écartée"
_HOUR = "timestamp.txt"
_NAMED = 3
State = Literal["conforme", "remise en place", "à ramasser", "sans arrivée"]


class SettledCopy(msgspec.Struct, frozen=True):
    """The outcome of a candidate's copy: number and at, of the arrival that counts (by the session's clock; None where there is none).

    said: what differed, in sentences; empty where there is nothing to say. « à ramasser »: a later arrival counts, which is not collected.
    """

    candidate: str
    epreuve: EpreuveId
    state: State
    said: tuple[str, ...] = ()
    number: int | None = None
    at: datetime.datetime | None = None


class SettledEpreuve(msgspec.Struct, frozen=True):
    """An épreuve by the journal: its candidates' copies, what concerns nobody's copy, and what the journal hangs on at its end."""

    copies: tuple[SettledCopy, ...]
    said: tuple[str, ...]
    root: str


def settle(course: MarkingCourse, assignment: EpreuveId, *, collected: bool) -> SettledEpreuve:
    """Hold the copies of an épreuve in `submitted/` against the course's journal, and put what arrived in the place of what did not.

    collected: they were collected just now, so that the last arrival that counts is laid whatever lay there. Raises KitError where the course
    has no journal, or it or what it keeps was changed.
    """
    if course.arrivals is None:
        raise KitError(
            "Ce cours n'a pas de journal des arrivées : un hub en tient un (c.CopyArrivals.folder). Voyez docs/deploiement.md."
        )
    arrivals = journal.read(course.arrivals)
    dates = timetable_of(course)
    zone = ZoneInfo(dates.zone)
    of_it = [copy for copy in arrivals.copies if copy.arrival.epreuve == assignment]
    own = {
        who: [c for c in of_it if c.arrival.candidate == who == c.arrival.account]
        for who in {c.arrival.candidate for c in of_it}
    }
    settled = []
    for who in sorted({*course.submitters(assignment), *(who for who, copies in own.items() if copies)}):
        desk = _SubmittedPlace(course, assignment, who, zone)
        settled.append(desk.settled(own.get(who, []), dates, collected=collected))
    remarks = [
        f"Une copie au nom de {inert(c.arrival.candidate)} est arrivée sous le compte {inert(c.arrival.account)}, le {_at(c, zone)} : elle ne compte pour personne."
        for c in of_it
        if c.arrival.account != c.arrival.candidate
    ]
    remarks += _of_the_journal(arrivals, course.arrivals, of_it, zone)
    return SettledEpreuve(tuple(settled), tuple(remarks), arrivals.root)


class _SubmittedPlace:
    """A candidate's folder in `submitted/`, and what arrived for it."""

    def __init__(self, course: MarkingCourse, assignment: EpreuveId, candidate: str, zone: ZoneInfo) -> None:
        assert course.arrivals is not None
        self._kept, self._ignored = course.arrivals / COPIES, tuple(course.directory.ignore)
        self._folder = course.folder("submitted", candidate, assignment)
        self._short = (
            self._folder.relative_to(course.root) if self._folder.is_relative_to(course.root) else self._folder
        )
        self._who, self._epreuve, self._zone = candidate, assignment, zone

    def settled(self, copies: Sequence[StampedCopy], dates: Timetable, *, collected: bool) -> SettledCopy:
        """Compare what lies in the folder with what arrived, and put in it what is to be."""
        if not copies:
            none = "cette copie n'est pas arrivée par l'échange sous le compte de son candidat : rien ne dit quand elle a été rendue, ni par qui."
            return SettledCopy(self._who, self._epreuve, "sans arrivée", (none,))
        chosen = self._counting(copies, dates)
        present = _digests(self._folder)
        lies = next(
            (c for c in reversed(copies) if self._is(present, self._expected(c)) or self._is(present, self._came(c))),
            None,
        )
        state: State = "conforme"
        remarks: list[str] = []
        if not present and not collected:
            state = "à ramasser"
            remarks.append(f"une copie est arrivée le {_at(chosen, self._zone)}, et n'est pas ramassée.")
        elif lies is not None and lies is not chosen and not collected:
            state = "à ramasser"
            remarks.append(
                f"la copie arrivée le {_at(chosen, self._zone)} est celle qui compte, et celle de submitted/ est arrivée le {_at(lies, self._zone)} : ramassez de nouveau."
            )
        elif lies is not chosen or not self._is(present, self._expected(chosen)):
            altered = bool(present) and lies is None
            state = "remise en place" if altered else "conforme"
            remarks += self._lay(chosen, present, altered=altered)
        remarks += self._of(chosen)
        if later := [c for c in copies if c.arrival.number > chosen.arrival.number]:
            remarks.append(
                f"rendue de nouveau le {listed(_at(c, self._zone) for c in later)}, après l'heure de fin : la copie arrivée le {_at(chosen, self._zone)} compte."
            )
        return SettledCopy(
            self._who,
            self._epreuve,
            state,
            tuple(map(inert, remarks)),
            chosen.arrival.number,
            chosen.arrival.at.astimezone(self._zone),
        )

    def _counting(self, copies: Sequence[StampedCopy], dates: Timetable) -> StampedCopy:
        """Of the candidate's arrivals, one at least, the one that counts."""
        if self._epreuve not in dates.sittings:
            return copies[-1]
        tolerance = datetime.timedelta(minutes=dates.late.tolerance if dates.late is not None else 0)

        def on_time(copy: StampedCopy) -> bool:
            hour = self._told(copy) if self._hour(copy) is None else None
            return dates.lateness(self._epreuve, self._who, hour or copy.arrival.at) <= tolerance

        return ([c for c in copies if on_time(c)] or copies)[-1]

    def _came(self, copy: StampedCopy) -> dict[str, str]:
        """Files of the folder once nbgrader has collected this copy: SHA-256 by path."""
        return {path: digest for path, digest in copy.files.items() if not self._passed_over(path)}

    def _expected(self, copy: StampedCopy) -> dict[str, str]:
        """The same, with the hour that counts."""
        due = self._came(copy)
        if (hour := self._hour(copy)) is not None:
            due[_HOUR] = hashlib.sha256(hour).hexdigest()
        return due

    def _is(self, present: dict[str, str], due: dict[str, str]) -> bool:
        # What marking renames, where a file has the place of one of the épreuve's.
        return {path if path in due else path.removesuffix(SUFFIX): digest for path, digest in present.items()} == due

    def _passed_over(self, path: str) -> bool:
        return any(fnmatch.fnmatch(part, glob) for part in path.split("/") for glob in self._ignored)

    def _hour(self, copy: StampedCopy) -> bytes | None:
        """The `timestamp.txt` that a copy is to have, where the one that came with it says what cannot be."""
        at, hour = copy.arrival.at, self._told(copy)
        earliest = at if not (copy.arrival.waiting or copy.arrival.as_is) else copy.since
        if hour is not None and hour <= at + TOLERANCE and (earliest is None or hour >= earliest - TOLERANCE):
            return None
        return hour_written(at)

    def _told(self, copy: StampedCopy) -> datetime.datetime | None:
        hour = handed_at(self._kept / str(copy.arrival.number))
        return hour.replace(tzinfo=datetime.UTC) if hour is not None else None

    def _of(self, copy: StampedCopy) -> list[str]:
        """Sentences on an arrival itself."""
        remarks = []
        arrived = _at(copy, self._zone)
        if copy.arrival.as_is is not None:
            remarks.append(
                f"la copie n'a pas été rendue : elle a été prise telle qu'elle était enregistrée, le {arrived} ; l'heure de son dernier enregistrement compte."
            )
        elif self._hour(copy) is not None:
            hour = self._told(copy)
            what = (
                f"dit avoir été rendue le {moment(hour.astimezone(self._zone), seconds=True)}"
                if hour is not None
                else "ne dit pas quand elle a été rendue"
            )
            remarks.append(f"la copie {what} ; elle est arrivée le {arrived}, et c'est cette heure qui compte.")
        elif copy.arrival.waiting:
            remarks.append(
                f"la copie attendait quand le service des arrivées a commencé, le {arrived} : c'est l'heure qu'elle dit qui compte."
            )
        return [*remarks, *copy.arrival.left]

    def _lay(self, copy: StampedCopy, present: dict[str, str], *, altered: bool) -> list[str]:
        """Put an arrival's first bytes in the folder; what lay in it is moved beside. Raises KitError where they are no longer those stamped."""
        kept = self._kept / str(copy.arrival.number)
        if _digests(kept) != copy.files:
            raise KitError(
                f"« {kept} » n'est plus la copie que le journal des arrivées décrit : rien n'est remis en place. Gardez ce dossier, et voyez avec qui tient la machine."
            )
        due = self._expected(copy)
        making = self._folder.with_name(f".{self._folder.name}.partiel")
        shutil.rmtree(making, ignore_errors=True)
        for path in due:
            (making / path).parent.mkdir(parents=True, exist_ok=True)
            if path in copy.files:
                shutil.copyfile(kept / path, making / path)
        if (hour := self._hour(copy)) is not None:
            (making / _HOUR).write_bytes(hour)
        remarks = []
        if present or self._folder.is_dir():
            if altered:
                aside = self._aside()
                changed = sorted(path for path in {*due, *present} if due.get(path) != present.get(path))
                more = [f"{counted(len(changed) - _NAMED, 'autre fichier')}"] if len(changed) > _NAMED else []
                names = listed([*(f"« {path} »" for path in changed[:_NAMED]), *more])
                self._folder.rename(aside)
                remarks.append(
                    f"la copie ramassée n'est pas celle qui est arrivée le {_at(copy, self._zone)} ({names}) : celle qui est arrivée est remise en place, l'autre est gardée dans « {self._short.with_name(aside.name)} »."
                )
            else:
                shutil.rmtree(self._folder)
        making.rename(self._folder)
        return remarks

    def _aside(self) -> Path:
        names = (f".{self._folder.name}{ASIDE}{f'-{rank}' if rank > 1 else ''}" for rank in range(1, 10_000))
        return next(path for name in names if not (path := self._folder.with_name(name)).exists())


def _of_the_journal(
    arrivals: ArrivalsJournal, folder: Path, copies: Iterable[StampedCopy], zone: ZoneInfo
) -> list[str]:
    """Sentences on what in the exchange was changed or was no copy, and on an earlier journal that was broken."""
    named = {c.arrival.number: c.arrival for c in copies}
    remarks = [
        f"La copie de {inert(named[change.number].candidate)} a été changée dans l'échange après son arrivée ; elle y a été remise telle qu'elle était arrivée le {moment(change.at.astimezone(zone), seconds=True)}."
        for change in arrivals.put_back
        if change.number in named
    ]
    remarks += [
        f"Dans l'échange, « {inert(entry.name)[:120]} » (compte {inert(entry.account)}) n'était pas une copie : il a été écarté."
        for entry in arrivals.put_aside
    ]
    remarks += [
        f"« {path} » est un journal des arrivées qui a été changé : ce qui est arrivé avant n'est plus prouvé."
        for path in sorted(folder.glob(f"{BROKEN}-*.jsonl"))
    ]
    return remarks


def _digests(folder: Path) -> dict[str, str]:
    """SHA-256 of the files in a folder, by path; for what is no file, something that no file has."""
    return {
        Path(name).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if plain(path) else "lien"
        for path, name in walk(folder)
    }


def _at(copy: StampedCopy, zone: ZoneInfo) -> str:
    return moment(copy.arrival.at.astimezone(zone), seconds=True)
