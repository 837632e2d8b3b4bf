"""The whole gradebook in one file, nbgrader's tables and the kit's, whatever database it lies in; and put back from one.

A zip: `carnet.json` says what the file is, and of each table its columns, rows and digest; `NAME.jsonl` has a table's rows, each a
JSON array. One format for all databases: what was saved from a file can be restored on a server, and the other way round.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Annotated, Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from epreuves.wording.errors import KitError
from epreuves.wording.remedies import remedy
from epreuves_kit.course.folders import Course
from epreuves_kit.rubric import database
from epreuves_kit.rubric.database import Database, address

FORMAT, VERSION = "epreuves-sauvegarde", 1
MANIFEST = "carnet.json"
#: The table in which nbgrader says which version of its tables a gradebook has.
SCHEME = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))
_BATCH = 1000
#: Bytes of a line, bytes of all tables and their rows that are put back: of thousands of copies judged by many, not a tenth.
LONGEST_LINE, LARGEST, MOST_ROWS = 5_000_000, 1_000_000_000, 10_000_000


class BackupPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table in the file; sha256: of its uncompressed lines, `size` bytes of them."""

    table: str
    columns: tuple[str, ...]
    rows: Annotated[int, msgspec.Meta(ge=0)]
    size: Annotated[int, msgspec.Meta(ge=0)]
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of the file; scheme: nbgrader's version of its tables; at: UTC."""

    format: str
    version: int
    scheme: str
    at: datetime.datetime
    parts: tuple[BackupPart, ...]

    @property
    def rows(self) -> int:
        """The number of rows in all."""
        return sum(part.rows for part in self.parts)


