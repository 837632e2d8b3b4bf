"""One copy marked: a function from bytes to bytes, wherever it runs. No database, no nbgrader, no file of the course."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers import self_assessment
from epreuves.answers.self_assessment import AutoEvaluation
from epreuves.answers.tree import CheckedTree
from epreuves.gradebook.marked_notebook import KEY, MarkingRecord, put
from epreuves.gradebook.marked_rows import InvalidCell, SourceNotebook, rows_of, scores_of
from epreuves.grading.assignment import Assignment
from epreuves.grading.doctor import Mended, mend
from epreuves.grading.handed import Handed, Marked, MarkingDesk, Settings, named
from epreuves.grading.marker import BANNER, ExecutionError, banner, execute_and_mark, judged, write_marks
from epreuves.grading.results import CopyResult, Outcome, failed, result_of
from epreuves.grading.sanitise import limit_outputs, overwrite
from epreuves.grading.submitted import File, hand
from epreuves.marking.reference import ReferenceFailure
from epreuves.wording.inert import inert

__all__ = ["Bench", "CopyResult", "Outcome", "Settings", "Worker", "read_copy", "written"]


#: Said of a copy that cannot be read, made inert or written within the memory of the process that marks.
TOO_MUCH_MEMORY = "La correction de cette copie demande trop de mémoire : elle n'est pas corrigée. Regardez ce que contient le dossier rendu."


class Bench:
    """Marks copies of one assignment; made once in a process, its sources known to the gradebook given."""

    def __init__(
        self, assignment: Assignment, sources: dict[str, SourceNotebook], settings: Settings
    ) -> None:
        self.assignment, self.sources, self.settings = assignment, sources, settings

    def mark(self, handed: Handed) -> Marked:
        """Mark one copy. Whatever it holds, a result comes."""
        try:
            return self._mark(handed)
        except (InvalidCell, ExecutionError, ReferenceFailure) as error:
            reason = str(error)
        except MemoryError:
            reason = TOO_MUCH_MEMORY
        except Exception as error:  # one copy's failure is its result, never the batch's end
            reason = named(error)
        return Marked(result=failed(handed.student, self.assignment.name, reason).result)

    def _mark(self, handed: Handed) -> Marked:
        if handed.known:
            done = {n: self._marked_again(handed.known[n], n) for n in handed.notebooks}
        else:
            done = {n: self._run(file, n, handed) for n, file in handed.notebooks.items()}
        records = [msgspec.convert(nb["metadata"][KEY], MarkingRecord) for nb in done.values()]
        return Marked(
            result=result_of(handed.student, self.assignment.name, records, incomplete=handed.incomplete),
            rows={n: rows_of(nb) for n, nb in done.items()},
            notebooks={n: written(nb) for n, nb in done.items()},
        )

    def _run(self, file: File, name: str, handed: Handed) -> dict[str, Any]:
        notebook, record = read(file, name, self.assignment.notebooks[name], handed.told)
        worker, files, said = handed.student, handed.files, handed.said
        if handed.collective is not None and name == handed.collective.notebook:
            # As its author's for all: a cell may depend on who is named, and on what lies beside.
            worker, files, said = handed.collective.candidate, handed.collective.files, handed.collective.said
        record = msgspec.structs.replace(
            record,
            mends=(*record.mends, *said),
            group=handed.group,
            submission=handed.digest,
            inputs=self.assignment.inputs,
        )
        if name in self.sources:
            overwrite(notebook, self.sources[name])
        record = execute_and_mark(notebook, record, self.assignment, name, worker, files, handed.variant)
        limit_outputs(notebook, self.settings.max_lines, self.settings.max_traceback)
        if record.ordinary:
            record = msgspec.structs.replace(record, scores=scores_of(notebook))
        put(notebook, record)
        return notebook

    def _marked_again(self, content: bytes, name: str) -> dict[str, Any]:
        """A marked notebook with the marks that its answers have under the scheme of today: no code runs."""
        notebook = json.loads(content)
        for cell in notebook["cells"]:
            _join(cell)
        record = msgspec.convert(notebook["metadata"][KEY], MarkingRecord)
        if record.scheme:
            answers = {question: CheckedTree(tree) for question, tree in record.answers.items()}
            record = judged(record, answers, self.assignment, name)
            write_marks(notebook["cells"], record.marks)
            notebook["cells"][:] = [banner(record), *(c for c in notebook["cells"] if c.get("id") != BANNER)]
            put(notebook, record)
        return notebook


class Worker:
    """Marks copies where the course's files are: reads, marks, and lays the marked folder out for the one who writes."""

    def __init__(
        self, assignment: Assignment, sources: dict[str, SourceNotebook], settings: Settings, staging: Path
    ) -> None:  # fmt: skip
        self.desk = MarkingDesk(assignment, settings, staging)
        self.bench = Bench(assignment, sources, settings)

    def mark(self, student: str) -> Outcome:
        """Mark one student's copy. Whatever it holds, an outcome comes."""
        try:
            handed = self.desk.read(student)
        except MemoryError:
            return failed(student, self.desk.assignment.name, TOO_MUCH_MEMORY)
        return handed if isinstance(handed, Outcome) else self.desk.lay(handed, self.bench.mark(handed))


