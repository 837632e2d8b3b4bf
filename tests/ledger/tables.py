"""A gradebook's tables as they can be compared: every row of every table, surrogate ids replaced by what they stand for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import MetaData, create_engine, select

#: Tables whose ids are drawn at random, in an order in which each is named by those before it.
NAMED = {
    "assignment": ("name",),
    "notebook": ("assignment_id", "name"),
    "base_cell": ("notebook_id", "name", "type"),
    "source_cell": ("notebook_id", "name"),
    "submitted_assignment": ("assignment_id", "student_id"),
    "submitted_notebook": ("assignment_id", "notebook_id"),
    "grade": ("notebook_id", "cell_id"),
    "comment": ("notebook_id", "cell_id"),
}


def dump(db_url: str) -> dict[str, list[str]]:
    """All rows of all tables, sorted, by table."""
    engine = create_engine(db_url)
    known = MetaData()
    try:
        known.reflect(engine)
        with engine.connect() as db:
            rows = {
                name: [dict(row) for row in db.execute(select(table)).mappings()]
                for name, table in known.tables.items()
            }
    finally:
        engine.dispose()
    meant: dict[Any, str] = {}
    for name, columns in NAMED.items():
        for row in rows[name]:
            meant[row["id"]] = "/".join(str(meant.get(row[c], row[c])) for c in columns)
    return {
        name: sorted(
            repr([(column, meant.get(value, value)) for column, value in sorted(row.items())]) for row in found
        )
        for name, found in rows.items()
    }


def grades(db_url: str, student: str) -> dict[str, tuple[float | None, float | None, bool]]:
    """Score by the machine, score by hand and whether a grader is waited for, of each cell of a student's copy."""
    found = _of_cells(db_url, student, "grade", "auto_score, manual_score, needs_manual_grade")
    return {name: (auto, manual, bool(needs)) for name, auto, manual, needs in found}


def comments(db_url: str, student: str) -> dict[str, tuple[str | None, str | None]]:
    """Comment by the machine and comment by hand of each cell of a student's copy."""
    found = _of_cells(db_url, student, "comment", "auto_comment, manual_comment")
    return {name: (auto, manual) for name, auto, manual in found}


def _of_cells(db_url: str, student: str, table: str, columns: str) -> list[tuple[Any, ...]]:
    """The cell's name and some columns of a table that has a row for each cell, of a student's copy."""
    engine = create_engine(db_url)
    try:
        with engine.connect() as db:
            rows = db.exec_driver_sql(
                f"SELECT s.student_id, b.name, {columns} FROM {table} t "
                "JOIN submitted_notebook n ON t.notebook_id = n.id JOIN submitted_assignment s ON n.assignment_id = s.id "
                "JOIN base_cell b ON t.cell_id = b.id"
            ).all()
    finally:
        engine.dispose()
    return [tuple(row) for who, *row in rows if who == student]
