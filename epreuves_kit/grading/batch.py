"""`epreuves autograde`: copies run and marked on all cores, one writer to the gradebook, each ending as a result with a reason.

Order of writing: the gradebook first, in one transaction, then the marked folder, moved into place at once. Whoever is killed between
the two finds the copy not marked, and marks it again to the same tables.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec
from sqlalchemy.exc import DBAPIError

from epreuves.machine import bound_memory, cores, free_mib
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, number
from epreuves.wording.remedies import parameter
from epreuves_kit.course.kept import OWN
from epreuves_kit.gradebook import transactions
from epreuves_kit.gradebook.marked_rows import CopyRows
from epreuves_kit.grading import lateness
from epreuves_kit.grading.assignment import Assignment
from epreuves_kit.grading.copies import UNDATED, CopyOutcome, CopyResult, MarkingDesk, Worker, failed
from epreuves_kit.grading.course import MarkingCourse, changed, mark_by_nbgrader
from epreuves_kit.grading.submitted import whole
from epreuves_kit.runner.sandbox import Runner
from epreuves_kit.spread import Lost, Pool

if TYPE_CHECKING:
    from epreuves_kit.gradebook.ledger import Ledger
    from epreuves_kit.gradebook.marked_rows import SourceNotebook
    from epreuves_kit.grading.copies import Settings

__all__ = ["Batch", "CopyOutcome", "CopyResult", "MarkingCourse", "autograde", "publish"]

#: Copies written in one transaction at most.
_TOGETHER = 32
#: Copies from which all variants' schemes are worked out first, by all cores: sooner or later most are asked for.
_MANY = 48

NOT_THERE = (
    "« c.{} » change les étapes de nbgrader : un cluster ne les suit pas. "
    f"Corrigez sans {parameter('autograde', '--scheduler')}."
)
LOST = {
    Lost.DIED: "Le processus qui corrigeait la copie s'est arrêté deux fois (mémoire épuisée ?) : elle n'est pas corrigée.",
    Lost.LATE: "La correction de cette copie a dépassé le temps permis : elle n'est pas corrigée.",
}
UNNAMED = "Le nom du dossier rendu n'est pas lisible : renommez-le, puis recommencez."
FEWER = (
    "La mémoire libre ({free} Gio) suffit à {copies} à la fois, puisque chacune peut en prendre {each} Gio : "
    f"{parameter('autograde', '--jobs', '{fit}')}. "
    "Pour en corriger davantage à la fois, baissez c.ExecuteAndMark.memory_mib ou libérez de la mémoire."
)

#: Seconds that one copy may take beside those of its own cells: to be read and made inert, to be followed, and its references worked out.
MARGIN = 300.0
#: MiB that a process that marks may take to read a copy and write it, what it holds of the run under way, and what the batch
#: takes whatever its copies do: itself, and a ready process for each variant.
_WORKER, _HELD, _ITSELF = 1024, 400, 1024
#: What is said of a copy whose rows are written and whose marked folder is not in its place.
_RECORDED = "Ses points sont inscrits au carnet ; la même commande déposera la copie corrigée."


class Machines(Protocol):
    """Other machines, ready to mark."""

    def marked(
        self,
        assignment: Assignment,
        sources: dict[str, SourceNotebook],
        settings: Settings,
        desk: MarkingDesk,
        students: Sequence[str],
    ) -> Iterator[list[CopyOutcome]]:
        """Mark students' copies, and give outcomes as they come. Raises KitError where nobody answers any more."""
        raise NotImplementedError


