"""The journal of the copies that arrived on a hub: each with its hour, its account and the SHA-256 of its files, in lines that hold one another.

It is written by the hub's service alone (`service.py`) and read by who collects. Beside it lie the copies' first bytes, each in a folder of
its number, and a file of which the date is the last second at which the service was at work. Lines cut off at the end are not missed by
the chain itself: what it hangs on at its end (`ArrivalsJournal.root`) can be noted.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec

from epreuves.wording.errors import KitError
from epreuves_kit.exam.closing import chain

#: The journal, the folder of the copies, the file that tells when the service was last at work, and what a journal becomes that is broken.
JOURNAL, COPIES, ALIVE, BROKEN = "journal.jsonl", "copies", "vu", "journal-rompu"


class _JournalLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="ligne"):
    pass


class ServiceStarted(_JournalLine, frozen=True, tag="reprise", rename={"at": "le", "since": "depuis"}):
    """The service began; since: when it was last at work, None for the first time. Both in UTC, as all hours here."""

    at: datetime.datetime
    since: datetime.datetime | None = None


class Arrival(
    _JournalLine,
    frozen=True,
    tag="arrivee",
    rename={
        "number": "numero",
        "at": "le",
        "candidate": "candidat",
        "epreuve": "epreuve",
        "folder": "dossier",
        "account": "compte",
        "waiting": "attendait",
        "files": "fichiers",
        "left": "laisse",
        "as_is": "tel_quel",
    },
):
    """A copy arrived: for whom it was handed in and at what, by its folder's name; by which account, by its owner.

    waiting: it was there when the service began, and came at some time since it was last at work. files: how many lines of files follow;
    left: what in it was not kept, in sentences. as_is: of work that was not handed in, and was taken as it was saved, when it last changed.
    """

    number: int
    at: datetime.datetime
    candidate: str
    epreuve: str
    folder: str
    account: str
    waiting: bool
    files: int
    left: tuple[str, ...] = ()
    as_is: datetime.datetime | None = None


class ArrivedFile(_JournalLine, frozen=True, tag="fichier", rename={"path": "chemin", "size": "octets"}):
    """A file of the arrival before it: its path in the copy with `/`, its bytes, and their SHA-256."""

    path: str
    size: int
    sha256: str


class PutBack(_JournalLine, frozen=True, tag="remise", rename={"number": "numero", "at": "le"}):
    """A stamped folder was found changed in the exchange, and put back as it had arrived."""

    number: int
    at: datetime.datetime


class PutAside(_JournalLine, frozen=True, tag="ecart", rename={"at": "le", "name": "nom", "account": "compte"}):
    """Something that is no copy lay in the exchange, and was put out of the way of those who collect."""

    at: datetime.datetime
    name: str
    account: str


JournalLine = ServiceStarted | Arrival | ArrivedFile | PutBack | PutAside


class StampedCopy(msgspec.Struct, frozen=True):
    """A copy that arrived; files: SHA-256 by path; since: of one that was waiting, the earliest hour at which it can have come."""

    arrival: Arrival
    files: dict[str, str]
    since: datetime.datetime | None = None


class ArrivalsJournal(msgspec.Struct, frozen=True):
    """All that a journal tells, in its order. root: what a next line would hang on; length: bytes up to which it is whole."""

    copies: tuple[StampedCopy, ...]
    put_back: tuple[PutBack, ...]
    put_aside: tuple[PutAside, ...]
    root: str
    length: int


def read(folder: Path) -> ArrivalsJournal:
    """The journal in a folder; empty where nothing was written yet. Raises KitError where it cannot be read or is not what was written."""
    path = folder / JOURNAL
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        content = b""
    except OSError as error:
        raise KitError(
            f"Le journal des arrivées, « {path} », ne se lit pas ({error.strerror or error}) : ramassez sous le compte du formateur."
        ) from None
    try:
        return parsed(content)
    except chain.BrokenChain as error:
        raise KitError(
            f"Le journal des arrivées, « {path} », a changé : {error}. Ce qu'il dit ne prouve plus rien ; gardez-le, et voyez avec qui tient la machine."
        ) from None


def parsed(content: bytes) -> ArrivalsJournal:
    """The journal that these bytes are, less what a service had not finished writing at their end. Raises BrokenChain."""
    whole = content[: content.rfind(b"\n") + 1]
    lines, _ = chain.read_growing(whole, JournalLine)
    copies: list[StampedCopy] = []
    kept, since = 0, None
    back: list[PutBack] = []
    aside: list[PutAside] = []
    while kept < len(lines):
        line = lines[kept]
        step = 1 + (line.files if isinstance(line, Arrival) else 0)
        of_it = lines[kept + 1 : kept + step]
        if kept + step > len(lines):  # an arrival of which not all lines are there yet
            break
        if isinstance(line, ArrivedFile) or not all(isinstance(row, ArrivedFile) for row in of_it):
            raise chain.BrokenChain(f"la ligne {kept + 1} n'est pas à sa place")
        if isinstance(line, Arrival):
            copies.append(
                StampedCopy(line, {file.path: file.sha256 for file in of_it}, since if line.waiting else None)
            )
        elif isinstance(line, ServiceStarted):
            since = line.since
        elif isinstance(line, PutBack):
            back.append(line)
        else:
            aside.append(line)
        kept += step
    rows = whole.split(b"\n")[:kept]
    length = sum(len(row) + 1 for row in rows)
    root = chain.read_growing(whole[:length], JournalLine)[1]
    return ArrivalsJournal(tuple(copies), tuple(back), tuple(aside), root, length)
