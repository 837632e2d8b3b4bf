"""A copy's folder put in its place in `submitted/`, whole or not at all; the one that was there goes aside."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Mapping

from epreuves.course.folders import Course
from epreuves.exam.asking import ASIDE
from epreuves.wording.errors import KitError
from epreuves.wording.inert import inert

#: What a disk says of a name that it cannot hold, and not of itself.
_NAMES = (errno.ENAMETOOLONG, errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.EINVAL, errno.EILSEQ)


class RefusedName(KitError):
    """A file of a copy has a name that this disk cannot hold; a French sentence says which."""


def lay(course: Course, candidate: str, epreuve: str, content: Mapping[str, bytes]) -> None:
    """Put a copy's files, by path, in its candidate's folder; raises KitError where the disk refuses, and RefusedName where it refuses a name: then nothing has changed."""
    folder = course.folder("submitted", candidate, epreuve)
    aside = course.root / ASIDE / f"{epreuve}-{candidate}"
    beside = folder.with_name(f".{folder.name}.partiel")
    shutil.rmtree(beside, ignore_errors=True)
    name = ""
    try:
        beside.mkdir(parents=True)
        for name, one in content.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            (beside / name).write_bytes(one)
        if folder.exists():
            aside.mkdir(parents=True, exist_ok=True)
            number = next(n for n in range(1, 100_000) if not (aside / str(n)).exists())
            folder.rename(aside / str(number))
        beside.rename(folder)
    except (OSError, ValueError) as error:
        shutil.rmtree(beside, ignore_errors=True)
        if not isinstance(error, OSError) or error.errno in _NAMES:
            raise RefusedName(f"« {inert(name[:60])} » n'est pas un nom que ce disque puisse écrire : changez-le dans ce qui est reçu, et recommencez.") from None  # fmt: skip
        raise KitError(f"« {folder} » ne s'écrit pas ({error.strerror or error}).") from None
