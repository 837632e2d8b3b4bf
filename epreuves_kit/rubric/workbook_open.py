"""A workbook from outside opened without harm: bounded before it is read, with no macro, link or entity in it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from epreuves.wording.errors import Faults

if TYPE_CHECKING:
    from openpyxl import Workbook

#: A grid of a thousand copies and twenty-four criteria, each commented, is some 5 MiB once unpacked.
LARGEST_FILE, LARGEST_UNPACKED = 20 * 2**20, 60 * 2**20
MOST_PARTS, MOST_ELEMENTS, DEEPEST, MOST_MERGED, MOST_RANGES = 200, 1_500_000, 60, 20_000, 5_000
#: What the names of parts that are XML end with; parts of other names are the kinds below, which no reader of workbooks reads as XML.
_XML = (".xml", ".rels", ".vml")
_NO_XML = ("/image", "/printerSettings", "/thumbnail", "/hyperlink")
#: Parts of a workbook that do something, or that reach out of it.
_ACTIVE = (
    ("vbaproject", "des macros"), ("vbadata", "des macros"), ("macrosheets/", "des macros"), ("dialogsheets/", "des macros"),
    ("externallinks/", "des liens vers d'autres fichiers"), ("connections.xml", "des connexions à des données"),
    ("querytables/", "des connexions à des données"), ("activex/", "des objets actifs"), ("ctrlprops/", "des objets actifs"),
    ("embeddings/", "des fichiers incorporés"), ("webextensions/", "des extensions"), ("customui", "des extensions"),
)  # fmt: skip
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_MACRO_TYPE = re.compile(rb"macroEnabled", re.IGNORECASE)


def opened(path: Path) -> Workbook:
    """The workbook of a file, with its formulas as they are written; Faults says why it is not taken."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Faults(f"« {path} » ne se lit pas : {error.strerror or error}.") from None
    if len(content) > LARGEST_FILE:
        raise Faults(f"« {path.name} » dépasse {LARGEST_FILE >> 20} Mio : ce n'est pas une grille exportée.")
    refusal = _refusal(content)
    if refusal:
        raise Faults(f"« {path.name} » {refusal}")
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # What a spreadsheet program adds and openpyxl leaves aside is told as a warning: nothing of it is read here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), keep_links=False)
    except (
        Exception
    ) as error:  # a file from outside: the reader has no exception of its own for what it does not understand
        raise Faults(
            f"« {path.name} » n'a pas la structure d'un classeur ({type(error).__name__}) : "
            "ouvrez-le dans votre tableur, puis enregistrez-le de nouveau au format xlsx."
        ) from None
    if book.chartsheets:
        raise Faults(
            f"« {path.name} » contient une feuille de graphique (« {book.chartsheets[0].title} ») : supprimez-la."
        )
    return book


