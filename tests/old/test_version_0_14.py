"""A course of 0.14, with its copies and its gradebook, goes on as it was: docs/for-ever.md says what holds it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from epreuves_kit.rubric.register import Register
from tests.conftest import epreuves
from tests.corpus import ASSIGNMENT
from tests.course import lay_referentiel

#: Sources, release and copies as 0.14 made them, its configuration, its gradebook saved, the points that it gave by candidate and cell.
OLD = Path(__file__).parent / "v0_14"
POINTS = json.loads((OLD / "points.json").read_text("utf-8"))
GRADES = """
    select student.id, base_cell.name, coalesce(grade.manual_score, grade.auto_score)
    from grade
    join base_cell on base_cell.id = grade.cell_id
    join submitted_notebook on submitted_notebook.id = grade.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    join student on student.id = submitted_assignment.student_id
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """That course, with the référentiel that a course has since 0.17, and its gradebook put back."""
    course = tmp_path / "cours"
    shutil.copytree(OLD, course)
    lay_referentiel(course)
    done = epreuves(course, "restauration", "carnet.zip")
    assert done.returncode == 0, done.stderr
    return course


def points(course: Path) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    with sqlite3.connect(course / "gradebook.db") as db:
        for student, cell, score in db.execute(GRADES):
            found.setdefault(student, {})[cell] = score
    return found


def test_its_copies_are_marked_again_with_the_points_that_they_had_and_keep_the_levels_that_graders_gave(
    course: Path,
) -> None:
    assert points(course) == POINTS
    done = epreuves(course, "autograde", ASSIGNMENT, "--force", "--json")
    assert {json.loads(line)["status"] for line in done.stdout.splitlines()} == {"marked"}, done.stderr
    assert points(course) == POINTS
    with Register(course) as register:
        register.sync(ASSIGNMENT)
        copies = {copy.students[0]: copy.key for copy in register.copies(ASSIGNMENT)}
        given = register.judgements(ASSIGNMENT)
    for student, level in (("lea", 3), ("karim", 2), ("ines", 0)):
        said = given[copies[student], "C15_1-k1", "Alice"]
        assert (said.level, said.comment) == (level, "Vu.")
    assert points(course) == POINTS
    done = epreuves(course, "feedback", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert len(list((course / "feedback").rglob("*.html"))) == len(POINTS)
