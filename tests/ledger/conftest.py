"""The same copies marked by `nbgrader autograde`, twice with a grader's work in between, and the gradebook at each step."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from epreuves_kit.gradebook.config import reach_own_programs
from tests.conftest import nbgrader, once
from tests.corpus import ASSIGNMENT, COPIES, hand_in, read
from tests.ledger import ordinary_rows

#: Copies of the trial épreuve, marked first; then those marked again.
KIT = ("erreur_inverse", "fichier_vide", "notebook_renomme", "verification_supprimee")
KIT_AGAIN = ("erreur_inverse", "notebook_renomme")


def sqlite(path: Path) -> str:
    return f"sqlite:///{path}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Stock nbgrader marks these copies for minutes: one worker waits for it, and the others go on.
    for item in items:
        if Path(__file__).parent in item.path.parents and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("ledger"))


@pytest.fixture(autouse=True, scope="session")
def own_programs() -> None:
    reach_own_programs()


@pytest.fixture(scope="session")
def ordinary(shared: Path) -> Path:
    """nbgrader's own assignment: `cours/`, gradebooks before (0), after a first marking (1), graded by hand (2), marked again (3),
    and the autograded copies of 1 and 3 in `corrige-1/` and `corrige-3/`."""
    place = shared / "ordinaire"
    with once(shared, "ordinaire") as first:
        if first:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            course = ordinary_rows.course(place / "cours")
            url = sqlite(course / "gradebook.db")
            ordinary_rows.release(course, url)
            _steps(place, course, ordinary_rows.PS1, lambda: ordinary_rows.grade_by_hand(course, url), ["*"])
    return place


@pytest.fixture(scope="session")
def epreuve(shared: Path, model: Path, schemes: Callable[[str], tuple[Any, Any]]) -> Path:
    """The kit's trial épreuve, in the same steps."""
    place = shared / "epreuve_au_carnet"
    with once(shared, "epreuve_au_carnet") as first:
        if first:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            course = place / "cours"
            shutil.copytree(model, course)
            for name in KIT:
                hand_in(read(COPIES / f"{name}.py"), course, schemes)
            _steps(place, course, ASSIGNMENT, lambda: _jury(course), KIT_AGAIN)
    return place


def _jury(course: Path) -> None:
    """Scores by hand for all but each third cell: final for one copy, to be looked at again for the other."""
    with Gradebook(sqlite(course / "gradebook.db")) as gradebook:
        for student in KIT_AGAIN:
            rows = sorted(gradebook.find_submission(ASSIGNMENT, student).notebooks[0].grades, key=lambda g: g.name)
            for number, row in enumerate(rows):
                if number % 3:
                    row.manual_score, row.needs_manual_grade = 1.0, student == "notebook_renomme"
        gradebook.db.commit()


def _steps(place: Path, course: Path, assignment: str, by_hand: Callable[[], None], again: Any) -> None:
    def keep(step: int) -> None:
        shutil.copy(course / "gradebook.db", place / f"{step}.db")

    keep(0)
    nbgrader(course, "autograde", assignment)
    keep(1)
    shutil.copytree(course, place / "corrige-1")
    by_hand()
    keep(2)
    for student in again:
        nbgrader(course, "autograde", assignment, "--force", "--student", student)
    keep(3)
    shutil.copytree(course, place / "corrige-3")


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[Path], str]:
    """Copies a gradebook to write in, and gives its URL."""

    def copy(path: Path) -> str:
        return sqlite(Path(shutil.copy(path, tmp_path / "gradebook.db")))

    return copy
