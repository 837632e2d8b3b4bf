"""The kit's steps in nbgrader's lists: run and mark; save marks. Each is a few lines around what does the work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.preprocessors.base import NbGraderPreprocessor
from traitlets import Float, Integer

from epreuves.gradebook.assignment import Assignment, folder_files, submission_digest
from epreuves.gradebook.marker import execute_and_mark
from epreuves.gradebook.record import Record, get, put
from epreuves.runner.run import Limits
from epreuves.runner.sandbox import shared


class ExecuteAndMark(NbGraderPreprocessor):
    """Runs a copy out of the course, marks its answers against the reference, and writes marks into its tests cells.

    Takes the place of nbgrader's `Execute`. Cells without a `verifier` call are left as run, for nbgrader to read as it always
    does, so that an ordinary assignment goes through unchanged.
    """

    cell_seconds = Float(30.0, help="Seconds given to each cell.").tag(config=True)
    total_seconds = Float(300.0, help="Seconds given to a whole copy.").tag(config=True)
    memory_mib = Integer(4096, help="Memory given to a copy, in MiB, where the system can bound it.").tag(
        config=True
    )

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        ids = resources["nbgrader"]
        course = self.parent.parent.coursedir
        place = {step: Path(course.format_path(getattr(course, f"{step}_directory"), student, ids["assignment"]))
                 for step, student in (("source", "."), ("release", "."), ("submitted", ids["student"]))}  # fmt: skip
        limits = Limits(
            cell_seconds=self.cell_seconds, total_seconds=self.total_seconds, memory_mib=self.memory_mib
        )
        assignment = Assignment(
            Path(course.root), ids["assignment"], place["source"], place["release"], shared(), limits
        )
        record = get(nb) or Record(status="marked")
        files, said = folder_files(place["submitted"])
        record = msgspec.structs.replace(
            record,
            mends=(*record.mends, *said),
            submission=submission_digest(place["submitted"]),
            inputs=assignment.inputs,
        )
        record = execute_and_mark(nb, record, assignment, ids["notebook"], ids["student"], files)
        for index, cell in enumerate(nb.cells):
            nb.cells[index] = nbformat.from_dict(cell)
        put(nb, record)
        return nb, resources


class SaveMarks(SaveAutoGrades):
    """nbgrader's `SaveAutoGrades`, knowing that a written answer worth no points waits for no mark, and a criterion for one.

    nbgrader settles every cell of a notebook that it does not find under its name at zero, criteria included, and never
    looks at a criterion again: read under another name, the copy would be refused its jury.
    """

    def preprocess_cell(
        self, cell: nbformat.NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("task"):
            grade = self.gradebook.find_grade(
                meta["grade_id"], self.notebook_id, self.assignment_id, self.student_id
            )
            grade.auto_score = None
            grade.needs_manual_grade = grade.needs_manual_grade or grade.manual_score is None
            self.gradebook.db.commit()
        return cell, resources

    def _add_score(self, cell: nbformat.NotebookNode, resources: dict[str, Any]) -> None:
        super()._add_score(cell, resources)
        meta = cell.metadata["nbgrader"]
        if meta.get("solution") and not meta.get("points"):
            grade = self.gradebook.find_grade(
                meta["grade_id"], self.notebook_id, self.assignment_id, self.student_id
            )
            grade.auto_score, grade.needs_manual_grade = 0.0, False
            self.gradebook.db.commit()
