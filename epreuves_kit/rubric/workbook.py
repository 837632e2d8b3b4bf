"""The grading workbook (xlsx): its sheets, headers, rows and cells to fill decided, then written with nothing that a spreadsheet computes.

Texts are locked, but for levels and comments.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from epreuves.machine import replace
from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, number
from epreuves.wording.inert import composed
from epreuves.wording.remedies import command, remedy
from epreuves_kit.rubric.appreciation import Copy, Criterion, code
from epreuves_kit.rubric.guidance import Guides
from epreuves_kit.rubric.known import checked_comment, checked_grader
from epreuves_kit.rubric.register import Register
from epreuves_kit.variants.session import FILE
from epreuves_kit.variants.session import read as read_session

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


#: What a sheet has above its copies: a line of criteria, a line that says « Level » or « Commentaire ».
HEADER_ROWS = 2
#: Columns before the first to fill: the copy's number, its key.
FIXED_COLUMNS = ("Copie", "Clé")
DESCRIPTORS, NOTICE, BASELINE = "Descripteurs", "Lisez-moi", "_export"
#: Letters that a spreadsheet refuses in a sheet's name, and its longest name.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FORBIDDEN, _LONGEST = re.compile(r"[\[\]:*?/\\']"), 31


#: Markdown's signs of what is set in bold or italics.
_EMPHASIS = re.compile(r"(\*\*?|`)(?=\S)([^*`\n]+?)\1")


class GivenCell(msgspec.Struct, frozen=True):
    """A grader's word on a criterion in a copy: a level from 0 to 3 or none, a comment or an empty text."""

    level: int | None = None
    comment: str = ""


class Grid(msgspec.Struct, frozen=True):
    """The content of an épreuve's workbook; `given` holds that grader's own judgements, by (copy, grade_id)."""

    assignment: EpreuveId
    session: str  # its name
    mark: str  # see `session_mark`
    grader: str  # empty: for whoever fills it
    copies: tuple[Copy, ...]
    criteria: tuple[Criterion, ...]
    given: Mapping[tuple[str, str], GivenCell] = {}
    back: str = command("grille import", "FICHIER.xlsx", "--correcteur VOUS")  # the command that takes it
    notes: Mapping[tuple[str, str], str] = {}  # the author's words, by notebook and criterion
    note: str = ""  # why not all of the grader's copies are there


class GridColumn(msgspec.Struct, frozen=True):
    """A column to fill."""

    grade_id: str
    kind: Literal["level", "comment"]


