"""The trial course of groups, built once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.groups.trial import Cours


@pytest.fixture(scope="session")
def built(trial_of_groups: Path) -> Path:
    """The course, its épreuve built and released; not to be written in."""
    return trial_of_groups


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Cours:
    """The course, with nothing submitted, to be written in."""
    return Cours(Path(shutil.copytree(built, tmp_path / "cours")))