def save(db: sa.Connection, file: Path) -> Manifest:
    """Write a gradebook, as the connection sees it at once, in a new file that its owner alone can read.

    The connection must see one state only (SQLite's transactions do; a server's, when they are « repeatable read »). Raises
    KitError where the file is there already or cannot be written, or the gradebook has not all that nbgrader's have.
    """
    if file.exists():
        raise KitError(f"« {file} » existe déjà : donnez un autre nom, ou déplacez-le.")
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with (
            os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            parts = tuple(_save_table(db, archive, table) for table in held_tables(db))
            manifest = Manifest(FORMAT, VERSION, scheme(db), datetime.datetime.now(datetime.UTC), parts)
            archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        os.link(partial, file)  # unlike a renaming, it does not take the place of a file made meanwhile
    except FileExistsError:
        raise KitError(f"« {file} » existe déjà : donnez un autre nom, ou déplacez-le.") from None
    except OSError as error:
        raise KitError(f"« {file} » ne s'écrit pas ({error.strerror or error}).") from None
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def scheme(db: sa.Connection) -> str:
    """The version of its tables that nbgrader writes in a gradebook."""
    try:
        return db.scalar(sa.select(SCHEME.c.version_num)) or ""
    except DBAPIError:
        raise KitError(
            f"Le carnet de notes ne dit pas sa version : lancez {remedy('nbgrader db upgrade')}, puis recommencez."
        ) from None


def held_tables(db: sa.Connection) -> list[sa.Table]:
    """A gradebook's tables, nbgrader's and all of the kit's, each after those that it refers to."""
    from nbgrader.api import Base

    declared = [*Base.metadata.sorted_tables, *database.METADATA.sorted_tables]
    names = {table.name for table in declared}
    present = sa.inspect(db).get_table_names()
    ours = [name for name in sorted(present) if name.startswith("epreuves_") and name not in names]
    more = sa.MetaData()
    if ours:
        more.reflect(db, only=ours)
    lacking = sorted(table.name for table in Base.metadata.sorted_tables if table.name not in present)
    if lacking:
        raise KitError(f"Ce n'est pas un carnet de notes de nbgrader : la table « {lacking[0]} » y manque.")
    return [table for table in (*declared, *more.sorted_tables) if table.name in present]


def _save_table(db: sa.Connection, archive: zipfile.ZipFile, table: sa.Table) -> BackupPart:
    digest, rows, size = hashlib.sha256(), 0, 0
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as stream:
        for batch in db.execute(sa.select(table)).partitions(_BATCH):
            lines = b"".join(msgspec.json.encode([plain(value) for value in row]) + b"\n" for row in batch)
            digest.update(lines)
            rows, size = rows + len(batch), size + len(lines)
            stream.write(lines)
    return BackupPart(str(table.name), tuple(str(c.name) for c in table.c), rows, size, digest.hexdigest())


def plain(value: Any) -> Any:
    """A value as JSON has it: moments as ISO 8601, durations in seconds."""
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return value.total_seconds() if isinstance(value, datetime.timedelta) else value


def lines(archive: zipfile.ZipFile, part: BackupPart) -> Iterator[bytes]:
    """A table's lines, no more of them than the manifest says; raises KitError where they are not what it says."""
    digest, size, rows = hashlib.sha256(), 0, 0
    with archive.open(f"{part.table}.jsonl") as stream:
        while line := stream.readline(min(part.size - size, LONGEST_LINE) + 1):
            if len(line) > LONGEST_LINE:
                raise KitError(
                    f"une ligne de la table « {part.table} » y est plus longue qu'aucune d'un carnet de notes"
                )
            digest.update(line)
            size, rows = size + len(line), rows + 1
            if size > part.size:
                break
            yield line
    if (size, rows, digest.hexdigest()) != (part.size, part.rows, part.sha256):
        raise KitError(_DAMAGED.format(part.table))


_DAMAGED = "la table « {} » y est abîmée"
#: A manifest is a few thousand bytes.
_LONGEST_MANIFEST = 1_000_000
#: Rows that are written at once, and bytes of them.
_ROWS_AT_ONCE, _WEIGHT = 1000, 20_000_000


def read(content: Path | IO[bytes], name: str = "") -> Manifest:
    """Read a whole file and check it; raises KitError where it is not a gradebook saved by `backup`, or is damaged. name: of one that is no path."""
    file = name or content
    try:
        with zipfile.ZipFile(content) as archive:
            if archive.getinfo(MANIFEST).file_size > _LONGEST_MANIFEST:
                raise KeyError(MANIFEST)
            manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
            _check(manifest)
            for part in manifest.parts:
                _check_table(archive, part)
    except FileNotFoundError:
        raise KitError(f"« {file} » n'existe pas.") from None
    except OSError as error:
        raise KitError(f"« {file} » ne s'ouvre pas ({error.strerror or error}).") from None
    except KitError as error:
        raise KitError(f"« {file} » ne peut être restaurée : {error}. Rien n'est changé.") from None
    except (KeyError, msgspec.MsgspecError):
        raise KitError(
            f"« {file} » n'est pas une sauvegarde de carnet de notes ({remedy('sauvegarde')}). Rien n'est changé."
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise KitError(
            f"« {file} » n'est pas une sauvegarde lisible : le fichier est abîmé ou incomplet. Rien n'est changé."
        ) from None
    return manifest


def restore(db: sa.Connection, file: Path, manifest: Manifest) -> None:
    """Put a file that was read in the place of all that a gradebook holds; the caller commits, and lets nobody else write.

    Raises KitError where the gradebook's tables are not those of the file; nothing must then be committed.
    """
    held = {table.name: table for table in held_tables(db)}
    if scheme(db) != manifest.scheme:
        raise KitError(
            f"La sauvegarde vient d'une autre version de nbgrader ({manifest.scheme}) que le carnet de notes "
            f"({scheme(db)}). Rien n'est changé."
        )
    for part in manifest.parts:
        table = held.get(part.table)
        if table is None or {c.name for c in table.c} != set(part.columns):
            raise KitError(
                f"La sauvegarde vient d'une autre version du kit : sa table « {part.table} » n'est pas celle d'ici. "
                "Rien n'est changé."
            )
    for table in reversed(held.values()):
        db.execute(table.delete())
    parts = {part.table: part for part in manifest.parts}
    with zipfile.ZipFile(file) as archive:
        for name, table in held.items():
            if name not in parts:
                continue
            for batch in _batches(archive, parts[name], table):
                try:
                    db.execute(table.insert(), batch)
                except (SQLAlchemyError, ValueError) as error:
                    reason = str(error).strip().split("\n", 1)[0]
                    raise KitError(
                        f"La table « {name} » ne peut être restaurée : {reason}. Rien n'est changé."
                    ) from None


def _check(manifest: Manifest) -> None:
    if manifest.format != FORMAT:
        raise KeyError(manifest.format)
    if manifest.version != VERSION:
        raise KitError(f"elle est d'une version {manifest.version}, que ce kit ne sait pas lire")
    names = [part.table for part in manifest.parts]
    if sum(p.size for p in manifest.parts) > LARGEST or sum(p.rows for p in manifest.parts) > MOST_ROWS:
        raise KitError("elle est bien plus grande qu'aucun carnet de notes")
    if len(set(names)) < len(names):
        raise KitError("une table y est deux fois")


def _check_table(archive: zipfile.ZipFile, part: BackupPart) -> None:
    """Raise KitError where a table is damaged; only else for a line that no gradebook has: what damage makes of a line says nothing."""
    fault: KitError | None = None
    for line in lines(archive, part):
        try:
            _values(line, part)
        except msgspec.MsgspecError:
            fault = fault or KitError(_DAMAGED.format(part.table))
        except KitError as error:
            fault = fault or error
    if fault is not None:
        raise fault


def _values(line: bytes, part: BackupPart) -> list[Any]:
    values = msgspec.json.decode(line, type=list[str | int | float | bool | None])
    if len(values) != len(part.columns):
        raise KitError(f"une ligne de la table « {part.table} » n'a pas toutes ses colonnes")
    return values


def _batches(archive: zipfile.ZipFile, part: BackupPart, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    batch, weight = [], 0
    for line in lines(archive, part):
        row = dict(zip(part.columns, _values(line, part), strict=True))
        batch.append({name: _typed(table, name, value) for name, value in row.items()})
        weight += len(line)
        if len(batch) == _ROWS_AT_ONCE or weight > _WEIGHT:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _typed(table: sa.Table, column: str, value: Any) -> Any:
    if value is None:
        return None
    kind = table.c[column].type
    if isinstance(kind, sa.Interval):  # first: it is a DateTime's neighbour in SQLite
        return datetime.timedelta(seconds=float(value))
    return datetime.datetime.fromisoformat(value) if isinstance(kind, sa.DateTime) else value


#: Where files go that nobody named.
FOLDER = "sauvegardes"
#: Seconds to wait for whoever else writes in the gradebook.
_PATIENCE = 60


class Saved(msgspec.Struct, frozen=True):
    """A file written, and what it holds."""

    file: Path
    manifest: Manifest


class Restored(msgspec.Struct, frozen=True):
    """The manifest of what was put back, and the file in which what was there before is kept; None where there was nothing."""

    manifest: Manifest
    aside: Path | None


def save_course(root: Path, file: Path | None = None) -> Saved:
    """Save the gradebook of the course at `root`; where no file is named, in `sauvegardes/`, under the date and the hour.

    Raises KitError, also where the course's configuration fails.
    """
    where = Course(root)
    database = Database(where.db_url, where.root, _PATIENCE)
    try:
        return _save(database, file or _named(where.root, "carnet"))
    finally:
        database.close()


def kept_backups(root: Path) -> list[Path]:
    """The backups that the course at `root` keeps in `sauvegardes/`, the last first."""
    return sorted(
        (path for path in (root / FOLDER).glob("*.zip") if path.is_file()),
        key=lambda p: p.stat().st_mtime,
        reverse=True,
    )


def restore_course(root: Path, file: Path) -> Restored:
    """Put a saved gradebook in the place of the one of the course at `root`, which is first saved aside; or change nothing.

    Where there is no gradebook yet, one is made. Raises as `save_course`.
    """
    manifest = read(file)
    where = Course(root)
    empty, made = _make(where)
    try:
        database = Database(where.db_url, where.root, _PATIENCE)
        try:
            aside = None if empty else _save(database, _named(where.root, "avant-restauration")).file
            database.replace(lambda db: restore(db, file, manifest))
        finally:
            database.close()
    except Exception:
        if made is not None:
            made.unlink()
        raise
    return Restored(manifest, aside)


def _save(database: Database, file: Path) -> Saved:
    return Saved(file, database.snapshot(lambda db: save(db, file)))


def _named(root: Path, what: str) -> Path:
    return root / FOLDER / f"{what}-{datetime.datetime.now():%Y-%m-%d-%Hh%Mm%S-%f}.zip"


def _make(where: Course) -> tuple[bool, Path | None]:
    """Make a gradebook without a row where there is none; gives True if there was none, and the file made, if one was."""
    try:
        url = address(where.db_url, where.root)
        file = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
        new = file is not None and not file.exists()
        engine = sa.create_engine(url)
        try:
            empty = not sa.inspect(engine).get_table_names()
        finally:
            engine.dispose()
    except DBAPIError as error:
        reason = str(error.orig or error).strip().split("\n", 1)[0]
        raise KitError(
            f"Le carnet de notes ne s'ouvre pas : {reason}. S'il est abîmé, déplacez-le, puis recommencez. Rien n'est changé."
        ) from None
    except (SQLAlchemyError, ImportError) as error:
        raise KitError(f"L'adresse du carnet de notes (CourseDirectory.db_url) ne convient pas : {error}") from None
    if empty:
        from nbgrader.api import Gradebook

        book = Gradebook(url.render_as_string(hide_password=False))
        book.close()
        book.engine.dispose()
    return empty, file if new else None
