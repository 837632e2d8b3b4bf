"""One copy from `submitted/` to its marked notebooks, in a worker: no database, no nbgrader, nothing written but in a place of its own."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.answers import autoevaluation
from epreuves.gradebook.assignment import Assignment, folder_files, submission_digest
from epreuves.gradebook.copie import MAXIMUM_BYTES, whole
from epreuves.gradebook.doctor import Mended, mend
from epreuves.gradebook.ledger_cells import CelluleInvalide, SourceNotebook
from epreuves.gradebook.ledger_rows import GradeRow, rows_of
from epreuves.gradebook.limit import limit_outputs
from epreuves.gradebook.marker import (
    BANNER,
    ErreurExecution,
    banner,
    execute_and_mark,
    judged,
    overlaid,
    write_marks,
)
from epreuves.gradebook.record import KEY, Record, put
from epreuves.gradebook.sanitise import overwrite
from epreuves.marking.notation import Mark
from epreuves.marking.reference import ErreurReference
from epreuves.runner.run import Limits
from epreuves.runner.sandbox import Runner
from epreuves.variantes.preparation import DOSSIER, DOSSIER_VARIANTES

Status = Literal["marked", "interrupted", "unreadable", "foreign", "missing", "skipped", "error"]
#: Added to the name of what stands in the way of one of the épreuve's own files.
ASIDE = ".copie"


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one copy: status and reason, points the machine gave of those it could, and each question's mark."""

    student: str
    assignment: str
    status: Status
    reason: str = ""
    score: float | None = None
    max_score: float | None = None
    variant: str = ""
    questions: dict[str, Mark] = {}
    mends: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The result as `epreuves autograde --json` writes it."""
        built = msgspec.to_builtins(self)
        built["questions"] = {
            id: {"points": m.points, "max": m.maximum, "outcome": m.outcome, "mistake": m.mistake, "sentence": m.sentence}
            for id, m in self.questions.items()
        }  # fmt: skip
        return built


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker tells of a copy: its result and, where there is something to write, rows, time and staging folder."""

    result: Result
    rows: dict[str, list[GradeRow]] | None = None
    timestamp: str | None = None
    renamed: tuple[str, ...] = ()
    staged: str | None = None


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a course's configuration says of the marking of a copy; `mode` is that of the files written."""

    submitted: str
    autograded: str
    limits: Limits
    max_lines: int = 1000
    max_traceback: int = 100
    mode: int = 0o444
    force: bool = False


