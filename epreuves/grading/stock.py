"""Copies marked by nbgrader's own converter, one by one, where a course changes its steps in a way that the fast batch does not follow."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from epreuves.gradebook.config import configure
from epreuves.gradebook.marked_notebook import read_record
from epreuves.grading.copies import CopyResult, failed, result_of
from epreuves.grading.course import MarkingCourse
from epreuves.runner.sandbox import VARIABLE, Runner

#: Settings of `Autograde` that the fast batch stands for, as `configure` sets them.
_FOLLOWED = (
    "exporter_class", "sanitize_preprocessors", "autograde_preprocessors", "pre_convert_hook", "post_convert_hook",
    "exclude_overwriting",
)  # fmt: skip
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
        if name in config.get("Autograde", {}) and _named(config.Autograde[name]) != _named(
            usual.Autograde.get(name)
        ):
            return f"Autograde.{name}"
    for step, name in _NOT_FOLLOWED:
        if config.get(step, {}).get(name):
            return f"{step}.{name}"
    return ""


def mark(
    course: MarkingCourse, assignment: str, students: Sequence[str], force: bool, runner: Runner
) -> Iterator[CopyResult]:
    """Mark copies by nbgrader's own steps, as the course sets them, one after the other; each ends as a result."""
    os.environ[VARIABLE] = runner.mode  # for the kit's own step, where the course keeps it
    for student in students:
        yield _one(course, assignment, student, force)


def _one(course: MarkingCourse, assignment: str, student: str, force: bool) -> CopyResult:
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
    course.directory.assignment_id, course.directory.student_id, course.directory.notebook_id = (
        assignment,
        student,
        "*",
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # nbformat's and SQLAlchemy's, about copies and nbgrader's own session
            converter = Autograde(coursedir=course.directory, parent=course.app)
            converter.log, converter.force = logger, force
            converter.start()
    except (Exception, SystemExit) as error:  # one copy's failure is its result, never the batch's end
        return failed(student, assignment, log.reason() or f"{type(error).__name__} : {error}").result
    after = _written(marked)
    if not after:
        return failed(student, assignment, log.reason() or "nbgrader n'a pas écrit de copie corrigée.").result
    records = [r for path in after if (r := read_record(path)) is not None]
    if after == before:
        reason = "Déjà corrigée et inchangée depuis (--force pour recommencer)."
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
