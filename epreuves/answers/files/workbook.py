"""A workbook's answer to the names that a form asks for: saved values, formulas, settings; read where it can do no harm."""

from __future__ import annotations

import datetime
import functools
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from epreuves.answers.equality import is_total
from epreuves.answers.files.kinds import FileKind, RefusedFile, kind_of
from epreuves.answers.forms import BooleanForm, ChoiceForm, Scalar, TableForm, TextForm, WorkbookForm
from epreuves.answers.keys import fold, fold_column
from epreuves.answers.portable import portable

#: Cells that are filled, and those of the rectangles that hold them.
MAX_CELLS, MAX_AREA = 100_000, 500_000
#: Rows of a table that are read, and blank cells that may stand between a label and its value.
MAX_ROWS, _APART = 5_000, 3
#: Key of a tree that was read in a file; what an author gives has none.
READ = "classeur lu"
_REFERENCE = re.compile(r"[A-Za-z]{1,3}\$?[0-9]{1,7}\b")
#: What stands for a formula whose value the spreadsheet did not save.
NO_VALUE = "(formule sans valeur)"


class _Sheet(NamedTuple):
    """One sheet, read twice: as formulas and as saved values; its filled cells by (row, column), and the areas (columns and rows, first
    and last) that one formula fills.
    """

    formulas: Any
    values: Any
    cells: dict[tuple[int, int], Any]
    filled: list[tuple[int, int, int, int]]

    @property
    def name(self) -> str:
        return str(self.formulas.title)

    def value(self, row: int, column: int) -> Any:
        cell = self.cells.get((row, column))
        if cell is None:
            return None
        saved = self.values.cell(row, column).value
        return NO_VALUE if saved is None and cell.data_type == "f" else saved


def read_in_file(tree: Any) -> bool:
    """True if a tree was read in a file."""
    match tree:
        case {"$": "dict", "paires": [[first, _], *_]}:
            return bool(first == READ)
    return False


def refusal_of(tree: Any) -> str:
    """The code of a refusal that a file's tree says; empty where it was read."""
    match tree:
        case {"$": "dict", "paires": [*_, ["refus", str(code)]]}:
            return code
    return ""


def refused(name: str, code: str) -> Any:
    """The tree of a file that is not read."""
    return portable({READ: name, "refus": code})


def workbook_tree(form: WorkbookForm, name: str, content: bytes) -> Any:
    """The portable tree of what a workbook says; never raises for the file's sake."""
    try:
        kind = kind_of(content)
        if kind.kind != "xlsx":
            return portable({READ: name, "refus": f"format {kind.kind}"})
        return portable(_read(form, name, content, kind))
    except RefusedFile as refusal:
        return refused(name, refusal.code)
    except MemoryError:
        return refused(name, "lent")
    except Exception:  # whatever openpyxl stumbles on: the file is not one that a spreadsheet wrote
        return refused(name, "abime")


@functools.lru_cache(maxsize=1)
def opened(content: bytes) -> tuple[Any, Any]:
    """A workbook of a size that can be read, as formulas and as saved values; not to be changed, as who draws it is given the same.

    Raises RefusedFile, and whatever openpyxl raises.
    """
    import openpyxl

    _count_cells(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return (
            openpyxl.load_workbook(io.BytesIO(content), keep_links=False),
            openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False),
        )


def _read(form: WorkbookForm, name: str, content: bytes, kind: FileKind) -> dict[str, Any]:
    book, saved = opened(content)
    sheets = [_sheet(sheet, saved[sheet.title]) for sheet in book.worksheets]
    wanted = {fold(title) for title in form.sheets}
    present = [sheet for sheet in sheets if fold(sheet.name) in wanted]
    searched = present or sheets
    node: dict[str, Any] = {
        READ: name,
        "de cote": list(kind.aside),
        "feuilles": [sheet.name for sheet in sheets],
        "cellules": {},
        "format": [],
        "figees": bool(searched) and any(sheet.formulas.freeze_panes for sheet in searched),
    }
    best = _header(form.table, searched) if form.table is not None else None
    for label in form.cells:
        node["cellules"][label], place = _cell(label, book, searched, best, form.cells[label])
        if place is not None and label in form.formats and _formatted(*place):
            node["format"].append(label)
    if form.table is not None:
        table = _table(form, best)
        node["table"] = table
        if table is not None:
            sheet, rows, columns = table.pop("lieu")
            node["figees"] = _held(sheet.formulas.freeze_panes, best)
            for label in form.table.columns:
                place = columns.get(fold_column(label))
                if label in form.formats and place is not None and any(_formatted(sheet, row, place) for row in rows):
                    node["format"].append(label)
    return node


