"""The grading workbook written (xlsx): text locked, only levels and comments to fill, nothing in it that a spreadsheet computes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from epreuves.referentiel.levels import LEVELS
from epreuves.rubric.workbook_layout import (
    BASELINE,
    DESCRIPTORS,
    FIXED_COLUMNS,
    HEADER_ROWS,
    NOTICE,
    GivenCell,
    Grid,
    GridPage,
    descriptors,
    heading,
    identity,
    pages,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: Widths in characters, heights in points.
_LEVEL, _COMMENT, _NUMBER, _KEY = 9, 42, 8, 20
_ROW, _LINE = 45, 15
_FONT = "Calibri"
_HEADER, _FIXED, _LEVEL_CELL, _COMMENT_CELL, _TEXT, _STRONG = "En-tête", "Copie", "Niveau", "Commentaire", "Texte", "Titre de ligne"  # fmt: skip
#: The longest text that a cell of a spreadsheet holds.
LONGEST_CELL = 32_767
_WORDS = " · ".join(f"{int(n)} {n.label}" for n in LEVELS)
_HOW = (
    "Remplissez les cases jaunes : un niveau de 0 à 3, et si vous voulez un commentaire, que le candidat lira.",
    f"Les niveaux : {_WORDS}. La feuille « {DESCRIPTORS} » dit ce que l'on voit à chacun.",
    "Une case vide ne dit rien de la copie : elle reste à juger.",
    "Le reste est verrouillé, sans mot de passe. N'ajoutez ni ligne, ni colonne, ni feuille ; ne changez aucun autre texte.",
    "Enregistrez au format xlsx, puis rendez le fichier : « epreuves grille import FICHIER.xlsx --correcteur VOUS ».",
    "Une case qui ne convient pas est nommée, et rien du fichier n'est alors pris en compte.",
)


def write(grid: Grid, path: Path) -> int:
    """Write the workbook, in place of the file that is there, and tell how many copies it has; OSError as for any file."""
    content, copies = content_of(grid)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    beside.replace(path)
    return copies


def content_of(grid: Grid) -> tuple[bytes, int]:
    """The bytes of the workbook and its number of copies."""
    from openpyxl import Workbook

    book = Workbook()
    _styles(book)
    book.remove(book.active)
    shown = pages(grid)
    for page in shown:
        _fill(book.create_sheet(page.title), page, grid)
    _descriptors(book.create_sheet(DESCRIPTORS), grid)
    _notice(book.create_sheet(NOTICE), grid)
    _baseline(book, shown, grid)
    book.properties.title = f"Grille de {grid.assignment}"
    book.properties.creator = "epreuves"
    book.properties.language = "fr-FR"
    from openpyxl.workbook.protection import WorkbookProtection

    book.security = WorkbookProtection(lockStructure=True)
    for sheet in book.worksheets:
        _lock(sheet)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue(), sum(len(page.copies) for page in shown)


def _fill(sheet: Worksheet, page: GridPage, grid: Grid) -> None:
    from openpyxl.utils import get_column_letter as letter
    from openpyxl.worksheet.datavalidation import DataValidation

    first = len(FIXED_COLUMNS) + 1
    for row, texts in enumerate(page.header, start=1):
        for place, said in enumerate(texts, start=1):
            _text(sheet, row, place, said, _HEADER)
    for column in range(first, first + len(page.columns), 2):
        sheet.merge_cells(start_row=1, end_row=1, start_column=column, end_column=column + 1)
        sheet.column_dimensions[letter(column)].width = _LEVEL
        sheet.column_dimensions[letter(column + 1)].width = _COMMENT
    for column in (1, 2):
        sheet.merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _NUMBER, _KEY
    lines = max(heading(c).count("\n") + 1 + len(heading(c)) // _COMMENT for c in page.criteria)
    sheet.row_dimensions[1].height = _LINE * lines
    columns = page.columns
    for row, copy in enumerate(page.copies, start=HEADER_ROWS + 1):
        sheet.cell(row, 1, copy.number).style = _FIXED
        _text(sheet, row, 2, copy.key, _FIXED)
        sheet.row_dimensions[row].height = _ROW
        for place, filled in enumerate(columns, start=first):
            given = grid.given.get((copy.key, filled.grade_id), GivenCell())
            if filled.kind == "level":
                sheet.cell(row, place, given.level).style = _LEVEL_CELL
            else:
                _text(sheet, row, place, given.comment, _COMMENT_CELL)
    asked = DataValidation(
        type="list", formula1='"0,1,2,3"', allow_blank=True, showErrorMessage=True, showInputMessage=True,
        errorTitle="Niveau", error=f"Un niveau de 0 à 3 : {_WORDS}.", promptTitle="Niveau", prompt=_WORDS,
    )  # fmt: skip
    last = HEADER_ROWS + len(page.copies)
    for column in range(first, first + len(page.columns), 2):
        asked.add(f"{letter(column)}{HEADER_ROWS + 1}:{letter(column)}{last}")
    sheet.add_data_validation(asked)
    sheet.freeze_panes = sheet.cell(HEADER_ROWS + 1, first)
    sheet.print_title_rows, sheet.print_title_cols = f"1:{HEADER_ROWS}", "A:A"
    # As many pages across as it takes: a dozen criteria on one would be too small to read.
    _print(sheet, across=0)


def _descriptors(sheet: Worksheet, grid: Grid) -> None:
    from openpyxl.utils import get_column_letter as letter

    for row, texts in enumerate(descriptors(grid), start=1):
        for column, said in enumerate(texts, start=1):
            _text(sheet, row, column, said, _HEADER if row == 1 else _TEXT)
    for column, width in enumerate((20, 10, 7, 24, 24, 30, 30, 30, 30), start=1):
        sheet.column_dimensions[letter(column)].width = width
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    _print(sheet)


def _notice(sheet: Worksheet, grid: Grid) -> None:
    for row, (name, value) in enumerate(identity(grid), start=1):
        _text(sheet, row, 1, name, _STRONG)
        _text(sheet, row, 2, value, _TEXT)
    for row, said in enumerate(_HOW, start=len(identity(grid)) + 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        _text(sheet, row, 1, said, _TEXT)
        sheet.row_dimensions[row].height = 2 * _LINE + 2
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 62
    _print(sheet)


def _baseline(book: Workbook, shown: tuple[GridPage, ...], grid: Grid) -> None:
    """What the file said when it was written: what differs from it was filled in by the grader, and nothing else."""
    sheet = book.create_sheet(BASELINE)
    sheet.sheet_state = "hidden"
    row = 0
    for page in shown:
        for copy in page.copies:
            row += 1
            for column, value in enumerate((copy.key, str(copy.number), "", "", ""), start=1):
                _text(sheet, row, column, value)
            for criterion in page.criteria:
                given = grid.given.get((copy.key, criterion.grade_id))
                if given is not None:
                    row += 1
                    level = "" if given.level is None else str(given.level)
                    texts = (copy.key, "", criterion.grade_id, level, given.comment)
                    for column, value in enumerate(texts, start=1):
                        _text(sheet, row, column, value)


def _text(sheet: Worksheet, row: int, column: int, said: str, style: str = "") -> None:
    """A cell that holds a text as a text, whatever it begins with: « =1+1 » is shown, never computed."""
    cell = sheet.cell(row, column)
    if style:
        cell.style = style
    if said:
        cell.value = said[:LONGEST_CELL]
        cell.data_type = "s"
        if said[0] in "=+-@":
            cell.quotePrefix = True


def _styles(book: Workbook) -> None:
    """The few styles of the sheets, by name: setting each property of each cell would take ten times longer."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

    line = Side(style="thin", color="808080")
    around = Border(left=line, right=line, top=line, bottom=line)
    wrapped = Alignment(wrap_text=True, vertical="top", horizontal="left")
    to_fill = {"border": around, "fill": PatternFill("solid", fgColor="FFF9E0"), "font": Font(_FONT), "protection": Protection(locked=False)}  # fmt: skip
    for style in (
        NamedStyle(_HEADER, font=Font(_FONT, bold=True, color="FFFFFF"), fill=PatternFill("solid", fgColor="1F3A5F"), border=around, alignment=wrapped),
        NamedStyle(_FIXED, font=Font(_FONT, color="595959"), border=around, alignment=Alignment(vertical="top", horizontal="left")),
        NamedStyle(_LEVEL_CELL, alignment=Alignment(horizontal="center", vertical="top"), **to_fill),
        NamedStyle(_COMMENT_CELL, alignment=wrapped, number_format="@", **to_fill),
        NamedStyle(_TEXT, font=Font(_FONT), alignment=wrapped),
        NamedStyle(_STRONG, font=Font(_FONT, bold=True), alignment=wrapped),
    ):  # fmt: skip
        book.add_named_style(style)


def _lock(sheet: Worksheet) -> None:
    """Locked but for the cells to fill; columns and rows may still be made wider. No password: it keeps hands, not secrets."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _print(sheet: Worksheet, across: int = 1) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    if across:
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
