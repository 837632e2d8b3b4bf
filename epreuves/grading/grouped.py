"""What a member of a group hands in, for nbgrader's own steps: the same composition as the batch's, asked for copy by copy."""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Gradebook

from epreuves.grading.assignment import Assignment
from epreuves.grading.handed import Handed, MarkingDesk, Settings
from epreuves.grading.marker import overlaid
from epreuves.grading.results import Outcome
from epreuves.variants.attribution import GROUPS_FILE
from epreuves.wording.errors import KitError


def grouped(root: Path, source: Path, release: Path, submitted: Path) -> Handed | None:
    """What the owner of a submitted folder is marked on; None where the assignment has no groups.

    root: the course's; source, release: the assignment's folders. Raises KitError where `groupes.csv` cannot be applied, or
    there is nothing to mark.
    """
    if not (root / GROUPS_FILE).exists():
        return None
    assignment = Assignment(root, submitted.name, source, release)
    if assignment.groups is None:
        return None
    every = submitted.parent.parent / "{student_id}" / "{assignment_id}"
    settings = Settings(submitted=str(every), autograded=str(submitted / "rien"), force=True)
    handed = MarkingDesk(assignment, settings, submitted).read(submitted.parent.name)
    if isinstance(handed, Outcome):
        raise KitError(handed.result.reason)
    return handed


def lay_beside(handed: Handed, source: Path, marked: Path) -> None:
    """Lay the files of the collective copy in a member's marked folder, where nbgrader laid the member's own."""
    if handed.collective is None:
        return
    course = [(str(p.relative_to(source)), b"") for p in source.rglob("*") if p.is_file()]
    mode = next((p.stat().st_mode for p in marked.glob("*.ipynb")), 0o444)
    due = {name for name, _ in course}
    for name, content in overlaid(handed.collective.files, course):
        path = marked / name
        if name in due or any(p.is_file() for p in path.parents) or path.is_dir():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        path.chmod(mode & 0o777)


def settle_missing(gradebook: Gradebook, assignment: str, student: str, missing: set[str]) -> None:
    """Put the grades of notebooks that a member is not marked on at zero, as nbgrader does of those that are not handed in."""
    for name in missing:
        for grade in gradebook.find_submission_notebook(name, assignment, student).grades:
            grade.auto_score, grade.needs_manual_grade = 0, False
    gradebook.db.commit()
