"""The kit's steps in nbgrader's lists: run and mark; save marks. Each is a few lines around what does the work."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.preprocessors.base import NbGraderPreprocessor
from traitlets import Float, Integer

from epreuves.gradebook.marks import mark_output
from epreuves.gradebook.neutral import neutral_markdown, neutral_outputs, neutral_text
from epreuves.gradebook.record import Record, get, put
from epreuves.marking import Bareme, Mark, compute, mark
from epreuves.marking.dependances import calls_verifier, question_call
from epreuves.marking.notation import may_follow
from epreuves.marking.reference import ErreurReference, compute_all, fingerprint
from epreuves.marking.voisin import copied
from epreuves.runner import CellRun, End, Limits, Run, run
from epreuves.runner.portable import copy_regular_files
from epreuves.variantes import LETTRES, variante
from epreuves.variantes.seance import FICHIER_PUBLIE, lire_publiee


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
        source = Path(course.format_path(course.source_directory, ".", ids["assignment"]))
        submitted = Path(course.format_path(course.submitted_directory, ids["student"], ids["assignment"]))
        record = get(nb) or Record(status="marked")
        kit = any(_asked(c) for c in nb.cells)
        variant = _variant(source, ids["assignment"], ids["student"]) if kit else ""
        limits = Limits(
            cell_seconds=self.cell_seconds, total_seconds=self.total_seconds, memory_mib=self.memory_mib
        )
        environment = {
            "NBGRADER_EXECUTION": "autograde",
            "EPREUVES_CANAL": "1",
            "EPREUVES_CANDIDAT": ids["student"],
        }
        with tempfile.TemporaryDirectory(prefix="copie-") as place:
            # The course's files come last: a copy cannot bring its own data.
            for folder in (submitted, source):
                if folder.is_dir():
                    copy_regular_files(folder, Path(place))
            # In a copy that could not be read there is nothing of the candidate's to run.
            done = (
                _NOTHING_RUN
                if record.status == "unreadable"
                else run(
                    _handing_over(nb),
                    Path(place),
                    limits,
                    environment | ({"EPREUVES_VARIANTE": variant} if variant else {}),
                )
            )
        for index, cell in enumerate(nb.cells):
            if cell.cell_type == "code":
                shown = done.cells.get(index)
                cell.outputs = nbformat.from_dict(neutral_outputs(shown.outputs if shown else []))
                cell.execution_count = shown.execution_count if shown else None
        if kit:
            record = self._mark(nb, source / f"{ids['notebook']}.ipynb", variant, done, record)
        if not done.end.complete and record.status == "marked":
            record = msgspec.structs.replace(record, status="interrupted", reason=done.end.sentence)
        put(nb, record)
        nb.cells.insert(0, _banner(record))
        return nb, resources

    def _mark(
        self, nb: nbformat.NotebookNode, source: Path, variant: str, done: Run, record: Record
    ) -> Record:
        bareme = compute(source, variant)
        incidents = _incidents(nb, done, record)
        marks = mark(bareme, done.answers, incidents=incidents)
        neighbours = self._neighbours(source, bareme, done, marks)
        if neighbours or may_follow(bareme, marks):
            own = {id: tree for id, tree in done.answers.items() if id not in neighbours}
            try:
                marks = mark(bareme, done.answers, compute(source, variant, own), incidents, neighbours)
            except ErreurReference:
                # The candidate's figures stopped the reference: nothing follows from them, and the copy is marked all the same.
                record = msgspec.structs.replace(
                    record,
                    mends=(
                        *record.mends,
                        "Les réponses fausses n'ont pas pu être suivies : la suite est jugée sans elles.",
                    ),
                )
        by_question = {m.question: m for m in marks}
        for cell in nb.cells:
            if asked := _asked(cell):
                if asked not in by_question:
                    # nbgrader gives full points to a tests cell that bears no mark.
                    raise ErreurReference(
                        f"la question « {asked} » n'est pas dans source/ : publiez de nouveau l'épreuve, puis recommencez."
                    )
                cell.outputs = nbformat.from_dict([mark_output(by_question[asked])])
        return msgspec.structs.replace(
            record, variant=variant, scheme=fingerprint(source.parent), answers=done.answers, marks=marks
        )

    def _neighbours(self, source: Path, bareme: Bareme, done: Run, marks: tuple[Mark, ...]) -> dict[str, str]:
        """Answers that come from another variant; the eleven other schemes are worked out only where a figure is false."""
        if not any(m.outcome in ("wrong", "mistake", "partial") for m in marks):
            return {}
        return copied(bareme, compute_all(source, LETTRES).values(), done.answers, marks)


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


#: The run of a copy in which nothing is to be run.
_NOTHING_RUN = Run({}, {}, End("done", ""))


def _handing_over(nb: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook to run: each question's tests cell only hands its variable over, whatever has become of the kit's names there."""
    handed = copy.deepcopy(nb)
    for cell in handed.cells:
        call = question_call(cell.source) if _asked(cell) else None
        if call is not None:
            cell.source = f"__import__('epreuves.answers.verification', fromlist=['hand_over']).hand_over({call[0]!r}, {call[1]})"
    return handed


