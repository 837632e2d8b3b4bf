"""`epreuves autograde`: copies run and marked on all cores, one writer to the gradebook, each ending as a result with a reason.

Order of writing: the gradebook first, in one transaction, then the marked folder, moved into place at once. Whoever is killed between
the two finds the copy not marked, and marks it again to the same tables.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from epreuves.gradebook.assignment import OWN, Assignment
from epreuves.gradebook.copies import Outcome, Result, Settings, Worker
from epreuves.gradebook.pool import Pool, cores
from epreuves.runner.run import Limits
from epreuves.runner.sandbox import Runner

if TYPE_CHECKING:
    from epreuves.gradebook.ledger import Ledger

#: Copies written in one transaction at most.
_TOGETHER = 32


class ErreurCours(Exception):
    """The course folder cannot be marked as it is; a French sentence says what lacks and what to do."""


class Course:
    """A course folder as nbgrader sees it, with the configuration found in it."""

    def __init__(self, root: Path) -> None:
        if not (root / "nbgrader_config.py").is_file():
            raise ErreurCours(
                f"Le dossier « {root} » n'est pas celui d'un cours : il n'a pas de nbgrader_config.py. Placez-vous dans le dossier du cours."
            )
        import logging

        from nbgrader.apps import NbGrader
        from nbgrader.coursedir import CourseDirectory

        self.root = root.resolve()
        self.app = NbGrader()
        self.app.config_file = str(self.root / "nbgrader_config")
        self.app.load_cwd_config = False
        try:
            self.app.load_config_file(suppress_errors=False)
        except Exception as error:  # the file is a program: anything can come out of it
            raise ErreurCours(
                f"La configuration « {self.root / 'nbgrader_config.py'} » échoue : {type(error).__name__} : {error}"
            ) from None
        self.app.config.CourseDirectory.root = str(self.root)
        self.app.log.setLevel(logging.CRITICAL)
        self.directory = CourseDirectory(parent=self.app)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """A student's folder of an assignment at a step (« source », « submitted »…); « . » is the course's own."""
        return Path(
            self.directory.format_path(getattr(self.directory, f"{step}_directory"), student, assignment)
        )

    def students(self, assignment: str) -> list[str]:
        """Those who have a folder for an assignment in `submitted/`, in alphabetical order."""
        submitted = self.folder("submitted", "*", assignment)
        excluded = set(self.directory.student_id_exclude.split(","))
        found = (p.parent.name for p in submitted.parent.parent.glob(f"*/{assignment}") if p.is_dir())
        return sorted(s for s in found if s not in excluded and not s.startswith("."))

    def assignments(self) -> list[str]:
        """Assignments that are in `source/` and of which somebody submitted a copy, in alphabetical order."""
        source = self.folder("source", ".", ".")
        known = (
            sorted(p.name for p in source.iterdir() if p.is_dir() and not p.name.startswith("."))
            if source.is_dir()
            else []
        )
        return [name for name in known if self.students(name)]

    def resolve(self, name: str) -> str:
        """The assignment that a name or a number (« e17 ») means; the name itself where it means none or several."""
        source = self.folder("source", ".", ".")
        found = (
            [p.name for p in source.glob(f"{name}_*") if p.is_dir()]
            if name and not (source / name).is_dir()
            else []
        )
        return found[0] if len(found) == 1 else name

    def check(self, assignment: str) -> None:
        """Raise ErreurCours unless an assignment is in `source/`, released, and known to the gradebook."""
        from nbgrader.api import Gradebook, MissingEntry

        how = f"lancez « nbgrader generate_assignment {assignment} --force » dans {self.root}"
        for step, lacks in (
            ("source", "n'existe pas dans source/ : vérifiez son nom"),
            ("release", f"n'est pas publiée : {how}"),
        ):
            if not self.folder(step, ".", assignment).is_dir():
                raise ErreurCours(f"L'épreuve « {assignment} » {lacks}.")
        with Gradebook(self.directory.db_url, self.directory.course_id) as gradebook:
            try:
                gradebook.find_assignment(assignment)
            except MissingEntry:
                raise ErreurCours(
                    f"Le carnet de notes ne connaît pas l'épreuve « {assignment} » : {how}."
                ) from None

    def limits(self) -> Limits:
        """Bounds of a copy's run, as the course's configuration sets them (`c.ExecuteAndMark.…`)."""
        asked = self.app.config.get("ExecuteAndMark", {})
        return Limits(**{n: asked[n] for n in ("cell_seconds", "total_seconds", "memory_mib") if n in asked})

    def settings(self, force: bool) -> Settings:
        """What the workers need of the configuration."""
        config, where = self.app.config, self.directory
        cut = config.get("LimitOutput", {})
        mode = config.get("Autograde", {}).get(
            "permissions", config.get("BaseConverter", {}).get("permissions", 444)
        )

        def pattern(step: str) -> str:
            return str(where.format_path(step, "{student_id}", "{assignment_id}"))

        return Settings(
            submitted=pattern(where.submitted_directory), autograded=pattern(where.autograded_directory), limits=self.limits(), force=force,
            max_lines=cut.get("max_lines", 1000), max_traceback=cut.get("max_traceback", 100), mode=int(str(mode), 8),
        )  # fmt: skip


class Batch:
    """The marking of one assignment's copies, over `jobs` processes; a context manager.

    Raises ErreurCours where the course is not ready, or somebody else is marking in it.
    """

    def __init__(
        self, course: Course, assignment: str, runner: Runner, jobs: int | None = None, force: bool = False
    ) -> None:  # fmt: skip
        from epreuves.gradebook.ledger import Ledger

        course.check(assignment)
        self._runner = runner
        self.course, self.name, self.jobs = course, assignment, jobs or cores()
        own = course.root / OWN
        own.mkdir(mode=0o700, exist_ok=True)
        self._lock = _lock(own / "correction.verrou")
        self._staging = own / "en-cours" / assignment
        shutil.rmtree(self._staging, ignore_errors=True)
        self._staging.mkdir(parents=True)
        self._ledger: Ledger = Ledger(course.directory.db_url, course.directory.course_id, parent=course.app)
        self._assignment = Assignment(
            course.root,
            assignment,
            course.folder("source", ".", assignment),
            course.folder("release", ".", assignment),
            runner,
        )
        settings, sources = course.settings(force), self._ledger.source_cells(assignment)
        self._worker = Worker(self._assignment, sources, settings, runner, self._staging)

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the gradebook and the lock."""
        self._ledger.close()
        shutil.rmtree(self._staging, ignore_errors=True)
        os.close(self._lock)

    def run(self, students: Sequence[str]) -> Iterator[Result]:
        """Mark copies, and give each one's result once it is written. A copy already marked and unchanged since is skipped.

        Workers are forked before this returns, and so before any thread of the caller's.
        """
        self._assignment.inputs  # noqa: B018  (worked out once, before the forks)
        self._runner.ready()
        if self.jobs == 1 or len(students) < 2 or not hasattr(os, "fork"):
            return self._written([self._worker.mark(student)] for student in students)
        encoder, decoder = msgspec.json.Encoder(), msgspec.json.Decoder(Outcome)
        # The candidates of one variant follow each other: what is worked out for one serves the next.
        order = sorted(students, key=lambda s: (self._assignment.variant(s), s))
        pool = Pool(
            min(self.jobs, len(students)),
            lambda: lambda task: encoder.encode(self._worker.mark(_student(task))),
        )
        found = (
            [decoder.decode(raw) if raw is not None else self._lost(_student(task)) for task, raw in done]
            for done in pool.map(s.encode("utf-8", "surrogateescape") for s in order)
        )
        return self._written(found, pool)

    def _written(self, outcomes: Iterable[list[Outcome]], pool: Pool | None = None) -> Iterator[Result]:
        try:
            for some in outcomes:
                yield from self._write(some)
        finally:
            if pool is not None:
                pool.close()

    def _lost(self, student: str) -> Outcome:
        reason = "Le processus qui corrigeait la copie s'est arrêté deux fois (mémoire épuisée ?) : elle n'est pas corrigée."
        return Outcome(result=Result(student=student, assignment=self.name, status="error", reason=reason))

    def _write(self, outcomes: list[Outcome]) -> Iterator[Result]:
        """Write what there is to write of some copies, then move their folders into place."""
        from nbgrader.utils import parse_utc

        from epreuves.gradebook.ledger import CopyRows

        for start in range(0, len(outcomes), _TOGETHER):
            some = outcomes[start : start + _TOGETHER]
            rows, refused = [], dict[str, Exception]()
            for outcome in some:
                if outcome.rows is None:
                    continue
                try:
                    stamp = parse_utc(outcome.timestamp) if outcome.timestamp else None
                except Exception:
                    stamp = None
                rows.append(CopyRows(outcome.result.student, outcome.rows, stamp, outcome.renamed))
            if rows:
                refused = self._ledger.save_many(self.name, rows)
            for outcome in some:
                student = outcome.result.student
                if student in refused:
                    yield Result(
                        student=student,
                        assignment=self.name,
                        status="error",
                        reason=f"{refused[student]}"[:2000],
                    )
                    continue
                if outcome.staged is not None:
                    publish(Path(outcome.staged), self.course.folder("autograded", student, self.name))
                yield outcome.result


