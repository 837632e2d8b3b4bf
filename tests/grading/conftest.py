"""A batch of copies, and the same once it was marked without any trouble."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from epreuves_kit.gradebook.config import reach_own_programs
from tests.conftest import once
from tests.grading import a_batch

#: Copies of the batch in the suite; `python -m tests.grading.resumption` takes as many as one wants.
COPIES = 18


@pytest.fixture(autouse=True, scope="session")
def own_programs() -> None:
    """nbgrader's own commands find alembic, also in courses that do without the kit's configuration."""
    reach_own_programs()


@pytest.fixture(scope="session")
def batch(shared: Path, model: Path) -> Path:
    """A course in which the batch was handed in, unmarked; not to be written in."""
    place = shared / "lot"
    with once(shared, "lot") as first:
        if first:
            shutil.rmtree(place, ignore_errors=True)
            a_batch.course_of(model, place, COPIES)
    return place


@pytest.fixture(scope="session")
def undisturbed(shared: Path, batch: Path) -> Path:
    """The same, marked in one go; not to be written in."""
    place = shared / "lot-corrige"
    with once(shared, "lot-corrige") as first:
        if first:
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(batch, place)
            found = a_batch.mark(place)
            assert len(found) == COPIES
    return place


@pytest.fixture
def course(batch: Path, tmp_path: Path) -> Path:
    """The batch, unmarked, to be written in."""
    return Path(shutil.copytree(batch, tmp_path / "cours"))


@pytest.fixture
def done(undisturbed: Path, tmp_path: Path) -> Path:
    """The batch, marked, to be written in."""
    return Path(shutil.copytree(undisturbed, tmp_path / "corrige"))


@pytest.fixture(scope="session")
def due(undisturbed: Path) -> dict[str, Any]:
    """What a course must hold once the batch is marked, whatever happened on the way."""
    return a_batch.held(undisturbed)
