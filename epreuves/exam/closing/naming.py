"""Who is named where: the names and addresses of a course's people, looked for in files, and taken out of texts that are another's.

A name is looked for as words one after the other, whatever their case, accents and what stands between them. What is packed (workbooks,
documents, archives) is looked into, within bounds; a PDF or an image cannot be, and is told.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable
from pathlib import Path

from epreuves.course import files
from epreuves.course.folders import Course
from epreuves.exam.closing.sealing import FOLDER
from epreuves.exam.school_list import bare
from epreuves.gradebook.rows import identities
from epreuves.wording.errors import KitError

#: Bytes of a file, and of all that an archive holds, that are looked into; members of an archive.
_MOST, _MEMBERS = 50_000_000, 5000
#: What cannot be read as words.
_OPAQUE = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4", ".mp3", ".wav", ".7z", ".rar", ".gz", ".xls", ".doc", ".db", ".sqlite"})
_TAG = re.compile(r"<[^<>]{0,300}>")
#: The shortest name that is looked for: « Li Wu » has four letters and a space.
_SHORTEST = 5


def said(course: Course) -> frozenset[str]:
    """The names and addresses of those whom the gradebook knows, as `bare` writes them."""
    found = set()
    for _, first_name, surname, email in identities(course.db_url):
        both = bare(first_name), bare(surname)
        if all(both):
            found |= {" ".join(both), " ".join(reversed(both))}
        found.add(bare(email))
    return frozenset(one for one in found if len(one) >= _SHORTEST)


def files_that_name(course: Course, gone: Collection[Path], but: Collection[str]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:  # fmt: skip
    """The other files of a course that name somebody, and those that could not be looked into.

    gone: files that are not looked into, as they go anyway; but: folders of the root that are not either.
    """
    names = said(course)
    named: list[Path] = []
    unread: list[Path] = []
    if not names:
        return (), ()
    skipped = {course.root / name for name in (*but, FOLDER)}
    for path in files.files(course.root):
        if path in gone or path.is_symlink() or any(path.is_relative_to(one) for one in skipped):  # fmt: skip
            continue
        text = f"{path.relative_to(course.root)} "
        if _has(bare(text), names):
            named.append(path)
            continue
        content = _content(path)
        if content is None:
            unread.append(path)
        elif any(_has(bare(_TAG.sub(" ", piece)), names) for piece in content):
            named.append(path)
    return tuple(named), tuple(unread)


def _has(text: str, names: Iterable[str]) -> bool:
    around = f" {text} "
    return any(f" {name} " in around for name in names)


def _content(path: Path) -> list[str] | None:
    """The texts of a file; None where it cannot be looked into."""
    try:
        if path.suffix.lower() in _OPAQUE or path.stat().st_size > _MOST:
            return None
        raw = path.read_bytes()
    except OSError as error:
        raise KitError(f"« {path} » ne se lit pas ({error.strerror or error}) : rendez-le lisible, puis recommencez.") from None  # fmt: skip
    if not raw.startswith(b"PK\x03\x04"):
        return _texts(raw)
    with contextlib.suppress(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):  # fmt: skip
        with zipfile.ZipFile(path) as archive:
            entries, left, texts = archive.infolist(), _MOST, []
            if len(entries) > _MEMBERS:
                return None
            for entry in entries:
                texts += [entry.filename]
                with archive.open(entry) as stream:
                    inside = stream.read(left + 1)
                left -= len(inside)
                if left < 0:
                    return None
                texts += _texts(inside)
            return texts
    return None


def _texts(raw: bytes) -> list[str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [raw.decode("utf-16", "replace")]
    try:
        return [raw.decode("utf-8-sig")]
    except UnicodeDecodeError:
        return [raw.decode("cp1252", "replace")]
