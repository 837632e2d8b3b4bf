"""The archive of a closed session: one zip of all that was sealed, the same bytes for the same session, read back before it counts.

The gradebook is in it as `epreuves sauvegarde` writes it, so that `epreuves restauration` puts it back; the seal and its paper too, so
that the archive can be checked by itself, far from the course. Links are told in the seal, and not followed here.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import sqlalchemy as sa

from epreuves.machine import PARTIAL, beside, replace
from epreuves.wording.errors import KitError
from epreuves_kit.course.closing import ARCHIVE, SEAL, STATEMENT, folder
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.awards import signing
from epreuves_kit.exam.closing import chain, inventory, sealing
from epreuves_kit.exam.closing.acts import acts
from epreuves_kit.exam.closing.inventory import Progress, SealedFile, SealedTable
from epreuves_kit.exam.closing.sealing import Seal
from epreuves_kit.gradebook.transactions import of_disk
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric import backup
from epreuves_kit.rubric.database import Database

#: In the archive: the course's files, under their paths, and the gradebook.
COURSE, GRADEBOOK = "cours", "carnet.zip"
_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: no clock enters the bytes
_PIECE = 1 << 20


class NotAsSealed(KitError):
    """An archive is not what its seal says; a French sentence says where."""


def close(course: Course, seal: Seal, progress: Progress | None = None) -> None:
    """Write the archive, the closing's paper, then the seal, which makes the session closed; nothing is left where one cannot be.

    Raises KitError: a full disk, or something that changed since the seal was prepared.
    """
    place = folder(course.root)
    content, _ = chain.written([seal.head, *seal.sealed])
    before = place.is_dir()
    laid: list[Path] = []
    try:
        key = signing.key(course.root)
        page = sealing.statement(
            referentiel(course.root).certification, seal, "" if key is None else signing.fingerprint(key), acts(course)
        )
        place.mkdir(mode=0o700, exist_ok=True)
        for stale in place.glob(f".*{PARTIAL}"):  # of a command that was stopped
            stale.unlink()
        _archive(course, seal, {SEAL: content, STATEMENT: page}, place / ARCHIVE, progress)
        laid.append(place / ARCHIVE)
        replace(place / STATEMENT, page)
        laid.append(place / STATEMENT)
        replace(place / SEAL, content, 0o600)
    except BaseException as error:
        for path in laid:
            path.unlink(missing_ok=True)
        if not before:
            with contextlib.suppress(OSError):
                place.rmdir()
        if isinstance(error, OSError):
            raise KitError(f"{of_disk(error)} Rien n'est clos, et rien n'est resté à moitié.") from None
        raise


def check(path: Path, progress: Progress | None = None) -> Seal:
    """The seal that an archive holds, once every file and table in it is what the seal says. Raises KitError with what is not."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _checked(archive, progress)
    except FileNotFoundError:
        raise KitError(f"« {path} » n'existe pas.") from None
    except OSError as error:
        raise KitError(of_disk(error)) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise NotAsSealed(f"« {path} » n'est pas une archive de clôture, ou est abîmée.") from None


def _archive(course: Course, seal: Seal, papers: dict[str, bytes], path: Path, progress: Progress | None) -> None:
    with beside(path, 0o600) as made:
        with made.open("wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
                for at, content in sorted({**papers, GRADEBOOK: _gradebook(course, seal)}.items()):
                    archive.writestr(_entry(at), content)
                present = {inventory.named(course, file): file for file in inventory.paths(course)}
                for sealed in _kept(seal):
                    if sealed.path in present:  # if not, the reading back says it
                        _copy(present[sealed.path], archive, f"{COURSE}/{sealed.path}")
            stream.flush()
            os.fsync(stream.fileno())
        try:
            check(made, progress)
        except NotAsSealed as error:
            raise KitError(
                f"Le cours a changé pendant la clôture : {error} Recommencez quand personne n'y travaille."
            ) from None


def _kept(seal: Seal) -> Iterator[SealedFile]:
    return (file for file in seal.files if not file.link)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, on Windows too
    entry.external_attr = 0o600 << 16
    return entry


def _copy(path: Path, archive: zipfile.ZipFile, name: str) -> None:
    with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as target:
        while piece := source.read(_PIECE):
            target.write(piece)


def _gradebook(course: Course, seal: Seal) -> bytes:
    """The gradebook as a file that `epreuves restauration` takes, dated by the seal, its rows sorted as the seal has them."""
    database = Database(course.db_url, course.root, 60)
    try:
        return database.snapshot(lambda db: _dump(db, seal.head.day))
    finally:
        database.close()


def _dump(db: sa.Connection, day: datetime.date) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = []
        for table in backup.held_tables(db):
            rows = inventory.rows(db, table)
            content = b"".join(row + b"\n" for row in rows)
            archive.writestr(_entry(f"{table.name}.jsonl"), content)
            digest = hashlib.sha256(content).hexdigest()
            parts.append(
                backup.BackupPart(str(table.name), tuple(str(c.name) for c in table.c), len(rows), len(content), digest)
            )
        at = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
        manifest = backup.Manifest(backup.FORMAT, backup.VERSION, backup.scheme(db), at, tuple(parts))
        archive.writestr(_entry(backup.MANIFEST), msgspec.json.format(msgspec.json.encode(manifest)))
    return out.getvalue()


def _checked(archive: zipfile.ZipFile, progress: Progress | None) -> Seal:
    names = archive.namelist()
    if SEAL not in names or archive.getinfo(SEAL).file_size > chain.LARGEST:
        raise NotAsSealed("le sceau y manque.")
    seal = sealing.parsed(archive.read(SEAL))
    due = {f"{COURSE}/{file.path}": file for file in _kept(seal)}
    odd = sorted({*due, SEAL, STATEMENT, GRADEBOOK} ^ set(names))
    if odd or len(names) != len(set(names)):
        raise NotAsSealed(
            f"l'archive n'a pas les fichiers que dit son sceau, à commencer par « {odd[0] if odd else names[0]} »."
        )
    for number, (name, file) in enumerate(due.items(), 1):
        digest, left = hashlib.sha256(), file.size + 1
        with archive.open(name) as stream:
            # What the seal says, and a byte more: an archive that lies about its sizes is not unpacked further.
            while left and (piece := stream.read(min(left, _PIECE))):
                digest.update(piece)
                left -= len(piece)
        if left != 1 or digest.hexdigest() != file.sha256:
            raise NotAsSealed(f"« {file.path} » n'est pas ce que dit le sceau.")
        if progress is not None:
            progress(number, len(due))
    with archive.open(GRADEBOOK) as stream, tempfile.TemporaryFile() as gradebook:
        # Without a name: a command that is killed here leaves no gradebook on the machine.
        gradebook.write(stream.read(backup.LARGEST + 1))
        parts = {
            part.table: (part.columns, part.rows, part.sha256)
            for part in backup.read(gradebook, GRADEBOOK).parts
            if part.rows
        }
    if parts != {
        table.name: (table.columns, table.rows, table.sha256) for table in seal.sealed if isinstance(table, SealedTable)
    }:
        raise NotAsSealed("le carnet de notes n'est pas ce que dit le sceau.")
    return seal
