"""Parcels that come in, parted by sender: the folders, archives and files of one archive or folder, read within bounds.

A name is a hint of who sent it, never a path: nothing is written here, and what is in an archive is read, never run. What a parcel holds
is read when it is asked for, one at a time: memory does not grow with their number, and a size that an archive announces counts before
anything is unpacked.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import number
from epreuves.wording.inert import inert
from epreuves_kit.runner import files

#: Bytes of all that comes in, and of one copy with the archives that are in it; files of one copy: an exam's work has no more.
MOST_BYTES, MOST_OF_ONE, MOST_FILES = 4_000_000_000, 200_000_000, 2_000
#: Files of an archive, and of those in it that are stored as they are: each takes a thousand bytes of memory to be listed.
_MOST_LISTED = 50_000
_LISTED = b"PK\x01\x02"
_PIECE = 1 << 20
#: « Léa Fontaine_1234567_assignsubmission_file_ », with what follows: Moodle's name of a hand-in, of a folder or of a file.
_MOODLE = re.compile(r"(?P<who>.+?)_\d+_assignsubmission_(?P<what>[a-z]+)_?(?P<rest>.*)", re.DOTALL)
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
#: What systems put beside files.
_OWN = ("__MACOSX", "desktop.ini", "Thumbs.db")
_EMPTY = "Il n'y a rien à ranger là-dedans : ni notebook, ni archive, ni dossier."
_ALL = f"L'envoi entier dépasse {number(MOST_BYTES // 1_000_000_000)} Go : donnez-le en plusieurs fois."


class Entry(msgspec.Struct, frozen=True):
    """A file that came in: its bytes once unpacked, as they are announced, and how it is opened."""

    size: int
    opened: Callable[[], IO[bytes]]


class Parcel(msgspec.Struct, frozen=True):
    """One sender's parcel: a name that may tell who, where it was found, its files by path; said: why it cannot be taken, else empty."""

    name: str
    where: str
    entries: dict[str, Entry] = {}
    said: str = ""


class Room:
    """The bytes that may still be unpacked of all that came in."""

    def __init__(self, left: int = MOST_BYTES) -> None:
        self.left = left


class RefusedParcel(KitError):
    """A parcel cannot be taken; a French sentence says why."""


def parcels(source: Path, is_enrolled: Callable[[str], bool] = lambda name: False) -> Iterator[Parcel]:
    """The parcels of an archive or a folder, in alphabetical order. Raises KitError where it is neither, or is damaged.

    is_enrolled: True of a name of somebody who is enrolled: an archive that bears it is theirs, whole.
    """
    try:
        if source.is_dir():
            entries, name = _of_folder(source), source.name
        else:
            with source.open("rb") as stream:
                _refuse_many(stream)
            if not zipfile.is_zipfile(source):
                raise KitError(
                    f"« {source.name} » n'est ni un dossier ni une archive .zip : donnez ce que Moodle a fait télécharger, ou le dossier des archives reçues."
                )
            entries, name = _of_archive(zipfile.ZipFile(source)), source.stem
    except OSError as error:
        raise KitError(f"« {source} » ne s'ouvre pas ({error.strerror or error}).") from None
    except RefusedParcel as refused:
        raise KitError(f"« {source.name} » n'est pas lue. {refused}") from None
    except _UNREADABLE as error:
        raise KitError(f"« {source.name} » ne s'ouvre pas : {_why(error)}. Téléchargez-la de nouveau.") from None
    parted = _parted(entries, name, is_enrolled)
    yield from parted or [Parcel(name, source.name, said=_EMPTY)]


def unpacked(parcel: Parcel, room: Room) -> dict[str, bytes]:
    """The files of a parcel by path, those of the archives in it under the archive's name, one level deep. Raises RefusedParcel.

    room: what all the parcels read so far leave; what this one takes is taken of it.
    """
    contents: dict[str, bytes] = {}
    left = _RoomLeft(room)
    for path, entry in parcel.entries.items():
        try:
            content = left.read(entry)
            if not path.lower().endswith(".zip"):
                left.add(contents, path, content)
                continue
            if not zipfile.is_zipfile(io.BytesIO(content)):
                raise RefusedParcel(f"« {inert(path)} » n'est pas une archive lisible ; demandez une autre copie.")
            _refuse_many(io.BytesIO(content))
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for inside, own in _of_archive(archive).items():
                    left.add(contents, f"{path[:-4]}/{inside}", left.read(own))
        except _UNREADABLE as error:
            raise RefusedParcel(
                f"« {inert(path)} » ne se lit pas : {_why(error)} ; demandez une autre copie."
            ) from None
    room.left -= left.taken
    return contents


