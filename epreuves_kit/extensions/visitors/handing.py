"""A copy handed in from a laptop, where there is no hub: who one is by name and code, files that come one after the other, the copy laid, its receipt.

Files wait in a folder of the deposit's own until the last one is there; the copy is then laid whole, as any that came by another way, with the hour
of that moment. A deposit is in memory: a server that starts again asks for name and code anew, and what was laid is laid.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.codes import read_code
from epreuves.wording.french import counted, hour, lasting, moment
from epreuves_kit.course.folders import Course
from epreuves_kit.course.kept import OWN
from epreuves_kit.exam import receipts
from epreuves_kit.exam.codes import codes
from epreuves_kit.exam.enrol import EnrolledCandidate
from epreuves_kit.exam.incoming import placing
from epreuves_kit.exam.incoming.parcels import MOST_FILES, MOST_OF_ONE, Entry, Parcel
from epreuves_kit.exam.school_list import bare
from epreuves_kit.extensions.visitors.gestures import NotForThem
from epreuves_kit.grading.course import MarkingCourse
from epreuves_kit.grading.groups import handed_at
from epreuves_kit.grading.lateness import timetable_of
from epreuves_kit.referentiel.model import called
from epreuves_kit.referentiel.reading import referentiel

#: Where files wait, in the course.
FOLDER = f"{OWN}/guichet"
#: How long a deposit may take.
_OPEN = datetime.timedelta(hours=2)
NO_CODES = "Cette session ne donne pas de code à chacun : les copies ne se rendent pas ici. Remettez la vôtre comme votre école l'a dit."
WRONG = "Ce nom et ce code ne vont pas ensemble : reprenez-les de votre convocation, ou demandez à la personne qui surveille."
_NOTHING = "Aucun document d'épreuve (.ipynb) n'est là : choisissez le dossier de l'épreuve entier, ou l'archive que « Rendre » a faite."
_ASK = "Montrez ce message à la personne qui surveille."


class WaitingFile(msgspec.Struct, frozen=True):
    """A file that came: where its bytes wait, how many, and their SHA-256."""

    place: Path
    size: int
    sha256: str


class Deposit(msgspec.Struct):
    """A candidate who is handing in: until when, in which folder, and the files that came, by the path that they have in the copy."""

    candidate: EnrolledCandidate
    until: datetime.datetime
    folder: Path
    files: dict[str, WaitingFile] = {}

    @property
    def left(self) -> int:
        """Bytes that may still come."""
        return MOST_OF_ONE - sum(file.size for file in self.files.values())


class DepositedFile(msgspec.Struct, frozen=True):
    """A file of a receipt."""

    name: str
    size: int
    sha256: str


class HandInReceipt(msgspec.Struct, frozen=True):
    """A receipt, shown once the copy is laid; counted: what is filled in, in words; said: what is to be looked at."""

    name: str
    epreuve: str
    at: str
    files: tuple[DepositedFile, ...]
    counted: tuple[str, ...]
    said: tuple[str, ...]


class HandInDesk:
    """Hand-ins of a course. now: the session's clock."""

    def __init__(self, root: Path, now: Callable[[], datetime.datetime]) -> None:
        self._root, self._now = root, now
        self._deposits: dict[str, Deposit] = {}
        shutil.rmtree(root / FOLDER, ignore_errors=True)

    def open(self) -> None:
        """Raise KitError where no copy is taken here: on a hub, without codes, in a session that is closed or gives nothing out."""
        course = Course(self._root)
        if course.arrivals is not None:
            raise NotForThem("Sur ce hub, une copie se rend depuis JupyterLab.")
        if not codes(course):
            raise NotForThem(NO_CODES)
        placing.receivable(course)

    def enter(self, who: str, code: str) -> tuple[str, str] | None:
        """A deposit for the one who has that name and that code: its key, and the name; None for nobody. Raises KitError."""
        self.open()
        course = Course(self._root)
        people, _ = placing.receivable(course)
        own = codes(course, people)
        for person in placing.by_name(people).get(bare(who), []):
            if hmac.compare_digest(read_code(own.get(person.id, "")).encode(), read_code(code).encode()):
                key = secrets.token_urlsafe(24)
                self._forget()
                folder = self._root / FOLDER / secrets.token_hex(8)
                self._deposits[key] = Deposit(person, self._now() + _OPEN, folder, {})
                return key, person.name
        return None

    def deposit(self, key: str) -> Deposit | None:
        """The deposit of a key; None where it is over."""
        self._forget()
        return self._deposits.get(key)

    def add(self, deposit: Deposit, path: str, content: Path, size: int, sha256: str) -> None:
        """Keep a file that came whole. Raises NotForThem where there are too many, or its path is none."""
        if len(deposit.files) >= MOST_FILES and path not in deposit.files:
            raise NotForThem(f"Plus de {MOST_FILES} fichiers : choisissez le dossier de l'épreuve, et lui seul.")
        pure = PurePosixPath(path)
        if not path or pure.is_absolute() or ".." in pure.parts or not path.isprintable() or len(path) > 400:
            raise NotForThem("Un de ces fichiers a un nom qui ne convient pas : renommez-le, et recommencez.")
        before = deposit.files.get(path)
        deposit.files[path] = WaitingFile(content, size, sha256)
        if before is not None:
            before.place.unlink(missing_ok=True)

    def finish(self, key: str, paths: tuple[str, ...], sure: bool) -> HandInReceipt | str:
        """Lay the copy that these files are, and give its receipt; or what is to be confirmed first. Raises KitError."""
        deposit = self._deposits[key]
        files = {path: deposit.files[path] for path in paths if path in deposit.files}
        if len(files) < len(paths):
            raise NotForThem("Des fichiers ne sont pas arrivés : rendez de nouveau.")
        if not any(path.lower().endswith((".ipynb", ".zip")) for path in files):
            raise NotForThem(_NOTHING)
        course, person, at = Course(self._root), deposit.candidate, self._now()
        _, ids = placing.receivable(course)
        parcel = Parcel(
            person.id, "guichet", {path: Entry(file.size, _opening(file.place)) for path, file in files.items()}
        )
        [placed] = placing.receive(course, [person], ids, [parcel], at, replace=True, simulated=True)
        if placed.state == "refusée":
            raise NotForThem(f"Cette copie n'est pas prise. {placed.said} {_ASK}")
        epreuve = EpreuveId(placed.epreuve)
        question = self._question(course, epreuve, person, at)
        if question and not sure:
            return question
        [placed] = placing.receive(course, [person], ids, [parcel], at, replace=True)
        if placed.state == "refusée":
            raise NotForThem(f"Cette copie n'est pas prise. {placed.said} {_ASK}")
        shown = tuple(DepositedFile(path, file.size, file.sha256) for path, file in files.items())
        shutil.rmtree(deposit.folder, ignore_errors=True)
        deposit.files.clear()
        return self._receipt(course, epreuve, person, at, shown)

    @staticmethod
    def _question(course: Course, epreuve: EpreuveId, person: EnrolledCandidate, at: datetime.datetime) -> str:
        """The question to be answered before a copy is laid; empty for nothing."""
        folder = course.folder("submitted", person.id, epreuve)
        before = handed_at(folder) if folder.exists() else None
        if before is None:
            return ""
        then = before.replace(tzinfo=datetime.UTC).astimezone(at.tzinfo)
        timetable = timetable_of(course)
        sentence = f"Une copie de {called(epreuve)} est déjà rendue, le {moment(then)} : celle-ci la remplacera."
        if epreuve in timetable.sittings and (late := timetable.lateness(epreuve, person.id, at)):
            on_time = not timetable.lateness(epreuve, person.id, then)
            ends = hour(timetable.end(epreuve, person.id))
            if on_time:
                return f"{sentence} Votre heure de fin ({ends}) est passée depuis {lasting(late)} : la copie rendue à l'heure serait remplacée par une copie en retard."
        return sentence

    @staticmethod
    def _receipt(
        course: Course,
        epreuve: EpreuveId,
        person: EnrolledCandidate,
        at: datetime.datetime,
        files: tuple[DepositedFile, ...],
    ) -> HandInReceipt:
        official = referentiel(course.root).known(epreuve)
        title = f"{called(epreuve)} · {official.title}" if official is not None else called(epreuve)
        filled_in, remarks = list[str](), list[str]()
        for receipt in receipts.receipts(MarkingCourse(course.root), epreuve, [person]):
            remarks += receipt.said
            for notebook in receipt.notebooks:
                if notebook.file is not None and not notebook.reason:
                    answers = f"{counted(notebook.answered, 'réponse')} sur {notebook.asked}"
                    filled_in.append(f"{notebook.file.name} : {answers}, {counted(notebook.words, 'mot')}")
        return HandInReceipt(person.name, title, moment(at, seconds=True), files, tuple(filled_in), tuple(remarks))

    def _forget(self) -> None:
        """Leave the deposits that are over."""
        for key, deposit in [*self._deposits.items()]:
            if deposit.until < self._now():
                shutil.rmtree(deposit.folder, ignore_errors=True)
                del self._deposits[key]


def _opening(place: Path) -> Callable[[], IO[bytes]]:
    return lambda: place.open("rb")


class ArrivingFile:
    """A file that comes by pieces, within so many bytes: written, counted and digested as it comes."""

    def __init__(self, folder: Path, room: int) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = folder / secrets.token_hex(8)
        self._file, self._digest, self.size, self._room = self.path.open("wb"), hashlib.sha256(), 0, room

    def write(self, piece: bytes) -> None:
        """Take a piece; raises NotForThem where it is too much."""
        self.size += len(piece)
        if self.size > self._room:
            self.drop()
            raise NotForThem(
                f"Cette copie dépasse {MOST_OF_ONE // 1_000_000} Mo : choisissez le dossier de l'épreuve, et lui seul."
            )
        self._digest.update(piece)
        self._file.write(piece)

    def close(self) -> str:
        """End it; gives its SHA-256."""
        self._file.close()
        return self._digest.hexdigest()

    def drop(self) -> None:
        """Leave it: it did not come whole."""
        self._file.close()
        self.path.unlink(missing_ok=True)
