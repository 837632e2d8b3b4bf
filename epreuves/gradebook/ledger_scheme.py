"""An assignment as the gradebook knows it: its notebooks, and the cells that bear grades and comments."""

from __future__ import annotations

import datetime
import json
from typing import NamedTuple

from nbgrader.api import Assignment, BaseCell, GradeCell, Notebook, SourceCell, TaskCell
from sqlalchemy import Connection, func, select

from epreuves.gradebook import marked_rows
from epreuves.wording.errors import KitError

_ASSIGNMENT, _NOTEBOOK, _BASE, _SOURCE = (
    model.__table__ for model in (Assignment, Notebook, BaseCell, SourceCell)
)
_GRADE_CELL, _TASK_CELL = GradeCell.__table__, TaskCell.__table__


class AssignmentScheme(NamedTuple):
    """Surrogate ids of an assignment and its parts: notebooks by name; by notebook, graded and commented cells by grade id."""

    assignment: str
    duedate: datetime.datetime | None
    notebooks: dict[str, str]
    graded: dict[str, dict[str, str]]
    commented: dict[str, dict[str, str]]


def scheme(db: Connection, assignment: str) -> AssignmentScheme:
    """Read an assignment by its name; raises KitError where the gradebook does not know it."""
    found = db.execute(
        select(_ASSIGNMENT.c.id, _ASSIGNMENT.c.duedate).where(_ASSIGNMENT.c.name == assignment)
    ).one_or_none()
    if found is None:
        raise KitError(f"Le carnet de notes ne connaît pas l'épreuve « {assignment} ».")
    rows = db.execute(
        select(_NOTEBOOK.c.id, _NOTEBOOK.c.name, _BASE.c.id, _BASE.c.name, _BASE.c.type)
        .select_from(_NOTEBOOK.outerjoin(_BASE, _BASE.c.notebook_id == _NOTEBOOK.c.id))
        .where(_NOTEBOOK.c.assignment_id == found.id)
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
    return AssignmentScheme(found.id, found.duedate, notebooks, graded, commented)


def source_notebooks(db: Connection, assignment: str) -> dict[str, marked_rows.SourceNotebook]:
    """The notebooks of an assignment as released, by name; raises KitError where the gradebook does not know it."""
    rows = db.execute(
        select(
            _NOTEBOOK.c.name, _NOTEBOOK.c.kernelspec, _SOURCE.c.name, _SOURCE.c.cell_type, _SOURCE.c.locked, _SOURCE.c.source,
            _SOURCE.c.checksum, func.coalesce(_GRADE_CELL.c.max_score, _TASK_CELL.c.max_score), _BASE.c.type,
        )
        .select_from(
            _ASSIGNMENT.join(_NOTEBOOK, _NOTEBOOK.c.assignment_id == _ASSIGNMENT.c.id)
            .outerjoin(_SOURCE, _SOURCE.c.notebook_id == _NOTEBOOK.c.id)
            .outerjoin(
                _BASE,
                (_BASE.c.notebook_id == _NOTEBOOK.c.id)
                & (_BASE.c.name == _SOURCE.c.name)
                & _BASE.c.type.in_(("GradeCell", "TaskCell")),
            )
            .outerjoin(_GRADE_CELL, _GRADE_CELL.c.id == _BASE.c.id)
            .outerjoin(_TASK_CELL, _TASK_CELL.c.id == _BASE.c.id)
        )
        .where(_ASSIGNMENT.c.name == assignment)
    ).all()  # fmt: skip
    if not rows:
        raise KitError(
            f"Le carnet de notes ne connaît pas l'épreuve « {assignment} », ou elle n'a pas de notebook."
        )
    found: dict[str, marked_rows.SourceNotebook] = {}
    for notebook, kernelspec, name, cell_type, locked, source, checksum, points, _ in sorted(
        rows, key=lambda row: row[8] != "TaskCell"
    ):
        if notebook not in found:
            kernel = json.loads(kernelspec) if kernelspec else None
            found[notebook] = marked_rows.SourceNotebook(kernel or {}, {})
        if name is not None:
            found[notebook].cells[name] = marked_rows.SourceCell(
                cell_type, bool(locked), source, checksum, points
            )
    return found
