"""A copy's folder put in its place in `submitted/`, whole or not at all; the one that was there goes aside, and can be put back."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Mapping
from pathlib import Path

from epreuves.wording.errors import KitError
from epreuves.wording.inert import inert
from epreuves_kit.course.closing import closed
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import ASIDE

#: What a disk says of a name that it cannot hold, and not of itself.
_NAMES = (errno.ENAMETOOLONG, errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.EINVAL, errno.EILSEQ)


class RefusedName(KitError):
    """A file of a copy has a name that this disk cannot hold; a French sentence says which."""


def lay(course: Course, candidate: str, epreuve: str, content: Mapping[str, bytes]) -> None:
    """Put a copy's files, by path, in its candidate's folder.

    Raises KitError where the session is closed or the disk refuses, and RefusedName where it refuses a name: then nothing has changed.
    """
    refuse_closed(course)
    place = course.folder("submitted", candidate, epreuve)
    beside = place.with_name(f".{place.name}.partiel")
    shutil.rmtree(beside, ignore_errors=True)
    name = ""
    try:
        beside.mkdir(parents=True)
        for name, data in content.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            (beside / name).write_bytes(data)
        _set_aside(course, candidate, epreuve)
        beside.rename(place)
    except (OSError, ValueError) as error:
        shutil.rmtree(beside, ignore_errors=True)
        if not isinstance(error, OSError) or error.errno in _NAMES:
            raise RefusedName(
                f"« {inert(name[:60])} » n'est pas un nom que ce disque puisse écrire : changez-le dans ce qui est reçu, et recommencez."
            ) from None
        raise KitError(f"« {place} » ne s'écrit pas ({error.strerror or error}).") from None


def replaced(course: Course, candidate: str, epreuve: str) -> Path | None:
    """The folder in which the last copy that another took the place of is kept; None for none."""
    kept = [path for path in _aside(course, candidate, epreuve).glob("*") if path.name.isdecimal()]
    return max(kept, key=lambda path: int(path.name), default=None)


def put_back(course: Course, candidate: str, epreuve: str) -> None:
    """Put back the last copy that another took the place of; that other goes aside in its turn.

    Raises KitError where there is none, where the session is closed, or where the disk refuses.
    """
    refuse_closed(course)
    kept = replaced(course, candidate, epreuve)
    if kept is None:
        raise KitError(f"Aucune copie de {candidate} pour {epreuve} n'a été remplacée : il n'y a rien à remettre.")
    place = course.folder("submitted", candidate, epreuve)
    beside = place.with_name(f".{place.name}.partiel")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        kept.rename(beside)
        _set_aside(course, candidate, epreuve)
        beside.rename(place)
    except OSError as error:
        if beside.exists() and not kept.exists():
            beside.rename(kept)
        raise KitError(f"« {place} » ne s'écrit pas ({error.strerror or error}).") from None


def take_out(course: Course, candidate: str, epreuve: str) -> None:
    """Put a copy aside, with nothing in its place. Raises KitError where the session is closed, or where the disk refuses."""
    refuse_closed(course)
    try:
        _set_aside(course, candidate, epreuve)
    except OSError as error:
        place = course.folder("submitted", candidate, epreuve)
        raise KitError(f"« {place} » ne se met pas de côté ({error.strerror or error}).") from None


def refuse_closed(course: Course) -> None:
    """Raise KitError where the session is closed: its copies are sealed as they are."""
    if closed(course.root):
        raise KitError(
            "La session est close : ses copies sont scellées, et aucune ne se dépose ni ne se remplace plus."
        )


def _set_aside(course: Course, candidate: str, epreuve: str) -> None:
    place, aside = course.folder("submitted", candidate, epreuve), _aside(course, candidate, epreuve)
    if place.exists():
        aside.mkdir(parents=True, exist_ok=True)
        last = replaced(course, candidate, epreuve)
        place.rename(aside / str(int(last.name) + 1 if last else 1))


def _aside(course: Course, candidate: str, epreuve: str) -> Path:
    return course.root / ASIDE / f"{epreuve}-{candidate}"
