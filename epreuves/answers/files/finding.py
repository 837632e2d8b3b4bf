"""A file handed in, found beside a notebook by its name without extension; links are not followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from epreuves.answers.files.kinds import EXTENSIONS, MAX_BYTES
from epreuves.answers.keys import fold


def beginning(path: Path, most: int) -> bytes | None:
    """At most so many bytes of a file, whatever it weighs; None unless it is an ordinary one, for no link is followed and no
    pipe waited for.
    """
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_symlink():  # where the system has no O_NOFOLLOW
            return None
        with os.fdopen(os.open(path, os.O_RDONLY | flags), "rb") as file:
            return file.read(most) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    except OSError:
        return None


def named(names: Iterable[str], name: str, formats: Iterable[str]) -> str:
    """Of the names of a folder's files, the one of `name` in one of the formats, else in any known; empty where there is none.

    Case and accents do not count. The first format given is preferred, then the exact spelling.
    """
    wanted = [ext for kind in formats for ext in EXTENSIONS[kind]]
    known = [ext for extensions in EXTENSIONS.values() for ext in extensions] + [
        "xls",
        "xlsm",
        "xlsb",
        "csv",
        "doc",
        "ppt",
    ]
    order = [*wanted, *(ext for ext in known if ext not in wanted)]
    found = []
    for one in names:
        stem, _, extension = one.rpartition(".")
        if "/" not in one and extension.lower() in order and fold(stem) == fold(name):
            found.append((order.index(extension.lower()), stem != name, one))
    return min(found)[2] if found else ""


def beside(folder: Path, name: str, formats: Iterable[str]) -> tuple[str, bytes | None]:
    """(its name, its bytes) of a file of a folder: an empty name where there is none, no bytes where it is a link or no ordinary file.

    One byte more than is read tells that a file is too heavy.
    """
    try:
        found = named(sorted(entry.name for entry in os.scandir(folder)), name, formats)
    except OSError:
        found = ""
    return found, beginning(folder / found, MAX_BYTES + 1) if found else None
