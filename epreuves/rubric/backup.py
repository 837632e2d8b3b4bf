"""The whole gradebook in one file, nbgrader's tables and ours, whatever database it lies in: what `restore` puts back.

A zip: `carnet.json` says what the file is, and of each table its columns, rows and digest; `NAME.jsonl` has a table's rows, each a
JSON array. One format for all databases: what was saved from a file can be restored on a server, and the other way round.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
from sqlalchemy import Column, Connection, MetaData, String, Table, func, inspect, select
from sqlalchemy.exc import DBAPIError

from epreuves.rubric import tables
from epreuves.wording.errors import KitError

FORMAT, VERSION = "epreuves-sauvegarde", 1
MANIFEST = "carnet.json"
#: The table in which nbgrader says which version of its tables a gradebook has.
SCHEME = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
_BATCH = 1000
#: Bytes of a line, bytes of all tables and their rows that are put back: of thousands of copies judged by many, not a tenth.
LONGEST_LINE, LARGEST, MOST_ROWS = 5_000_000, 1_000_000_000, 10_000_000


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table in the file; sha256: of its uncompressed lines, `size` bytes of them."""

    table: str
    columns: tuple[str, ...]
    rows: Annotated[int, msgspec.Meta(ge=0)]
    size: Annotated[int, msgspec.Meta(ge=0)]
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file is; scheme: nbgrader's version of its tables; at: UTC."""

    format: str
    version: int
    scheme: str
    at: datetime.datetime
    parts: tuple[Part, ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(part.rows for part in self.parts)


def save(db: Connection, file: Path) -> Manifest:
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


def scheme(db: Connection) -> str:
    """Which version of its tables nbgrader says that a gradebook has."""
    try:
        return db.scalar(select(SCHEME.c.version_num)) or ""
    except DBAPIError:
        raise KitError(
            "Le carnet de notes ne dit pas sa version : lancez « nbgrader db upgrade », puis recommencez."
        ) from None


def held_tables(db: Connection) -> list[Table]:
    """A gradebook's tables, nbgrader's and all of ours, each after those that it refers to."""
    from nbgrader.api import Base

    known = [*Base.metadata.sorted_tables, *tables.METADATA.sorted_tables]
    names = {table.name for table in known}
    there = inspect(db).get_table_names()
    ours = [name for name in sorted(there) if name.startswith("epreuves_") and name not in names]
    more = MetaData()
    if ours:
        more.reflect(db, only=ours)
    lacking = sorted(table.name for table in Base.metadata.sorted_tables if table.name not in there)
    if lacking:
        raise KitError(f"Ce n'est pas un carnet de notes de nbgrader : la table « {lacking[0]} » y manque.")
    return [table for table in (*known, *more.sorted_tables) if table.name in there]


def _save_table(db: Connection, archive: zipfile.ZipFile, table: Table) -> Part:
    digest, rows, size = hashlib.sha256(), 0, 0
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as stream:
        for batch in db.execute(select(table)).partitions(_BATCH):
            lines = b"".join(msgspec.json.encode([plain(value) for value in row]) + b"\n" for row in batch)
            digest.update(lines)
            rows, size = rows + len(batch), size + len(lines)
            stream.write(lines)
    return Part(str(table.name), tuple(str(c.name) for c in table.c), rows, size, digest.hexdigest())


def plain(value: Any) -> Any:
    """A value as JSON has it: moments as ISO 8601, durations in seconds."""
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return value.total_seconds() if isinstance(value, datetime.timedelta) else value


def counted(db: Connection, held: list[Table]) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in held}


def lines(archive: zipfile.ZipFile, part: Part) -> Iterator[bytes]:
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
        raise KitError(f"la table « {part.table} » y est abîmée")
