"""The part of an épreuve that candidates are given after its oral alone: the REX tells what the jury says there."""

from __future__ import annotations

import datetime
from pathlib import Path

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.published import REX_FILE
from epreuves_kit.course.folders import Course
from epreuves_kit.course.kept import OWN

#: The notebook that is kept back until the oral is over, with what its facts are drawn with; and the folder of what says that they were given.
REX, _GIVEN = "rex.ipynb", "rex"


def held_back(root: Path, epreuve: EpreuveId) -> frozenset[str]:
    """The names of an épreuve's released files that candidates are not given yet."""
    return frozenset() if (root / OWN / _GIVEN / epreuve).is_file() else frozenset({REX, REX_FILE})


def has_rex(root: Path, epreuve: EpreuveId) -> bool:
    """True if an épreuve has a REX."""
    return (root / "release" / epreuve / REX).is_file()


def rex_files(root: Path, epreuve: EpreuveId) -> tuple[Path, ...]:
    """The released files of an épreuve's REX: one built by an older kit draws nothing, and has no `rex.json`."""
    files = (root / "release" / epreuve / name for name in (REX, REX_FILE))
    return tuple(path for path in files if path.is_file())


def give(root: Path, epreuve: EpreuveId) -> None:
    """Let candidates be given the REX of an épreuve from now on. Raises OSError."""
    place = root / OWN / _GIVEN / epreuve
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.write_text(f"{datetime.datetime.now(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}\n", "utf-8")


def rex_due(course: Course, epreuve: EpreuveId) -> bool:
    """True if a REX is expected of candidates: it was given to them, or one of them handed it in, by whatever way it came."""
    handed = course.folder("submitted", "x", epreuve).parent.parent.glob(f"*/{epreuve}/{REX}")
    return not held_back(course.root, epreuve) or any(handed)
