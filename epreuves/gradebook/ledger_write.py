"""The writing of copies in nbgrader's tables: read in bulk what is there, write what changes, late penalties by nbgrader's own step."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook, new_uuid
from sqlalchemy import Connection, Table, bindparam, select

from epreuves.gradebook.ledger_scheme import AssignmentScheme
from epreuves.gradebook.marked_rows import CopyRows, GradeRow
from epreuves.wording.errors import KitError


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
        """Whether the course lets penalties be worked out; where it does not, those known stay."""
        return self._ready().enabled

    def penalty(self, student: str, score: float, seconds_late: float) -> float | None:
        """Points to take from a late notebook, between 0 and its score; None for no penalty.

        score: of the notebook, grader's scores and extra credit included. Whatever the plugin raises comes through.
        """
        step = self._ready()
        found = step.plugin_inst.late_submission_penalty(student, score, seconds_late)
        if found is None or 0 <= found <= score:
            return found
        kept = 0.0 if found < 0 else score
        step.log.warning("Pénalité de retard de %s ramenée de %s à %s.", student, found, kept)
        return kept

    def _ready(self) -> Any:
        if self._step is None:
            from nbgrader.preprocessors import AssignLatePenalties

            self._step = AssignLatePenalties(parent=self._parent)
            self._step.init_plugin()
        return self._step


_STUDENT, _SUBMISSION, _NOTEBOOK, _GRADE, _COMMENT = (
    model.__table__ for model in (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment)
)
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
        made = {"id": new_uuid()} | row
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
            db.execute(
                self.table.update()
                .where(self.table.c.id == bindparam("_id"))
                .values({c: bindparam(c) for c in self.written}),
                changed,
            )


class _Tables(NamedTuple):
    """Submissions by student; notebooks by submission and released notebook; grades and comments by notebook and cell."""

    submissions: _Rows
    notebooks: _Rows
    grades: _Rows
    comments: _Rows


def write(
    db: Connection,
    known: AssignmentScheme,
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
    tables = _read(db, known, students)
    for copy in copies:
        _submit(known, copy, tables)
        _lay(known, copy, tables)
    if unknown:
        db.execute(_STUDENT.insert(), [{"id": student} for student in unknown])
    for table in tables:
        table.write(db)
    _penalise(db, known, copies, tables, late)


def _unknown_students(db: Connection, students: Sequence[str]) -> list[str]:
    known = set(db.scalars(select(_STUDENT.c.id).where(_STUDENT.c.id.in_(students))))
    return [student for student in students if student not in known]


def _read(db: Connection, known: AssignmentScheme, students: Sequence[str]) -> _Tables:
    submissions = _Rows(_SUBMISSION, ["timestamp"])
    notebooks = _Rows(_NOTEBOOK, [])
    grades = _Rows(_GRADE, ["auto_score", "needs_manual_grade"])
    comments = _Rows(_COMMENT, ["auto_comment"])
    # Rows are locked where the database knows how to: no grader's score may come between reading and writing.
    query = select(_SUBMISSION).where(
        _SUBMISSION.c.assignment_id == known.assignment, _SUBMISSION.c.student_id.in_(students)
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


def _submit(known: AssignmentScheme, copy: CopyRows, tables: _Tables) -> None:
    """Enter a copy's submission; a new one gets, like nbgrader's, a row for each notebook, graded cell and commented cell."""
    timestamp = _utc(copy.timestamp)
    if (row := tables.submissions.rows.get(copy.student)) is not None:
        row["timestamp"] = timestamp or row["timestamp"]
        return
    row = tables.submissions.make(
        copy.student,
        {"assignment_id": known.assignment, "student_id": copy.student, "timestamp": timestamp, "extension": None},
    )  # fmt: skip
    for notebook in known.notebooks.values():
        made = tables.notebooks.make(
            (row["id"], notebook),
            {"assignment_id": row["id"], "notebook_id": notebook, "flagged": False, "late_submission_penalty": None},
        )  # fmt: skip
        for table, cells, blank in (
            (tables.grades, known.graded, _NO_GRADE),
            (tables.comments, known.commented, _NO_COMMENT),
        ):
            for cell in cells[notebook].values():
                table.make((made["id"], cell), {"notebook_id": made["id"], "cell_id": cell} | blank)


def _lay(known: AssignmentScheme, copy: CopyRows, tables: _Tables) -> None:
    """Lay what a worker found on the rows of a copy, in the order in which nbgrader does.

    A cell of which nothing is said keeps what it has.
    """
    if copy.notebooks and not set(copy.notebooks) & set(known.notebooks):
        raise KitError(f"Aucun notebook de la copie de « {copy.student} » n'est connu du carnet de notes.")
    submission = tables.submissions.rows[copy.student]["id"]
    for name, notebook in known.notebooks.items():
        submitted = tables.notebooks.rows.get((submission, notebook))
        if submitted is None:
            raise KitError(
                f"Le notebook « {name} » a été ajouté à l'épreuve après la copie de « {copy.student} »."
            )
        if name not in copy.notebooks or name in copy.renamed:
            for grade in tables.grades.rows.values():
                if grade["notebook_id"] == submitted["id"]:
                    grade["auto_score"], grade["needs_manual_grade"] = 0.0, False
        for row in copy.notebooks.get(name, ()):
            table, cells = (
                (tables.comments, known.commented) if row.kind == "comment" else (tables.grades, known.graded)
            )
            target = table.rows.get((submitted["id"], cells[notebook].get(row.grade_id)))
            if target is None:
                raise KitError(
                    f"La cellule « {row.grade_id} » de « {name} » est inconnue du carnet de notes."
                )
            _apply(row, target)


def _apply(row: GradeRow, target: dict[str, Any]) -> None:
    match row.kind:
        case "score":
            target["auto_score"] = row.auto_score
            target["needs_manual_grade"] = (
                row.waits or target["manual_score"] is not None or row.auto_score is None
            )
        case "settled":
            target["auto_score"], target["needs_manual_grade"] = row.auto_score, False
        case "task":
            target["auto_score"] = None
            target["needs_manual_grade"] = target["needs_manual_grade"] or target["manual_score"] is None
        case "comment":
            target["auto_comment"] = row.auto_comment


def _penalise(
    db: Connection, known: AssignmentScheme, copies: Sequence[CopyRows], tables: _Tables, late: LatePenalties
) -> None:
    """Work out the penalty of each notebook handed in, from its score as the database adds it up."""
    changed = []
    for copy in copies:
        submission = tables.submissions.rows[copy.student]
        seconds = _seconds_late(submission, known.duedate)
        for name in sorted(set(copy.notebooks) & set(known.notebooks)):
            row = tables.notebooks.rows[submission["id"], known.notebooks[name]]
            before = row["late_submission_penalty"]
            if (not seconds and before is None) or not late.enabled:
                continue
            penalty = None
            if seconds:
                score = db.execute(
                    select(SubmittedNotebook.score).where(SubmittedNotebook.id == row["id"])
                ).scalar_one()
                penalty = late.penalty(copy.student, score, seconds)
            if penalty != before:
                changed.append({"_id": row["id"], "_penalty": penalty})
    if changed:
        db.execute(
            _NOTEBOOK.update()
            .where(_NOTEBOOK.c.id == bindparam("_id"))
            .values(late_submission_penalty=bindparam("_penalty")),
            changed,
        )


def _seconds_late(submission: dict[str, Any], duedate: datetime.datetime | None) -> float:
    if submission["timestamp"] is None or duedate is None:
        return 0
    due = duedate + (submission["extension"] or datetime.timedelta())
    return max(0, (submission["timestamp"] - due).total_seconds())


def _utc(timestamp: datetime.datetime | None) -> datetime.datetime | None:
    if timestamp is None or timestamp.tzinfo is None:
        return timestamp
    return timestamp.astimezone(datetime.UTC).replace(tzinfo=None)
