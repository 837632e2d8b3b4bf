"""The trial course of groups, marked once, and a copy of it for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from epreuves_kit.rubric.register import Register
from tests.conftest import nbgrader, once, trial_course
from tests.corpus import ASSIGNMENT
from tests.groups.trial import Cours
from tests.ledger.database_server import running
from tests.rubric.trial import Formgrader, mark_all


@pytest.fixture(scope="session")
def marked_groups(shared: Path) -> Path:
    """The course, with its copies marked and none judged; not to be written in."""
    built = trial_course(shared, "modele-groupes", [Path(__file__).parents[1] / "groups" / "rex.py"])
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


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A server's URL, with `{}` for the database's name."""
    with running() as url:
        yield url


def databases(server: str, *statements: str) -> None:
    """Run what concerns whole databases."""
    engine = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        for statement in statements:
            db.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(scope="session")
def marked_on_a_server(server: str, marked_groups: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course marked with its gradebook on a server, in the database « modele »; not to be written in."""
    root = Path(shutil.copytree(marked_groups, tmp_path_factory.mktemp("serveur") / "cours"))
    (root / "gradebook.db").unlink()
    databases(server, "CREATE DATABASE modele")
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"\nc.CourseDirectory.db_url = {server.format('modele')!r}\n")
    nbgrader(root, "generate_assignment", ASSIGNMENT, "--force")
    Cours(root).mark("--force")
    return root


@pytest.fixture
def on_a_server(server: str, marked_on_a_server: Path, tmp_path: Path) -> tuple[Path, Formgrader]:
    """That course and a copy of its database, to be written in; and formgrader on it."""
    root = Path(shutil.copytree(marked_on_a_server, tmp_path / "serveur"))
    databases(server, "DROP DATABASE IF EXISTS carnet WITH (FORCE)", "CREATE DATABASE carnet TEMPLATE modele")
    config = root / "nbgrader_config.py"
    url = server.format("carnet")
    config.write_text(config.read_text("utf-8").replace(server.format("modele"), url), "utf-8")
    return root, Formgrader(root, url)
