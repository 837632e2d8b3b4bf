"""A saved gradebook put back: read whole and checked first, then all of it takes the place of what is there, or nothing does."""

from __future__ import annotations

import datetime
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, DateTime, Interval, Table
from sqlalchemy.exc import SQLAlchemyError

from epreuves.rubric import backup
from epreuves.rubric.backup import FORMAT, LARGEST, MANIFEST, MOST_ROWS, VERSION, Manifest, Part
from epreuves.wording.errors import KitError

#: A manifest is a few thousand bytes.
_LONGEST_MANIFEST = 1_000_000
#: Rows that are written at once, and bytes of them.
_BATCH, _WEIGHT = 1000, 20_000_000


def read(file: Path) -> Manifest:
    """Read a whole file and check it; raises KitError where it is not a gradebook saved by `backup`, or is damaged."""
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(MANIFEST).file_size > _LONGEST_MANIFEST:
                raise KeyError(MANIFEST)
            manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
            _check(manifest)
            for part in manifest.parts:
                for line in backup.lines(archive, part):
                    _values(line, part)
    except FileNotFoundError:
        raise KitError(f"« {file} » n'existe pas.") from None
    except OSError as error:
        raise KitError(f"« {file} » ne s'ouvre pas ({error.strerror or error}).") from None
    except KitError as error:
        raise KitError(f"« {file} » ne peut être restaurée : {error}. Rien n'est changé.") from None
    except (KeyError, msgspec.MsgspecError):
        raise KitError(
            f"« {file} » n'est pas une sauvegarde de carnet de notes (epreuves sauvegarde). Rien n'est changé."
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise KitError(
            f"« {file} » n'est pas une sauvegarde lisible : le fichier est abîmé ou incomplet. Rien n'est changé."
        ) from None
    return manifest


def restore(db: Connection, file: Path, manifest: Manifest) -> None:
    """Put a file that was read in the place of all that a gradebook holds; the caller commits, and lets nobody else write.

    Raises KitError where the gradebook's tables are not those of the file; nothing must then be committed.
    """
    held = {table.name: table for table in backup.held_tables(db)}
    if backup.scheme(db) != manifest.scheme:
        raise KitError(
            f"La sauvegarde vient d'une autre version de nbgrader ({manifest.scheme}) que le carnet de notes "
            f"({backup.scheme(db)}). Rien n'est changé."
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
                    said = str(error).strip().split("\n", 1)[0]
                    raise KitError(
                        f"La table « {name} » ne peut être restaurée : {said}. Rien n'est changé."
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


def _values(line: bytes, part: Part) -> list[Any]:
    values = msgspec.json.decode(line, type=list[str | int | float | bool | None])
    if len(values) != len(part.columns):
        raise KitError(f"une ligne de la table « {part.table} » n'a pas toutes ses colonnes")
    return values


def _batches(archive: zipfile.ZipFile, part: Part, table: Table) -> Iterator[list[dict[str, Any]]]:
    batch, weight = [], 0
    for line in backup.lines(archive, part):
        row = dict(zip(part.columns, _values(line, part), strict=True))
        batch.append({name: _typed(table, name, value) for name, value in row.items()})
        weight += len(line)
        if len(batch) == _BATCH or weight > _WEIGHT:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _typed(table: Table, column: str, value: Any) -> Any:
    if value is None:
        return None
    kind = table.c[column].type
    if isinstance(kind, Interval):  # first: it is a DateTime's neighbour in SQLite
        return datetime.timedelta(seconds=float(value))
    return datetime.datetime.fromisoformat(value) if isinstance(kind, DateTime) else value
