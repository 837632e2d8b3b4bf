"""A file put beside the notebook under the name that is asked, taken away, and put back.

What it takes the place of goes beside the épreuve's folder and not into it, so that none is handed in: `.historique/<folder>/fichiers/`, 100 MB in
all, and the last one whatever it weighs. No link is followed: it is moved as it is.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
from pathlib import Path

import msgspec

from epreuves.answers.files.deliverable import FileAsked
from epreuves.answers.files.finding import beginning, named
from epreuves.entry.history import folder_of
from epreuves.machine import beside

FOLDER = "fichiers"
_MOST_BYTES = 100_000_000
#: Before the name that the file had: its names are in the order of time.
_STAMP = "%Y-%m-%d %Hh%Mm%S.%f"


class SetAside(msgspec.Struct, frozen=True):
    """A file that was replaced or taken away: where it is, the name that it had, and when it was set aside."""

    path: Path
    name: str
    at: datetime.datetime


def lay(folder: Path, wanted: FileAsked, name: str, content: bytes, at: datetime.datetime) -> bool:
    """Write a file whole, under a name that is read as what is wanted; True if what was there is kept. Raises OSError, with nothing changed.

    A folder beside which nothing can be kept takes the file all the same, but for one that would be read in its place.
    """
    target, kept = folder / name, False
    if beginning(target, len(content) + 1) == content and _read_in(folder, wanted) == name:
        return False
    with beside(target) as made:
        made.write_bytes(content)
        with contextlib.suppress(OSError):
            kept = take_away(folder, wanted, at)
            kept = _set_aside(target, at) or kept
        while (other := _read_in(folder, wanted, name)) != name:
            _set_aside(folder / other, at)
    return kept


def take_away(folder: Path, wanted: FileAsked, at: datetime.datetime) -> bool:
    """Set aside the file that is read as what is wanted; False where there is none. Raises OSError."""
    name = _read_in(folder, wanted)
    return bool(name) and _set_aside(folder / name, at)


def put_back(folder: Path, wanted: FileAsked, at: datetime.datetime) -> None:
    """Put the file that was set aside last in its place, from which the one that is read goes; nothing where there is none. Raises OSError."""
    earlier = set_aside(folder, wanted)
    if not earlier:
        return
    name = earlier[-1].name
    take_away(folder, wanted, at)
    while (other := _read_in(folder, wanted, name)) != name or os.path.lexists(folder / name):
        _set_aside(folder / other, at)
    shutil.move(earlier[-1].path, folder / name)


def set_aside(folder: Path, wanted: FileAsked) -> list[SetAside]:
    """The files that were set aside and would be read as what is wanted, the last one last."""
    return [kept for kept in _kept(folder) if named([kept.name], wanted.name, wanted.formats)]


def _read_in(folder: Path, wanted: FileAsked, added: str = "") -> str:
    """The name that is read as what is wanted among a folder's and one more; empty where there is none."""
    names = {entry.name for entry in os.scandir(folder)} | ({added} if added else set())
    return named(sorted(names), wanted.name, wanted.formats)


def _set_aside(path: Path, at: datetime.datetime) -> bool:
    """Move a file where earlier ones are; False where there is none. Raises OSError."""
    if not os.path.lexists(path):
        return False
    place = folder_of(path.parent) / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    shutil.move(path, place / f"{at:{_STAMP}} {path.name}")
    _bound(path.parent)
    return True


def _kept(folder: Path) -> list[SetAside]:
    kept = []
    for path in (folder_of(folder) / FOLDER).glob("* * *"):
        day, hour, name = path.name.split(" ", 2)
        with contextlib.suppress(ValueError):
            kept.append(SetAside(path, name, datetime.datetime.strptime(f"{day} {hour}", _STAMP)))
    return sorted(kept, key=lambda aside: (aside.at, aside.name))


def _bound(folder: Path) -> None:
    total = 0
    for number, earlier in enumerate(reversed(_kept(folder))):
        with contextlib.suppress(OSError):  # of a folder, nothing is unlinked
            total += earlier.path.lstat().st_size
            if number and total > _MOST_BYTES:
                earlier.path.unlink()
