"""A course with a real gradebook of nbgrader's, in which épreuves were marked and judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from nbgrader.api import Gradebook, SubmittedAssignment

from epreuves_kit.gradebook.config import reach_own_programs
from epreuves_kit.referentiel.codes import slug
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT, lay_referentiel

CONFIG = """
import os
from epreuves_kit.gradebook.config import configure
c = get_config()
c.CourseDirectory.course_id = "essai"
if "CARNET" in os.environ:
    c.CourseDirectory.db_url = os.environ["CARNET"]
configure(c)
"""
E01, E06, E11, E17 = "e01_veille", "e06_objectifs", "e11_challenge", "e17_impact_digital"
QUESTION, CRITERION = 10, 4


def lay(root: Path, name: str = "Session de juin 2026") -> Path:
    """The files of a course without an épreuve yet."""
    root.mkdir(parents=True, exist_ok=True)
    lay_referentiel(root)
    (root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    (root / "seance.yaml").write_text(f"nom: {name}\ncle: une phrase que personne ne devine\n", encoding="utf-8")
    return root


def url(root: Path) -> str:
    return f"sqlite:///{root / 'gradebook.db'}"


class NotebookFile:
    """The gradebook of a course, written as nbgrader's steps and formgrader write it."""

    def __init__(self, root: Path, db_url: str | None = None) -> None:
        reach_own_programs()
        self.root = root
        self._book = Gradebook(db_url or url(root), "essai")

    def __enter__(self) -> NotebookFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def student(self, id: str, first: str = "", last: str = "", email: str = "") -> None:
        self._book.update_or_create_student(id, first_name=first or None, last_name=last or None, email=email or None)

    def release(self, id: str, notebooks: Mapping[str, Iterable[str]] | None = None) -> None:
        """An épreuve with a question and two criteria for each compétence."""
        self._book.add_assignment(id)
        for notebook, codes in (notebooks or {id: referentiel(ROOT).epreuve(id).competences}).items():
            self._book.add_notebook(notebook, id)
            for code in codes:
                self._book.add_grade_cell(f"{slug(code)}-q", notebook, id, max_score=QUESTION, cell_type="code")
                for rank in (1, 2):
                    name = f"{slug(code)}-k{rank}"
                    self._book.add_task_cell(name, notebook, id, max_score=CRITERION, cell_type="markdown")

    def mark(
        self,
        student: str,
        id: str,
        machine: float | None = 5,
        levels: Iterable[int | None] = (2, 1),
        only: str | None = None,
        penalty: float = 0,
    ) -> None:
        """Points out of ten for every question, the levels of the two criteria (None: not judged), of one notebook alone or all.

        The copy's file is laid where the kit leaves it.
        """
        submission = self._submission(student, id)
        for copy in submission.notebooks:
            if only is not None and copy.name != only:
                continue
            folder = self.root / "autograded" / student / id
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{copy.name}.ipynb").write_text("{}", encoding="utf-8")
            copy.late_submission_penalty = penalty
            for grade in copy.grades:
                if "-q" in grade.name:
                    grade.auto_score, grade.needs_manual_grade = machine, machine is None
                else:
                    level = tuple(levels)[int(grade.name[-1]) - 1]
                    grade.manual_score = None if level is None else round(level * CRITERION / 3, 4)
                    grade.needs_manual_grade = level is None
        self._book.db.commit()

    def _submission(self, student: str, id: str) -> SubmittedAssignment:
        with self._book.db.no_autoflush:  # nbgrader's own way of adding one warns
            return self._book.update_or_create_submission(id, student)

    def not_handed_in(self, student: str, id: str, notebook: str) -> None:
        """What nbgrader writes of a notebook that is not in the folder: zero everywhere, nothing to judge."""
        submission = self._submission(student, id)
        for copy in submission.notebooks:
            if copy.name == notebook:
                for grade in copy.grades:
                    grade.auto_score, grade.needs_manual_grade = 0, False
        self._book.db.commit()