def read_copy(
    path: Path, name: str, release: dict[str, Any], lent: File | None = None
) -> tuple[dict[str, Any], MarkingRecord]:
    """Read a submitted file through the doctor: the mended notebook, and the record of how it was read.

    lent: what is read in its stead, where it is a group's; the self-assessment is that of its folder all the same.
    """
    return read(lent or hand(path), name, release, self_assessment.read(path.parent))


def read(
    file: File, name: str, release: dict[str, Any], told: AutoEvaluation
) -> tuple[dict[str, Any], MarkingRecord]:
    """The same from bytes; told: the self-assessment that lies beside the notebook."""
    mended = mend(file.content, release)
    if file.link:
        mended = msgspec.structs.replace(
            mended, reason="Le fichier rendu est un lien vers un autre fichier : il n'est pas suivi."
        )
    elif file.name != f"{name}.ipynb":
        mended = msgspec.structs.replace(
            mended, mends=(f"Fichier « {file.name} » : lu comme « {name}.ipynb ».", *mended.mends)
        )
    if file.lent:
        # What its outputs tell of a self-assessment is another's.
        mended = msgspec.structs.replace(mended, outputs=())
    return mended.notebook, first_record(mended, told)


def first_record(mended: Mended, told: AutoEvaluation) -> MarkingRecord:
    """What is known of a copy before it is run, its self-assessment included: that of the file, else that of the outputs."""
    if not told.competences:
        told = self_assessment.read(os.devnull, {"cells": [{"outputs": o} for o in mended.outputs]})
    return MarkingRecord(
        status="marked" if mended.status == "readable" else mended.status, reason=inert(mended.reason),
        mends=tuple(inert(m) for m in mended.mends), unsure=mended.lost,
        self_assessment=msgspec.to_builtins(told),
    )  # fmt: skip


def written(notebook: dict[str, Any]) -> bytes:
    """A notebook's file as nbformat writes it: texts as lists of lines, keys in order, one space."""
    tree = {**notebook, "cells": [_split(cell) for cell in notebook["cells"]]}
    return msgspec.json.format(msgspec.json.encode(tree, order="sorted"), indent=1) + b"\n"


def _join(cell: dict[str, Any]) -> None:
    """Make one text of each list of lines that `_split` wrote."""
    cell["source"] = "".join(cell["source"])
    for output in cell.get("outputs", ()):
        if output["output_type"] == "stream":
            output["text"] = "".join(output["text"])
        for kind, shown in output.get("data", {}).items():
            if isinstance(shown, list) and not kind.endswith("json"):
                output["data"][kind] = "".join(shown)


def _split(cell: dict[str, Any]) -> dict[str, Any]:
    split = {**cell, "source": cell["source"].splitlines(True)}
    if cell["cell_type"] == "code":
        outputs = []
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                output = {**output, "text": output["text"].splitlines(True)}
            elif "data" in output:
                output = {**output, "data": {k: v.splitlines(True) if isinstance(v, str) and not k.endswith("json") else v
                                             for k, v in output["data"].items()}}  # fmt: skip
            outputs.append(output)
        split["outputs"] = outputs
    return split
