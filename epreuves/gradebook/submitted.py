"""A submitted notebook as bytes, of which nothing is read yet."""

from __future__ import annotations

from pathlib import Path

import msgspec

from epreuves.gradebook.copie import MAXIMUM_BYTES, whole


class File(msgspec.Struct, frozen=True):
    """A submitted notebook: the file's name, its bytes, whether it is a link, of which no byte is read, and whether it was
    handed in by another member of the group.
    """

    name: str
    content: bytes
    link: bool = False
    lent: bool = False


def hand(path: Path, lent: bool = False) -> File:
    """A submitted file's bytes, as many as are needed to tell that they are too many; none for what is not a plain file."""
    if path.is_symlink() or not path.is_file():
        return File(whole(path.name), b"", path.is_symlink(), lent)
    with path.open("rb") as file:
        return File(whole(path.name), file.read(MAXIMUM_BYTES + 1), False, lent)
