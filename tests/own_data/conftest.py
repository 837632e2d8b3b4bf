"""A course whose épreuve asks for a table of the candidate's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from epreuves_kit.build.build import build
from epreuves_kit.marking.reference import References
from tests.conftest import once

EPREUVE = "e97_sources"


@pytest.fixture(scope="session")
def own_course(shared: Path) -> Path:
    """The course built; not to be written in."""
    course = shared / "donnees-du-candidat"
    with once(shared, "donnees-du-candidat") as first:
        if first:
            shutil.copytree(Path(__file__).parent / "cours", course)
            build(course)
    return course


@pytest.fixture(scope="session")
def references(own_course: Path) -> References:
    return References(own_course / "source" / EPREUVE / f"{EPREUVE}.ipynb")
