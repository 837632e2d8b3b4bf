"""Tables as files that a French spreadsheet opens right.

A CSV that a French spreadsheet opens right: semicolons, decimal commas, UTF-8 with its mark, dates as 2026-06-30 14:05,
which no country reads otherwise.

A spreadsheet would compute a text that begins like a formula, and shorten a student's number that begins with zeros: such a text
gets an apostrophe before it, which `strict_csv.read_text` takes off.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from epreuves.wording import strict_csv
from epreuves_kit.exports.tables import ExportColumn, ExportTable, Value, local, percent, plain, points

if TYPE_CHECKING:
    from openpyxl import Workbook


MARK = "\ufeff"


def csv_content(table: ExportTable) -> bytes:
    """The bytes of a table's CSV; lines end as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(column.title) for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(column, value) for column, value in zip(table.columns, row, strict=True)])
    return (MARK + out.getvalue()).encode()


def neutral(text: str) -> str:
    """A text that no spreadsheet computes, nor takes for something else."""
    return strict_csv.neutral(plain(text))


def _cell(column: ExportColumn, value: Value) -> str:
    if value is None:
        return ""
    match column.kind:
        case "points" if isinstance(value, Fraction):
            return _number(f"{points(value):.4f}")
        case "percent" if isinstance(value, Fraction):
            return _number(f"{float(percent(value)):.2f}")
        case "date" if isinstance(value, datetime.datetime):
            return local(value).strftime("%Y-%m-%d %H:%M")
        case "date" if isinstance(value, datetime.date):
            return value.isoformat()
        case "integer":
            return str(value)
    return neutral(str(value))


def _number(written: str) -> str:
    return written.rstrip("0").rstrip(".").replace(".", ",")


NOTICE = "Lisez-moi"
#: The longest text that a cell of a spreadsheet holds.
LONGEST_CELL = 32_767
#: What spreadsheets would read as the code of a character: its first sign is written by its own code (ECMA-376, ST_Xstring).
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMATS = {
    "points": "General",
    "percent": r"0.00\ %",
    "date": "dd/mm/yyyy hh:mm",
    "integer": "0",
    "text": "@",
}
_FONT = "Calibri"
#: Widths in characters: of a column of text, at least and at most.
_WIDTHS = {"points": 13, "percent": 13, "date": 17, "integer": 11}
_NARROWEST, _WIDEST = 14, 44
#: Columns that a page in landscape holds.
_ACROSS = 18


def xlsx_content(tables: Sequence[ExportTable]) -> bytes:
    """The bytes of the workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator, book.properties.language = (
        "Résultats",
        "epreuves",
        "fr-FR",
    )
    _notice(book, tables)
    for table in tables:
        _sheet(book, table)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(book: Workbook, table: ExportTable) -> None:
    from openpyxl.utils import get_column_letter as letter

    sheet = book.create_sheet(table.title)
    sheet.freeze_panes = "C2"
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:B"
    _print(sheet, fit=len(table.columns) <= _ACROSS)
    for rank, column in enumerate(table.columns):
        sheet.column_dimensions[letter(rank + 1)].width = _width(column, [row[rank] for row in table.rows])
    sheet.auto_filter.ref = f"A1:{letter(len(table.columns))}{len(table.rows) + 1}"
    cells = _Cells(sheet)
    sheet.append(cells.headings(column.title for column in table.columns))
    for row in table.rows:
        sheet.append(cells.row(table.columns, row))


def _notice(book: Workbook, tables: Sequence[ExportTable]) -> None:
    sheet = book.create_sheet(NOTICE)
    for name, width in (("A", 26), ("B", 44), ("C", 110)):
        sheet.column_dimensions[name].width = width
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    _print(sheet, fit=True)
    cells = _Cells(sheet)
    sheet.append(cells.headings(("Feuille", "Colonne", "Ce qu'on y lit")))
    for table in tables:
        lines = [(table.title, "", table.note)]
        lines += [(table.title, column.title, column.note) for column in table.columns if column.note]
        for row in lines:
            sheet.append(cells.row((ExportColumn(""),) * len(row), row))


def _width(column: ExportColumn, values: Sequence[Value]) -> int:
    """Wide enough for what a column holds, within reason; its title is on several lines."""
    if column.kind != "text":
        return _WIDTHS[column.kind]
    longest = max((len(str(value)) for value in values if value), default=0)
    return min(max(_NARROWEST, longest + 2), _WIDEST)


def _print(sheet: Any, fit: bool) -> None:
    """On A4 in landscape, as wide as the page where that can be read."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    if fit:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


class _Cells:
    """The cells of a sheet, one of each look, written one after the other: a new one each time would take ten times longer."""

    def __init__(self, sheet: Any) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font, PatternFill

        self._of = {}
        for kind, format in _FORMATS.items():
            self._of[kind] = WriteOnlyCell(sheet)
            self._of[kind].number_format = format
        self._heading, self._quoted = WriteOnlyCell(sheet), WriteOnlyCell(sheet)
        self._heading.font = Font(_FONT, bold=True, color="FFFFFF")
        self._heading.fill = PatternFill("solid", fgColor="1F3A5F")
        self._heading.alignment = Alignment(wrap_text=True, vertical="top")
        self._quoted.number_format, self._quoted.quotePrefix = _FORMATS["text"], True

    def headings(self, titles: Iterable[str]) -> Iterator[Any]:
        """Cells with those titles; each is to be written before the next is asked for, here and below."""
        for title in titles:
            yield _said(self._heading, title)

    def row(self, columns: Sequence[ExportColumn], values: Sequence[Value]) -> Iterator[Any]:
        """Cells with those values, None for an empty one."""
        for column, value in zip(columns, values, strict=True):
            yield None if value is None or value == "" else self._cell(column, value)

    def _cell(self, column: ExportColumn, value: Value) -> Any:
        if column.kind == "text":
            text = str(value)
            return _said(self._quoted if text[0] in "=+-@" else self._of["text"], text)
        cell = self._of[column.kind]
        if isinstance(value, Fraction):
            cell.value = float(percent(value) / 100) if column.kind == "percent" else points(value)
        else:
            cell.value = local(value) if isinstance(value, datetime.datetime) else value
        return cell


def _said(cell: Any, text: str) -> Any:
    """A cell that holds a text as a text, whatever it begins with: « =1+1 » is shown, never computed."""
    cell.value = _ESCAPE.sub("_x005F_", plain(text)[:LONGEST_CELL])
    cell.data_type = "s"
    return cell


def listed(path: Path, columns: int) -> list[tuple[str, ...]]:
    """The lines of a CSV that `csv_content` wrote, as texts, without its header and what has not so many columns; none where there is no file."""
    rows = strict_csv.cells(path.read_bytes())[1:] if path.is_file() else []
    return [tuple(map(strict_csv.read_text, row)) for _, row in rows if len(row) == columns]
