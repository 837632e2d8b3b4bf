"""An ordinary assignment of nbgrader's (`nbgrader quickstart`) in a course of the kit's, copies of it, and a grader's work."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from epreuves_kit.gradebook.ledger import Ledger
from epreuves_kit.gradebook.marked_rows import CopyRows, rows_of
from epreuves_kit.grading.batch import MarkingCourse
from tests.conftest import nbgrader
from tests.corpus import cell_of, encoded

PS1 = "ps1"
DUE = datetime(2030, 1, 15, 12)
CONFIG = """
import os
from epreuves_kit.gradebook.config import configure
from nbgrader.plugins import BasePlugin

class HalfAPointAnHour(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 7200

c = get_config()
c.CourseDirectory.course_id = "ordinaire"
c.CourseDirectory.db_url = os.environ.get("CARNET", "sqlite:///" + os.path.abspath("gradebook.db"))
c.AssignLatePenalties.plugin_class = HalfAPointAnHour
configure(c)
"""
SQUARES = """def squares(n):
    if n < 1:
        raise ValueError("n must be greater than or equal to 1")
    return [i ** 2 for i in range(1, n + 1)]"""
SUM = "def sum_of_squares(n):\n    return sum(squares(n))"
SUM_ALONE = "def sum_of_squares(n):\n    return sum(i ** 2 for i in range(1, n + 1))"
HIDDEN = "\n### BEGIN HIDDEN TESTS\nassert squares(4) == [1, 4, 9, 16]\n### END HIDDEN TESTS"
#: Passes the tests that candidates see, not those hidden from them.
SQUARES_SEEN = SQUARES.replace("[i ** 2", "[i ** 2 if n != 4 else 0")
TEXT = {"sum_of_squares_equation": "$\\sum_{i=1}^n i^2$", "part-a": "Because.", "part-b": "Because too."}

#: By student: what is written in the cells, the notebooks handed in, and when.
COPIES: dict[str, tuple[dict[str, str], tuple[str, ...], str]] = {
    "complete": (
        {"squares": SQUARES, "sum_of_squares": SUM, "sum_of_squares_application": "x = 1"} | TEXT,
        ("problem1", "problem2"),
        "2030-01-15 11:59:00 UTC",
    ),
    "untouched": ({}, ("problem1", "problem2"), ""),
    "half_of_it": ({"part-a": "Only that."}, ("problem2",), "2030-01-14 12:00:00 UTC"),
    "an_hour_late": (
        {"squares": SQUARES, "sum_of_squares": SUM_ALONE} | TEXT,
        ("problem1", "problem2"),
        "2030-01-15 13:00:00 UTC",
    ),
    "a_day_late": ({"squares": SQUARES_SEEN}, ("problem1",), "2030-01-16 12:00:00 UTC"),
}


def course(place: Path) -> Path:
    """A new course whose assignment is released, due, and handed in by all."""
    nbgrader(place.parent, "quickstart", place.name)
    (place / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    path = place / "source" / PS1 / "problem1.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = cell_of(notebook, "squares_invalid_input")
    cell["source"] = "".join(cell["source"]) + HIDDEN
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return place


def release(place: Path, db_url: str) -> None:
    """Release the assignment, date it, hand in the copies."""
    nbgrader(place, "generate_assignment", PS1)
    with Gradebook(db_url, "ordinaire") as gradebook:
        gradebook.update_or_create_assignment(PS1, duedate=DUE)
    for student, (answers, notebooks, timestamp) in COPIES.items():
        folder = place / "submitted" / student / PS1
        folder.mkdir(parents=True)
        for name in notebooks:
            notebook = json.loads((place / "release" / PS1 / f"{name}.ipynb").read_text(encoding="utf-8"))
            for id, source in answers.items():
                if any(c["metadata"].get("nbgrader", {}).get("grade_id") == id for c in notebook["cells"]):
                    cell_of(notebook, id)["source"] = source
            (folder / f"{name}.ipynb").write_bytes(encoded(notebook))
        if timestamp:
            (folder / "timestamp.txt").write_text(timestamp, encoding="utf-8")


def grade_by_hand(place: Path, db_url: str) -> None:
    """What graders do in formgrader between two markings, an extension, and copies handed in again."""
    with Gradebook(db_url, "ordinaire") as gradebook:
        for student, notebook, cell, score, extra, waits in (
            ("complete", "problem1", "sum_of_squares_equation", 0.75, None, False),
            ("complete", "problem1", "correct_squares", None, 0.5, False),
            ("complete", "problem1", "cell-938593c4a215c6cc", 3.0, None, False),
            ("complete", "problem2", "part-a", None, 2.0, True),
            ("untouched", "problem1", "cell-938593c4a215c6cc", 1.0, None, True),
            ("half_of_it", "problem1", "cell-938593c4a215c6cc", 2.0, None, True),
            ("half_of_it", "problem1", "correct_squares", 1.0, None, True),
            ("an_hour_late", "problem1", "correct_sum_of_squares", 0.25, 0.1, False),
            ("an_hour_late", "problem2", "part-b", 2.0, None, False),
        ):
            grade = gradebook.find_grade(cell, notebook, PS1, student)
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = score, extra, waits
        for student, notebook, cell in (
            ("complete", "problem1", "squares"),
            ("untouched", "problem2", "part-a"),
        ):
            gradebook.find_comment(cell, notebook, PS1, student).manual_comment = "Très bien."
        gradebook.find_submission_notebook("problem1", PS1, "complete").flagged = True
        gradebook.db.commit()
        gradebook.grant_extension(PS1, "a_day_late", days=2)
        gradebook.update_or_create_student("complete", first_name="Ada", last_name="L.")
    (place / "submitted" / "untouched" / PS1 / "timestamp.txt").write_text("2030-01-15 18:00:00 UTC")
    (place / "submitted" / "complete" / PS1 / "timestamp.txt").unlink()
    shutil.copy(
        place / "release" / PS1 / "problem1.ipynb",
        place / "submitted" / "an_hour_late" / PS1 / "problem1.ipynb",
    )


def described(place: Path, assignment: str) -> list[CopyRows]:
    """What workers would say of each copy that nbgrader marked in a course."""
    found = []
    for folder in sorted((place / "autograded").glob(f"*/{assignment}")):
        submitted = place / "submitted" / folder.parent.name / assignment
        notebooks = {p.stem: rows_of(nbformat.read(p, as_version=4)) for p in sorted(folder.glob("*.ipynb"))}
        timestamp = MarkingCourse(place).directory.get_existing_timestamp(str(submitted))
        renamed = tuple(n for n in notebooks if not (submitted / f"{n}.ipynb").exists())
        found.append(CopyRows(folder.parent.name, notebooks, timestamp, renamed))
    return found


def ledger(place: Path, db_url: str, **more: bool) -> Ledger:
    """The ledger on a gradebook, with a course's configuration."""
    opened = MarkingCourse(place)
    return Ledger(db_url, opened.directory.course_id, parent=opened.app, **more)