def _held(pane: str | None, header: Any) -> bool:
    """True if what is frozen begins under the header's row: a title frozen above it does not hold it in sight."""
    from openpyxl.utils.cell import coordinate_from_string

    return pane is not None and coordinate_from_string(pane)[1] > header[1]


def _count_cells(content: bytes) -> None:
    """Refuse a workbook of too many cells before any object is made of them."""
    import zipfile

    count = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.namelist():
            if entry.startswith("xl/worksheets/") and entry.endswith(".xml"):
                text = archive.read(entry)
                count += text.count(b"<c ") + text.count(b"<c>") + text.count(b":c ")
    if count > 5 * MAX_CELLS:  # those that are only formatted included
        raise RefusedFile("trop_grand")


def _sheet(sheet: Any, saved: Any) -> _Sheet:
    from openpyxl.utils import range_boundaries

    if sheet.max_row * sheet.max_column > MAX_AREA:
        raise RefusedFile("trop_grand")
    cells = {(cell.row, cell.column): cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    if len(cells) > MAX_CELLS:
        raise RefusedFile("trop_grand")
    areas = [area for cell in cells.values() if isinstance(area := getattr(cell.value, "ref", None), str)]
    return _Sheet(sheet, saved, cells, [range_boundaries(area) for area in areas[:1000]])


def _whole(text: str) -> str:
    return fold_column(text).rstrip(" :")


def labelled(text: Any) -> set[str]:
    """The names that a label stands for: « ROI (%) : » is « roi (%) » and « roi »."""
    if not isinstance(text, str) or len(text) > 200:
        return set()
    whole = _whole(text)
    bare = whole.partition("(")[0].strip()
    return {name for name in (whole, bare) if name}


def _cell(
    label: str, book: Any, sheets: list[_Sheet], header: _Header | None, of: Scalar
) -> tuple[dict[str, Any] | None, tuple[_Sheet, int, int] | None]:
    """The value of a cell by its own name, else right of its label, and its place; None where it is not found."""
    places = list(_by_name(label, book, sheets))
    if not places:
        labels = list(_by_label(label, sheets, of))
        apart = [at for at in labels if header is None or (at[0].name, at[1]) != (header[0].name, header[1])]
        # On the row of headers, a label may be another column's header: it counts where there is no other, at the table's right.
        places = apart or [at for at in labels if header is not None and at[2] - 1 > max(header[2].values())]
    if not places:
        return None, None
    sheet, row, column = places[0]
    cell = _told(sheet, row, column)
    others = [_told(*place)["valeur"] for place in places[1:]]
    if any(other != cell["valeur"] for other in others):
        cell["ailleurs"] = [f"{s.name}, {s.formulas.cell(r, c).coordinate}" for s, r, c in places[1:5]]
    return cell, (sheet, row, column)


def _told(sheet: _Sheet, row: int, column: int) -> dict[str, Any]:
    return {
        "feuille": sheet.name,
        "adresse": f"{sheet.formulas.cell(row, column).coordinate}",
        "valeur": _plain(sheet.value(row, column)),
        "formule": _live(sheet, row, column),
    }


def _plain(value: Any) -> Any:
    """A saved value as an answer holds it; what is no number, text, day or truth value is told as text."""
    if value is None or isinstance(value, bool | int | float | datetime.date | datetime.datetime):
        return value
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    return str(value)[:500]


def _by_name(label: str, book: Any, sheets: list[_Sheet]) -> Iterator[tuple[_Sheet, int, int]]:
    from openpyxl.utils import range_boundaries

    scopes = [(None, book.defined_names), *((sheet.name, sheet.formulas.defined_names) for sheet in sheets)]
    for _, names in scopes:
        for name, defined in list(names.items())[:1000]:
            if fold_column(name) != fold_column(label):
                continue
            for title, area in defined.destinations:
                left, top, right, bottom = range_boundaries(area)
                sheet = next((other for other in sheets if other.name == title), None)
                if sheet is not None and (left, top) == (right, bottom) and left and top:
                    yield sheet, top, left


def _by_label(label: str, sheets: list[_Sheet], of: Scalar) -> Iterator[tuple[_Sheet, int, int]]:
    wanted = fold_column(label)
    words = isinstance(of, TextForm | ChoiceForm | BooleanForm)
    for sheet in sheets:
        for (row, column), cell in sheet.cells.items():
            if wanted not in labelled(cell.value):
                continue
            beside = next((column + n for n in range(1, _APART + 1) if (row, column + n) in sheet.cells), None)
            value = sheet.value(row, beside) if beside is not None else None
            # At the right of another table's header stands another header: a figure is asked for, and it is none.
            is_header = isinstance(value, str) and not any(map(str.isdigit, value)) and not value.startswith(("#", "("))
            if beside is not None and (words or not is_header):
                yield sheet, row, beside


#: A row of headers: its sheet, its number, and the column of each name.
_Header = tuple[_Sheet, int, dict[str, int]]


def _header(table: TableForm, sheets: list[_Sheet]) -> _Header | None:
    """The row of headers that names most of a table's columns, and these: in the first sheet of them; None where no row names any."""
    names = {fold_column(name) for name in (*table.key, *table.columns)}
    best: _Header | None = None
    for sheet in sheets:
        rows: dict[int, dict[str, int]] = {}
        # « Début (rang) » may stand left of « Début »: what is the name itself comes before what begins by it.
        for itself in (True, False):
            for (row, column), cell in sorted(sheet.cells.items()):
                for name in labelled(cell.value) & names:
                    if (name == _whole(cell.value)) is itself:
                        rows.setdefault(row, {}).setdefault(name, column)
        for row, columns in sorted(rows.items()):
            if best is None or len(columns) > len(best[2]):
                best = sheet, row, columns
    return best


def _table(form: WorkbookForm, best: _Header | None) -> dict[str, Any] | None:
    """The rows below the headers that the form names; None where no row has them."""
    assert form.table is not None
    if best is None:
        return None
    sheet, header, columns = best
    kept = {
        name: columns[fold_column(name)]
        for name in (*form.table.key, *form.table.columns)
        if fold_column(name) in columns
    }
    lines, filled = [], []
    for row in range(header + 1, min(header + MAX_ROWS, sheet.formulas.max_row) + 1):
        line = [_plain(sheet.value(row, column)) for column in kept.values()]
        if all(value is None for value in line):
            break
        # A row without a key is no row of the table: a note, a total that nobody named.
        keys = [sheet.value(row, kept[name]) for name in form.table.key if name in kept]
        if keys and all(key is None for key in keys):
            continue
        if _beside(form, sheet, row, kept):
            continue
        lines.append(line)
        filled.append(row)
    totals = {row for row, keys in zip(filled, _keys(form.table, kept, lines), strict=True) if is_total(keys)}
    typed = {
        name: [
            row
            for row in filled
            if row not in totals and (row, kept[name]) in sheet.cells and not _live(sheet, row, kept[name])
        ]
        for name in form.formulas
        if name in kept
    }
    return {
        "feuille": sheet.name,
        "colonnes": list(kept),
        "numeros": filled,
        "lignes": lines,
        "tapees": typed,
        "lieu": (sheet, filled, columns),
    }


def _beside(form: WorkbookForm, sheet: _Sheet, row: int, kept: dict[str, int]) -> bool:
    """True if a row under the headers holds one of the cells asked for beside the table: its label, and no whole row of the table."""
    assert form.table is not None
    asked = {fold_column(label) for label in form.cells}
    labels = [n for n in range(1, max(kept.values()) + 1) if asked & labelled(sheet.value(row, n))]
    if not labels:
        return False
    keys = {fold_column(key) for key in form.table.keys if isinstance(key, str)}
    named = [kept[name] for name in form.table.key if name in kept and kept[name] in labels]
    if any(_whole(sheet.value(row, column)) not in keys for column in named):
        return True
    return any(sheet.value(row, column) is None for column in kept.values())


def _keys(form: TableForm, kept: dict[str, int], lines: list[list[Any]]) -> Iterator[list[str]]:
    """The key of each row, as text."""
    places = [place for place, name in enumerate(kept) if name in form.key]
    yield from ([str(line[place]) for place in places] for line in lines)


def _live(sheet: _Sheet, row: int, column: int) -> bool:
    """True if a cell is worked out from others of the workbook: a formula that only holds constants is a typed value."""
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token

    if any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in sheet.filled):
        return True
    cell = sheet.cells.get((row, column))
    if cell is None or cell.data_type != "f":
        return False
    text = cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", "")
    if not isinstance(text, str) or len(text) > 8_192:
        return False
    try:
        tokens = Tokenizer(text if text.startswith("=") else f"={text}").items
    except Exception:  # what this reader does not know is not held against whoever wrote it
        return _REFERENCE.search(text) is not None
    ranges = [token for token in tokens if token.type == Token.OPERAND and token.subtype == Token.RANGE]
    return any("[" not in token.value.partition("!")[0] or "!" not in token.value for token in ranges)


def _formatted(sheet: _Sheet, row: int, column: int) -> bool:
    """True if a conditional format bears on a cell."""
    for formatting in sheet.formulas.conditional_formatting:
        for area in formatting.cells.ranges:
            if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
                return True
    return False
