"""Names and addresses of a course's people, looked for in files, and taken out of texts that are another's.

A name is looked for as words one after the other, whatever their case, accents and what stands between them. What is packed (workbooks,
documents, archives) is looked into, within bounds; a PDF or an image cannot be, and is told.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from epreuves.wording.errors import KitError
from epreuves_kit.course import files
from epreuves_kit.course.closing import FOLDER
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.school_list import bare
from epreuves_kit.gradebook.rows import identities

#: Bytes of a file, and of all that an archive holds, that are looked into; members of an archive.
_MOST, _MEMBERS = 50_000_000, 5000
#: What cannot be read as words.
_OPAQUE = frozenset(
    {
        ".pdf",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".mp4",
        ".mp3",
        ".wav",
        ".7z",
        ".rar",
        ".gz",
        ".xls",
        ".doc",
        ".db",
        ".sqlite",
    }
)
_TAG = re.compile(r"<[^<>]{0,300}>")
#: The shortest name that is looked for: « Li Wu » has four letters and a space.
_SHORTEST = 5


def said(course: Course) -> frozenset[str]:
    """The names and addresses of those whom the gradebook knows, as `bare` writes them."""
    names = set()
    for _, first_name, surname, email in identities(course.db_url):
        both = bare(first_name), bare(surname)
        if all(both):
            names |= {" ".join(both), " ".join(reversed(both))}
        names.add(bare(email))
    return frozenset(name for name in names if len(name) >= _SHORTEST)


def files_that_name(
    course: Course, gone: Collection[Path], but: Collection[str]
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
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
        if path in gone or path.is_symlink() or any(path.is_relative_to(folder) for folder in skipped):
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
        raise KitError(
            f"« {path} » ne se lit pas ({error.strerror or error}) : rendez-le lisible, puis recommencez."
        ) from None
    return _packed(raw) if raw.startswith(b"PK\x03\x04") else _texts(raw)


def _packed(raw: bytes) -> list[str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries, left, texts = archive.infolist(), _MOST, []
            if len(entries) > _MEMBERS:
                return None
            for entry in entries:
                with archive.open(entry) as stream:
                    inside = stream.read(left + 1)
                left -= len(inside)
                if left < 0:
                    return None
                texts += [entry.filename, *_texts(inside)]
            return texts
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return None


def _texts(raw: bytes) -> list[str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [raw.decode("utf-16", "replace")]
    try:
        return [raw.decode("utf-8-sig")]
    except UnicodeDecodeError:
        return [raw.decode("cp1252", "replace")]


class Mask:
    """Takes names out of texts that are given to somebody else, each by the same words everywhere.

    named: what stands for each name, by name; of two that begin alike, the longer is taken. Names are found whole, whatever their case,
    their accents and the signs between their words.
    """

    def __init__(self, named: Mapping[str, str]) -> None:
        self._said = {_plainly(name): stand_in for name, stand_in in named.items() if name.strip()}
        every = sorted(self._said, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(rf"(?<!\w){_loose(name)}(?!\w)" for name in every) or r"(?!)")

    def text(self, text: str) -> str:
        """A text without these names."""
        composed = unicodedata.normalize("NFC", text)
        # Where each letter without its accents comes from: the text itself keeps its own.
        flat, origin = [], []
        for at, letter in enumerate(composed):
            for part in _folded(letter):
                flat.append(part)
                origin.append(at)
        out, before = [], 0
        for match in self._pattern.finditer("".join(flat)):
            out += [
                composed[before : origin[match.start()]],
                self._said.get(_plainly(match[0]), "autre personne"),
            ]
            before = origin[match.end() - 1] + 1
        return "".join([*out, composed[before:]]) if out else text

    def value(self, value: Any) -> Any:
        """A value of JSON's without these names in any of its texts."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        return {self.text(key): self.value(item) for key, item in value.items()} if isinstance(value, dict) else value

    def content(self, name: str, content: bytes) -> bytes:
        """A file without these names, where it is a text; the same bytes where they are not in it, or where it is no text."""
        try:
            if name.endswith((".ipynb", ".json")):
                value = json.loads(content)
                clean = self.value(value)
                return content if clean == value else json.dumps(clean, ensure_ascii=False, indent=1).encode()
            if name.endswith((".html", ".csv", ".txt", ".md", ".py", ".yaml", ".log")):
                text = content.decode("utf-8")
                return self.text(text).encode()
        except (ValueError, RecursionError):
            pass
        return content


def _folded(letter: str) -> str:
    bare_letter = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c)).casefold()
    return bare_letter or letter


def _plainly(name: str) -> str:
    return " ".join(re.findall(r"[\w@]+", "".join(map(_folded, unicodedata.normalize("NFC", name)))))


def _loose(name: str) -> str:
    return r"[\W_]{1,3}".join(map(re.escape, name.split()))
