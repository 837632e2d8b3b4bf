"""A file handed in, found beside a notebook by its name without extension; links are not followed."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from epreuves.answers.files.kinds import EXTENSIONS, MAX_BYTES
from epreuves.answers.keys import fold


def beginning(path: Path, most: int) -> bytes | None:
    """At most so many bytes of a file, whatever it weighs; None unless it is an ordinary one, for no link is followed and no
    pipe waited for.
    """
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    if sys.platform != "emscripten":
        # A browser has no pipes, and writes back a file that is opened so when it is closed, over what the page saved meanwhile.
        flags |= getattr(os, "O_NONBLOCK", 0)
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
    wanted = [suffix for kind in formats for suffix in EXTENSIONS[kind]]
    suffixes = [suffix for extensions in EXTENSIONS.values() for suffix in extensions] + [
        "xls",
        "xlsm",
        "xlsb",
        "csv",
        "doc",
        "ppt",
    ]
    order = [*wanted, *(suffix for suffix in suffixes if suffix not in wanted)]
    matching = []
    for file_name in names:
        stem, _, extension = file_name.rpartition(".")
        if "/" not in file_name and extension.lower() in order and fold(stem) == fold(name):
            matching.append((order.index(extension.lower()), stem != name, file_name))
    return min(matching)[2] if matching else ""


def beside(folder: Path, name: str, formats: Iterable[str]) -> tuple[str, bytes | None]:
    """(its name, its bytes) of a file of a folder: an empty name where there is none, no bytes where it is a link or no ordinary file.

    One byte more than is read tells that a file is too heavy.
    """
    try:
        file_name = named(sorted(entry.name for entry in os.scandir(folder)), name, formats)
    except OSError:
        file_name = ""
    return file_name, beginning(folder / file_name, MAX_BYTES + 1) if file_name else None
