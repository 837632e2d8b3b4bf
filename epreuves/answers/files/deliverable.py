"""The file that `livrable` asks for, and that people judge: is it there, is it what it says, does it open, does it hold what is asked; told to the candidate.

It earns nothing by itself: a level on a criterion does.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.files.finding import beside
from epreuves.answers.files.kinds import ASIDE, NOUNS, REFUSALS, RefusedFile, kind_of
from epreuves.answers.forms import FILE_NAME, InvalidForm
from epreuves.answers.keys import fold
from epreuves.wording.french import counted, either, listed, number
from epreuves.wording.inert import inert

_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
#: Pages, and side in pixels, of what is looked at.
MAX_PAGES, MAX_SIDE = 200, 20_000
#: Kinds that hold sheets, and entries of an office document by which its slides are counted.
_SHEETS = ("xlsx", "ods")
_SLIDE = re.compile(r"ppt/slides/slide\d+\.xml")
_TABLE = re.compile(rb'<table:table [^>]*?table:name="([^"]*)"')
_DRAWN = re.compile(rb"<draw:page\b")


class FileAsked(msgspec.Struct, frozen=True, omit_defaults=True):
    """A call of `livrable`: id of its cell, name of the file without extension, kinds, sheets that it must hold, most pages."""

    id: str
    name: str
    formats: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    pages: int | None = None


class HandedFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file as it was found: its name (empty where there is none), bytes, kind, names of sheets, pages (0: not counted), and sentences
    on what is to be mended and on what was left aside.
    """

    id: str
    asked: str
    name: str = ""
    size: int = 0
    kind: str = ""
    sheets: tuple[str, ...] = ()
    pages: int = 0
    faults: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The file that was found, in a few words."""
        if not self.name:
            return "le fichier n'est pas là"
        pieces = [f"« {self.name} »", f"{number(max(1, round(self.size / 1000)))} Ko"]
        if self.kind:
            pieces.insert(1, NOUNS[self.kind])
        if self.sheets:
            pieces.append(f"{counted(len(self.sheets), 'feuille')} ({', '.join(self.sheets[:6])})")
        if self.pages:
            pieces.append(counted(self.pages, "page"))
        return ", ".join(pieces)


def asked(id: Any, fichier: Any, formats: Any = ("pdf",), feuilles: Any = (), pages: Any = None) -> FileAsked:
    """The file that a call of `livrable` asks for; raises InvalidForm, for authors."""
    if type(id) is not str or not _ID.fullmatch(id):
        raise InvalidForm(f"livrable : l'id de la cellule est attendu, reçu {id!r}")
    if type(fichier) is not str or not FILE_NAME.fullmatch(fichier):
        raise InvalidForm(
            f"livrable : un nom de fichier sans extension est attendu, en lettres sans accent, chiffres, « _ » et « - », reçu {fichier!r}"
        )
    kinds = (formats,) if isinstance(formats, str) else tuple(formats)
    unknown = [kind for kind in kinds if kind not in NOUNS]
    if unknown or not kinds:
        raise InvalidForm(f"livrable : « formats » se choisit parmi {listed(NOUNS)}, reçu {kinds!r}")
    if pages is not None and (type(pages) is not int or not 1 <= pages <= MAX_PAGES):
        raise InvalidForm(f"livrable : « pages » est un nombre de pages, de 1 à {MAX_PAGES}, reçu {pages!r}")
    sheets = (feuilles,) if isinstance(feuilles, str) else tuple(feuilles)
    if sheets and not set(kinds) <= set(_SHEETS):
        raise InvalidForm("livrable : « feuilles » ne vaut que pour des classeurs (xlsx, ods)")
    return FileAsked(id, fichier, kinds, sheets, pages)


def look(wanted: FileAsked, folder: Path) -> HandedFile:
    """The file of a folder, examined; for the candidate's own side."""
    name, content = beside(folder, wanted.name, wanted.formats)
    return examine(wanted, name, content) if name else missing(wanted)


def missing(wanted: FileAsked, where: str = "n'est pas dans le dossier du notebook") -> HandedFile:
    """The outcome where there is no such file."""
    names = either(f"« {wanted.name}.{kind} »" for kind in wanted.formats)
    fault = f"le fichier {names} {where}"
    return HandedFile(wanted.id, wanted.name, faults=(fault,))


def refused(wanted: FileAsked, name: str, code: str, size: int = 0) -> HandedFile:
    """The outcome of a file that is not opened."""
    fault = f"« {inert(name)[:60]} » : {REFUSALS[code]}"
    return HandedFile(wanted.id, wanted.name, inert(name)[:80], size, faults=(fault,))


def examine(wanted: FileAsked, name: str, content: bytes | None) -> HandedFile:
    """Examine a file's bytes (None: it is a link, or no ordinary file); never raises."""
    if content is None:
        return refused(wanted, name, "lien")
    try:
        file_kind = kind_of(content)
        sheets, pages = _inside(file_kind.kind, content)
    except RefusedFile as refusal:
        return refused(wanted, name, refusal.code, len(content))
    except Exception:  # whatever a library stumbles on
        return refused(wanted, name, "abime", len(content))
    faults = []
    if file_kind.kind not in wanted.formats:
        due = either(NOUNS[kind] for kind in wanted.formats)
        faults.append(f"« {name} » est {NOUNS[file_kind.kind]} ; {due} est attendu")
    present = {fold(sheet) for sheet in sheets}
    faults += [
        f"« {name} » : il n'y a pas de feuille « {sheet} »" for sheet in wanted.sheets if fold(sheet) not in present
    ]
    if wanted.pages is not None and pages > wanted.pages:
        faults.append(f"« {name} » a {counted(pages, 'page')} : {wanted.pages} au plus")
    return HandedFile(
        wanted.id,
        wanted.name,
        inert(name)[:80],
        len(content),
        file_kind.kind,
        tuple(inert(sheet)[:60] for sheet in sheets[:50]),
        pages,
        tuple(inert(fault) for fault in faults),
        tuple(ASIDE[code] for code in file_kind.aside),
    )


def _inside(kind: str, content: bytes) -> tuple[list[str], int]:
    """(names of sheets, pages) of a file; raises whatever its reader raises."""
    if kind == "xlsx":
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        return [str(name) for name in book.sheetnames], 0
    if kind == "pdf":
        try:
            import pypdfium2
        except ImportError:
            # A candidate's machine need not have it: pages are counted at the marking.
            return [], 0
        try:
            with pypdfium2.PdfDocument(content) as document:
                pages = len(document)
        except pypdfium2.PdfiumError as error:
            raise RefusedFile("chiffre" if "assword" in str(error) else "abime") from None
        if not pages:
            raise RefusedFile("abime")
        return [], pages
    if kind in ("png", "jpg"):
        from PIL import Image

        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > MAX_SIDE or picture.size[0] * picture.size[1] > 80_000_000:
                raise RefusedFile("bombe")
            picture.verify()
        return [], 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if kind == "pptx":
            return [], sum(bool(_SLIDE.fullmatch(name)) for name in archive.namelist())
        if kind in ("ods", "odp"):
            text = archive.read("content.xml")
            if kind == "ods":
                return [_name(name) for name in _TABLE.findall(text)], 0
            return [], len(_DRAWN.findall(text))
    return [], 0


def _name(name: bytes) -> str:
    import html

    return html.unescape(name.decode("utf-8", "replace"))
