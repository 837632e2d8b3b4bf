"""A copy's folder put in its place in `submitted/`, whole or not at all; the one that was there goes aside."""

from __future__ import annotations

import shutil
from collections.abc import Mapping

from epreuves.course.folders import Course
from epreuves.exam.asking import ASIDE
from epreuves.wording.errors import KitError


def lay(course: Course, candidate: str, epreuve: str, content: Mapping[str, bytes]) -> None:
    """Put a copy's files, by path, in its candidate's folder; raises KitError where the disk refuses, and then nothing has changed."""
    folder = course.folder("submitted", candidate, epreuve)
    aside = course.root / ASIDE / f"{epreuve}-{candidate}"
    beside = folder.with_name(f".{folder.name}.partiel")
    shutil.rmtree(beside, ignore_errors=True)
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
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise KitError(f"« {folder} » ne s'écrit pas ({error.strerror or error}).") from None
