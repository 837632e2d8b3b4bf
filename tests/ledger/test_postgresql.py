"""The ledger on a real PostgreSQL server: nbgrader's rows there too, and nothing left of a writing that stops."""

import os
import shutil

import pytest
from sqlalchemy import create_engine

from tests import programs
from tests.ledger import database_server, ordinary_rows
from tests.ledger.database_server import running
from tests.ledger.ordinary_rows import PS1, described, ledger
from tests.ledger.tables import comments, dump, grades
from tests.ledger.test_interrupted import graders_turn, killed_in_the_middle

pytestmark = pytest.mark.xdist_group("postgresql")


@pytest.fixture(scope="module")
def server():
    with running() as url:
        yield url


def databases(server, *statements):
    """Run what concerns whole databases."""
    engine = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        for statement in statements:
            db.exec_driver_sql(statement)
    engine.dispose()


def by_nbgrader(course, url, *words):
    """A real nbgrader command whose gradebook is on the server."""
    done = programs.run(["nbgrader", *words], course, environment=os.environ | {"CARNET": url})
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.fixture(scope="module")
def steps(server, ordinary, tmp_path_factory):
    """The ordinary assignment's steps, on the server: databases `step0` to `step3`, and the course."""
    course = tmp_path_factory.mktemp("serveur") / "cours"
    shutil.copytree(
        ordinary / "cours",
        course,
        ignore=shutil.ignore_patterns("submitted", "autograded", "release", "*.db"),
    )
    databases(server, "CREATE DATABASE carnet")
    url = server.format("carnet")
    keep = "CREATE DATABASE step{} TEMPLATE carnet"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordinary_rows, "nbgrader", lambda place, *words: by_nbgrader(place, url, *words))
        ordinary_rows.release(course, url)
    databases(server, keep.format(0))
    by_nbgrader(course, url, "autograde", PS1)
    databases(server, keep.format(1))
    shutil.copytree(course, course.parent / "corrige-1")
    ordinary_rows.grade_by_hand(course, url)
    databases(server, keep.format(2))
    by_nbgrader(course, url, "autograde", PS1, "--force")
    databases(server, keep.format(3))
    shutil.copytree(course, course.parent / "corrige-3")
    return course.parent


@pytest.fixture
def copied(server):
    """Copies a step's database to write in, and gives its URL."""

    def copy(step):
        databases(server, "DROP DATABASE IF EXISTS essai", f"CREATE DATABASE essai TEMPLATE step{step}")
        return server.format("essai")

    return copy


def test_a_machine_without_a_server_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(database_server, "programs", lambda: None)
    with pytest.raises(AssertionError, match="apt-get install postgresql"), running():
        pass


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after"), [(0, 1), (2, 3)])
def test_the_rows_are_nbgraders_on_a_server_too(server, steps, copied, before, after):
    place, url = steps / f"corrige-{after}", copied(before)
    due = dump(server.format(f"step{after}"))
    assert dump(url) != due
    with ledger(place, url) as book:
        for copy in described(place, PS1):
            book.save(PS1, copy.student, copy.notebooks, copy.timestamp, copy.renamed)
        assert dump(url) == due
        assert book.save_many(PS1, described(place, PS1)) == {}
        assert dump(url) == due


@pytest.mark.slow
def test_the_rows_are_those_of_a_file(steps, ordinary, copied):
    place, url = steps / "corrige-1", copied(0)
    with ledger(place, url) as book:
        assert book.save_many(PS1, described(place, PS1)) == {}
        sources = book.source_cells(PS1)
    in_file = f"sqlite:///{ordinary / '1.db'}"
    with ledger(ordinary / "cours", in_file) as book:
        assert book.source_cells(PS1) == sources
    for copy in described(place, PS1):
        for read in (grades, comments):
            assert read(in_file, copy.student) == read(url, copy.student)


@pytest.mark.slow
def test_a_process_killed_while_it_writes_leaves_nothing_on_a_server(server, steps, copied):
    place, url = steps / "corrige-3", copied(2)
    before = dump(url)
    killed_in_the_middle(place, url)
    assert dump(url) == before
    with ledger(place, url) as book:
        assert book.save_many(PS1, described(place, PS1)) == {}
    assert dump(url) == dump(server.format("step3"))


@pytest.mark.slow
def test_a_new_gradebook_is_made_on_a_server(server, steps):
    databases(server, "CREATE DATABASE neuf")
    ledger(steps / "corrige-1", server.format("neuf")).close()
    assert dump(server.format("neuf"))["submitted_assignment"] == []
    assert dump(server.format("neuf"))["course"] == ["[('id', 'ordinaire')]"]


@pytest.mark.slow
def test_a_score_given_by_hand_on_a_server_waits_its_turn_and_stays(steps, copied, monkeypatch):
    graders_turn(steps / "corrige-1", copied(1), monkeypatch)
