"""A course of groups, marked, that graders judge; and what nbgrader holds of it."""

from __future__ import annotations

import warnings
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy import make_url
from sqlalchemy.exc import SAWarning

from epreuves_kit.rubric.appreciation import Copy
from epreuves_kit.rubric.register import Register
from tests.corpus import ASSIGNMENT
from tests.groups.trial import Cours

#: Criteria of the trial épreuve, each worth three points.
K1, K2, K3 = "C15_1-k1", "C15_1-k2", "C15_1-k3"
GROUPS = ("G1;lea;présent;x", "G1;karim", "G1;hugo;absent", "G2;ines", "G2;chloe")


def mark_all(course: Cours) -> None:
    """Two groups and a candidate in none hand in, and are marked."""
    course.groups(*GROUPS)
    for student in ("lea", "karim", "ines", "seul"):
        course.hand_in(student)
    course.hand_in("hugo", None)
    course.mark()


def copy_of(register: Register, student: str) -> Copy:
    """The copy that makes a student's marks."""
    (found,) = [c for c in register.copies(ASSIGNMENT) if student in c.students]
    return found


class Formgrader:
    """nbgrader's own gradebook, read and written as formgrader does."""

    def __init__(self, root: Path, url: str = "") -> None:
        self.url = url or str(make_url(f"sqlite:///{root / 'gradebook.db'}"))

    def types(self, student: str, grade_id: str, score: float | None) -> None:
        """Type a score, as its page's handler stores it."""
        with Gradebook(self.url) as book:
            grade = book.find_grade(grade_id, ASSIGNMENT, ASSIGNMENT, student)
            grade.manual_score = score
            grade.needs_manual_grade = grade.manual_score is None and grade.auto_score is None
            book.db.commit()

    def comments(self, student: str, grade_id: str, text: str | None) -> None:
        """Type a comment."""
        with Gradebook(self.url) as book:
            book.find_comment(grade_id, ASSIGNMENT, ASSIGNMENT, student).manual_comment = text
            book.db.commit()

    def shows(self, student: str, grade_id: str) -> tuple[float | None, bool, str | None]:
        """Score by hand, whether a grader is waited for, and comment."""
        with warnings.catch_warnings(), Gradebook(self.url) as book:
            warnings.simplefilter("ignore", SAWarning)
            grade = book.find_grade(grade_id, ASSIGNMENT, ASSIGNMENT, student)
            comment = book.find_comment(grade_id, ASSIGNMENT, ASSIGNMENT, student).manual_comment
            return grade.manual_score, grade.needs_manual_grade, comment

    def all(self) -> dict[tuple[str, str], tuple[float | None, bool, str | None]]:
        """What `shows` tells of every criterion of every student's collective notebook."""
        with Gradebook(self.url) as book:
            tasks = {cell.name for cell in book.find_notebook(ASSIGNMENT, ASSIGNMENT).task_cells}
            found = {}
            for submission in book.notebook_submissions(ASSIGNMENT, ASSIGNMENT):
                said = {c.name: c.manual_comment for c in submission.comments}
                for grade in submission.grades:
                    if grade.name in tasks:
                        shown = (grade.manual_score, grade.needs_manual_grade, said[grade.name])
                        found[submission.student.id, grade.name] = shown
            return found
