"""A submitted folder as bytes, and the folder of a marked copy: all that touches the course's files when a copy is marked."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import msgspec

from epreuves.answers import autoevaluation
from epreuves.answers.autoevaluation import AutoEvaluation
from epreuves.gradebook.assignment import Assignment, folder_files, submission_digest
from epreuves.gradebook.copie import MAXIMUM_BYTES, whole
from epreuves.gradebook.ledger_rows import GradeRow
from epreuves.gradebook.marker import overlaid
from epreuves.gradebook.record import Record
from epreuves.gradebook.results import Outcome, Result, failed, result_of
from epreuves.runner.files import Files
from epreuves.variantes.preparation import DOSSIER, DOSSIER_VARIANTES

#: Added to the name of what stands in the way of one of the épreuve's own files.
ASIDE = ".copie"
_SKIPPED = "Déjà corrigée et inchangée depuis (--force pour recommencer)."


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a course's configuration says of the marking of a copy; `mode` is that of the files written."""

    submitted: str
    autograded: str
    max_lines: int = 1000
    max_traceback: int = 100
    mode: int = 0o444
    force: bool = False


class File(msgspec.Struct, frozen=True):
    """A submitted notebook: the file's name, its bytes, and whether it is a link, of which no byte is read."""

    name: str
    content: bytes
    link: bool = False


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """One copy as handed in: all that its marking needs beside the assignment.

    notebooks: by the name due, those that are there. known: those marked before, with nothing changed since but the scheme: their
    answers are marked again, and nothing is run. told: the self-assessment beside the notebooks.
    """

    student: str
    digest: str
    notebooks: dict[str, File]
    files: Files
    said: tuple[str, ...] = ()
    known: dict[str, bytes] = {}
    told: AutoEvaluation = AutoEvaluation()
    timestamp: str | None = None


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """What marking gives of a copy: its result and, unless it failed, rows and notebooks to write, by name."""

    result: Result
    rows: dict[str, list[GradeRow]] | None = None
    notebooks: dict[str, bytes] = {}


class Desk:
    """Reads submitted copies and lays marked ones out, for one assignment of a course; `staging` is where they wait."""

    def __init__(self, assignment: Assignment, settings: Settings, staging: Path) -> None:
        self.assignment, self.settings, self.staging = assignment, settings, staging

    def read(self, student: str) -> Handed | Outcome:
        """A student's copy as it lies in `submitted/`, or its outcome where there is nothing to mark; never raises for a copy's sake."""
        try:
            return self._read(student)
        except Exception as error:  # one copy's failure is its result, never the batch's end
            return self.failed(student, _named(error))

    def lay(self, handed: Handed, marked: Marked) -> Outcome:
        """Write a marked copy's whole folder beside its place, so that it comes there in one move."""
        if marked.rows is None:
            return Outcome(result=marked.result)
        try:
            place = self._lay(handed, marked)
        except Exception as error:
            return self.failed(handed.student, _named(error))
        renamed = tuple(n for n, file in handed.notebooks.items() if file.name != f"{n}.ipynb")
        return Outcome(
            result=marked.result,
            rows=marked.rows,
            timestamp=handed.timestamp,
            renamed=renamed,
            staged=str(place),
        )

    def failed(self, student: str, reason: str) -> Outcome:
        """The outcome of a copy that is not marked."""
        return failed(student, self.assignment.name, reason)

    def _read(self, student: str) -> Handed | Outcome:
        name = self.assignment.name
        submitted = Path(self.settings.submitted.format(student_id=student, assignment_id=name))
        if not submitted.is_dir():
            return self._missing(student, "Aucune copie : rien n'a été rendu pour cette épreuve.")
        found = self._found(submitted)
        if not found:
            due = " ou ".join(f"« {n}.ipynb »" for n in self.assignment.notebooks)
            return self._missing(student, f"Le dossier rendu ne contient pas le notebook {due}.")
        digest = submission_digest(submitted)
        known: dict[str, bytes] = {}
        if not self.settings.force:
            place = Path(self.settings.autograded.format(student_id=student, assignment_id=name))
            before = {n: read_record(place / f"{n}.ipynb") for n in found}
            if all(r is not None and self._same_run(r, digest) for r in before.values()):
                if all(self._same_scheme(r, n) for n, r in before.items()):
                    records = list(before.values())
                    return Outcome(result=result_of(student, name, records, "skipped", _SKIPPED))
                known = {n: (place / f"{n}.ipynb").read_bytes() for n in found}
        files, said = folder_files(submitted)
        stamp = submitted / "timestamp.txt"
        plain = stamp.is_file() and not stamp.is_symlink()
        return Handed(
            student=student, digest=digest, files=files, said=tuple(said), known=known, told=autoevaluation.lire(submitted),
            notebooks={n: hand(path) for n, path in found.items()},
            timestamp=stamp.read_text("utf-8", "replace").strip()[:100] if plain else None,
        )  # fmt: skip

    def _found(self, submitted: Path) -> dict[str, Path]:
        """For each notebook due, the submitted file that is taken for it: its own, or the only one that is there."""
        due = list(self.assignment.notebooks)
        found = {n: path for n in due if os.path.lexists(path := submitted / f"{n}.ipynb")}
        if len(due) == 1 and not found:
            others = [p for p in sorted(submitted.glob("*.ipynb")) if p.is_file() and not p.is_symlink()]
            found = {due[0]: others[0]} if len(others) == 1 else {}
        return found

    def _same_run(self, record: Record, digest: str) -> bool:
        return record.submission == digest and record.inputs == self.assignment.inputs

    def _same_scheme(self, record: Record, name: str) -> bool:
        return not record.scheme or record.scheme == self.assignment.references(name).fingerprint

    def _lay(self, handed: Handed, marked: Marked) -> Path:
        place = self.staging / handed.student
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for name, content in overlaid_aside(handed.files, self.assignment.files):
            # The course's data is in each candidate's submission or can be drawn again: no copy of it in each marked folder.
            if name.split("/")[0] in (DOSSIER, DOSSIER_VARIANTES):
                continue
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(self.settings.mode)
        for name, content in marked.notebooks.items():
            path = place / f"{name}.ipynb"
            path.write_bytes(content)
            path.chmod(self.settings.mode)
        return place

    def _missing(self, student: str, reason: str) -> Outcome:
        return Outcome(
            result=Result(student=student, assignment=self.assignment.name, status="missing", reason=reason)
        )


def hand(path: Path) -> File:
    """A submitted file's bytes, as many as are needed to tell that they are too many; none for what is not a plain file."""
    if path.is_symlink() or not path.is_file():
        return File(whole(path.name), b"", path.is_symlink())
    with path.open("rb") as file:
        return File(whole(path.name), file.read(MAXIMUM_BYTES + 1))


class _Metadata(msgspec.Struct):
    epreuves: Record | None = None


class _Notebook(msgspec.Struct):
    metadata: _Metadata


def read_record(path: Path) -> Record | None:
    """The record in an autograded notebook's file; None where there is none that can be read."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(path.read_bytes(), type=_Notebook).metadata.epreuves
    return None


def overlaid_aside(files: Files, above: Files) -> Files:
    """Files of a copy and of the course; what of the copy's stands in the way is kept under another name, unless it is the same file."""
    names = {n for n, _ in above}
    free = dict(overlaid(files, above))
    kept = [
        (f"{n}{ASIDE}", content) for n, content in files if n not in names and n not in free and "/" not in n
    ]
    return [*free.items(), *kept]


def _named(error: Exception) -> str:
    return f"{type(error).__name__} : {error}"
