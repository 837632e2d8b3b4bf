"""On assignments that have nothing of the kit's, honest copies have the marks that stock nbgrader gives them."""

import json
import shutil
import subprocess

import pytest

from tests.batch import cours_ordinaires as own
from tests.conftest import EPREUVES, nbgrader, once
from tests.ledger import ordinaire
from tests.ledger.tables import grades

#: Stock nbgrader; its command with the kit's configuration; the kit's own command.
WAYS = ("stock", "configuration", "commande")


@pytest.fixture(scope="session")
def courses(shared):
    """By assignment and by way of marking, a course in which all copies were marked."""
    place = shared / "ordinaires"
    with once(shared, "ordinaires") as first:
        if first:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            _own(place / "modele-mesures")
            _quickstart(place / "modele-ps1")
            for name in (own.NAME, ordinaire.PS1):
                for way in WAYS if name == own.NAME else (WAYS[0], WAYS[2]):
                    course = place / f"{name}-{way}"
                    shutil.copytree(place / f"modele-{name}", course)
                    (course / "nbgrader_config.py").write_text(
                        own.STOCK if way == "stock" else own.KIT, "utf-8"
                    )
                    if way == "commande":
                        _marked([*EPREUVES, "autograde", name, "--json"], course)
                    else:
                        nbgrader(course, "autograde", name)
    return lambda name, way: place / f"{name}-{way}"


def _own(course):
    course.mkdir()
    (course / "nbgrader_config.py").write_text(own.STOCK, "utf-8")
    own.write_source(course)
    nbgrader(course, "generate_assignment", own.NAME)
    own.hand_in(course)


def _quickstart(course):
    ordinaire.course(course)
    (course / "nbgrader_config.py").write_text(own.STOCK, "utf-8")
    ordinaire.release(course, f"sqlite:///{course / 'gradebook.db'}")


def _marked(command, course):
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _grades(course, student):
    return grades(f"sqlite:///{course / 'gradebook.db'}", student)


COMPARED = [(own.NAME, s, way) for s in own.COPIES for way in WAYS[1:]]
COMPARED += [(ordinaire.PS1, s, "commande") for s in ordinaire.COPIES]


@pytest.mark.parametrize(("name", "student", "way"), COMPARED)
def test_an_honest_copy_has_the_marks_of_stock_nbgrader(name, student, way, courses):
    due = _grades(courses(name, "stock"), student)
    found = _grades(courses(name, way), student)
    assert due, "stock nbgrader marked the copy"
    assert {id: auto for id, (auto, _, _) in found.items()} == {id: auto for id, (auto, _, _) in due.items()}


def test_the_copies_compared_have_marks_of_every_kind(courses):
    """Full, partial, none, none yet: or the comparison would show little."""
    seen = {s: _grades(courses(own.NAME, "stock"), s) for s in own.COPIES}
    assert seen["juste"]["test-mean-hidden"][0] == 3
    assert seen["partielle"]["test-mean"][0] == 2
    assert seen["partielle"]["test-mean-hidden"][0] == 0
    assert seen["partielle"]["test-found"][0] == 2
    assert seen["juste"]["why"][0] is None
    assert seen["intacte"]["why"][0] == 0
    assert seen["erreur"]["test-total"][0] == 0
    assert seen["juste"]["test-last-value"][0] == 0  # what tests write on stderr counts as a failure


@pytest.mark.parametrize(
    "line",
    [
        "c.Autograde.sanitize_preprocessors = ['nbgrader.preprocessors.ClearOutput', 'nbgrader.preprocessors.OverwriteCells']",
        "c.OverwriteCells.add_missing_cells = True",
    ],
)
def test_where_the_course_changes_the_steps_nbgrader_marks_one_by_one_and_it_is_said(line, courses, tmp_path):
    course = tmp_path / "cours"
    shutil.copytree(courses(own.NAME, "stock").parent / f"modele-{own.NAME}", course)
    (course / "nbgrader_config.py").write_text(f"{own.KIT}\n{line}\n", "utf-8")
    command = [*EPREUVES, "autograde", own.NAME, "--json", "--student", "juste", "--student", "partielle"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    setting = line.split(" =")[0]
    assert f"« {setting} » change les étapes de nbgrader" in done.stderr
    for student in ("juste", "partielle"):
        due = _grades(courses(own.NAME, "stock"), student)
        assert _grades(course, student) == due
    again = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=300)
    assert {json.loads(told)["status"] for told in again.stdout.splitlines()} == {"skipped"}
