"""A course whose copies are marked: what its configuration says of that, nbgrader's own objects on it, and the copies marked by nbgrader's
own converter, one by one, where the course changes its steps in a way that the fast batch does not follow.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook import transactions
from epreuves_kit.gradebook.config import configure
from epreuves_kit.gradebook.marked_notebook import read_record
from epreuves_kit.grading.copies import CopyResult, Settings, failed, result_of
from epreuves_kit.grading.own_settings import OwnRules, check_kernels, limits_of, rules_of
from epreuves_kit.runner.run import Limits
from epreuves_kit.runner.sandbox import VARIABLE, Mode, Runner, chosen


class MarkingCourse(Course):
    """A course on which nbgrader's own objects are opened; raises KitError where the folder is none, or its configuration fails."""

    def __init__(self, root: Path) -> None:
        if not (root / "nbgrader_config.py").is_file():
            raise KitError(
                f"Le dossier « {root} » n'est pas celui d'un cours : il n'a pas de nbgrader_config.py. Placez-vous dans le dossier du cours."
            )

        from nbgrader.apps import NbGrader
        from nbgrader.coursedir import CourseDirectory

        self.app = NbGrader()
        self.app.load_cwd_config = False
        super().__init__(root, self.app)
        self.app.config.CourseDirectory.root = str(self.root)
        self.app.log.setLevel(logging.CRITICAL)
        self.directory = CourseDirectory(parent=self.app)

    def check(self, assignment: EpreuveId) -> None:
        """Raise KitError unless an assignment is in `source/`, released, and known to the gradebook, and its
        groups can be applied."""
        from nbgrader.api import Gradebook, MissingEntry

        how = f"lancez {remedy('distribuer', assignment)}"
        for step, lacks in (
            ("source", "n'existe pas dans source/ : vérifiez son nom"),
            ("release", f"n'est pas publiée : {how}"),
        ):
            if not self.folder(step, ".", assignment).is_dir():
                raise KitError(f"L'épreuve « {assignment} » {lacks}.")
        self.groups(assignment)
        try:
            with Gradebook(transactions.patient(self.directory.db_url), self.directory.course_id) as gradebook:
                gradebook.find_assignment(assignment)
        except MissingEntry:
            raise KitError(f"Le carnet de notes ne connaît pas l'épreuve « {assignment} » : {how}.") from None
        except DBAPIError as error:
            raise KitError(transactions.of_database(error)) from None

    def sandbox(self, asked: str | None) -> Mode:
        """The walls that the copies are to have: those that the command line asks for, else the configuration's; raises NoWalls."""
        configured = self.app.config.get("ExecuteAndMark", {}).get("sandbox")
        return chosen((parameter("autograde", "--sandbox"), asked), ("c.ExecuteAndMark.sandbox", configured))

    def limits(self) -> Limits:
        """Bounds of a copy's run, as the course's configuration sets them; raises KitError."""
        return limits_of(self.app.config)

    def rules(self, assignment: EpreuveId) -> OwnRules:
        """The other rules that the configuration sets on how an assignment's copies are run; raises KitError for what cannot be followed."""
        check_kernels(self.folder("release", ".", assignment))
        return rules_of(self.app.config, self.directory)

    @property
    def create_student(self) -> bool:
        """True if somebody whom the gradebook does not know is added to it (`c.Autograde.create_student`)."""
        return bool(self.app.config.get("Autograde", {}).get("create_student", True))

    def settings(self, force: bool) -> Settings:
        """The part of the configuration that the workers need."""
        config = self.app.config
        cut = config.get("LimitOutput", {})
        mode = config.get("Autograde", {}).get("permissions", config.get("BaseConverter", {}).get("permissions", 444))
        patterns = {
            step: str(self.folder(step, "{student_id}", "{assignment_id}")) for step in ("submitted", "autograded")
        }
        return Settings(
            **patterns,
            force=force,
            max_lines=cut.get("max_lines", 1000),
            max_traceback=cut.get("max_traceback", 100),
            mode=int(str(mode), 8),
        )


#: Settings of `Autograde` that the fast batch stands for, as `configure` sets them.
_FOLLOWED = (
    "exporter_class",
    "sanitize_preprocessors",
    "autograde_preprocessors",
    "pre_convert_hook",
    "post_convert_hook",
    "exclude_overwriting",
)
#: Settings of nbgrader's steps that it does not follow, by step.
_NOT_FOLLOWED = (("OverwriteCells", "add_missing_cells"), ("ClearOutput", "remove_metadata_fields"))


def changed(course: MarkingCourse) -> str:
    """The first setting by which a course changes nbgrader's steps from what `configure` sets; empty where there is none.

    A course that sets none of them is marked as the kit's: `epreuves autograde` is the kit's own command.
    """
    from traitlets.config import Config

    usual, config = Config(), course.app.config
    configure(usual)
    for name in _FOLLOWED:
        if name in config.get("Autograde", {}) and _named(config.Autograde[name]) != _named(usual.Autograde.get(name)):
            return f"Autograde.{name}"
    for step, name in _NOT_FOLLOWED:
        if config.get(step, {}).get(name):
            return f"{step}.{name}"
    return ""


def mark_by_nbgrader(
    course: MarkingCourse, assignment: EpreuveId, students: Sequence[str], force: bool, runner: Runner
) -> Iterator[CopyResult]:
    """Mark copies by nbgrader's own steps, as the course sets them, one after the other; each ends as a result."""
    os.environ[VARIABLE] = runner.mode  # for the kit's own step, where the course keeps it
    for student in students:
        yield _one(course, assignment, student, force)


def _one(course: MarkingCourse, assignment: EpreuveId, student: str, force: bool) -> CopyResult:
    from nbgrader.converters import Autograde

    submitted, marked = (course.folder(step, student, assignment) for step in ("submitted", "autograded"))
    if not submitted.is_dir():
        reason = "Aucune copie : rien n'a été rendu pour cette épreuve."
        return CopyResult(student=student, assignment=assignment, status="missing", reason=reason)
    before = _written(marked)
    log = _Log()
    logger = logging.getLogger("epreuves.autograde")
    logger.setLevel(logging.WARNING)
    logger.propagate, logger.handlers[:] = False, [log]
    where = course.directory
    where.assignment_id, where.student_id, where.notebook_id = assignment, student, "*"
    try:
        with warnings.catch_warnings():
            # nbformat's and SQLAlchemy's, about copies and nbgrader's own session.
            warnings.simplefilter("ignore")
            converter = Autograde(coursedir=where, parent=course.app)
            converter.log, converter.force = logger, force
            converter.start()
    except (Exception, SystemExit) as error:  # one copy's failure is its result, never the batch's end
        return failed(student, assignment, log.reason() or f"{type(error).__name__} : {error}").result
    after = _written(marked)
    if not after:
        return failed(student, assignment, log.reason() or "nbgrader n'a pas écrit de copie corrigée.").result
    records = [r for path in after if (r := read_record(path)) is not None]
    if after == before:
        reason = f"Déjà corrigée et inchangée depuis ({parameter('autograde', '--force')} pour recommencer)."
        return result_of(student, assignment, records, "skipped", reason)
    return result_of(student, assignment, records)


def _written(folder: Path) -> dict[Path, int]:
    return {p: p.stat().st_mtime_ns for p in sorted(folder.glob("*.ipynb"))}


def _named(value: Any) -> Any:
    """A setting with classes and functions by their dotted names, as they can be written."""
    if isinstance(value, list | tuple | set):
        return [_named(v) for v in value]
    return f"{value.__module__}.{value.__qualname__}" if hasattr(value, "__qualname__") else value


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
