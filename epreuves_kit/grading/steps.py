"""The kit in nbgrader's own steps: stubs at the release; the reading of a submitted file through the doctor; then run and mark, and save marks."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearSolutions, SaveAutoGrades
from nbgrader.preprocessors.base import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution, is_task
from traitlets import Dict, Enum, Float, Integer

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import GROUPS_FILE
from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.course.stamps import CODE_STUB, TEXT_STUB, point_to_workbooks
from epreuves_kit.course.timetable import read as read_timetable
from epreuves_kit.gradebook.marked_notebook import KEY, MarkingRecord, get, put
from epreuves_kit.gradebook.marked_rows import scores_of, settled
from epreuves_kit.gradebook.transactions import patient
from epreuves_kit.grading.assignment import Assignment, built_with_kit, of_the_kit
from epreuves_kit.grading.copies import CopyOutcome, Handed, MarkingDesk, Settings, read_copy
from epreuves_kit.grading.lateness import check_known
from epreuves_kit.grading.marker import execute_and_mark, overlaid
from epreuves_kit.grading.own_settings import check_kernels, limits_of, rules_of
from epreuves_kit.grading.submitted import folder_files, submission_digest
from epreuves_kit.runner.sandbox import MODES, shared


def grouped(root: Path, source: Path, release: Path, submitted: Path) -> Handed | None:
    """The files that the owner of a submitted folder is marked on; None where the assignment has no groups.

    root: the course's; source, release: the assignment's folders. Raises KitError where `groupes.csv` cannot be applied, or
    there is nothing to mark.
    """
    if not (root / GROUPS_FILE).exists():
        return None
    assignment = Assignment(root, EpreuveId(submitted.name), source, release)
    if assignment.groups is None:
        return None
    every = submitted.parent.parent / "{student_id}" / "{assignment_id}"
    settings = Settings(submitted=str(every), autograded=str(submitted / "rien"), force=True)
    handed = MarkingDesk(assignment, settings, submitted).read(submitted.parent.name)
    if isinstance(handed, CopyOutcome):
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


def settle_missing(gradebook: Gradebook, assignment: EpreuveId, student: str, missing: set[str]) -> None:
    """Put the grades of notebooks that a member is not marked on at zero, as nbgrader does of those that are not handed in."""
    for name in missing:
        for grade in gradebook.find_submission_notebook(name, assignment, student).grades:
            grade.auto_score, grade.needs_manual_grade = 0, False
    gradebook.db.commit()


def enter(root: Path, db_url: str, course_id: str, assignment: EpreuveId, student: str) -> None:
    """Write a copy's due date and its extension as the session's timetable has them: nbgrader's next step asks whether it is late."""
    course = Course(root)
    timetable = read_timetable(course)
    if assignment not in timetable.sittings:
        return
    check_known(course, timetable)
    with Gradebook(patient(db_url), course_id) as gradebook:
        due = timetable.sittings[assignment].ends.astimezone(datetime.UTC).replace(tzinfo=None)
        gradebook.find_assignment(assignment).duedate = due
        gradebook.find_submission(assignment, student).extension = timetable.extension(assignment, student)
        gradebook.db.commit()


class SubmissionExporter(NotebookExporter):
    """Writes notebooks like nbgrader's own; reads submitted ones through the doctor, on the released notebook.

    An assignment that was never released by this course has no released notebook: nbgrader's own reading stands.
    """

    #: nbgrader's converter, whose course this is.
    parent: Any

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        path, place, root, release = Path(filename), dict[str, Path](), Path(), None
        if resources is not None and "nbgrader" in resources:
            ids, place, root = _places(self.parent.coursedir, resources)
            release = place["release"] / f"{ids['notebook']}.ipynb"
        # The second time, nbgrader has it read what was written the first time.
        if path.parent == place.get("autograded"):
            return super().from_filename(filename, resources=resources, **kw)
        if release is None or not release.is_file():
            notebook = nbformat.read(path, as_version=4)
            # What a copy says of its own marking is not to be read as ours.
            notebook["metadata"].pop(KEY, None)
            return self.from_notebook_node(notebook, resources=resources, **kw)
        handed = grouped(root, place["source"], release.parent, path.parent)
        if handed is not None and path.stem not in handed.notebooks:
            raise KitError(handed.group.said if handed.group else "")
        file = path if os.path.lexists(path) else renamed(path) or path
        given = handed.notebooks[path.stem] if handed is not None else None
        mended, record = read_copy(file, path.stem, nbformat.read(release, as_version=4), given)
        record = msgspec.structs.replace(record, ordinary=not of_the_kit(release.parent))
        notebook = nbformat.from_dict(mended)
        put(notebook, record)
        return self.from_notebook_node(notebook, resources=resources, **kw)


def renamed(path: Path) -> Path | None:
    """The only notebook of a folder, where the one expected is not there under its name."""
    others = [p for p in sorted(path.parent.glob("*.ipynb")) if p.is_file() and not p.is_symlink()]
    return others[0] if len(others) == 1 else None


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
            cleared = super().preprocess(nb, resources)
            if french:
                point_to_workbooks(nb.cells)
            return cleared
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
    memory_mib = Integer(2048, help="Memory given to a copy, in MiB, where the system can bound it.").tag(config=True)

    environment = Dict(help="Variables that copies see, by name: of the instructor's own, they see none.").tag(
        config=True
    )
    sandbox = Enum(
        ("", *MODES),
        "",
        help="Walls around copies: required, auto (none on a machine that cannot have them), none; by default, what EPREUVES_SANDBOX says, or required.",
    ).tag(config=True)

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        ids, place, root = _places(self.parent.parent.coursedir, resources)
        limits, rules = limits_of(self.config), rules_of(self.config, self.parent.parent.coursedir)
        check_kernels(place["release"])
        runner = shared(self.sandbox or None)
        assignment = Assignment(root, ids["assignment"], place["source"], place["release"], runner, limits, rules)
        record = get(nb) or MarkingRecord(status="marked")
        remarks: Sequence[str]
        files, remarks = folder_files(place["submitted"], rules)
        digest, worker, group = submission_digest(place["submitted"]), ids["student"], None
        handed = grouped(root, place["source"], place["release"], place["submitted"])
        if handed is not None:
            digest, group = handed.digest, handed.group
            if handed.collective is not None and handed.collective.notebook == ids["notebook"]:
                given = handed.collective
                files, remarks, worker = given.files, given.said, given.candidate
        record = msgspec.structs.replace(
            record, mends=(*record.mends, *remarks), group=group, submission=digest, inputs=assignment.inputs
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
        ids, place, root = _places(self.parent.parent.coursedir, resources)
        enter(root, ids["db_url"], self.parent.parent.coursedir.course_id, ids["assignment"], ids["student"])
        handed = grouped(root, place["source"], place["release"], place["submitted"])
        if handed is not None:
            missing = {p.stem for p in place["release"].glob("*.ipynb")} - set(handed.notebooks)
            with Gradebook(patient(ids["db_url"]), self.parent.parent.coursedir.course_id) as gradebook:
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


def _places(course: Any, resources: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Path], Path]:
    """The identifiers by which nbgrader names the notebook under way, its assignment's folders, and the course's root.

    course: nbgrader's `CourseDirectory`.
    """
    ids = resources["nbgrader"]
    whose = {"source": ".", "release": ".", "submitted": ids["student"], "autograded": ids["student"]}
    place = {
        name: Path(course.format_path(getattr(course, f"{name}_directory"), student, ids["assignment"]))
        for name, student in whose.items()
    }
    return ids, place, Path(course.root)
