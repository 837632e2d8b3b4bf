"""The one writer to the gradebook: what workers found of copies, written in nbgrader's own tables a few queries a transaction.

The rows are those that `nbgrader autograde` writes with the kit's steps; it asks and commits several times a cell.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Connection, Engine, create_engine, make_url, select
from sqlalchemy.exc import OperationalError

from epreuves.gradebook.config import reach_own_programs
from epreuves.gradebook.ledger_scheme import scheme, source_notebooks
from epreuves.gradebook.ledger_write import LatePenalties, write
from epreuves.gradebook.marked_rows import CopyRows, GradeRow, SourceNotebook, rows_of
from epreuves.gradebook.transactions import WRITES, is_locked, take_turns

__all__ = ["CopyRows", "GradeRow", "Ledger", "Recorded", "rows_of"]

#: Seconds to wait for whoever else writes in an SQLite gradebook (formgrader, another command), unless its address says how many
#: (« ?timeout=5 »); and once it stayed locked so long: all the other copies wait for it too.
_PATIENCE, _IMPATIENCE = 60, 1


class Recorded(msgspec.Struct, frozen=True):
    """What the gradebook holds of a submission: when it was handed in (UTC), and by notebook each cell's score by the machine."""

    timestamp: datetime.datetime | None
    scores: dict[str, dict[str, float | None]]


class Ledger:
    """A course's gradebook, open for writing by one process; a context manager.

    db_url: any that SQLAlchemy takes; the gradebook is made where there is none. parent: nbgrader's application, whose
    configuration names the plugin for late submissions. create_student: whether a student unknown to the gradebook is added.
    """

    def __init__(
        self, db_url: str, course_id: str, *, parent: Any = None, create_student: bool = True
    ) -> None:
        reach_own_programs()
        Gradebook(db_url, course_id).close()
        self._late, self._create_student = LatePenalties(parent), create_student
        self._url = make_url(db_url)
        patience = self._url.query.get("timeout", _PATIENCE)
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
        """The notebooks of an assignment as released, by name, hidden tests included: what `sanitise.overwrite` needs."""
        with self._engine.connect() as db:
            return source_notebooks(db, assignment)

    def submitted(self, assignment: str) -> dict[str, Recorded]:
        """What is recorded of each student's submission; empty for an assignment that has none or is not known."""
        known, released, submission, notebook, grade, cell = (
            model.__table__
            for model in (Assignment, Notebook, SubmittedAssignment, SubmittedNotebook, Grade, BaseCell)
        )
        query = (
            select(submission.c.student_id, submission.c.timestamp, released.c.name, cell.c.name, grade.c.auto_score)
            .select_from(
                known.join(submission, submission.c.assignment_id == known.c.id)
                .outerjoin(notebook, notebook.c.assignment_id == submission.c.id)
                .outerjoin(released, released.c.id == notebook.c.notebook_id)
                .outerjoin(grade, grade.c.notebook_id == notebook.c.id)
                .outerjoin(cell, cell.c.id == grade.c.cell_id)
            )
            .where(known.c.name == assignment)
        )  # fmt: skip
        found: dict[str, Recorded] = {}
        with self._engine.connect() as db:
            for student, timestamp, name, id, score in db.execute(query):
                recorded = found.setdefault(student, Recorded(timestamp, {}))
                scores = recorded.scores.setdefault(name, {}) if name is not None else {}
                if id is not None:
                    scores[id] = score
        return found

    def save(
        self, assignment: str, student: str, notebooks: dict[str, list[GradeRow]], timestamp: datetime.datetime | None = None,
        renamed: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Write one copy in one transaction; see `CopyRows` for the arguments.

        Twice the same leaves the tables as once; a grader's scores and comments stay. Raises KitError where the assignment,
        the student or a cell is unknown, and what the late plugin or the database raises; nothing is then written.
        """
        copy = CopyRows(student, notebooks, timestamp, tuple(renamed))
        with self._writing() as db:
            write(db, scheme(db, assignment), [copy], self._late, self._create_student)

    def save_many(self, assignment: str, copies: Sequence[CopyRows]) -> dict[str, Exception]:
        """Write copies of different students in one transaction, quicker than one by one.

        Where one of them is refused, they are written one by one, and the refusals are given by student; the others are written.
        A database that cannot be reached or written, or stays locked, raises SQLAlchemy's DBAPIError; nothing is then written, and
        the next writing waits for a second only.
        """
        try:
            with self._writing() as db:
                write(db, scheme(db, assignment), copies, self._late, self._create_student)
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
