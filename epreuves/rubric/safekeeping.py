"""A course's gradebook saved in a file, and put back from one, in the place where the course's configuration says it is."""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from epreuves.gradebook.feedback.course import Places, places
from epreuves.rubric import backup, restore
from epreuves.rubric.backup import Manifest
from epreuves.rubric.database import Database, address
from epreuves.wording.errors import KitError

#: Where files go that nobody named.
FOLDER = "sauvegardes"


class Saved(msgspec.Struct, frozen=True):
    """A file written, and what it holds."""

    file: Path
    manifest: Manifest


class Restored(msgspec.Struct, frozen=True):
    """What was put back, and the file in which what was there before is kept; None where there was nothing."""

    manifest: Manifest
    aside: Path | None


def save_course(root: Path, file: Path | None = None, *, patience: float = 60) -> Saved:
    """Save the gradebook of the course at `root`; where no file is named, in `sauvegardes/`, under the date and the hour.

    Raises KitError, also where the course's configuration fails.
    """
    where = places(root)
    database = Database(where.db_url, where.root, patience)
    try:
        return _save(database, file or _named(where.root, "carnet"))
    finally:
        database.close()


def restore_course(root: Path, file: Path, *, patience: float = 60) -> Restored:
    """Put a saved gradebook in the place of the one of the course at `root`, which is first saved aside; or change nothing.

    Where there is no gradebook yet, one is made. Raises as `save_course`.
    """
    manifest = restore.read(file)
    where = places(root)
    empty, made = _make(where)
    try:
        database = Database(where.db_url, where.root, patience)
        try:
            aside = None if empty else _save(database, _named(where.root, "avant-restauration")).file
            database.replace(lambda db: restore.restore(db, file, manifest))
        finally:
            database.close()
    except Exception:
        if made is not None:
            made.unlink()
        raise
    return Restored(manifest, aside)


def _save(database: Database, file: Path) -> Saved:
    return Saved(file, database.snapshot(lambda db: backup.save(db, file)))


def _named(root: Path, what: str) -> Path:
    return root / FOLDER / f"{what}-{datetime.datetime.now():%Y-%m-%d-%Hh%Mm%S-%f}.zip"


def _make(where: Places) -> tuple[bool, Path | None]:
    """Make a gradebook without a row where there is none; gives whether there was none, and the file made, if one was."""
    try:
        url = address(where.db_url, where.root)
        file = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
        new = file is not None and not file.exists()
        engine = create_engine(url)
        try:
            empty = not inspect(engine).get_table_names()
        finally:
            engine.dispose()
    except DBAPIError as error:
        said = str(error.orig or error).strip().split("\n", 1)[0]
        raise KitError(
            f"Le carnet de notes ne s'ouvre pas : {said}. S'il est abîmé, déplacez-le, puis recommencez. Rien n'est changé."
        ) from None
    except (SQLAlchemyError, ImportError) as error:
        raise KitError(
            f"L'adresse du carnet de notes (CourseDirectory.db_url) ne convient pas : {error}"
        ) from None
    if empty:
        from nbgrader.api import Gradebook

        book = Gradebook(url.render_as_string(hide_password=False))
        book.close()
        book.engine.dispose()
    return empty, file if new else None