def _asked(cell: nbformat.NotebookNode) -> str | None:
    """The question that a tests cell of the épreuve asks, by its id; None for any other cell, whatever it calls."""
    meta = cell.metadata.get("nbgrader", {})
    if (
        cell.cell_type != "code"
        or not meta.get("grade")
        or meta.get("solution")
        or not calls_verifier(cell.source)
    ):
        return None
    return meta.get("grade_id")


def _variant(source: Path, assignment: str, student: str) -> str:
    """The variant that is a student's by right, whatever the copy says."""
    return variante(lire_publiee((source / FICHIER_PUBLIE).read_bytes()), assignment, student)


def _incidents(nb: nbformat.NotebookNode, done: Run, record: Record) -> dict[str, str]:
    """For each tests cell that sent nothing, what happened to it, as far as its own outputs tell."""
    said, stopped = {}, ""
    for index, cell in enumerate(nb.cells):
        stopped = _stopped(cell, done.cells.get(index)) or stopped
        asked = _asked(cell)
        if asked is None:
            continue
        if asked in done.answers:
            if stopped and done.answers[asked] is None:
                said[asked] = (
                    f"Sans réponse : la cellule de réponse s'est arrêtée sur une erreur ({stopped})."
                )
            stopped = ""
            continue
        shown = done.cells.get(index)
        _, variable = question_call(cell.source) or ("", "")
        if record.status == "unreadable":
            said[asked] = f"Aucune réponse n'a pu être lue. {record.reason}"
        elif shown is None:
            said[asked] = f"Cette question n'a pas pu être vérifiée. {done.end.sentence}"
        elif shown.interrupted:
            said[asked] = "La vérification a dépassé le temps permis : aucune réponse n'a été reçue."
        elif any(o.get("output_type") == "error" and o.get("ename") == "NameError" for o in shown.outputs):
            said[asked] = (
                f"La variable « {variable} » n'existe pas quand la question est vérifiée : l'avez-vous renommée ou effacée ?"
            )
        else:
            said[asked] = (
                "La vérification n'a envoyé aucune réponse : ses fonctions ont sans doute été remplacées dans la copie."
            )
    return said


def _stopped(cell: nbformat.NotebookNode, shown: CellRun | None) -> str:
    """The error on which an answer's cell stopped, in a few words; empty where it did not."""
    if shown is None or cell.cell_type != "code" or _asked(cell):
        return ""
    errors = [o for o in shown.outputs if o.get("output_type") == "error"]
    return neutral_text(f"{errors[-1].get('ename')} : {errors[-1].get('evalue')}")[:200] if errors else ""


def _banner(record: Record) -> nbformat.NotebookNode:
    """A first cell that tells a grader what was done to the copy before marking; it names nobody, copies are read blind."""
    lines = ["**Copie corrigée**" + (f" — variante {record.variant}" if record.variant else "")]
    if record.reason:
        lines.append(f"⚠ {record.reason}")
    if record.mends:
        lines.append("Réparations avant correction :")
        lines.append("\n".join(f"- {m}" for m in record.mends[:40]))
    cell = nbformat.v4.new_markdown_cell(neutral_markdown("\n\n".join(lines)))
    cell["id"] = "bandeau-de-correction"
    return cell
