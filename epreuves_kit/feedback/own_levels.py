"""A step of nbgrader's feedback: on the page of an ordinary assignment, the level of a cell that has a rubric, and what is seen at that level."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from epreuves.referentiel.levels import LEVELS, nearest
from epreuves_kit.course import rubric_file
from epreuves_kit.gradebook.rows import NotebookFile


class ShownLevels:
    """Lays levels before graders' comments, which nbgrader's page shows under the cells. A score that no person gave has no level.

    root: the course's. Raises KitError where the rubrics cannot be read.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        """The notebook that nbgrader has put scores and comments in, with the levels."""
        ids = resources["nbgrader"]
        rubrics = rubric_file.read(self._root, ids["assignment"]).cells
        if not any(name == ids["notebook"] for name, _ in rubrics):
            return notebook, resources
        with NotebookFile(ids["db_url"], self._root) as gradebook:
            grades = gradebook.one(ids["assignment"], ids["notebook"], ids["student"]).grades
        for cell in notebook.cells:
            meta = cell.metadata.get("nbgrader", {})
            rubric, grade = rubrics.get((ids["notebook"], meta.get("grade_id"))), grades.get(meta.get("grade_id"))
            if rubric is None or grade is None or not grade.manual or not grade.maximum:
                continue
            level = nearest(grade.score, grade.maximum)
            # In the words of the page, which are nbgrader's.
            sentence = f"**{rubric.title}:** level {int(level)} of {len(LEVELS) - 1}. {rubric.descriptor(level)}"
            meta["comment"] = "\n\n".join(filter(None, (sentence, meta.get("comment"))))
        return notebook, resources