class Batch:
    """The marking of one assignment's copies, over `jobs` processes or on a cluster; a context manager.

    runner: runs the copies of this machine's processes; not needed with a cluster. `changed` names the setting for which
    nbgrader's own steps mark the copies one by one; it is empty as a rule. `assignment` is as its copies are marked.
    Raises KitError where the course is not ready, or somebody else is marking in it.
    """

    def __init__(
        self,
        course: MarkingCourse,
        assignment: EpreuveId,
        runner: Runner | None,
        jobs: int | None = None,
        force: bool = False,
        cluster: Machines | None = None,
    ) -> None:
        course.check(assignment)
        self._force, self.changed = force, changed(course)
        if self.changed and cluster is not None:
            raise KitError(NOT_THERE.format(self.changed))
        self._runner, self._cluster = runner, cluster
        self.course, self.name = course, assignment
        limits, rules = course.limits(), course.rules(assignment)
        self.jobs, self.fewer = _jobs(jobs or cores(), limits.worst_mib + _HELD)
        own = course.root / OWN
        self._staging = own / "en-cours" / assignment
        try:
            own.mkdir(mode=0o700, exist_ok=True)
            self._lock = _lock(own / "correction.verrou")
            shutil.rmtree(self._staging, ignore_errors=True)
            self._staging.mkdir(parents=True)
        except OSError as error:
            raise KitError(transactions.of_disk(error)) from None
        self._ledger, self._sources = self._opened()
        self.assignment = Assignment.of(course, assignment, runner, limits, rules)
        self._settings = course.settings(force)

    def _opened(self) -> tuple[Ledger, dict[str, SourceNotebook]]:
        """The gradebook, in which the session's dates are entered, and what it knows of the assignment; the lock is given back where it
        cannot be had.
        """
        try:
            ledger = lateness.ledger(self.course)
            ledger.settle(self.name)
            return ledger, ledger.source_cells(self.name)
        except DBAPIError as error:
            os.close(self._lock)
            raise KitError(transactions.of_database(error)) from None
        except KitError:
            os.close(self._lock)
            raise

    @property
    def _own_runner(self) -> Runner:
        """The runner of a batch that no cluster marks."""
        assert self._runner is not None
        return self._runner

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the gradebook and the lock."""
        self._ledger.close()
        shutil.rmtree(self._staging, ignore_errors=True)
        os.close(self._lock)

    def run(self, students: Sequence[str]) -> Iterator[CopyResult]:
        """Mark copies, and give each one's result once it is written. A copy already marked and unchanged since is skipped.

        Workers are forked before this returns, and so before any thread of the caller's.
        """
        if self.changed:
            return mark_by_nbgrader(self.course, self.name, students, self._force, self._own_runner)
        self.assignment.inputs  # noqa: B018  (worked out once, before the forks)
        students = list(dict.fromkeys(students))
        unnamed = [failed(shown, self.name, UNNAMED) for s in students if (shown := whole(s)) != s]
        # The candidates of one variant follow each other: what is worked out for one serves the next.
        order = sorted((s for s in students if whole(s) == s), key=lambda s: (self.assignment.variant(s), s))
        pool: Pool | None = None
        outcomes: Iterator[list[CopyOutcome]]
        if self._cluster is not None:
            outcomes = self._found_on_cluster(self._cluster, order)
        else:
            runner = self._own_runner
            runner.ready()
            worker = Worker(self.assignment, self._sources, self._settings, self._staging)
            if not order or not hasattr(os, "fork"):
                outcomes = ([worker.mark(student)] for student in order)
            else:
                self.assignment.many = len(order) >= _MANY
                if runner.walled and self.assignment.many:
                    self.assignment.prepare(self.jobs)
                seconds = len(self.assignment.notebooks) * self.assignment.limits.total_seconds + MARGIN
                pool = Pool(min(self.jobs, len(order)), _working, (worker,), seconds=seconds)
                outcomes = self._found_by(pool, order)
        return self._written(itertools.chain([unnamed], outcomes), pool)

    def _found_by(self, pool: Pool, order: Sequence[str]) -> Iterator[list[CopyOutcome]]:
        decoder = msgspec.json.Decoder(CopyOutcome)
        for done in pool.map(
            (student.encode() for student in order), lambda task: self.assignment.variant(task.decode())
        ):
            yield [
                failed(task.decode(), self.name, LOST[raw]) if isinstance(raw, Lost) else decoder.decode(raw)
                for task, raw in done
            ]

    def _found_on_cluster(self, cluster: Machines, order: Sequence[str]) -> Iterator[list[CopyOutcome]]:
        desk = MarkingDesk(self.assignment, self._settings, self._staging)
        yield from cluster.marked(self.assignment, self._sources, self._settings, desk, order)

    def _written(self, outcomes: Iterable[list[CopyOutcome]], pool: Pool | None = None) -> Iterator[CopyResult]:
        try:
            for some in outcomes:
                yield from self._write(some)
        finally:
            if pool is not None:
                pool.close()

    def _write(self, outcomes: list[CopyOutcome]) -> Iterator[CopyResult]:
        """Write what there is to write of some copies, then move their folders into place."""
        from nbgrader.utils import parse_utc

        for start in range(0, len(outcomes), _TOGETHER):
            some = outcomes[start : start + _TOGETHER]
            rows, refused, undated = [], dict[str, Exception](), set[str]()
            for outcome in some:
                if outcome.rows is None:
                    continue
                try:
                    stamp = parse_utc(outcome.timestamp) if outcome.timestamp else None
                except Exception:
                    # The file is a candidate's as much as the rest: it is left out, and what is not known is said below.
                    stamp = None
                    undated.add(outcome.result.student)
                rows.append(CopyRows(outcome.result.student, outcome.rows, stamp, outcome.renamed))
            if rows:
                refused |= self._saved(rows)
            for outcome in some:
                student = outcome.result.student
                if student not in refused and outcome.staged is not None:
                    try:
                        publish(Path(outcome.staged), self.course.folder("autograded", student, self.name))
                    except OSError as error:
                        refused[student] = KitError(f"{transactions.of_disk(error)} {_RECORDED}")
                if student in refused:
                    yield failed(student, self.name, f"{refused[student]}").result
                    continue
                result = outcome.result
                if student in undated:
                    reason = f"{result.reason} {UNDATED}".strip()
                    result = msgspec.structs.replace(result, reason=reason)
                yield result

    def _saved(self, rows: Sequence[CopyRows]) -> dict[str, Exception]:
        """Write copies in the gradebook; gives why those that it did not take were refused, by candidate."""
        try:
            refused = self._ledger.save_many(self.name, rows)
        except DBAPIError as error:
            refused = dict.fromkeys((r.student for r in rows), error)
        return {
            student: KitError(transactions.of_database(error)) if isinstance(error, DBAPIError) else error
            for student, error in refused.items()
        }


@contextlib.contextmanager
def _working(worker: Worker) -> Iterator[Callable[[bytes], bytes]]:
    """In a process of the pool: marks the copy of a candidate, within the memory that a process may take."""
    bound_memory(_WORKER)
    encode = msgspec.json.Encoder().encode
    yield lambda task: encode(worker.mark(task.decode()))


def autograde(
    course: MarkingCourse,
    assignment: EpreuveId,
    students: Sequence[str] | None = None,
    force: bool = False,
    jobs: int | None = None,
    runner: Runner | None = None,
) -> Iterator[CopyResult]:
    """Mark the copies of an assignment, yielding each result once it is written; see `Batch`.

    students: those to mark; None for all who submitted.
    """
    from epreuves_kit.runner.sandbox import shared

    with Batch(course, assignment, runner or shared(), jobs, force) as batch:
        yield from batch.run(course.to_mark(assignment) if students is None else students)


def publish(staged: Path, place: Path) -> None:
    """Move a marked folder into its place, in that of an older one, which stays where the new one cannot come."""
    place.parent.mkdir(parents=True, exist_ok=True)
    old = staged.with_name(staged.name + ".ancienne")
    shutil.rmtree(old, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        os.rename(place, old)
    try:
        os.rename(staged, place)
    except OSError:
        with contextlib.suppress(OSError):
            os.rename(old, place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _jobs(asked: int, each: int) -> tuple[int, str]:
    """As many copies at once as are asked for and fit in memory, each taking `each` MiB at worst; and what is said where that is fewer."""
    free = free_mib()
    fit = max(1, (free - _ITSELF) // each)
    if fit >= asked:
        return asked, ""
    warning = FEWER.format(
        free=number(free / 1024, 1), fit=fit, copies=counted(fit, "copie"), each=number(each / 1024, 1)
    )
    return fit, warning


def _lock(path: Path) -> int:
    """Hold the course for one marking at a time; the system lets go whatever becomes of the process."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise KitError(
                "Une autre correction est en cours dans ce cours : attendez qu'elle finisse, puis recommencez."
            ) from None
    return descriptor