class _RoomLeft:
    """The room that one parcel may still take: bytes of its own files and archives together, and files."""

    def __init__(self, room: Room) -> None:
        self._room, self.taken = room, 0

    def read(self, entry: Entry) -> bytes:
        """A file's bytes, where there is room for what it announces."""
        if self.taken + entry.size > MOST_OF_ONE:
            raise RefusedParcel(
                f"Elle dépasse {number(MOST_OF_ONE // 1_000_000)} Mo une fois ouverte, trop pour une copie d'examen : voyez ce qu'elle contient."
            )
        if self.taken + entry.size > self._room.left:
            raise RefusedParcel(_ALL)
        self.taken += entry.size
        read = io.BytesIO()
        with entry.opened() as opened:
            # By pieces, and no more than is announced: an archive may say less than it holds.
            while (wanted := min(_PIECE, entry.size - read.tell())) and (piece := opened.read(wanted)):
                read.write(piece)
            if opened.read(1):
                raise ValueError("more than what is announced")
        return read.getvalue()

    @staticmethod
    def add(contents: dict[str, bytes], path: str, content: bytes) -> None:
        """Keep a file, where they are not too many."""
        if len(contents) >= MOST_FILES:
            raise RefusedParcel(
                f"Elle a plus de {number(MOST_FILES)} fichiers, trop pour une copie d'examen : voyez ce qu'elle contient."
            )
        contents[path] = content


def _refuse_many(archive: IO[bytes]) -> None:
    """Raise RefusedParcel for an archive that lists more files than memory bears."""
    count, before = 0, b""
    while piece := archive.read(_PIECE):
        count += (before + piece).count(_LISTED)
        before = piece[-3:]
    if count > _MOST_LISTED:
        raise RefusedParcel(f"Elle a plus de {number(_MOST_LISTED)} fichiers : voyez ce qu'elle contient.")


def _why(error: Exception) -> str:
    """The reason why an archive cannot be read."""
    if isinstance(error, OSError) and error.strerror:
        return f"le disque le refuse ({error.strerror})"
    if isinstance(error, RuntimeError) and "encrypted" in str(error):
        return "un mot de passe la protège"
    if isinstance(error, NotImplementedError):
        return "elle est compressée d'une façon que l'on ne sait pas lire"
    return "l'archive est abîmée ou incomplète"


def _entered(name: str) -> bool:
    return not name.startswith(".") and name not in _OWN


def _of_folder(source: Path) -> dict[str, Entry]:
    """The files of a folder by path, bytes that are no UTF-8 by their code; a link is none, nor what systems put beside."""
    entries = {}
    for path, name in files.walk(source, _entered):
        if files.plain(path) and _entered(path.name):
            relative = os.fsencode(name).decode("utf-8", "backslashreplace")
            entries[relative] = Entry(path.stat().st_size, _opening(path))
    return entries


def _opening(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _of_archive(archive: zipfile.ZipFile) -> dict[str, Entry]:
    """The files of an archive by path, without what systems put beside."""
    entries = {}
    for listed in archive.infolist():
        path = PurePosixPath(listed.filename.replace("\\", "/").lstrip("/"))
        hidden = any((part.startswith(".") and part != "..") or part in _OWN for part in path.parts)
        if not (listed.is_dir() or hidden or not path.name):
            entries[path.as_posix()] = Entry(listed.file_size, _unpacking(archive, listed))
    return entries


def _unpacking(archive: zipfile.ZipFile, listed: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(listed)


def _parted(entries: Mapping[str, Entry], name: str, is_enrolled: Callable[[str], bool]) -> list[Parcel]:
    """Entries by sender: by folder, by Moodle's prefix, or, of single files, by file; a copy's own files are one parcel, whole."""
    if entries and _is_one(entries, name, is_enrolled):
        return [Parcel(name, name, dict(entries))]
    by: dict[str, dict[str, Entry]] = {}
    where: dict[str, str] = {}
    for path, entry in sorted(entries.items()):
        top, _, rest = path.partition("/")
        moodle = _MOODLE.fullmatch(top)
        if moodle is not None and moodle["what"] != "file":
            continue  # a text typed in Moodle's own page, or a comment: no copy
        who = moodle["who"] if moodle is not None else top if rest else PurePosixPath(top).stem
        inner = rest or (moodle["rest"] if moodle is not None and moodle["rest"] else top)
        by.setdefault(who, {})[inner] = entry
        where.setdefault(who, top)
    return [Parcel(who, where[who], own) for who, own in by.items()]


def _is_one(entries: Mapping[str, Entry], name: str, is_enrolled: Callable[[str], bool]) -> bool:
    """True if these are the files of one copy: under the name of somebody, or a notebook with nothing beside it that another sent."""
    if is_enrolled(name):
        return True
    tops = {path.partition("/")[0] for path in entries}
    alone = any(top.endswith(".ipynb") and "/" not in top and not _MOODLE.fullmatch(top) for top in tops)
    return alone and not any(
        _MOODLE.fullmatch(top) or top.lower().endswith(".zip") or is_enrolled(PurePosixPath(top).stem) for top in tops
    )
