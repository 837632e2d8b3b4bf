"""What comes in, parted by who sent it: the folders, archives and files of one archive or folder, read within bounds.

A name is a hint of who sent it, never a path: nothing is written here, and what is in an archive is read, never run.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import msgspec

from epreuves.runner import files
from epreuves.wording.errors import KitError

#: Bytes of all that comes in, of one copy, and number of files of one copy: an exam's work has no more.
MOST_BYTES, MOST_OF_ONE, MOST_FILES = 4_000_000_000, 400_000_000, 2_000
#: « Léa Fontaine_1234567_assignsubmission_file_ », with what follows: Moodle's name of a hand-in, of a folder or of a file.
_MOODLE = re.compile(r"(?P<who>.+?)_\d+_assignsubmission_(?P<what>[a-z]+)_?(?P<rest>.*)", re.DOTALL)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
#: What systems put beside files.
_OWN = ("__MACOSX", "desktop.ini", "Thumbs.db")


class Parcel(msgspec.Struct, frozen=True):
    """What one sender sent: a name that may tell who, where it was found, its files by path; said: why it cannot be taken, else empty."""

    name: str
    where: str
    files: dict[str, bytes] = {}
    said: str = ""


def parcels(source: Path) -> Iterator[Parcel]:
    """What is in an archive or a folder, parcel by parcel, in alphabetical order. Raises KitError where it is neither, or too heavy."""
    if source.is_dir():
        entries = {
            name: path.read_bytes() for path, name in files.walk(source, _entered) if _bounded(path, source)
        }
        yield from _parted(entries, source.name)
        return
    try:
        content = source.read_bytes()
    except OSError as error:
        raise KitError(f"« {source} » ne s'ouvre pas ({error.strerror or error}).") from None
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise KitError(
            f"« {source.name} » n'est ni un dossier ni une archive .zip : donnez ce que Moodle a fait télécharger, ou le dossier des archives reçues."
        )
    try:
        entries = _unpacked(content, MOST_BYTES, 50_000)
    except _UNREADABLE as error:
        raise KitError(
            f"« {source.name} » ne s'ouvre pas : l'archive est abîmée ({error}). Téléchargez-la de nouveau."
        ) from None
    yield from _parted(entries, source.stem)


def _entered(name: str) -> bool:
    return not name.startswith(".") and name not in _OWN


def _bounded(path: Path, source: Path) -> bool:
    """Whether a file of a folder is read; a link never is. Raises KitError where it is too heavy."""
    if not files.plain(path) or path.name.startswith("."):
        return False
    if path.stat().st_size > MOST_BYTES:
        raise KitError(f"« {path.relative_to(source)} » est trop gros pour être une copie.")
    return True


def _unpacked(content: bytes, most: int, number: int) -> dict[str, bytes]:
    """The files of an archive by path; ValueError where they are too many or too heavy, and as `zipfile` raises."""
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > number:
            raise ValueError(f"plus de {number} fichiers")
        left = most
        for entry in entries:
            path = PurePosixPath(entry.filename.replace("\\", "/"))
            hidden = any(part.startswith(".") or part in _OWN for part in path.parts)
            if hidden or path.is_absolute() or not path.name:
                continue
            with archive.open(entry) as opened:
                read = opened.read(left + 1)
            left -= len(read)
            if left < 0:
                raise ValueError(f"plus de {most // 1_000_000} Mo")
            found[path.as_posix()] = read
    return found


def _parted(entries: dict[str, bytes], name: str) -> Iterator[Parcel]:
    """Entries by sender: by folder, by Moodle's prefix, or, of single files, by file; a notebook at the top makes all of it one."""
    tops = {path.partition("/")[0] for path in entries}
    if any(top.endswith(".ipynb") and not _MOODLE.fullmatch(top) for top in tops):
        yield _whole(name, name, entries)
        return
    by: dict[str, dict[str, bytes]] = {}
    where: dict[str, str] = {}
    for path, content in sorted(entries.items()):
        top, _, rest = path.partition("/")
        found = _MOODLE.fullmatch(top)
        if found is not None and found["what"] != "file":
            continue  # a text typed in Moodle's own page, or a comment: no copy
        who = found["who"] if found is not None else top if rest else PurePosixPath(top).stem
        inner = rest or (found["rest"] if found is not None and found["rest"] else top)
        by.setdefault(who, {})[inner] = content
        where.setdefault(who, top)
    for who, own in by.items():
        yield _whole(who, where[who], own)


def _whole(name: str, where: str, entries: dict[str, bytes]) -> Parcel:
    """A parcel with the archives that are in it opened, one level deep."""
    found: dict[str, bytes] = {}
    for path, content in entries.items():
        if path.lower().endswith(".zip") and zipfile.is_zipfile(io.BytesIO(content)):
            try:
                inner = _unpacked(content, MOST_OF_ONE, MOST_FILES)
            except _UNREADABLE as error:
                said = f"l'archive « {path} » est abîmée ou démesurée ({error}) ; demandez une autre copie."
                return Parcel(name, where, said=said)
            found |= {f"{path[:-4]}/{inside}": read for inside, read in inner.items()}
        elif path.lower().endswith(".zip"):
            said = f"« {path} » n'est pas une archive lisible ; demandez une autre copie."
            return Parcel(name, where, said=said)
        else:
            found[path] = content
    if len(found) > MOST_FILES or sum(map(len, found.values())) > MOST_OF_ONE:
        return Parcel(
            name, where, said="elle est trop lourde pour une copie d'examen ; voyez ce qu'elle contient."
        )
    return Parcel(name, where, found)
