"""A real course with JupyterLab on it, and a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.seen import serving

EPREUVE = "e17_impact_digital"
SHOWN = ("une erreur, puis juste à partir d'elle", "tentatives de fraude", "fichier tronqué")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups, in whatever order conftests are loaded
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # One server, one browser, one course: all that is seen goes to the same worker.
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("vu"))


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's course in a folder of its own, with three fictional copies submitted, marked and returned."""
    from epreuves_kit.demo import cohort, journey
    from epreuves_kit.grading import batch
    from tests.course import lay, lay_session

    root = tmp_path_factory.mktemp("cours")
    lay(EPREUVE, root)
    lay_session(root)
    kept = [c for c in cohort.COHORT if c.profile in SHOWN]
    opened = batch.MarkingCourse(root)
    journey.release(opened, EPREUVE)
    journey.submit(opened, EPREUVE, kept)
    journey.autograde(opened, EPREUVE, kept)
    journey.judge(opened, EPREUVE, kept[:1])
    journey.feedback(opened, EPREUVE, kept)
    return root


@pytest.fixture(scope="session")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab that serves the course."""
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address
