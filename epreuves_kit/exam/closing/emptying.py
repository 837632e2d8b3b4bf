"""The gradebook emptied of people: what a course is made of stays (épreuves, notebooks, cells), every other row goes, then the space.

SQLite's deleted rows stay in its file until the file is compacted; a server's stay in its tables until these are, and in its journals
and backups, which are not within reach: that is said.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.rows import made
from epreuves_kit.gradebook.transactions import FULL, LOCKED, of_database
from epreuves_kit.rubric import backup
from epreuves_kit.rubric.database import Database, address

#: The tables that say nothing of anybody. What is not among them goes, so that a table added one day does not stay by oversight.
_OF_THE_COURSE = frozenset(
    {
        "alembic_version",
        "course",
        "assignment",
        "notebook",
        "base_cell",
        "source_cell",
        "grade_cells",
        "solution_cells",
        "task_cells",
    }
)
#: Beside an SQLite file, SQLite's own.
_ITS_OWN = ("-journal", "-wal", "-shm")


def old_files(course: Course) -> list[Path]:
    """Gradebooks that were set aside beside the one of the course, by an upgrade of nbgrader's for instance."""
    file, own = _file(course), own_files(course)
    return (
        []
        if file is None
        else sorted(path for path in file.parent.glob(f"{file.name}*") if path.is_file() and path not in own)
    )


def own_files(course: Course) -> set[Path]:
    """The files of the gradebook itself, where it is one of SQLite's."""
    file = _file(course)
    return set() if file is None else {file, *(file.with_name(file.name + end) for end in _ITS_OWN)}


def empty(course: Course) -> str:
    """Empty it; done twice, it is empty. Gives a sentence on what is not within reach, empty for nothing. Raises KitError."""
    if not made(course.db_url, course.root):
        return ""
    database = Database(course.db_url, course.root, 60)
    try:
        if _file(course) is not None:
            with database.engine.connect() as db:
                db.exec_driver_sql("PRAGMA secure_delete=ON")
        gone, unknown = database.replace(_delete)
        if _file(course) is None:
            _compact_server(database.engine, gone)
    except DBAPIError as error:
        raise KitError(of_database(error)) from None
    finally:
        database.close()
    file = _file(course)
    if file is not None:
        _compact(file)
    remarks = []
    if unknown:
        remarks.append(
            f"Le carnet de notes a des tables que ni nbgrader ni le kit ne connaissent, laissées telles quelles : {', '.join(unknown)}."
        )
    if file is None:
        remarks.append(
            "Le carnet de notes est sur un serveur : ses lignes sont ôtées et ses tables compactées, mais ses journaux et ses sauvegardes "
            "ne sont pas à la portée du kit. Demandez à qui tient le serveur d'en ôter ce qui est plus ancien."
        )
    return " ".join(remarks)


def _delete(db: sa.Connection) -> tuple[list[str], list[str]]:
    held = backup.held_tables(db)
    gone = [table for table in reversed(held) if table.name not in _OF_THE_COURSE]
    for table in gone:
        db.execute(table.delete())
    expected = {table.name for table in held} | _OF_THE_COURSE
    return [table.name for table in gone], sorted(set(sa.inspect(db).get_table_names()) - expected)


def _compact(file: Path) -> None:
    """Write an SQLite file anew without what was deleted."""
    try:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None, timeout=60)) as db:
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", "")
        reason = (
            LOCKED
            if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
            else FULL
            if code.startswith("SQLITE_FULL")
            else f"Le carnet de notes ne se compacte pas ({error})."
        )
        raise KitError(f"{reason} L'effacement n'est pas fini : recommencez, il reprendra où il en était.") from None


def _compact_server(engine: sa.Engine, tables: list[str]) -> None:
    if engine.dialect.name != "postgresql":
        return
    quoted = engine.dialect.identifier_preparer.quote
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        for name in tables:
            db.exec_driver_sql(f"VACUUM FULL {quoted(name)}")


def _file(course: Course) -> Path | None:
    url = address(course.db_url, course.root)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None