class GridPage(msgspec.Struct, frozen=True):
    """One sheet to fill: a notebook's copies, a pair of columns a criterion."""

    title: str
    notebook: str
    copies: tuple[Copy, ...]
    criteria: tuple[Criterion, ...]

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        """Columns to fill, in order; the first stands after `FIXED_COLUMNS`."""
        return tuple(GridColumn(c.grade_id, kind) for c in self.criteria for kind in ("level", "comment"))

    @property
    def header(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Texts of the two header rows; a criterion's stands in its first column, and covers both."""
        above = [*FIXED_COLUMNS] + [text for c in self.criteria for text in (heading(c), "")]
        below = ["", ""] + ["Niveau", "Commentaire"] * len(self.criteria)
        return tuple(above), tuple(below)


def heading(criterion: Criterion) -> str:
    """A criterion as its columns are headed: code, points, label."""
    return clean(f"{code(criterion.grade_id)} · {counted(criterion.points, 'point')}\n{criterion.label}")


def pages(grid: Grid) -> tuple[GridPage, ...]:
    """The sheets to fill, in the order of the criteria's notebooks; a notebook without criterion or copy has none."""
    titles: list[str] = [DESCRIPTORS, NOTICE, BASELINE]
    sheets = []
    for notebook in dict.fromkeys(c.notebook for c in grid.criteria):
        copies = tuple(c for c in grid.copies if c.notebook == notebook)
        criteria = tuple(c for c in grid.criteria if c.notebook == notebook)
        if copies:
            titles.append(_title(notebook, titles))
            sheets.append(GridPage(titles[-1], notebook, copies, criteria))
    return tuple(sheets)


def _title(notebook: str, taken: list[str]) -> str:
    names = {name.casefold() for name in taken}
    base = _FORBIDDEN.sub("-", clean(notebook))[:_LONGEST] or "notebook"
    number, title = 1, base
    while title.casefold() in names:
        number += 1
        title = f"{base[: _LONGEST - 3]}-{number}"
    return title


def descriptors(grid: Grid) -> tuple[tuple[str, ...], ...]:
    """The sheet of descriptors: a heading row, then a row a criterion."""
    levels = tuple(f"{int(n)} — {n.label}" for n in LEVELS)
    rows = [("Feuille", "Critère", "Points", "Ce qui est jugé", "Où regarder", *levels, "Repères de l'auteur")]
    titles = {page.notebook: page.title for page in pages(grid)}
    for c in grid.criteria:
        row = (
            titles.get(c.notebook, c.notebook),
            code(c.grade_id),
            number(c.points),
            c.label
            + (
                f"\nTexte officiel\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}{c.official}\N{NO-BREAK SPACE}»"
                if c.official
                else ""
            ),
            c.look,
            *c.descriptors,
            grid.notes.get((c.notebook, c.grade_id), ""),
        )
        rows.append(tuple(map(clean, row)))
    return tuple(rows)


def identity(grid: Grid) -> tuple[tuple[str, str], ...]:
    """Values that tell this workbook from that of another épreuve, session or grader: (name, value)."""
    return (
        ("Épreuve", grid.assignment),
        ("Session", clean(grid.session)),
        ("Empreinte de la session", grid.mark),
        ("Correcteur", clean(grid.grader)),
    )


def session_mark(key: str, assignment: EpreuveId) -> str:
    """Twelve letters that differ from a session to another and give nothing of its key."""
    return hashlib.blake2b(f"classeur\0{assignment}\0{key}".encode(), digest_size=6).hexdigest()


def clean(text: str) -> str:
    """A text as a cell can hold it: composed letters, « \\n » as the end of a line, no control character."""
    lines = composed(text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", lines).strip()


def kept(comment: str) -> str:
    """A comment as a cell holds it once the record has kept it: the same text on both sides is then the same."""
    return clean(checked_comment(clean(comment)))


def grid_of(register: Register, root: Path, assignment: EpreuveId, grader: str = "", own: bool = True) -> Grid:
    """The grid of an épreuve now, with a grader's own judgements, none where no grader is named.

    Where copies or criteria are shared out, a grader's grid has the copies that are theirs, in part at least; only those of calibration
    while these come first. Raises KitError where there
    is nothing to judge, or the name cannot be one.
    """
    copies, criteria = register.copies(assignment), register.criteria(assignment)
    if not copies or not criteria:
        why = (
            f"pas encore de copie corrigée : lancez {remedy('autograde', assignment)}"
            if criteria
            else "pas de critère à juger : il n'y a pas de grille à remplir"
        )
        raise KitError(f"« {assignment} » n'a {why}.")
    grader = checked_grader(grader) if grader else ""
    judgements = register.judgements(assignment, grader) if grader else {}
    given = {(copy, id): GivenCell(j.level, kept(j.comment)) for (copy, id, _), j in judgements.items()}
    duties, note = register.duties(assignment), ""
    if grader and own and duties.allotment is not None:
        copies = tuple(
            copy
            for copy in copies
            if any(duties.owes(grader, copy.key, c.grade_id) for c in criteria if c.notebook == copy.notebook)
        )
        if left := register.uncalibrated(assignment, grader):
            note = f"Seules les copies d'étalonnage y sont : il en reste {left} à juger à {grader} avant de recevoir les autres."
            copies = tuple(copy for copy in copies if not duties.held(grader, copy.key))
        if not copies:
            raise KitError(
                f"Rien de « {assignment} » n'est confié à {grader} : vérifiez le nom ({remedy('correcteurs voir', assignment)}), ou refaites la "
                "répartition."
            )
    name, mark = _session(root, assignment)
    notes = _notes(Guides(register.places, assignment), criteria)
    return Grid(assignment, name, mark, grader, copies, criteria, given, notes=notes, note=note)


def _notes(guides: Guides, criteria: tuple[Criterion, ...]) -> dict[tuple[str, str], str]:
    """The author's words on each criterion's writings as plain text; this variant's values are in the pages of the copies."""
    return {
        (c.notebook, c.grade_id): "\n\n".join(
            _EMPHASIS.sub(r"\2", f"{note.title}\n{note.text}") for note in guides.notes(c)
        )
        for c in criteria
    }


def _session(root: Path, assignment: EpreuveId) -> tuple[str, str]:
    """The name of the course's session and its mark; empty for a course without sessions."""
    if not (root / FILE).exists():
        return "", ""
    exam_session = read_session(root, assignment)
    return exam_session.name, session_mark(exam_session.key, assignment)


#: Widths in characters, heights in points.
_LEVEL, _COMMENT, _NUMBER, _KEY = 9, 42, 8, 20
_ROW, _LINE = 45, 15
_FONT = "Calibri"
_HEADER, _FIXED, _LEVEL_CELL, _COMMENT_CELL, _TEXT, _STRONG = (
    "En-tête",
    "Copie",
    "Niveau",
    "Commentaire",
    "Texte",
    "Titre de ligne",
)
#: The longest text that a cell of a spreadsheet holds.
LONGEST_CELL = 32_767
_WORDS = " · ".join(f"{int(n)} {n.label}" for n in LEVELS)
_HOW = (
    "Remplissez les cases jaunes : un niveau de 0 à 3, et si vous voulez un commentaire, que le candidat lira.",
    f"Les niveaux : {_WORDS}. La feuille « {DESCRIPTORS} » dit ce que l'on voit à chacun.",
    "Une case vide ne dit rien de la copie : elle reste à juger.",
    "Le reste est verrouillé, sans mot de passe. N'ajoutez ni ligne, ni colonne, ni feuille ; ne changez aucun autre texte.",
    "Enregistrez au format xlsx, puis rendez ce fichier à qui vous l'a donné ; au terminal, il se reprend par « {back} ».",
    "Une case qui ne convient pas est nommée, et rien du fichier n'est alors pris en compte.",
)


def write(grid: Grid, path: Path) -> int:
    """Write the workbook, in place of the file that is there, and tell how many copies it has; OSError as for any file."""
    content, copies = content_of(grid)
    replace(path, content)
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
        for place, text in enumerate(texts, start=1):
            _text(sheet, row, place, text, _HEADER)
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
        type="list",
        formula1='"0,1,2,3"',
        allow_blank=True,
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle="Niveau",
        error=f"Un niveau de 0 à 3 : {_WORDS}.",
        promptTitle="Niveau",
        prompt=_WORDS,
    )
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
        for column, text in enumerate(texts, start=1):
            _text(sheet, row, column, text, _HEADER if row == 1 else _TEXT)
    for column, width in enumerate((20, 10, 7, 24, 24, 30, 30, 30, 30, 60), start=1):
        sheet.column_dimensions[letter(column)].width = width
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    _print(sheet)


def _notice(sheet: Worksheet, grid: Grid) -> None:
    for row, (name, value) in enumerate(identity(grid), start=1):
        _text(sheet, row, 1, name, _STRONG)
        _text(sheet, row, 2, value, _TEXT)
    for row, text in enumerate(_HOW, start=len(identity(grid)) + 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        _text(sheet, row, 1, text.replace("{back}", grid.back), _TEXT)
        sheet.row_dimensions[row].height = 2 * _LINE + 2
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 62
    _print(sheet)


def _baseline(book: Workbook, shown: tuple[GridPage, ...], grid: Grid) -> None:
    """The state of the file when it was written: what differs from it was filled in by the grader, and nothing else."""
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


def _text(sheet: Worksheet, row: int, column: int, text: str, style: str = "") -> None:
    """A cell that holds a text as a text, whatever it begins with: « =1+1 » is shown, never computed."""
    cell = sheet.cell(row, column)
    if style:
        cell.style = style
    if text:
        cell.value = text[:LONGEST_CELL]
        cell.data_type = "s"
        if text[0] in "=+-@":
            cell.quotePrefix = True


def _styles(book: Workbook) -> None:
    """The few styles of the sheets, by name: setting each property of each cell would take ten times longer."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

    line = Side(style="thin", color="808080")
    around = Border(left=line, right=line, top=line, bottom=line)
    wrapped = Alignment(wrap_text=True, vertical="top", horizontal="left")
    to_fill = {
        "border": around,
        "fill": PatternFill("solid", fgColor="FFF9E0"),
        "font": Font(_FONT),
        "protection": Protection(locked=False),
    }
    for style in (
        NamedStyle(
            _HEADER,
            font=Font(_FONT, bold=True, color="FFFFFF"),
            fill=PatternFill("solid", fgColor="1F3A5F"),
            border=around,
            alignment=wrapped,
        ),
        NamedStyle(
            _FIXED,
            font=Font(_FONT, color="595959"),
            border=around,
            alignment=Alignment(vertical="top", horizontal="left"),
        ),
        NamedStyle(_LEVEL_CELL, alignment=Alignment(horizontal="center", vertical="top"), **to_fill),
        NamedStyle(_COMMENT_CELL, alignment=wrapped, number_format="@", **to_fill),
        NamedStyle(_TEXT, font=Font(_FONT), alignment=wrapped),
        NamedStyle(_STRONG, font=Font(_FONT, bold=True), alignment=wrapped),
    ):
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
