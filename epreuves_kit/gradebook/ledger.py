"""The one writer to the gradebook: what workers found of copies, written in nbgrader's own tables a few queries a transaction.

The rows are those that `nbgrader autograde` writes with the kit's steps; it asks and commits several times a cell. Here what is there is
read in bulk, what changes is written, and late penalties are worked out by nbgrader's own step.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from nbgrader import api
from sqlalchemy import Connection, Engine, Table, bindparam, create_engine, func, make_url, select
from sqlalchemy.exc import OperationalError

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.timetable import Timetable
from epreuves_kit.gradebook.config import reach_own_programs
from epreuves_kit.gradebook.marked_rows import CopyRows, GradeRow, SourceCell, SourceNotebook
from epreuves_kit.gradebook.transactions import PATIENCE, WRITES, is_locked, patient, take_turns

_ASSIGNMENT, _RELEASED, _CELL, _SOURCE, _GRADE_CELL, _TASK_CELL = (
    model.__table__
    for model in (api.Assignment, api.Notebook, api.BaseCell, api.SourceCell, api.GradeCell, api.TaskCell)
)
_STUDENT, _SUBMISSION, _NOTEBOOK, _GRADE, _COMMENT = (
    model.__table__ for model in (api.Student, api.SubmittedAssignment, api.SubmittedNotebook, api.Grade, api.Comment)
)


class AssignmentScheme(NamedTuple):
    """Surrogate ids of an assignment and its parts: notebooks by name; by notebook, graded and commented cells by grade id.

    timetable: the session's, where it has a sitting of the assignment, whose name is given: what it says is then the gradebook's.
    """

    assignment: str
    duedate: datetime.datetime | None
    notebooks: dict[str, str]
    graded: dict[str, dict[str, str]]
    commented: dict[str, dict[str, str]]
    name: EpreuveId
    timetable: Timetable | None

    def extension(self, student: str, before: datetime.timedelta | None = None) -> datetime.timedelta | None:
        """The time that a student has past the due date; what the gradebook held, where the session says nothing."""
        return before if self.timetable is None else self.timetable.extension(self.name, student)


def scheme(db: Connection, assignment: EpreuveId, timetable: Timetable | None = None) -> AssignmentScheme:
    """Read an assignment by its name, and write its due date where the timetable has one; raises KitError where the gradebook does not
    know it.
    """
    entry = db.execute(
        select(_ASSIGNMENT.c.id, _ASSIGNMENT.c.duedate).where(_ASSIGNMENT.c.name == assignment)
    ).one_or_none()
    if entry is None:
        raise KitError(f"Le carnet de notes ne connaît pas l'épreuve « {assignment} ».")
    due, held = entry.duedate, None
    if timetable is not None and assignment in timetable.sittings:
        due, held = _utc(timetable.sittings[assignment].ends), timetable
        if due != entry.duedate:
            db.execute(_ASSIGNMENT.update().where(_ASSIGNMENT.c.id == entry.id).values(duedate=due))
    rows = db.execute(
        select(_RELEASED.c.id, _RELEASED.c.name, _CELL.c.id, _CELL.c.name, _CELL.c.type)
        .select_from(_RELEASED.outerjoin(_CELL, _CELL.c.notebook_id == _RELEASED.c.id))
        .where(_RELEASED.c.assignment_id == entry.id)
    ).all()
    notebooks = {name: id for id, name, *_ in rows}
    graded: dict[str, dict[str, str]] = {id: {} for id in notebooks.values()}
    commented: dict[str, dict[str, str]] = {id: {} for id in notebooks.values()}
    # Like nbgrader: a cell is looked for among the tasks only where no other cell bears its name.
    for notebook, _, cell, name, kind in sorted(rows, key=lambda row: row[4] != "TaskCell"):
        if kind in ("GradeCell", "TaskCell"):
            graded[notebook][name] = cell
        if kind in ("SolutionCell", "TaskCell"):
            commented[notebook][name] = cell
    return AssignmentScheme(entry.id, due, notebooks, graded, commented, assignment, held)


def source_notebooks(db: Connection, assignment: str) -> dict[str, SourceNotebook]:
    """The notebooks of an assignment as released, by name; raises KitError where the gradebook does not know it."""
    rows = db.execute(
        select(
            _RELEASED.c.name,
            _RELEASED.c.kernelspec,
            _SOURCE.c.name,
            _SOURCE.c.cell_type,
            _SOURCE.c.locked,
            _SOURCE.c.source,
            _SOURCE.c.checksum,
            func.coalesce(_GRADE_CELL.c.max_score, _TASK_CELL.c.max_score),
            _CELL.c.type,
        )
        .select_from(
            _ASSIGNMENT.join(_RELEASED, _RELEASED.c.assignment_id == _ASSIGNMENT.c.id)
            .outerjoin(_SOURCE, _SOURCE.c.notebook_id == _RELEASED.c.id)
            .outerjoin(
                _CELL,
                (_CELL.c.notebook_id == _RELEASED.c.id)
                & (_CELL.c.name == _SOURCE.c.name)
                & _CELL.c.type.in_(("GradeCell", "TaskCell")),
            )
            .outerjoin(_GRADE_CELL, _GRADE_CELL.c.id == _CELL.c.id)
            .outerjoin(_TASK_CELL, _TASK_CELL.c.id == _CELL.c.id)
        )
        .where(_ASSIGNMENT.c.name == assignment)
    ).all()
    if not rows:
        raise KitError(f"Le carnet de notes ne connaît pas l'épreuve « {assignment} », ou elle n'a pas de notebook.")
    notebooks: dict[str, SourceNotebook] = {}
    for notebook, kernelspec, name, cell_type, locked, source, checksum, points, _ in sorted(
        rows, key=lambda row: row[8] != "TaskCell"
    ):
        if notebook not in notebooks:
            kernel = json.loads(kernelspec) if kernelspec else None
            notebooks[notebook] = SourceNotebook(kernel or {}, {})
        if name is not None:
            notebooks[notebook].cells[name] = SourceCell(cell_type, bool(locked), source, checksum, points)
    return notebooks


class LatePenalties:
    """nbgrader's `AssignLatePenalties` without a database; made at the first use, for its imports are slow.

    parent: the configured object (nbgrader's application) whose configuration names the plugin; None for nbgrader's default,
    no penalty.
    """

    def __init__(self, parent: Any = None) -> None:
        self._parent = parent
        self._step: Any = None

    @property
    def enabled(self) -> bool:
        """True if the course lets penalties be worked out; where it does not, those known stay."""
        return self._ready().enabled

    def penalty(
        self, student: str, score: float, seconds_late: float, assignment: str = "", notebook: str = ""
    ) -> float | None:
        """Points to take from a late notebook, between 0 and its score; None for no penalty.

        score: of the notebook, grader's scores and extra credit included. Whatever the plugin raises comes through.
        """
        step = self._ready()
        # As nbgrader's step has them when it asks: a plugin may look.
        step.student_id, step.assignment_id, step.notebook_id = student, assignment, notebook
        penalty = step.plugin_inst.late_submission_penalty(student, score, seconds_late)
        if penalty is None or 0 <= penalty <= score:
            return penalty
        kept = 0.0 if penalty < 0 else score
        step.log.warning("Pénalité de retard de %s ramenée de %s à %s.", student, penalty, kept)
        return kept

    def _ready(self) -> Any:
        if self._step is None:
            from nbgrader.preprocessors import AssignLatePenalties

            self._step = AssignLatePenalties(parent=self._parent)
            self._step.init_plugin()
        return self._step


_NO_GRADE = {"auto_score": None, "manual_score": None, "extra_credit": None, "needs_manual_grade": True}
_NO_COMMENT = {"auto_comment": None, "manual_comment": None}


class _Rows:
    """Rows of a table, by key: those found and those made, and which of them have changed since."""

    def __init__(self, table: Table, written: Sequence[str]) -> None:
        self.table, self.written = table, tuple(written)
        self.rows: dict[Any, dict[str, Any]] = {}
        self._new: list[dict[str, Any]] = []
        self._found: dict[Any, tuple[Any, ...]] = {}

    def found(self, key: Any, row: dict[str, Any]) -> None:
        self.rows[key] = row
        self._found[key] = tuple(row[c] for c in self.written)

    def make(self, key: Any, row: dict[str, Any]) -> dict[str, Any]:
        made = {"id": api.new_uuid()} | row
        self.rows[key] = made
        self._new.append(made)
        return made

    def write(self, db: Connection) -> None:
        """Insert the rows made, update those changed."""
        changed = [
            {"_id": row["id"]} | {c: row[c] for c in self.written}
            for key, row in self.rows.items()
            if key in self._found and self._found[key] != tuple(row[c] for c in self.written)
        ]
        if self._new:
            db.execute(self.table.insert(), self._new)
        if changed:
            query = self.table.update().where(self.table.c.id == bindparam("_id"))
            db.execute(query.values({c: bindparam(c) for c in self.written}), changed)


class _Tables(NamedTuple):
    """Submissions by student; notebooks by submission and released notebook; grades and comments by notebook and cell."""

    submissions: _Rows
    notebooks: _Rows
    grades: _Rows
    comments: _Rows


def write(
    db: Connection,
    scheme: AssignmentScheme,
    copies: Sequence[CopyRows],
    late: LatePenalties,
    create_student: bool,
) -> None:
    """Write copies of different students; the caller commits. Raises KitError before anything is written."""
    students = [copy.student for copy in copies]
    if len(set(students)) < len(students):
        raise KitError("La même personne a deux copies à enregistrer à la fois.")
    unknown = _unknown_students(db, students)
    if unknown and not create_student:
        raise KitError(f"Le carnet de notes ne connaît pas « {unknown[0]} ».")
    tables = _read(db, scheme, students)
    for copy in copies:
        _submit(scheme, copy, tables)
        _lay(scheme, copy, tables)
    if unknown:
        db.execute(_STUDENT.insert(), [{"id": student} for student in unknown])
    for table in tables:
        table.write(db)
    _penalise(db, scheme, copies, tables, late)


def _unknown_students(db: Connection, students: Sequence[str]) -> list[str]:
    present = set(db.scalars(select(_STUDENT.c.id).where(_STUDENT.c.id.in_(students))))
    return [student for student in students if student not in present]


def _read(db: Connection, scheme: AssignmentScheme, students: Sequence[str]) -> _Tables:
    submissions = _Rows(_SUBMISSION, ["timestamp", "extension"])
    notebooks = _Rows(_NOTEBOOK, [])
    grades = _Rows(_GRADE, ["auto_score", "needs_manual_grade"])
    comments = _Rows(_COMMENT, ["auto_comment"])
    # Rows are locked where the database knows how to: no grader's score may come between reading and writing.
    query = select(_SUBMISSION).where(
        _SUBMISSION.c.assignment_id == scheme.assignment, _SUBMISSION.c.student_id.in_(students)
    )
    for row in db.execute(query.with_for_update()).mappings():
        submissions.found(row["student_id"], dict(row))
    if submissions.rows:
        ids = [row["id"] for row in submissions.rows.values()]
        query = select(_NOTEBOOK).where(_NOTEBOOK.c.assignment_id.in_(ids))
        for row in db.execute(query.with_for_update()).mappings():
            notebooks.found((row["assignment_id"], row["notebook_id"]), dict(row))
        ids = [row["id"] for row in notebooks.rows.values()]
        for table in (grades, comments):
            query = select(table.table).where(table.table.c.notebook_id.in_(ids))
            for row in db.execute(query.with_for_update()).mappings():
                table.found((row["notebook_id"], row["cell_id"]), dict(row))
    return _Tables(submissions, notebooks, grades, comments)


def _submit(scheme: AssignmentScheme, copy: CopyRows, tables: _Tables) -> None:
    """Enter a copy's submission; a new one gets, like nbgrader's, a row for each notebook, graded cell and commented cell."""
    timestamp = _utc(copy.timestamp)
    if (row := tables.submissions.rows.get(copy.student)) is not None:
        row["timestamp"] = timestamp or row["timestamp"]
        row["extension"] = scheme.extension(copy.student, row["extension"])
        return
    row = tables.submissions.make(
        copy.student,
        {
            "assignment_id": scheme.assignment,
            "student_id": copy.student,
            "timestamp": timestamp,
            "extension": scheme.extension(copy.student),
        },
    )
    for notebook in scheme.notebooks.values():
        made = tables.notebooks.make(
            (row["id"], notebook),
            {"assignment_id": row["id"], "notebook_id": notebook, "flagged": False, "late_submission_penalty": None},
        )
        for table, cells, blank in (
            (tables.grades, scheme.graded, _NO_GRADE),
            (tables.comments, scheme.commented, _NO_COMMENT),
        ):
            for cell in cells[notebook].values():
                table.make((made["id"], cell), {"notebook_id": made["id"], "cell_id": cell} | blank)


def _lay(scheme: AssignmentScheme, copy: CopyRows, tables: _Tables) -> None:
    """Lay what a worker found on the rows of a copy, in the order in which nbgrader does.

    A cell of which nothing is said keeps what it has.
    """
    if copy.notebooks and not set(copy.notebooks) & set(scheme.notebooks):
        raise KitError(f"Aucun notebook de la copie de « {copy.student} » n'est connu du carnet de notes.")
    submission = tables.submissions.rows[copy.student]["id"]
    for name, notebook in scheme.notebooks.items():
        submitted = tables.notebooks.rows.get((submission, notebook))
        if submitted is None:
            raise KitError(f"Le notebook « {name} » a été ajouté à l'épreuve après la copie de « {copy.student} ».")
        if name not in copy.notebooks or name in copy.renamed:
            for grade in tables.grades.rows.values():
                if grade["notebook_id"] == submitted["id"]:
                    grade["auto_score"], grade["needs_manual_grade"] = 0.0, False
        for row in copy.notebooks.get(name, ()):
            table, cells = (
                (tables.comments, scheme.commented) if row.kind == "comment" else (tables.grades, scheme.graded)
            )
            target = table.rows.get((submitted["id"], cells[notebook].get(row.grade_id)))
            if target is None:
                raise KitError(f"La cellule « {row.grade_id} » de « {name} » est inconnue du carnet de notes.")
            _apply(row, target)


def _apply(row: GradeRow, target: dict[str, Any]) -> None:
    match row.kind:
        case "score":
            target["auto_score"] = row.auto_score
            target["needs_manual_grade"] = row.waits or target["manual_score"] is not None or row.auto_score is None
        case "settled":
            target["auto_score"], target["needs_manual_grade"] = row.auto_score, False
        case "task":
            target["auto_score"] = None
            target["needs_manual_grade"] = target["needs_manual_grade"] or target["manual_score"] is None
        case "comment":
            target["auto_comment"] = row.auto_comment


def _penalise(
    db: Connection, scheme: AssignmentScheme, copies: Sequence[CopyRows], tables: _Tables, late: LatePenalties
) -> None:
    """Work out the penalty of each notebook handed in, from its score as the database adds it up."""
    asked = []
    for copy in copies:
        submission = tables.submissions.rows[copy.student]
        for name in sorted(set(copy.notebooks) & set(scheme.notebooks)):
            row = tables.notebooks.rows[submission["id"], scheme.notebooks[name]]
            asked.append((submission, name, row))
    _write_penalties(db, scheme, asked, late)


def _write_penalties(
    db: Connection,
    scheme: AssignmentScheme,
    asked: Sequence[tuple[Any, str, Any]],
    late: LatePenalties,
    scored: bool = False,
) -> dict[str, float]:
    """Write what notebooks lose, each given with its submission's row and its name; gives each student's points, where there are some.

    scored: only of notebooks that have points, since nothing can be taken from the others.
    """
    changed, lost = [], dict[str, float]()
    for submission, name, row in asked:
        student, before = submission["student_id"], row["late_submission_penalty"]
        seconds = _seconds_late(submission, scheme.duedate)
        if (not seconds and before is None) or not late.enabled:
            continue
        penalty = None
        if seconds:
            score = db.execute(
                select(api.SubmittedNotebook.score).where(api.SubmittedNotebook.id == row["id"])
            ).scalar_one()
            if score or not scored:
                penalty = late.penalty(student, score, seconds, scheme.name, name)
        if penalty:
            lost[student] = lost.get(student, 0.0) + penalty
        if penalty != before:
            changed.append({"_id": row["id"], "_penalty": penalty})
    if changed:
        query = _NOTEBOOK.update().where(_NOTEBOOK.c.id == bindparam("_id"))
        db.execute(query.values(late_submission_penalty=bindparam("_penalty")), changed)
    return lost


def _settle(db: Connection, scheme: AssignmentScheme, late: LatePenalties) -> dict[str, float]:
    """Give the submissions that are there the extensions and the penalties of the session's timetable; see `Ledger.settle`."""
    query = select(_SUBMISSION).where(_SUBMISSION.c.assignment_id == scheme.assignment)
    submissions = _Rows(_SUBMISSION, ["extension"])
    for row in db.execute(query.with_for_update()).mappings():
        submissions.found(row["id"], dict(row))
    for own in submissions.rows.values():
        own["extension"] = scheme.extension(own["student_id"])
    submissions.write(db)
    names = {id: name for name, id in scheme.notebooks.items()}
    rows = db.execute(
        select(_NOTEBOOK).where(_NOTEBOOK.c.assignment_id.in_(submissions.rows)).with_for_update()
    ).mappings()
    asked = [
        (submissions.rows[row["assignment_id"]], names[row["notebook_id"]], row)
        for row in rows
        if row["notebook_id"] in names
    ]
    return _write_penalties(db, scheme, asked, late, scored=True)


def _seconds_late(submission: dict[str, Any], duedate: datetime.datetime | None) -> float:
    if submission["timestamp"] is None or duedate is None:
        return 0
    due = duedate + (submission["extension"] or datetime.timedelta())
    return max(0, (submission["timestamp"] - due).total_seconds())


def _utc(timestamp: datetime.datetime | None) -> datetime.datetime | None:
    if timestamp is None or timestamp.tzinfo is None:
        return timestamp
    return timestamp.astimezone(datetime.UTC).replace(tzinfo=None)


#: Seconds to wait for whoever else writes once it stayed locked for as long as is said: all the other copies wait for it too.
_IMPATIENCE = 1


class Ledger:
    """A course's gradebook, open for writing by one process; a context manager.

    db_url: any that SQLAlchemy takes; the gradebook is made where there is none. parent: nbgrader's application, whose
    configuration names the plugin for late submissions. create_student: whether a student unknown to the gradebook is added.
    timetable: the session's; due dates and extensions are written as it has them, for the assignments of which it has a sitting.
    """

    def __init__(
        self,
        db_url: str,
        course_id: str,
        *,
        parent: Any = None,
        create_student: bool = True,
        timetable: Timetable | None = None,
    ) -> None:
        reach_own_programs()
        api.Gradebook(patient(db_url), course_id).close()
        self._late, self._create_student = LatePenalties(parent), create_student
        self._timetable = timetable
        self._url = make_url(db_url)
        patience = self._url.query.get("timeout", PATIENCE)
        # Said several times, the last one counts.
        self._engine = self._open(float(patience[-1] if isinstance(patience, tuple) else patience))

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _open(self, patience: float) -> Engine:
        sqlite = self._url.get_backend_name() == "sqlite"
        engine = create_engine(self._url, connect_args={"timeout": patience} if sqlite else {})
        if sqlite:
            take_turns(engine)
        return engine

    def source_cells(self, assignment: str) -> dict[str, SourceNotebook]:
        """The notebooks of an assignment as released, by name, hidden tests included: what `marked_rows.overwrite` needs."""
        with self._engine.connect() as db:
            return source_notebooks(db, assignment)

    def save(
        self,
        assignment: EpreuveId,
        student: str,
        notebooks: dict[str, list[GradeRow]],
        timestamp: datetime.datetime | None = None,
        renamed: Sequence[str] = (),
    ) -> None:
        """Write one copy in one transaction; see `CopyRows` for the arguments.

        Twice the same leaves the tables as once; a grader's scores and comments stay. Raises KitError where the assignment,
        the student or a cell is unknown, and what the late plugin or the database raises; nothing is then written.
        """
        copy = CopyRows(student, notebooks, timestamp, tuple(renamed))
        with self._writing() as db:
            write(db, scheme(db, assignment, self._timetable), [copy], self._late, self._create_student)

    def settle(self, assignment: EpreuveId, *, simulated: bool = False) -> dict[str, float]:
        """Write what the timetable says of an assignment and of the copies that are there: the due date, each one's extension, and the
        penalties, by the scores that the gradebook now holds; gives the points lost, by student.

        A penalty never takes more than there is, so that it has to follow the levels that graders give. Does nothing where the timetable
        has no sitting of the assignment. simulated: nothing is kept of it. Raises KitError, and what the late plugin or the database
        raises; nothing is then written.
        """
        if self._timetable is None or assignment not in self._timetable.sittings:
            return {}
        with self._engine.connect().execution_options(**WRITES) as db, db.begin() as transaction:
            lost = _settle(db, scheme(db, assignment, self._timetable), self._late)
            if simulated:
                transaction.rollback()
        return lost

    def save_many(self, assignment: EpreuveId, copies: Sequence[CopyRows]) -> dict[str, Exception]:
        """Write copies of different students in one transaction, quicker than one by one.

        Where one of them is refused, they are written one by one, and the refusals are given by student; the others are written.
        A database that cannot be reached or written, or stays locked, raises SQLAlchemy's DBAPIError; nothing is then written, and
        the next writing waits for a second only.
        """
        try:
            with self._writing() as db:
                write(db, scheme(db, assignment, self._timetable), copies, self._late, self._create_student)
            return {}
        except OperationalError as error:
            if is_locked(error):
                self._engine.dispose()
                self._engine = self._open(_IMPATIENCE)
            raise  # the database's own trouble, no copy's
        except Exception:
            refused: dict[str, Exception] = {}
            for copy in copies:
                try:
                    self.save(assignment, copy.student, copy.notebooks, copy.timestamp, copy.renamed)
                except Exception as error:  # told to the caller, copy by copy
                    refused[copy.student] = error
            return refused

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(**WRITES) as db, db.begin():
            yield db
