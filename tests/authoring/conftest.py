"""The smallest course: one épreuve of three questions, written; each test has a copy of its own."""

import shutil
from pathlib import Path

import pytest

from tests.authoring.trial_course import COURS


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the written course, nothing built."""
    return Path(shutil.copytree(COURS, tmp_path / "cours"))


@pytest.fixture(scope="session")
def _construit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from epreuves_kit.build.build import build

    root = Path(shutil.copytree(COURS, tmp_path_factory.mktemp("construit") / "cours"))
    build(root)
    return root


@pytest.fixture
def construit(_construit: Path, tmp_path: Path) -> Path:
    """A copy of the course once built."""
    return Path(shutil.copytree(_construit, tmp_path / "construit"))