class Worker:
    """Marks copies of one assignment; made once in a process, its sources known to the gradebook given."""

    def __init__(
        self, assignment: Assignment, sources: dict[str, SourceNotebook], settings: Settings, runner: Runner, staging: Path
    ) -> None:  # fmt: skip
        self.assignment, self.sources, self.settings, self.runner, self.staging = (
            assignment,
            sources,
            settings,
            runner,
            staging,
        )

    def mark(self, student: str) -> Outcome:
        """Mark one student's copy. Whatever it holds, an outcome comes."""
        try:
            return self._mark(student)
        except (CelluleInvalide, ErreurExecution, ErreurReference) as error:
            return self._failed(student, str(error))
        except Exception as error:  # one copy's failure is its result, never the batch's end
            return self._failed(student, f"{type(error).__name__} : {error}")

    def _mark(self, student: str) -> Outcome:
        name = self.assignment.name
        submitted = Path(self.settings.submitted.format(student_id=student, assignment_id=name))
        autograded = Path(self.settings.autograded.format(student_id=student, assignment_id=name))
        if not submitted.is_dir():
            return self._missing(student, "Aucune copie : rien n'a été rendu pour cette épreuve.")
        found = self._found(submitted)
        if not any(path is not None for path in found.values()):
            due = " ou ".join(f"« {n}.ipynb »" for n in found)
            return self._missing(student, f"Le dossier rendu ne contient pas le notebook {due}.")
        digest = submission_digest(submitted)
        known = {n: _read_record(autograded / f"{n}.ipynb") for n, path in found.items() if path is not None}
        again = None
        if not self.settings.force and all(
            r is not None and self._same_run(r, digest) for r in known.values()
        ):
            if all(self._same_scheme(r, n) for n, r in known.items()):
                return Outcome(
                    result=self._result(
                        student,
                        list(known.values()),
                        "skipped",
                        "Déjà corrigée et inchangée depuis (--force pour recommencer).",
                    )
                )
            again = known
        files, said = folder_files(submitted)
        done: dict[str, dict[str, Any]] = {}
        for n, path in found.items():
            if path is None:
                continue
            if again is not None:
                done[n] = self._marked_again(autograded / f"{n}.ipynb", n, again[n])
            else:
                done[n] = self._run(path, n, student, submitted, files, said, digest)
        records = [msgspec.convert(nb["metadata"][KEY], Record) for nb in done.values()]
        rows = {n: rows_of(nb) for n, nb in done.items()}
        renamed = tuple(n for n, path in found.items() if path is not None and path.stem != n)
        staged = self._stage(student, done, overlaid_aside(files, self.assignment.files))
        stamp = submitted / "timestamp.txt"
        timestamp = (
            stamp.read_text("utf-8", "replace").strip()[:100]
            if stamp.is_file() and not stamp.is_symlink()
            else None
        )
        return Outcome(
            result=self._result(student, records),
            rows=rows,
            timestamp=timestamp,
            renamed=renamed,
            staged=str(staged),
        )

    def _found(self, submitted: Path) -> dict[str, Path | None]:
        """For each notebook due, the submitted file that is taken for it: its own, or the only one that is there."""
        due = list(self.assignment.notebooks)
        found = {
            n: (submitted / f"{n}.ipynb" if os.path.lexists(submitted / f"{n}.ipynb") else None) for n in due
        }
        if len(due) == 1 and found[due[0]] is None:
            others = [p for p in sorted(submitted.glob("*.ipynb")) if p.is_file() and not p.is_symlink()]
            found[due[0]] = others[0] if len(others) == 1 else None
        return found

    def _same_run(self, record: Record, digest: str) -> bool:
        return record.submission == digest and record.inputs == self.assignment.inputs

    def _same_scheme(self, record: Record, name: str) -> bool:
        return not record.scheme or record.scheme == self.assignment.references(name).fingerprint

    def _run(
        self, path: Path, name: str, student: str, submitted: Path, files: list[tuple[str, bytes]], said: list[str], digest: str
    ) -> dict[str, Any]:  # fmt: skip
        notebook, record = read_copy(path, name, self.assignment.notebooks[name])
        record = msgspec.structs.replace(
            record, mends=(*record.mends, *said), submission=digest, inputs=self.assignment.inputs
        )
        if name in self.sources:
            overwrite(notebook, self.sources[name])
        record = execute_and_mark(
            notebook, record, self.assignment, name, student, files, self.runner, self.settings.limits
        )
        limit_outputs(notebook, self.settings.max_lines, self.settings.max_traceback)
        put(notebook, record)
        return notebook

    def _marked_again(self, path: Path, name: str, record: Record) -> dict[str, Any]:
        """A marked notebook with the marks that its answers have under the scheme of today: no code runs."""
        notebook = json.loads(path.read_bytes())
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
        if record.scheme:
            record = judged(record, self.assignment, name)
            write_marks(notebook["cells"], record.marks)
            notebook["cells"][:] = [banner(record), *(c for c in notebook["cells"] if c.get("id") != BANNER)]
            put(notebook, record)
        return notebook

    def _stage(self, student: str, done: dict[str, dict[str, Any]], files: list[tuple[str, bytes]]) -> Path:
        """Write the whole folder of a marked copy beside its place, so that it comes there in one move."""
        place = self.staging / student
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for name, content in files:
            # The course's data is in each candidate's submission or can be drawn again: no copy of it in each marked folder.
            if name.split("/")[0] in (DOSSIER, DOSSIER_VARIANTES):
                continue
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(self.settings.mode)
        for name, notebook in done.items():
            path = place / f"{name}.ipynb"
            path.write_text(written(notebook), "utf-8")
            path.chmod(self.settings.mode)
        return place

    def _result(
        self, student: str, records: list[Record], status: Status | None = None, reason: str = ""
    ) -> Result:
        marks = [m for r in records for m in r.marks]
        worst = next(
            (r for s in ("unreadable", "foreign", "interrupted") for r in records if r.status == s), None
        )
        return Result(
            student=student, assignment=self.assignment.name, status=status or (worst.status if worst else "marked"),
            reason=reason or (worst.reason if worst else ""), score=round(sum(m.points for m in marks), 2) if marks else None,
            max_score=sum(m.maximum for m in marks) if marks else None, variant=next((r.variant for r in records if r.variant), ""),
            questions={m.question: m for m in marks}, mends=tuple(m for r in records for m in r.mends),
        )  # fmt: skip

    def _missing(self, student: str, reason: str) -> Outcome:
        return Outcome(
            result=Result(student=student, assignment=self.assignment.name, status="missing", reason=reason)
        )

    def _failed(self, student: str, reason: str) -> Outcome:
        reason = whole(reason.strip()) or "Erreur sans explication."
        return Outcome(
            result=Result(
                student=student, assignment=self.assignment.name, status="error", reason=reason[:2000]
            )
        )


