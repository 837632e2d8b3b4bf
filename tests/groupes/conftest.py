"""The trial course of groups, built once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from epreuves.authoring.construction import build
from tests.conftest import nbgrader, once
from tests.corpus import ASSIGNMENT, COPIES
from tests.groupes.essai import Cours


@pytest.fixture(scope="session")
def built(shared: Path) -> Path:
    """The course, its épreuve built and released; not to be written in."""
    place = shared / "modele-groupes"
    with once(shared, "modele-groupes") as first:
        if first:
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(COPIES / "cours", place)
            shutil.copy(Path(__file__).parent / "rex.py", place / "sujets" / ASSIGNMENT / "rex.py")
            build(place)
            for folder in ("submitted", "autograded", "feedback"):
                (place / folder).mkdir()
            nbgrader(place, "generate_assignment", ASSIGNMENT, "--force")
    return place


@pytest.fixture
def cours(built: Path, tmp_path: Path) -> Cours:
    """The course, with nothing submitted, to be written in."""
    return Cours(Path(shutil.copytree(built, tmp_path / "cours")))
