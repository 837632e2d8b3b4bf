"""A folder's files as data: read, laid elsewhere, compared with what was laid."""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

#: A folder's files: relative path, content.
Files = list[tuple[str, bytes]]


#: Folders within one another, and entries of all kinds, that are looked through: no work for an exam has as many.
MAXIMUM_DEPTH, MAXIMUM_ENTRIES = 40, 50_000


def walk(
    folder: str | Path,
    into: Callable[[str], bool] = lambda name: True,
    left: Callable[[str], None] = lambda name: None,
) -> Iterator[tuple[Path, str]]:
    """All that lies in a folder but folders, as (path, relative path): the files of each, then what its own folders hold, by name.

    Links are given and not followed. into: whether a folder of that name is entered. left: told the relative path of what is not
    looked through: too deep, of too many, or refused by the system.
    """
    waiting, entries = [""], 0
    while waiting:
        inner = waiting.pop()
        try:
            with os.scandir(os.path.join(folder, inner)) as listing:
                listed = sorted(itertools.islice(listing, MAXIMUM_ENTRIES - entries + 1), key=lambda entry: entry.name)
        except OSError:
            left(inner)
            continue
        entries += len(listed)
        if entries > MAXIMUM_ENTRIES:
            left(inner)
            return
        deeper = []
        for entry in listed:
            name = os.path.join(inner, entry.name)
            if not entry.is_dir(follow_symlinks=False):
                yield Path(folder, name), name
            elif into(entry.name):
                deeper.append(name)
        if deeper and inner.count(os.sep) + 2 > MAXIMUM_DEPTH:
            left(deeper[0])
        else:
            waiting += reversed(deeper)


def plain(path: Path) -> bool:
    """True if a path is an ordinary file and no link; False for what the system refuses."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def found(folder: Path) -> Iterator[Path]:
    """A folder's regular files but notebooks; links and hidden folders are left out, and what `walk` does not look through."""
    for path, _ in walk(folder, lambda name: not name.startswith(".")):
        if path.suffix != ".ipynb" and plain(path):
            yield path


def read_folder(folder: Path) -> Files:
    """A folder's files (see `found`), as (relative path, content)."""
    return [(str(path.relative_to(folder)), path.read_bytes()) for path in found(folder)]


def lay(files: Files, folder: str | Path) -> None:
    """Write files under a folder; a path that leads out of it, or stands in its own way, is left out."""
    folder, made = os.path.realpath(folder), set()
    for name, content in files:
        path = os.path.normpath(os.path.join(folder, name))
        if not path.startswith(folder + os.sep):
            continue
        place = os.path.dirname(path)
        with contextlib.suppress(OSError):
            if place not in made:
                os.makedirs(place, exist_ok=True)
                made.add(place)
            with open(path, "wb") as file:
                file.write(content)


def changed(files: Files, folder: str) -> Iterator[tuple[str, bytes]]:
    """Files under a folder that were not laid there as they are now; links, notebooks and what is hidden are left out."""
    laid = {os.path.normpath(name): content for name, content in files}
    for path, name in walk(folder, lambda name: not name.startswith((".", "__pycache__"))):
        if path.name.startswith(".") or path.suffix == ".ipynb" or not plain(path):
            continue
        content = path.read_bytes()
        if laid.get(name) != content:
            yield name, content