def autograde(
    course: Course, assignment: str, students: Sequence[str] | None = None, force: bool = False, jobs: int | None = None,
    runner: Runner | None = None,
) -> Iterator[Result]:  # fmt: skip
    """Mark the copies of an assignment, yielding each result once it is written; see `Batch`.

    students: those to mark; None for all who submitted.
    """
    from epreuves.runner.sandbox import shared

    with Batch(course, assignment, runner or shared(), jobs, force) as batch:
        yield from batch.run(
            course.students(assignment) if students is None else list(dict.fromkeys(students))
        )


def _student(task: bytes) -> str:
    return task.decode("utf-8", "surrogateescape")


def publish(staged: Path, place: Path) -> None:
    """Move a marked folder into its place, in that of an older one."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        old = staged.with_name(staged.name + ".ancienne")
        os.rename(place, old)
        shutil.rmtree(old, ignore_errors=True)
    os.rename(staged, place)


def course_root(start: Path) -> Path:
    """The course folder that `start` lies in: the nearest one up with an nbgrader_config.py."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "nbgrader_config.py").is_file():
            return folder
    raise ErreurCours(
        f"Aucun cours autour de « {start} » : placez-vous dans le dossier qui contient nbgrader_config.py."
    )


def _lock(path: Path) -> int:
    """Hold the course for one marking at a time; the system lets go whatever becomes of the process."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise ErreurCours(
                "Une autre correction est en cours dans ce cours : attendez qu'elle finisse, puis recommencez."
            ) from None
    return descriptor
