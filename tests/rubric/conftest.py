"""The trial course of groups, marked once, and a copy of it for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from epreuves.rubric.register import Register
from tests.conftest import once, trial_course
from tests.groupes.essai import Cours
from tests.rubric.essai import Formgrader, mark_all


@pytest.fixture(scope="session")
def marked_groups(shared: Path) -> Path:
    """The course, with its copies marked and none judged; not to be written in."""
    built = trial_course(shared, "modele-groupes", [Path(__file__).parents[1] / "groupes" / "rex.py"])
    course = shared / "groupes-corriges"
    with once(shared, "groupes-corriges") as first:
        if first:
            shutil.rmtree(course, ignore_errors=True)
            shutil.copytree(built, course)
            mark_all(Cours(course))
    return course


@pytest.fixture
def root(marked_groups: Path, tmp_path: Path) -> Path:
    """That course, to be written in."""
    return Path(shutil.copytree(marked_groups, tmp_path / "cours"))


@pytest.fixture
def register(root: Path) -> Iterator[Register]:
    """Its record."""
    with Register(root) as opened:
        yield opened


@pytest.fixture
def formgrader(root: Path) -> Formgrader:
    """Its gradebook as formgrader uses it."""
    return Formgrader(root)
