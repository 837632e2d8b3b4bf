"""A course whose épreuve asks for files: a workbook that the machine reads, a planning and a poster that people judge."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from epreuves_kit.demo.copies import FictionalCopy
from epreuves_kit.marking import Question
from epreuves_kit.proof.workbooks import workbook
from tests.conftest import trial_course
from tests.corpus import ASSIGNMENT


@pytest.fixture(scope="session")
def model_of_files(shared: Path) -> Path:
    """The course, built and released; not to be written in."""
    return trial_course(shared, "modele-fichiers", [Path(__file__).parent / "sujets" / ASSIGNMENT / "sujet.py"])


@pytest.fixture
def course(model_of_files: Path, tmp_path: Path) -> Path:
    """The course, to be written in."""
    return Path(shutil.copytree(model_of_files, tmp_path / "cours"))


@pytest.fixture
def hand_in(course: Path) -> Callable[..., Path]:
    """Hands in a candidate's released notebook, with files beside it: bytes by name."""

    def handed(candidate: str, files: dict[str, bytes]) -> Path:
        place = course / "submitted" / candidate / ASSIGNMENT
        copy = FictionalCopy(course, ASSIGNMENT, candidate)
        copy.files |= files
        copy.add(place)
        return place

    return handed


@pytest.fixture
def question(course: Path) -> Callable[[str], Question]:
    """The workbook's question on a candidate's own variant."""

    def asked(candidate: str) -> Question:
        found = FictionalCopy(course, ASSIGNMENT, candidate).scheme.question("C15_2-suivi")
        assert found is not None
        return found

    return asked


@pytest.fixture
def right(question: Callable[[str], Question]) -> Callable[[str], bytes]:
    """A candidate's right workbook, as a spreadsheet saves it."""

    def written(candidate: str) -> bytes:
        asked = question(candidate)
        return workbook(asked.form, asked.expected)

    return written
