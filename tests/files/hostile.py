"""Files that a candidate could hand in and nobody should open as they are: each named by what it does, with the refusal due."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl

#: Name of the corpus, what makes it, the code of the refusal due.
Hostile = tuple[str, Callable[[], bytes], str]


def plain() -> bytes:
    """A workbook as openpyxl writes it."""
    book = openpyxl.Workbook()
    book.active.title = "Suivi"
    book.active["A1"], book.active["B1"] = "roi", 1.5
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changed(content: bytes, parts: dict[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """An archive with some of its parts replaced, changed or added."""
    found = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = old.namelist()
        for name in names:
            part = parts.get(name, old.read(name))
            new.writestr(name, part if isinstance(part, bytes) else part(old.read(name)))
        for name, part in parts.items():
            if name not in names:
                new.writestr(name, part if isinstance(part, bytes) else part(b""))
    return found.getvalue()


def bombe() -> bytes:
    return changed(plain(), {"xl/media/image1.png": bytes(60_000_000)})


def entrees() -> bytes:
    return changed(plain(), {f"xl/media/{n}.png": b"" for n in range(2_500)})


def entites() -> bytes:
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return changed(plain(), {"xl/workbook.xml": lambda text: lol + text.partition(b"?>")[2]})


def entites_en_utf16() -> bytes:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'
    return changed(plain(), {"xl/styles.xml": text.encode("utf-16")})


def macros() -> bytes:
    return changed(plain(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def macros_sous_un_autre_nom() -> bytes:
    types = lambda text: text.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")  # noqa: E731
    return changed(plain(), {"[Content_Types].xml": types})


def chiffre() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096)


def million_de_lignes() -> bytes:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_000_001))
    return changed(plain(), {"xl/worksheets/sheet1.xml": sheet(rows)})


def cellule_au_bout() -> bytes:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return changed(plain(), {"xl/worksheets/sheet1.xml": sheet(rows)})


def sheet(rows: bytes) -> bytes:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return b"<worksheet " + space + b"><sheetData>" + rows + b"</sheetData></worksheet>"


def page_web() -> bytes:
    return b"<html><script>alert(1)</script></html>"


def tronque() -> bytes:
    return plain()[:2_000]


def archive_quelconque() -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as new:
        new.writestr("lisezmoi.txt", "rien")
    return found.getvalue()


def xml_profond() -> bytes:
    return changed(plain(), {"xl/workbook.xml": b"<a>" * 200_000})


CORPUS: list[Hostile] = [
    ("bombe", bombe, "bombe"),
    ("entrees_par_milliers", entrees, "bombe"),
    ("entites", entites, "entites"),
    ("entites_en_utf16", entites_en_utf16, "entites"),
    ("macros", macros, "macros"),
    ("macros_sous_un_autre_nom", macros_sous_un_autre_nom, "macros"),
    ("chiffre", chiffre, "chiffre"),
    ("million_de_lignes", million_de_lignes, "trop_grand"),
    ("cellule_au_bout", cellule_au_bout, "trop_grand"),
    ("page_web", page_web, "inconnu"),
    ("tronque", tronque, "abime"),
    ("archive_quelconque", archive_quelconque, "inconnu"),
    ("xml_profond", xml_profond, "abime"),
    ("vide", lambda: b"", "vide"),
]
