"""The kind of a file by its content, never by its name, and the reason why one is refused; nothing in it is run, resolved or expanded beyond bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import NamedTuple

#: Bytes of a file, entries and bytes of an archive once expanded, how many times larger one entry may grow, bytes of a text of it.
MAX_BYTES = 25_000_000
MAX_ENTRIES, MAX_EXPANDED, MAX_GROWTH, MAX_PART = 2_000, 150_000_000, 400, 60_000_000
#: An entry this small may grow as it likes.
_SMALL = 1_000_000

#: Kinds that may be handed in, by what a candidate calls them.
NOUNS = {
    "xlsx": "un classeur Excel (.xlsx)",
    "ods": "un classeur LibreOffice (.ods)",
    "docx": "un document Word (.docx)",
    "odt": "un document LibreOffice (.odt)",
    "pptx": "un diaporama PowerPoint (.pptx)",
    "odp": "un diaporama LibreOffice (.odp)",
    "pdf": "un PDF",
    "png": "une image PNG",
    "jpg": "une photo JPEG",
}
EXTENSIONS = {kind: (kind,) for kind in NOUNS} | {"jpg": ("jpg", "jpeg")}
_OPEN_DOCUMENT = {"spreadsheet": "ods", "text": "odt", "presentation": "odp"}
_OFFICE = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx", "ppt/presentation.xml": "pptx"}

#: Why a file is refused, and what to do.
REFUSALS = {
    "vide": "le fichier est vide : enregistrez-le de nouveau",
    "lourd": "le fichier dépasse 25 Mo : allégez-le (images compressées, feuilles inutiles ôtées), puis enregistrez-le de nouveau",
    "lien": "c'est un raccourci, ou il est ouvert dans un autre logiciel : fermez-le, ou copiez le fichier lui-même à côté du notebook",
    "chiffre": "le fichier est protégé par un mot de passe ou dans un ancien format (.xls, .doc, .ppt) : "
    "ôtez le mot de passe et enregistrez-le dans un format actuel",
    "macros": "le fichier contient des macros, qui ne sont jamais ouvertes : enregistrez-le sans macros",
    "bombe": "le fichier prend une place démesurée une fois ouvert : refaites-le dans un fichier neuf",
    "entites": "le fichier contient des définitions qu'un tableur n'écrit pas : refaites-le dans un fichier neuf",
    "abime": "le fichier ne s'ouvre pas, il est abîmé ou incomplet : ouvrez-le dans son logiciel et enregistrez-le de nouveau",
    "inconnu": "son contenu n'est d'aucun format connu, quel que soit son nom : enregistrez-le depuis le logiciel qui l'a fait",
    "trop_grand": "le classeur a trop de cellules (100 000 au plus) : ôtez les lignes et colonnes inutiles",
    "lent": "le fichier n'a pas pu être ouvert dans le temps et la mémoire permis : allégez-le",
    "sans_murs": "le fichier n'a pas été ouvert, car cette machine ne peut pas l'isoler ; il reste à lire par un correcteur",
}
#: What is left aside in a file that is read all the same.
ASIDE = {
    "liens": "ses liens vers d'autres fichiers ne sont pas suivis",
    "objets": "ses objets incorporés ne sont pas ouverts",
    "scripts": "ses scripts ne sont pas exécutés",
}


class RefusedFile(Exception):
    """A file is not read: `code` is one of REFUSALS."""

    def __init__(self, code: str) -> None:
        super().__init__(REFUSALS[code])
        self.code = code


class FileKind(NamedTuple):
    """A file's kind, one of NOUNS, and what of it is left aside, of ASIDE."""

    kind: str
    aside: tuple[str, ...] = ()


def kind_of(content: bytes) -> FileKind:
    """The kind of a file; raises RefusedFile."""
    if not content:
        raise RefusedFile("vide")
    if len(content) > MAX_BYTES:
        raise RefusedFile("lourd")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind("png")
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind("jpg")
    if content.startswith(b"%PDF-"):
        scripts = b"/JavaScript" in content or b"/Launch" in content
        aside = ("scripts" if scripts else "", "objets" if b"/EmbeddedFile" in content else "")
        return FileKind("pdf", tuple(filter(None, aside)))
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise RefusedFile("chiffre")
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    raise RefusedFile("inconnu")


def _office(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _of_archive(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        raise RefusedFile("abime") from None


def _of_archive(archive: zipfile.ZipFile) -> FileKind:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    # What an entry says of its size binds: Python's reader stops there.
    grown = any(e.file_size > _SMALL and e.file_size > MAX_GROWTH * max(1, e.compress_size) for e in entries)
    if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_EXPANDED or grown:
        raise RefusedFile("bombe")
    if any(entry.flag_bits & 1 for entry in entries) or "EncryptedPackage" in names:
        raise RefusedFile("chiffre")
    if len(set(names)) < len(names):
        raise RefusedFile("abime")
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels", ".vml")):
            _plain_xml(archive, entry)
    if "mimetype" in names:
        kind, macros = _open_document(archive, names)
    else:
        kind = next((kind for main, kind in _OFFICE.items() if main in names), "")
        types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
        macros = b"macroEnabled" in types or any(n.lower().endswith("vbaproject.bin") for n in names)
    if not kind:
        raise RefusedFile("inconnu")
    if macros:
        raise RefusedFile("macros")
    links = any("/externalLinks/" in name for name in names)
    objects = any("/embeddings/" in n or "/activeX/" in n for n in names)
    return FileKind(kind, tuple(filter(None, ("liens" if links else "", "objets" if objects else ""))))


def _open_document(archive: zipfile.ZipFile, names: list[str]) -> tuple[str, bool]:
    mimetype = archive.read("mimetype")[:200].decode("ascii", "replace").strip()
    _, _, kind = mimetype.partition("vnd.oasis.opendocument.")
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise RefusedFile("chiffre")
    return _OPEN_DOCUMENT.get(kind, ""), any(name.startswith(("Basic/", "Scripts/")) for name in names)


def _plain_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse a part that defines anything (entities), or that is not in UTF-8, where definitions could hide."""
    if entry.file_size > MAX_PART:
        raise RefusedFile("bombe")
    text = archive.read(entry)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise RefusedFile("entites")
    head = text[:200].lower()
    if b"\0" in head or (b"encoding=" in head and b"utf-8" not in head and b"ascii" not in head):
        raise RefusedFile("entites")
