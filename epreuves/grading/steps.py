"""The kit's steps in nbgrader's lists: stubs at the release; then run and mark, and save marks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearSolutions, SaveAutoGrades
from nbgrader.preprocessors.base import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution, is_task
from traitlets import Dict, Enum, Float, Integer

from epreuves.authoring.notebook import CODE_STUB, TEXT_STUB
from epreuves.gradebook.marked_notebook import MarkingRecord, get, put
from epreuves.gradebook.marked_rows import scores_of, settled
from epreuves.grading.assignment import Assignment, built_with_kit
from epreuves.grading.grouped import grouped, settle_missing
from epreuves.grading.marker import execute_and_mark
from epreuves.grading.own_settings import check_kernels, limits_of, rules_of
from epreuves.grading.submitted import folder_files, submission_digest
from epreuves.runner.sandbox import MODES, shared


class Stubs(ClearSolutions):
    """nbgrader's `ClearSolutions`, in French where the notebook is the kit's and the course sets no words of its own."""

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        own = self.config.get("ClearSolutions", {})
        french = {"code_stub": CODE_STUB, "text_stub": TEXT_STUB} if built_with_kit(nb) else {}
        before = {name: getattr(self, name) for name in french}
        try:
            for name, stub in french.items():
                if name not in own:
                    setattr(self, name, stub)
            return super().preprocess(nb, resources)
        finally:
            # One step serves all notebooks of an assignment.
            for name, stub in before.items():
                setattr(self, name, stub)


class ExecuteAndMark(NbGraderPreprocessor):
    """Runs a copy out of the course, marks its answers against the reference, and writes marks into its tests cells.

    Takes the place of nbgrader's `Execute`. Cells without a `verifier` call are left as run, for nbgrader to read as it always
    does, so that an ordinary assignment goes through unchanged.
    """

    cell_seconds = Float(30.0, help="Seconds given to each cell.").tag(config=True)
    total_seconds = Float(300.0, help="Seconds given to a whole copy.").tag(config=True)
    memory_mib = Integer(2048, help="Memory given to a copy, in MiB, where the system can bound it.").tag(
        config=True
    )

    environment = Dict(
        help="Variables that copies see, by name: of the instructor's own, they see none."
    ).tag(config=True)
    sandbox = Enum(
        ("", *MODES),
        "",
        help="Walls around copies: required, auto (none on a machine that cannot have them), none; by default, what EPREUVES_SANDBOX says, or required.",
    ).tag(config=True)

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        ids, place, root = _places(self, resources)
        limits, rules = limits_of(self.config), rules_of(self.config, self.parent.parent.coursedir)
        check_kernels(place["release"])
        assignment = Assignment(
            root,
            ids["assignment"],
            place["source"],
            place["release"],
            shared(self.sandbox or None),
            limits,
            rules,
        )
        record = get(nb) or MarkingRecord(status="marked")
        said: Sequence[str]
        files, said = folder_files(place["submitted"], rules)
        digest, worker, group = submission_digest(place["submitted"]), ids["student"], None
        handed = grouped(root, place["source"], place["release"], place["submitted"])
        if handed is not None:
            digest, group = handed.digest, handed.group
            if handed.collective is not None and handed.collective.notebook == ids["notebook"]:
                given = handed.collective
                files, said, worker = given.files, given.said, given.candidate
        record = msgspec.structs.replace(
            record,
            mends=(*record.mends, *said),
            group=group,
            submission=digest,
            inputs=assignment.inputs,
        )
        variant = assignment.variant(ids["student"])
        record = execute_and_mark(nb, record, assignment, ids["notebook"], worker, files, variant)
        for index, cell in enumerate(nb.cells):
            nb.cells[index] = nbformat.from_dict(cell)
        put(nb, record)
        return nb, resources


class SaveMarks(SaveAutoGrades):
    """nbgrader's `SaveAutoGrades`, knowing that in an épreuve a written answer worth no points waits for no mark, and a criterion for
    one; and that a cell on which a person is to look waits for one whatever its outputs gave.

    nbgrader settles every cell of a notebook that it does not find under its name at zero, criteria included, and never
    looks at a criterion again: read under another name, the copy would be refused its jury.
    """

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        self._record = get(nb) or MarkingRecord(status="marked")
        nb, resources = super().preprocess(nb, resources)
        if self._record.ordinary:
            put(nb, msgspec.structs.replace(self._record, scores=scores_of(nb)))
        ids, place, root = _places(self, resources)
        handed = grouped(root, place["source"], place["release"], place["submitted"])
        if handed is not None:
            missing = {p.stem for p in place["release"].glob("*.ipynb")} - set(handed.notebooks)
            with Gradebook(ids["db_url"], self.parent.parent.coursedir.course_id) as gradebook:
                settle_missing(gradebook, ids["assignment"], ids["student"], missing)
        return nb, resources

    def preprocess_cell(
        self, cell: nbformat.NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        meta = cell.metadata.get("nbgrader", {})
        if not (is_grade(cell) or is_solution(cell) or is_task(cell)):
            return cell, resources
        row = meta["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        unsure = meta["grade_id"] in self._record.unsure
        if is_grade(cell) and settled(cell, self._record):
            grade = self.gradebook.find_grade(*row)
            grade.auto_score, grade.needs_manual_grade = 0.0, False
        elif is_grade(cell) and unsure:
            grade = self.gradebook.find_grade(*row)
            grade.auto_score = None if is_solution(cell) else grade.auto_score
            grade.needs_manual_grade = True
        if unsure and (is_solution(cell) or is_task(cell)):
            self.gradebook.find_comment(*row).auto_comment = None
        if is_task(cell):
            grade = self.gradebook.find_grade(*row)
            grade.auto_score = None
            grade.needs_manual_grade = grade.needs_manual_grade or grade.manual_score is None
        self.gradebook.db.commit()
        return cell, resources


def _places(
    step: NbGraderPreprocessor, resources: dict[str, Any]
) -> tuple[dict[str, str], dict[str, Path], Path]:
    """What nbgrader says of the notebook under way, where its assignment's folders are, and the course's root."""
    ids, course = resources["nbgrader"], step.parent.parent.coursedir
    place = {
        name: Path(course.format_path(getattr(course, f"{name}_directory"), student, ids["assignment"]))
        for name, student in (("source", "."), ("release", "."), ("submitted", ids["student"]))
    }
    return ids, place, Path(course.root)