def read_copy(path: Path, name: str, release: dict[str, Any]) -> tuple[dict[str, Any], Record]:
    """Read a submitted file through the doctor: the mended notebook, and the record of how it was read."""
    mended = mend(_bytes(path), release)
    if path.is_symlink():
        mended = msgspec.structs.replace(
            mended, reason="Le fichier rendu est un lien vers un autre fichier : il n'est pas suivi."
        )
    elif path.stem != name:
        mended = msgspec.structs.replace(
            mended, mends=(f"Fichier « {whole(path.name)} » : lu comme « {name}.ipynb ».", *mended.mends)
        )
    return mended.notebook, first_record(mended, path.parent)


def first_record(mended: Mended, folder: Path) -> Record:
    """What is known of a copy before it is run, its self-assessment included."""
    told = autoevaluation.lire(folder, {"cells": [{"outputs": o} for o in mended.outputs]})
    return Record(
        status="marked" if mended.status == "readable" else mended.status, reason=mended.reason, mends=mended.mends,
        autoevaluation=msgspec.to_builtins(told),
    )  # fmt: skip


def _bytes(path: Path) -> bytes:
    """A submitted file's bytes, as many as are needed to tell that they are too many; none for what is not a plain file."""
    if path.is_symlink() or not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(MAXIMUM_BYTES + 1)


class _Metadata(msgspec.Struct):
    epreuves: Record | None = None


class _Marked(msgspec.Struct):
    metadata: _Metadata


def _read_record(path: Path) -> Record | None:
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(path.read_bytes(), type=_Marked).metadata.epreuves
    return None


def overlaid_aside(files: list[tuple[str, bytes]], above: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Files of a copy and of the course; what of the copy's stands in the way is kept under another name, unless it is the same file."""
    names = {n for n, _ in above}
    free = dict(overlaid(files, above))
    kept = [
        (f"{n}{ASIDE}", content) for n, content in files if n not in names and n not in free and "/" not in n
    ]
    return [*free.items(), *kept]


def written(notebook: dict[str, Any]) -> str:
    """A notebook as nbformat writes it: texts as lists of lines, keys in order, one space."""
    tree = {**notebook, "cells": [_split(cell) for cell in notebook["cells"]]}
    return json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": ")) + "\n"


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
