"""What the record carries to nbgrader's own scores and comments, and how a change that came from elsewhere is told."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, select, update

from epreuves.gradebook.rows import ASSIGNMENT, CELL, COMMENT, COPY, GRADE, NOTEBOOK, SUBMITTED, TASK_CELL
from epreuves.rubric.database import CARRIED
from epreuves.rubric.settling import same_points

#: A student, a notebook and a criterion's grade id.
Place = tuple[str, str, str]
_NAMED = 500


class CarriedMark(msgspec.Struct, frozen=True):
    """A score given by hand and its comment; points None for none, comment empty for none."""

    points: float | None = None
    comment: str = ""

    def same(self, other: CarriedMark) -> bool:
        """Whether both say the same: no more is asked of points than the digits that are kept, nor of ends of lines."""
        return same_points(self.points, other.points) and self.comment == other.comment


class Held(msgspec.Struct, frozen=True):
    """What nbgrader holds of one criterion of one student: the mark, and the ids of the two rows that it is made of."""

    mark: CarriedMark
    copy: str
    cell: str


def plain(comment: str | None) -> str:
    """A comment as it is compared and kept: one kind of end of line, nothing around."""
    return (comment or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def held(
    db: Connection, assignment: str, students: Collection[str] | None = None, grade_ids: Collection[str] | None = None
) -> dict[Place, Held]:  # fmt: skip
    """What nbgrader holds of an assignment's criteria, at least for the students and criteria named; two queries.

    The rows are locked where the database knows how to.
    """
    found: dict[Place, Held] = {}
    comments: dict[tuple[str, str], str] = {}
    for copy, cell, text in db.execute(
        _rows(COMMENT, COMMENT.c.manual_comment, assignment, students, grade_ids)
    ):
        comments[copy, cell] = plain(text)
    query = _rows(
        GRADE, GRADE.c.manual_score, assignment, students, grade_ids,
        SUBMITTED.c.student_id, NOTEBOOK.c.name, CELL.c.name,
    )  # fmt: skip
    for copy, cell, points, student, notebook, grade_id in db.execute(query).all():
        found[student, notebook, grade_id] = Held(
            CarriedMark(points, comments.get((copy, cell), "")), copy, cell
        )
    return found


def carried(
    db: Connection, assignment: str, students: Collection[str] | None = None, grade_ids: Collection[str] | None = None
) -> dict[Place, CarriedMark]:  # fmt: skip
    """What the record last wrote in nbgrader's tables, at least for the students and criteria named."""
    query = select(
        CARRIED.c.student, CARRIED.c.notebook, CARRIED.c.grade_id, CARRIED.c.points, CARRIED.c.comment
    )
    query = query.where(CARRIED.c.assignment == assignment).order_by(CARRIED.c.rank)
    for column, names in ((CARRIED.c.student, students), (CARRIED.c.grade_id, grade_ids)):
        if names is not None and len(names) <= _NAMED:
            query = query.where(column.in_(names))
    return {
        (student, notebook, id): CarriedMark(points, comment)
        for student, notebook, id, points, comment in db.execute(query).all()
    }


class Carry(msgspec.Struct, frozen=True):
    """A mark to write; waits: whether a criterion without points waits for a grader, as one of a notebook not handed in does not."""

    place: Place
    held: Held
    mark: CarriedMark
    waits: bool = True


def carry(db: Connection, assignment: str, marks: Sequence[Carry], at: datetime.datetime) -> None:
    """Write marks in nbgrader's tables, and that they were written; the caller holds the assignment's lock."""
    if not marks:
        return
    db.execute(
        update(GRADE)
        .where(GRADE.c.cell_id == bindparam("_cell"), GRADE.c.notebook_id == bindparam("_copy"))
        .values(manual_score=bindparam("_points"), needs_manual_grade=bindparam("_needs")),
        [
            {
                "_cell": m.held.cell, "_copy": m.held.copy, "_points": m.mark.points,
                "_needs": m.mark.points is None and m.waits,
            }
            for m in marks
        ],
    )  # fmt: skip
    db.execute(
        update(COMMENT)
        .where(COMMENT.c.cell_id == bindparam("_cell"), COMMENT.c.notebook_id == bindparam("_copy"))
        .values(manual_comment=bindparam("_text")),
        [{"_cell": m.held.cell, "_copy": m.held.copy, "_text": m.mark.comment or None} for m in marks],
    )
    first = 1 + (db.scalar(select(func.max(CARRIED.c.rank)).where(CARRIED.c.assignment == assignment)) or 0)
    db.execute(
        CARRIED.insert(),
        [
            {
                "assignment": assignment, "rank": rank, "student": m.place[0], "notebook": m.place[1],
                "grade_id": m.place[2], "points": m.mark.points, "comment": m.mark.comment, "at": at.replace(tzinfo=None),
            }
            for rank, m in enumerate(marks, first)
        ],
    )  # fmt: skip


def changed(now: CarriedMark, last: CarriedMark | None) -> bool:
    """Whether somebody else wrote in nbgrader's tables since the record did; last: None where it never did."""
    return not now.same(last if last is not None else CarriedMark())


def _rows(
    rows: Any, value: Any, assignment: str, students: Iterable[str] | None, grade_ids: Iterable[str] | None, *more: Any
) -> Any:  # fmt: skip
    """The rows of a table that concern criteria, each with its copy and its cell."""
    query = (
        select(COPY.c.id, CELL.c.id, value, *more)
        .join_from(ASSIGNMENT, NOTEBOOK, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
        .join(CELL, CELL.c.notebook_id == NOTEBOOK.c.id)
        .join(TASK_CELL, TASK_CELL.c.id == CELL.c.id)
        .join(COPY, COPY.c.notebook_id == NOTEBOOK.c.id)
        .join(SUBMITTED, SUBMITTED.c.id == COPY.c.assignment_id)
        .join(rows, (rows.c.cell_id == CELL.c.id) & (rows.c.notebook_id == COPY.c.id))
        .where(ASSIGNMENT.c.name == assignment)
        .with_for_update(of=rows)
    )
    for column, names in ((SUBMITTED.c.student_id, students), (CELL.c.name, grade_ids)):
        names = None if names is None else list(names)
        if names is not None and len(names) <= _NAMED:
            query = query.where(column.in_(names))
    return query
