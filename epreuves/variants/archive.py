"""A variant's archive: a zip whose bytes depend on its content alone, and a reader that trusts nothing.

A candidate's folder is the candidate's: the archive found there may have been replaced, so names, number and
size are bounded before anything is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from epreuves.wording.errors import KitError

FILES_MAX = 40
LARGEST_SIZE = 64 * 1024 * 1024  # bytes, unpacked, all files together
_NAME = re.compile(r"[a-z][a-z0-9_]*\.(csv|json)\Z")
_UNREADABLE = (zipfile.BadZipFile, OSError, ValueError)
_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: no clock enters the bytes
# Windows reserves these names in every folder, whatever their extension.
_RESERVES = {"con", "prn", "aux", "nul", *(f"{port}{rank}" for port in ("com", "lpt") for rank in range(10))}


def write(files: Mapping[str, bytes], comment: str = "") -> bytes:
    """The bytes of the zip of these files (name → bytes), in the order of names, with a comment of the
    builder's.
    """
    for name in files:
        _check_name(name)
    return packed(files, comment)


def packed(files: Mapping[str, bytes], comment: str = "") -> bytes:
    """The bytes of a zip of any files (path → bytes), in the order of their paths: the same for the same content, whenever it is made."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on Windows too
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=9)
        archive.comment = comment.encode("ascii")
    return tampon.getvalue()


def comment(data_bytes: bytes) -> str:
    """The builder's comment of an archive; empty where there is none or the archive cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data_bytes)) as archive:
            return archive.comment.decode("ascii", "replace")
    except _UNREADABLE:
        return ""


def read(data_bytes: bytes) -> dict[str, bytes]:
    """The files of an archive, name → bytes.

    Raises KitError where the zip is damaged, encrypted, too large once unpacked (64 MiB, 40 files), or
    names anything but plain CSV and JSON files of its own root: no path leaves the folder where it is
    unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data_bytes)) as archive:
            return _read(archive)
    except (*_UNREADABLE, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise KitError("archive illisible ou abîmée") from None


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > FILES_MAX:
        raise KitError(f"l'archive contient {len(entries)} fichiers ; {FILES_MAX} au plus sont admis")
    content: dict[str, bytes] = {}
    rest = LARGEST_SIZE
    for entry in entries:
        _check_name(entry.filename)
        if entry.filename in content:
            raise KitError(f"l'archive contient deux fois « {entry.filename} »")
        # The announced size may lie: what is read is bounded, not what is said.
        with archive.open(entry) as stream:
            data_bytes = stream.read(rest + 1)
        rest -= len(data_bytes)
        if rest < 0:
            raise KitError(f"l'archive dépasse {LARGEST_SIZE // 1024 // 1024} Mio une fois décompressée")
        content[entry.filename] = data_bytes
    return content


def _check_name(name: str) -> None:
    if not _NAME.match(name) or name.partition(".")[0] in _RESERVES:
        raise KitError(f"l'archive contient un fichier de nom inattendu : « {name} »")
