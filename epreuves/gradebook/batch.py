"""`epreuves autograde`: nbgrader's own converter, a copy at a time, each ending as a result with a reason."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGrader
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from epreuves.gradebook.exporter import renamed
from epreuves.gradebook.record import get
from epreuves.marking.notation import Mark
from epreuves.marking.reference import fingerprint

Status = Literal["marked", "interrupted", "unreadable", "foreign", "missing", "skipped", "error"]


class ErreurCours(Exception):
    """The course folder cannot be marked as it is; a French sentence says what lacks and what to do."""


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
            id: {
                "points": m.points,
                "max": m.maximum,
                "outcome": m.outcome,
                "mistake": m.mistake,
                "sentence": m.sentence,
            }
            for id, m in self.questions.items()
        }
        return built


class Course:
    """A course folder as nbgrader sees it, with the configuration found in it."""

    def __init__(self, root: Path) -> None:
        if not (root / "nbgrader_config.py").is_file():
            raise ErreurCours(
                f"Le dossier « {root} » n'est pas celui d'un cours : il n'a pas de nbgrader_config.py. Placez-vous dans le dossier du cours."
            )
        self.root = root.resolve()
        self.app = NbGrader()
        self.app.config_file = str(self.root / "nbgrader_config")
        self.app.load_cwd_config = False
        self.app.load_config_file()
        self.app.config.CourseDirectory.root = str(self.root)
        self.app.log.setLevel(logging.CRITICAL)
        self.directory = CourseDirectory(parent=self.app)

    def students(self, assignment: str) -> list[str]:
        """Those who have a folder for an assignment in `submitted/`, in alphabetical order."""
        submitted = Path(self.directory.format_path(self.directory.submitted_directory, "*", assignment))
        return sorted(p.parent.name for p in submitted.parent.parent.glob(f"*/{assignment}") if p.is_dir())

    def resolve(self, name: str) -> str:
        """The assignment that a name or a number (« e17 ») means; the name itself where it means none or several."""
        source = Path(self.directory.format_path(self.directory.source_directory, ".", "."))
        found = (
            [p.name for p in source.glob(f"{name}_*") if p.is_dir()]
            if name and not (source / name).is_dir()
            else []
        )
        return found[0] if len(found) == 1 else name

    def check(self, assignment: str) -> None:
        """Raise ErreurCours unless an assignment is in `source/`, released, and known to the gradebook."""
        how = f"lancez « nbgrader generate_assignment {assignment} --force » dans {self.root}"
        for folder, lacks in ((self.directory.source_directory, "n'existe pas dans source/ : vérifiez son nom"),
                              (self.directory.release_directory, f"n'est pas publiée : {how}")):  # fmt: skip
            if not Path(self.directory.format_path(folder, ".", assignment)).is_dir():
                raise ErreurCours(f"L'épreuve « {assignment} » {lacks}.")
        with Gradebook(self.directory.db_url, self.directory.course_id) as gradebook:
            try:
                gradebook.find_assignment(assignment)
            except MissingEntry:
                raise ErreurCours(
                    f"Le carnet de notes ne connaît pas l'épreuve « {assignment} » : {how}."
                ) from None


def autograde(
    course: Course, assignment: str, students: Sequence[str] | None = None, force: bool = False
) -> Iterator[Result]:
    """Mark the copies of an assignment, one after the other, yielding each result as soon as it is there.

    students: those to mark; None for all who submitted. A copy already marked, against the same source and not submitted again
    since, is skipped unless `force`. Whatever a copy holds, its result comes and the next one follows.
    Raises ErreurCours where the course itself is not ready.
    """
    course.check(assignment)
    for student in course.students(assignment) if students is None else students:
        yield _one(course, assignment, student, force)


def _one(course: Course, assignment: str, student: str, force: bool) -> Result:
    directory = course.directory
    submitted = Path(directory.format_path(directory.submitted_directory, student, assignment))
    autograded = Path(directory.format_path(directory.autograded_directory, student, assignment))
    if not submitted.is_dir():
        return Result(
            student=student,
            assignment=assignment,
            status="missing",
            reason="Aucune copie : rien n'a été rendu pour cette épreuve.",
        )
    notebook = submitted / f"{assignment}.ipynb"
    if not notebook.is_file() and renamed(notebook) is None:
        return Result(
            student=student,
            assignment=assignment,
            status="missing",
            reason=f"Le dossier rendu ne contient pas le notebook « {notebook.name} ».",
        )
    before = autograded.stat().st_mtime_ns if autograded.is_dir() else None
    source = Path(directory.format_path(directory.source_directory, ".", assignment))
    force = force or _outdated(autograded / f"{assignment}.ipynb", source)
    log = _Log()
    converter = _converter(course, assignment, student, force, log)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # nbformat's and SQLAlchemy's, about copies and nbgrader's own session
            converter.start()
    except Exception as error:  # one copy's failure is its result, never the batch's end
        return Result(
            student=student,
            assignment=assignment,
            status="error",
            reason=log.reason() or f"{type(error).__name__} : {error}",
        )
    path = autograded / f"{assignment}.ipynb"
    if not path.is_file():
        return Result(
            student=student,
            assignment=assignment,
            status="error",
            reason=log.reason() or "nbgrader n'a pas écrit de copie corrigée.",
        )
    if before is not None and not force and autograded.stat().st_mtime_ns == before:
        return _result(
            student,
            assignment,
            path,
            "skipped",
            "Déjà corrigée et inchangée depuis (--force pour recommencer).",
        )
    return _result(student, assignment, path)


def _outdated(autograded: Path, source: Path) -> bool:
    """Whether a copy was marked against another source or session than the one that is there now."""
    if not autograded.is_file():
        return False
    record = get(nbformat.read(autograded, as_version=4))
    return record is not None and bool(record.scheme) and record.scheme != fingerprint(source)


def _result(
    student: str, assignment: str, path: Path, status: Status | None = None, reason: str = ""
) -> Result:
    record = get(nbformat.read(path, as_version=4))
    if record is None:
        return Result(student=student, assignment=assignment, status=status or "marked", reason=reason)
    return Result(
        student=student, assignment=assignment, status=status or record.status, reason=reason or record.reason,
        score=round(sum(m.points for m in record.marks), 2), max_score=sum(m.maximum for m in record.marks),
        variant=record.variant, questions={m.question: m for m in record.marks}, mends=record.mends,
    )  # fmt: skip


def _converter(course: Course, assignment: str, student: str, force: bool, log: logging.Handler) -> Autograde:
    directory = course.directory
    directory.assignment_id, directory.student_id, directory.notebook_id = assignment, student, "*"
    logger = logging.getLogger("epreuves.autograde")
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.handlers[:] = [log]
    converter = Autograde(coursedir=directory, parent=course.app)
    converter.log = logger
    converter.force = force
    return converter


class _Log(logging.Handler):
    """Keeps nbgrader's errors, to give a reason where a copy fails."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def reason(self) -> str:
        """The last line of the first traceback, which names what happened."""
        for message in self.messages:
            if "Traceback" in message:
                return message.strip().splitlines()[-1]
        return self.messages[0] if self.messages else ""


def course_root(start: Path) -> Path:
    """The course folder that `start` lies in: the nearest one up with an nbgrader_config.py."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "nbgrader_config.py").is_file():
            return folder
    raise ErreurCours(
        f"Aucun cours autour de « {start} » : placez-vous dans le dossier qui contient nbgrader_config.py."
    )