def _refusal(content: bytes) -> str:
    """The reason not to open these bytes; empty where they can be opened."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "est un ancien classeur (.xls) ou est protégé par un mot de passe : enregistrez-le au format xlsx, sans mot de passe."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _archive_refusal(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, RuntimeError):
        return "n'est pas un classeur xlsx, ou il est abîmé : exportez la grille de nouveau, et enregistrez-la au format xlsx."
    except (expat.ExpatError, ValueError):
        return "contient une partie illisible (XML) : ouvrez-le dans votre tableur, puis enregistrez-le de nouveau au format xlsx."


def _archive_refusal(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if "mimetype" in names and "content.xml" in names:
        return "est au format de LibreOffice (.ods) : enregistrez-le au format xlsx."
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        return "n'est pas un classeur xlsx : exportez la grille de nouveau."
    if len(names) > MOST_PARTS or len(set(names)) < len(names):
        return "n'est pas un classeur de tableur ordinaire (ses parties sont trop nombreuses, ou en double)."
    if any(part.flag_bits & 1 for part in parts):
        return "est protégé par un mot de passe : enregistrez-le sans mot de passe."
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        return f"dépasse {LARGEST_UNPACKED >> 20} Mio une fois décompressé : ce n'est pas une grille exportée."
    for name in names:
        for marker, what in _ACTIVE:
            if marker in name.lower():
                return f"contient {what} : enregistrez-le au format xlsx ordinaire, sans rien y ajouter."
    elements = merged = ranges = 0
    for part in parts:
        # The archive's reader gives no more than the size declared, which was counted above.
        text = archive.read(part)
        if part.filename == "[Content_Types].xml" and _MACRO_TYPE.search(text):
            return "contient des macros : enregistrez-le au format xlsx ordinaire, sans rien y ajouter."
        scan = _Scan()
        try:
            scan.read(text)
        except (expat.ExpatError, ValueError):
            # A picture or a printer's settings are no XML; whatever its name, what could be read of a part counts.
            if part.filename.lower().endswith(_XML):
                raise
        if scan.declares:
            return "déclare des entités XML, ce qu'aucun tableur ne fait : exportez la grille de nouveau."
        if scan.reaches_out:
            return "contient des liens vers d'autres fichiers : enregistrez-le sans ces liens."
        if scan.misnamed:
            return "n'est pas un classeur de tableur ordinaire (une de ses parties a un nom qui n'est pas le sien)."
        elements, merged, ranges = elements + scan.elements, merged + scan.merged, ranges + scan.ranges
        if elements > MOST_ELEMENTS or merged > MOST_MERGED or ranges > MOST_RANGES:
            return "contient bien plus de cases qu'une grille : exportez-la de nouveau."
    return ""


def _well_named(kind: str, attributes: dict[str, str]) -> bool:
    """True if a declaration of a part, in the list of contents or of relations, gives an XML part a name of XML."""
    if kind == "Override":
        return not _is_xml(attributes) or attributes.get("PartName", "").lower().endswith(_XML)
    if kind == "Default":
        return not _is_xml(attributes) or f".{attributes.get('Extension', '')}".lower() in _XML
    if kind == "Relationship" and attributes.get("TargetMode") != "External":
        other_kind = attributes.get("Type", "").endswith(_NO_XML)
        return other_kind or attributes.get("Target", "").lower().endswith(_XML)
    return True


def _is_xml(attributes: dict[str, str]) -> bool:
    return attributes.get("ContentType", "").strip().lower().endswith("xml")


def _area(cells: str) -> int:
    """The number of cells that a range such as « A1:B3 » covers; ValueError where it is none."""
    match = _RANGE.fullmatch(cells.replace("$", ""))
    if match is None:
        raise ValueError(cells)
    left, top, right, bottom = match.groups()
    return (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


class _Stop(Exception):
    pass


class _Scan:
    """One pass over a part: numbers of elements, of merged cells and ranges; entities declared, links to something outside, parts
    named as they are not.
    """

    def __init__(self) -> None:
        self.elements = self.merged = self.ranges = self._depth = 0
        self.declares = self.reaches_out = self.misnamed = False

    def read(self, text: bytes) -> None:
        """Go through the part; ExpatError where it is not XML, ValueError where it is nested beyond `DEEPEST`."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(text, True)
        except _Stop:
            return

    def _doctype(self, *_: object) -> None:
        self.declares = True
        raise _Stop

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValueError("nested")
        # An address typed in a comment becomes a link of its cell: that one is not followed by reading.
        outside = attributes.get("TargetMode") == "External"
        if outside and not attributes.get("Type", "").endswith("/hyperlink"):
            self.reaches_out = True
        kind = name.rpartition(":")[2]
        # Under a name of its own choice, a part would be read as XML by one reader and passed over by another.
        self.misnamed = self.misnamed or not _well_named(kind, attributes)
        # Ranges of one rule are compared with each other.
        self.ranges += max(0, len(attributes.get("sqref", "").split()) - 1)
        if kind == "mergeCell":
            # Reading makes each cell of a merged range: one short line could ask for seventeen thousand million.
            self.merged += _area(attributes.get("ref", ""))
        if self.elements > MOST_ELEMENTS or self.merged > MOST_MERGED or self.ranges > MOST_RANGES:
            raise _Stop

    def _end(self, name: str) -> None:
        self._depth -= 1
