"""The épreuves of the repository's own course, found where they are written: no test names them one by one."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from epreuves.authoring import demonstration
from epreuves.course import folders as layout
from epreuves.variants.groups import OWN_NOTEBOOKS

ROOT = Path(__file__).parents[1]
EPREUVES = layout.epreuves(ROOT)
#: Épreuve and notebook, for each notebook that is built of its texts.
NOTEBOOKS = [
    (epreuve, name)
    for epreuve in EPREUVES
    for name, text in ((epreuve, "sujet.py"), *((own, f"{own}.py") for own in OWN_NOTEBOOKS))
    if (ROOT / "sujets" / epreuve / text).exists()
]
#: The one on which properties of the engine are proven beside the trial course: of those with the most notebooks, the first.
ONE = max(EPREUVES, key=[epreuve for epreuve, _ in NOTEBOOKS].count)
#: Those that the demonstration plays.
PLAYED = demonstration.played(ROOT)


def lay(epreuve: str, course: Path) -> None:
    """Put an épreuve's folders in a course as a fresh clone has them: without the session and variants of a demonstration played here."""
    for name in ("sujets", "source", "release", "datasets"):
        shutil.copytree(
            ROOT / name / epreuve, course / name / epreuve, ignore=shutil.ignore_patterns("seance.json", "variantes"), dirs_exist_ok=True,
        )  # fmt: skip


def by_epreuve(cases: Iterable[str | tuple[str, ...]]) -> list[Any]:
    """Cases that begin with an épreuve, as parameters; all those of an épreuve go to one worker, which makes ready once what they share."""
    told = [(case,) if isinstance(case, str) else case for case in cases]
    return [pytest.param(*case, marks=pytest.mark.xdist_group(case[0])) for case in told]
