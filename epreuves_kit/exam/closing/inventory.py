"""The inventory of what a session's results hang on: the files of the course, and the rows of its gradebook, each with its size and its hash.

The gradebook is told by its rows, not by its bytes: they are the same on another server, or once the file is compacted. Its hash of a
table is that of its rows as JSON arrays, sorted, a line each. A table without a row is as good as none: some are made when first read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import sqlalchemy as sa

from epreuves.variants.attribution import GROUPS_FILE
from epreuves.wording.errors import KitError
from epreuves_kit.course import arrangements, files, given_minutes, oral_hours
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.awards import signing
from epreuves_kit.jury import births, carried, deliberation
from epreuves_kit.jury.registrations import BLOCS, CAMPUS
from epreuves_kit.referentiel.certifier import FILE as WORDING_FILE
from epreuves_kit.referentiel.reading import FOLDER as REFERENTIEL
from epreuves_kit.rubric import backup
from epreuves_kit.rubric.database import Database
from epreuves_kit.rules.jury_rules import FILE as RULES_FILE
from epreuves_kit.variants.session import FILE as SESSION_FILE
from epreuves_kit.variants.session import SEATS_FILE

#: Steps of the course that are sealed whole, and those of which the épreuves of the session alone are.
_WHOLE, _HELD = ("submitted", "autograded", "feedback"), ("source", "release")
#: At the course's root. The session's key is in its file: it is no secret any more, and draws the variants again.
_AT_ROOT = (
    SESSION_FILE,
    RULES_FILE,
    WORDING_FILE,
    "nbgrader_config.py",
    GROUPS_FILE,
    SEATS_FILE,
    given_minutes.FILE,
    BLOCS,
    CAMPUS,
    births.FILE,
    arrangements.FILE,
    oral_hours.FILE,
    carried.FILE,
    deliberation.FILE,
    signing.FILE,
    signing.EARLIER_FILE,
    "proces-verbal*.pdf",
)
_PATIENCE = 60.0


class _SealedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="ligne"):
    pass


class SealedFile(_SealedLine, frozen=True, tag="fichier", rename={"path": "chemin", "size": "octets", "link": "lien"}):
    """A file: its path in the course with `/`, its bytes, and their SHA-256; of a link, which is not followed, where it leads."""

    path: str
    size: int
    sha256: str
    link: bool = False


class SealedTable(
    _SealedLine, frozen=True, tag="table", rename={"name": "nom", "columns": "colonnes", "rows": "lignes"}
):
    """A table of the gradebook that has rows: its columns, how many rows there are, and the SHA-256 of them."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


Sealed = SealedFile | SealedTable
Progress = Callable[[int, int], None]


def paths(course: Course) -> list[Path]:
    """The files that the results hang on, in order. Raises KitError where the session's épreuves cannot be told."""
    held = set(files.files(course.root / REFERENTIEL))
    for step in _WHOLE:
        held.update(files.files(place(course, step)))
    for step in _HELD:
        for id in course.held():
            held.update(files.files(course.folder(step, ".", id)))
    for pattern in _AT_ROOT:
        held.update(path for path in course.root.glob(pattern) if path.is_file())
    return sorted(held, key=lambda path: os.fsencode(path))


def place(course: Course, step: str) -> Path:
    """The folder under which a course keeps all that is at a step."""
    return course.folder(step, "x", "x").parent.parent


def take(course: Course, progress: Progress | None = None) -> list[Sealed]:
    """The inventory as it is now: files in order, then tables. Raises KitError where something cannot be read, or changes meanwhile."""
    every = paths(course)
    sealed: list[Sealed] = []
    for number, path in enumerate(every, 1):
        sealed.append(sealed_file(path, named(course, path)))
        if progress is not None:
            progress(number, len(every))
    if len({file.path for file in sealed if isinstance(file, SealedFile)}) != len(sealed):
        raise KitError("Deux fichiers du cours ont des noms que rien ne distingue en UTF-8 : renommez-en un.")
    return [*sealed, *tables(course)]


def named(course: Course, path: Path) -> str:
    """A file's path as it is told; bytes that are no UTF-8 by their code."""
    inside = path.relative_to(course.root) if path.is_relative_to(course.root) else path
    return os.fsencode(inside.as_posix()).decode("utf-8", "backslashreplace")


def tables(course: Course) -> list[Sealed]:
    """The gradebook's tables that have rows, on one state of it. Raises KitError."""
    database = Database(course.db_url, course.root, _PATIENCE)
    try:
        return database.snapshot(
            lambda db: [entry for table in backup.held_tables(db) if (entry := _table(db, table)).rows]
        )
    finally:
        database.close()


def rows(db: sa.Connection, table: sa.Table) -> list[bytes]:
    """A table's rows as JSON arrays, sorted: the order in which a database gives them says nothing."""
    return sorted(msgspec.json.encode([backup.plain(value) for value in row]) for row in db.execute(sa.select(table)))


def _table(db: sa.Connection, table: sa.Table) -> SealedTable:
    digest, every = hashlib.sha256(), rows(db, table)
    for row in every:
        digest.update(row + b"\n")
    return SealedTable(str(table.name), tuple(str(c.name) for c in table.c), len(every), digest.hexdigest())


def sealed_file(path: Path, name: str) -> SealedFile:
    """A file as the inventory has it, under that name. Raises KitError where it cannot be read."""
    try:
        if path.is_symlink():
            target = os.fsencode(os.readlink(path))
            return SealedFile(name, len(target), hashlib.sha256(target).hexdigest(), True)
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
                size += len(piece)
    except OSError as error:
        raise KitError(
            f"« {name} » ne se lit pas ({error.strerror or error}) : rendez-le lisible, puis recommencez."
        ) from None
    return SealedFile(name, size, digest.hexdigest())


class InventoryChange(
    msgspec.Struct,
    frozen=True,
    omit_defaults=True,
    rename={"what": "quoi", "state": "etat", "table": "table", "more": "lignes_de_plus"},
):
    """An item that is no longer as it was: a file's path, or a table of the gradebook, and its state: changed, appeared or vanished.

    table: its name, empty for a file; more: how many rows it has more, or fewer.
    """

    what: str
    state: str
    table: str = ""
    more: int = 0


def changes(before: Iterable[Sealed], now: Iterable[Sealed]) -> Iterator[InventoryChange]:
    """Items that changed, appeared and vanished from one inventory to another, in the order of what they hold."""
    old, new = ({_key(item): item for item in taken} for taken in (before, now))
    for key in sorted({*old, *new}):
        before_it, after_it = old.get(key), new.get(key)
        if before_it == after_it:
            continue
        state = "disparu" if after_it is None else "apparu" if before_it is None else "changé"
        table = next((item.name for item in (before_it, after_it) if isinstance(item, SealedTable)), "")
        yield InventoryChange(key[1], state, table, _rows(after_it) - _rows(before_it))


def _rows(item: Sealed | None) -> int:
    return item.rows if isinstance(item, SealedTable) else 0


def _key(item: Sealed) -> tuple[int, str]:
    if isinstance(item, SealedFile):
        return 0, item.path
    return 1, f"carnet de notes, table {item.name}"
