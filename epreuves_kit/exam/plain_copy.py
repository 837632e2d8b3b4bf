"""A copy taken out of nbgrader's exchange, where its candidate writes: by descriptor, no link followed, plain files alone, within bounds.

POSIX alone.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import NamedTuple

from epreuves_kit.runner.files import MAXIMUM_DEPTH

#: Bytes of a copy and files that are kept, bytes of a path, and sentences on what was not: past that somebody writes for the disk.
MOST_BYTES, _MOST_FILES, _LONGEST_PATH, _MOST_LEFT = 200_000_000, 5_000, 1_000, 20
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
#: Prefix of what is put out of the way in the exchange, which hides it from nbgrader.
ASIDE = ".ecarte-"


class KeptFile(NamedTuple):
    """A file that was copied: its path in the copy with `/`, its bytes, and their SHA-256."""

    path: str
    size: int
    sha256: str


def handed_in(name: str) -> tuple[str, str] | None:
    """The candidate and the épreuve of a folder handed in, by its name, where nbgrader can read it as it collects; None where it cannot."""
    from nbgrader.utils import parse_utc

    parts = name.rsplit("+", 3)
    if len(parts) < 3 or not parts[0] or not parts[1] or not name.isprintable():
        return None
    try:
        parse_utc(parts[2])
    except (ValueError, OverflowError, TypeError):
        return None
    return parts[0], parts[1]


def kept(
    source: int, place: Path, uid: int | None = None, most_bytes: int = MOST_BYTES
) -> tuple[list[KeptFile], list[str]]:
    """Copy a folder's plain files, and give them by path, with a sentence for each thing that is not copied.

    source: the folder's descriptor. uid: the owner that files must have, None for anybody. most_bytes: of all of them.
    """
    files: list[KeptFile] = []
    left: list[str] = []
    room = most_bytes

    def closed(error: OSError) -> None:
        left.append(f"« {_told(os.path.normpath(error.filename))} » : dossier qui ne se lit pas, laissé de côté.")

    for inner, folders, names, parent in os.fwalk(".", dir_fd=source, follow_symlinks=False, onerror=closed):
        inside = os.path.normpath(inner)
        folders.sort()
        for name in list(folders):
            path = os.path.normpath(os.path.join(inside, name))
            if stat.S_ISLNK(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode):
                left.append(f"« {_told(path)} » : lien, laissé de côté.")
                folders.remove(name)
            elif path.count(os.sep) + 1 >= MAXIMUM_DEPTH:
                left.append(f"« {_told(path)} » : dossier trop profond, laissé de côté.")
                folders.remove(name)
        for name in sorted(names):
            path = os.path.normpath(os.path.join(inside, name))
            why, copied = "", None
            if len(files) >= _MOST_FILES:
                why = "un fichier de trop"
            elif not _speakable(path):
                why = "nom qui ne se lit pas"
            else:
                copied, why = copy_file(name, parent, uid, place / path, room)
            if copied is None:
                left.append(f"« {_told(path)} » : {why}, laissé de côté.")
            else:
                room -= copied[0]
                files.append(KeptFile(path, *copied))
    more = len(left) - _MOST_LEFT
    return files, [*left[:_MOST_LEFT], *([f"Et {more} de plus, laissés de côté."] if more > 0 else [])]


def copy_file(name: str, parent: int, uid: int | None, path: Path, room: int) -> tuple[tuple[int, str] | None, str]:
    """Copy a plain file, of `room` bytes at most, of a folder's descriptor: its size and SHA-256; or None, and the reason that it is not copied."""
    try:
        descriptor = os.open(name, _FILE, dir_fd=parent)
    except PermissionError:
        return None, "fichier qui ne se lit pas"
    except OSError:
        return None, "lien ou fichier spécial"
    with os.fdopen(descriptor, "rb") as stream:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return None, "fichier spécial"
        if uid not in (None, about.st_uid) or about.st_nlink != 1:
            return None, "fichier d'un autre, ou qui a un autre nom ailleurs"
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as out:
            while piece := stream.read(1 << 20):
                size += len(piece)
                if size > room:
                    break
                digest.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
    if size > room:
        path.unlink()
        return None, "trop lourd"
    return (size, digest.hexdigest()), ""


def _speakable(path: str) -> bool:
    try:
        return len(path.encode()) <= _LONGEST_PATH
    except UnicodeEncodeError:
        return False


def _told(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")[:120]
