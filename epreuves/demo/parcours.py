"""The demonstration's steps, on the real course: build, release, submit, mark, judge, return."""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment, GenerateFeedback

from epreuves.authoring.construction import build, ensure_variants
from epreuves.demo.cohorte import COHORTE, Candidat, Copie
from epreuves.gradebook import batch
from epreuves.rubric.niveaux import NIVEAUX, Niveau

#: Told after each step: what was done, how many of how many.
Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


LABEL = "Niveau fictif, attribué par la démonstration."


def release(course: batch.Course, epreuve: str) -> None:
    """Build an épreuve and let nbgrader release it."""
    build(course.root, [epreuve])
    ensure_variants(course.root, epreuve)
    _convert(course, GenerateAssignment, epreuve, ".")


def submit(
    course: batch.Course, epreuve: str, cohort: Sequence[Candidat] = COHORTE, progress: Progress = silent
) -> None:
    """Write the fictional candidates' submissions; nobody else's folder is touched."""
    for number, candidat in enumerate(cohort, 1):
        copie = Copie(course.root, epreuve, candidat.id)
        candidat.write(copie)
        copie.assess(candidat.self_level)
        copie.submit(course.root / "submitted" / candidat.id / epreuve)
        progress(f"Copie de {candidat.id}", number, len(cohort))


def autograde(
    course: batch.Course, epreuve: str, cohort: Sequence[Candidat] = COHORTE, progress: Progress = silent
) -> list[batch.Result]:
    """Mark the fictional candidates' copies."""
    results = []
    for result in batch.autograde(course, epreuve, [c.id for c in cohort], force=True):
        results.append(result)
        progress(f"Correction de {result.student}", len(results), len(cohort))
    return results


def judge(course: batch.Course, epreuve: str, cohort: Sequence[Candidat] = COHORTE) -> None:
    """Give each copy fictional levels on every criterion, labelled as such, as a jury does through nbgrader."""
    with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        for candidat in cohort:
            for notebook in gradebook.find_submission(epreuve, candidat.id).notebooks:
                tasks = {cell.name for cell in notebook.notebook.task_cells}
                for grade in notebook.grades:
                    if grade.name in tasks:
                        grade.manual_score = round(_level(candidat, grade.name).points(grade.max_score), 4)
                        grade.needs_manual_grade = False
                for comment in notebook.comments:
                    if comment.name in tasks:
                        comment.manual_comment = LABEL
        gradebook.db.commit()


def feedback(
    course: batch.Course, epreuve: str, cohort: Sequence[Candidat] = COHORTE, progress: Progress = silent
) -> list[Path]:
    """Write the feedback of each fictional candidate whose copy was marked; returns the pages."""
    pages = []
    for number, candidat in enumerate(cohort, 1):
        if (course.root / "autograded" / candidat.id / epreuve).is_dir():
            _convert(course, GenerateFeedback, epreuve, candidat.id)
            pages.append(course.root / "feedback" / candidat.id / epreuve / f"{epreuve}.html")
        progress(f"Restitution à {candidat.id}", number, len(cohort))
    return pages


def _level(candidat: Candidat, criterion: str) -> Niveau:
    """A level around the candidate's own, the same at each run."""
    drift = hashlib.blake2b(f"{candidat.id}/{criterion}".encode(), digest_size=1).digest()[0] % 4
    return NIVEAUX[min(3, max(0, candidat.level + (drift == 0) - (drift == 1)))]


def _convert(course: batch.Course, kind: type, epreuve: str, student: str) -> None:
    """One nbgrader converter, started in the course, quiet unless it fails."""
    directory = course.directory
    directory.assignment_id, directory.student_id, directory.notebook_id = epreuve, student, "*"
    converter = kind(coursedir=directory, parent=course.app)
    converter.force = True
    converter.log = logging.getLogger("epreuves.demo")
    converter.log.propagate = False
    converter.log.setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        converter.start()
