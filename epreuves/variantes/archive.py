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

FICHIERS_MAX = 40
TAILLE_MAX = 64 * 1024 * 1024  # bytes, unpacked, all files together
_NOM = re.compile(r"[a-z][a-z0-9_]*\.(csv|json)\Z")
_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: no clock enters the bytes
# Windows reserves these names in every folder, whatever their extension.
_RESERVES = {"con", "prn", "aux", "nul", *(f"{port}{rang}" for port in ("com", "lpt") for rang in range(10))}


def ecrire(fichiers: Mapping[str, bytes], commentaire: str = "") -> bytes:
    """The bytes of the zip of these files (name → bytes), in the order of names, with a comment of the
    builder's.
    """
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for nom in sorted(fichiers):
            _verifier_nom(nom)
            entree = zipfile.ZipInfo(nom, _DATE)
            entree.compress_type = zipfile.ZIP_DEFLATED
            entree.create_system = 3  # Unix, on Windows too
            entree.external_attr = 0o644 << 16
            archive.writestr(entree, fichiers[nom], compresslevel=9)
        archive.comment = commentaire.encode("ascii")
    return tampon.getvalue()


def commentaire(octets: bytes) -> str:
    """The builder's comment of an archive; empty where there is none or the archive cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            return archive.comment.decode("ascii", "replace")
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""


def lire(octets: bytes) -> dict[str, bytes]:
    """The files of an archive, name → bytes.

    Raises KitError where the zip is damaged, encrypted, too large once unpacked (64 MiB, 40 files), or
    names anything but plain CSV and JSON files of its own root: no path leaves the folder where it is
    unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            return _lire(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as erreur:
        raise KitError(f"archive illisible ou abîmée ({erreur})") from None


def _lire(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entrees = archive.infolist()
    if len(entrees) > FICHIERS_MAX:
        raise KitError(f"l'archive contient {len(entrees)} fichiers ; {FICHIERS_MAX} au plus sont admis")
    contenu: dict[str, bytes] = {}
    reste = TAILLE_MAX
    for entree in entrees:
        _verifier_nom(entree.filename)
        if entree.filename in contenu:
            raise KitError(f"l'archive contient deux fois « {entree.filename} »")
        # The announced size may lie: what is read is bounded, not what is said.
        with archive.open(entree) as flux:
            octets = flux.read(reste + 1)
        reste -= len(octets)
        if reste < 0:
            raise KitError(f"l'archive dépasse {TAILLE_MAX // 1024 // 1024} Mio une fois décompressée")
        contenu[entree.filename] = octets
    return contenu


def _verifier_nom(nom: str) -> None:
    if not _NOM.match(nom) or nom.partition(".")[0] in _RESERVES:
        raise KitError(f"l'archive contient un fichier de nom inattendu : « {nom} »")
