"""A filled workbook taken into the record, in whole or not at all: what the grader changed in it, or every fault of the file."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, significant
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.rubric.appreciation import code
from epreuves_kit.rubric.known import LONGEST, checked_grader
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.unwritten import doubts
from epreuves_kit.rubric.workbook import (
    BASELINE,
    DESCRIPTORS,
    FIXED_COLUMNS,
    HEADER_ROWS,
    NOTICE,
    GivenCell,
    Grid,
    GridPage,
    clean,
    descriptors,
    grid_of,
    identity,
    kept,
    pages,
)
from epreuves_kit.rubric.workbook_open import opened
from epreuves_kit.third_party import cells_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: Sentences told of one file.
MOST_FAULTS = 60
_PREVAILS = remedy("grille import", "FICHIER", "--remplacer")
_AGAIN = "exportez la grille de nouveau, et remplissez ce nouveau fichier"


class Taken(msgspec.Struct, frozen=True):
    """The outcome of a file: judgements that changed, the copies they are of, and levels that the grader has yet to give.

    doubts: a sentence for each copy of which a level above 0 was given to a writing left as it was given out.
    """

    assignment: EpreuveId
    grader: str
    changes: int
    copies: int
    waiting: int
    doubts: tuple[str, ...] = ()


class WorkbookChange(msgspec.Struct, frozen=True):
    """A judgement of the file that it did not hold when it was exported."""

    copy: str
    grade_id: str
    given: GivenCell


class _Baseline(msgspec.Struct, frozen=True):
    numbers: Mapping[str, str]
    given: Mapping[tuple[str, str], GivenCell]


def assignment_of(book: Workbook) -> EpreuveId:
    """The épreuve that a workbook says it is of; Faults where it says none."""
    for fault in _kit_faults(book):
        raise Faults(fault)
    return EpreuveId(_text(book[NOTICE]["B1"]))


def read(book: Workbook, grid: Grid, replace: bool = False) -> tuple[WorkbookChange, ...]:
    """The changes of a filled workbook (`workbook_open.opened`), in the order of its sheets and cells.

    `grid` is the grid as it is now, for the grader who brings the file. Cells as they were exported change nothing, even where the
    grader has judged since, elsewhere; a cell filled on both sides differently is a fault, unless `replace`.
    Raises Faults with all the faults found: of the file, then of its identity, then of its cells.
    """
    wrong = list(_identity_faults(book, grid)) or list(_sheet_faults(book, grid))
    if wrong:
        raise Faults(*wrong)
    baseline = _baseline(book[BASELINE])
    faults: list[str] = []
    changes: list[WorkbookChange] = []
    faults += _descriptor_faults(book[DESCRIPTORS], grid)
    for page in pages(grid):
        for read_cell in _page(book[page.title], page, grid, baseline, replace):
            if isinstance(read_cell, WorkbookChange):
                changes.append(read_cell)
            else:
                faults.append(read_cell)
    if len(faults) > MOST_FAULTS:
        more = len(faults) - MOST_FAULTS
        faults[MOST_FAULTS:] = [f"… et {counted(more, 'autre case')} à revoir."]
    if faults:
        raise Faults(*faults)
    return tuple(changes)


def take(register: Register, root: Path, path: Path, grader: str, replace: bool = False) -> Taken:
    """Take a filled workbook into the record, for a grader: all of its changes, or none.

    Raises Faults with all that is wrong in the file, KitError where the record refuses it.
    """
    grader = checked_grader(grader)
    book = opened(path)
    assignment = assignment_of(book)
    try:
        grid = grid_of(register, root, assignment, grader, own=False)
    except KitError as error:
        raise Faults(f"« {path.name} » dit être de l'épreuve « {assignment} ». {error.sentence}") from None
    # A grader's grid may have had their own copies alone; what was shared out since does not change what it is compared with.
    numbered = _baseline(book[BASELINE]).numbers
    if any(copy.key in numbered for copy in grid.copies):
        grid = msgspec.structs.replace(grid, copies=tuple(c for c in grid.copies if c.key in numbered))
    changes = read(book, grid, replace)
    if changes:
        judged = [(c.copy, c.grade_id, c.given.level, c.given.comment) for c in changes]
        register.judge_many(assignment, grader, judged)
    after = dict(grid.given) | {(c.copy, c.grade_id): c.given for c in changes}
    cells = [(copy.key, c.grade_id) for copy in grid.copies for c in grid.criteria if c.notebook == copy.notebook]
    waiting = sum(after.get(cell, GivenCell()).level is None for cell in cells)
    return Taken(assignment, grader, len(changes), len({c.copy for c in changes}), waiting, _doubts(grid, changes))


def _doubts(grid: Grid, changes: tuple[WorkbookChange, ...]) -> tuple[str, ...]:
    levels: dict[str, dict[str, int | None]] = {}
    for change in changes:
        levels.setdefault(change.copy, {})[change.grade_id] = change.given.level
    sentences = (doubts(copy, levels[copy.key], grid.criteria) for copy in grid.copies if copy.key in levels)
    return tuple(filter(None, sentences))


def _kit_faults(book: Workbook) -> Iterator[str]:
    if NOTICE not in book.sheetnames or BASELINE not in book.sheetnames:
        yield f"Ce classeur n'est pas une grille exportée par le kit (la feuille « {NOTICE} » ou « {BASELINE} » manque) : {_AGAIN}."


def _identity_faults(book: Workbook, grid: Grid) -> Iterator[str]:
    for fault in _kit_faults(book):
        yield fault
        return
    sheet = book[NOTICE]
    lines = [(_text(sheet.cell(row, 1)), _text(sheet.cell(row, 2))) for row in range(1, 5)]
    expected = identity(grid)
    if [name for name, _ in lines] != [name for name, _ in expected]:
        yield f"Feuille « {NOTICE} », cellules A1 à A4 : le texte verrouillé a été changé ; {_AGAIN}."
        return
    (_, epreuve), (_, session), (_, mark), (_, grader) = lines
    if epreuve != grid.assignment:
        yield f"Ce classeur est celui de l'épreuve « {epreuve} », et non de « {grid.assignment} » (feuille « {NOTICE} », cellule B1)."
    elif mark != grid.mark:
        yield f"Ce classeur vient d'une autre session (« {session} », feuille « {NOTICE} ») ; celle de ce cours est « {grid.session} »."
    elif grader and grader != grid.grader:
        yield (
            f"Ce classeur a été exporté pour « {grader} », et non pour « {grid.grader} » : donnez {parameter('grille import', '--correcteur')} « {grader} », "
            "ou exportez la grille pour l'autre correcteur."
        )


def _sheet_faults(book: Workbook, grid: Grid) -> Iterator[str]:
    wanted = [*(page.title for page in pages(grid)), DESCRIPTORS, NOTICE, BASELINE]
    for title in wanted:
        if title not in book.sheetnames:
            yield f"La feuille « {title} » manque : {_AGAIN}."
    for title in book.sheetnames:
        if title not in wanted:
            yield f"La feuille « {title} » n'est pas de la grille : supprimez-la."


def _baseline(sheet: Worksheet) -> _Baseline:
    numbers: dict[str, str] = {}
    given: dict[tuple[str, str], GivenCell] = {}
    if sheet.max_column > 5:
        raise Faults(f"La feuille « {BASELINE} » a été changée : {_AGAIN}.")
    for row in sheet.iter_rows(min_col=1, max_col=5):
        key, number, grade_id, level, comment = map(_text, row)
        if number:
            numbers[key] = number
        elif grade_id:
            if level not in ("", "0", "1", "2", "3"):
                raise Faults(f"La feuille « {BASELINE} » a été changée : {_AGAIN}.")
            given[key, grade_id] = GivenCell(int(level) if level else None, comment)
    return _Baseline(numbers, given)


def _descriptor_faults(sheet: Worksheet, grid: Grid) -> Iterator[str]:
    for row, texts in enumerate(descriptors(grid), start=1):
        for column, text in enumerate(texts, start=1):
            yield from _locked(sheet, row, column, text)


def _locked(sheet: Worksheet, row: int, column: int, expected: str) -> Iterator[str]:
    cell = sheet.cell(row, column)
    actual = _text(cell)
    if actual != expected:
        yield f"{_where(sheet, cell)} : le texte verrouillé a été changé (« {_shown(actual)} » lu, « {_shown(expected)} » attendu) ; {_AGAIN}."


def _page(
    sheet: Worksheet, page: GridPage, grid: Grid, baseline: _Baseline, replace: bool
) -> Iterator[WorkbookChange | str]:
    """The changes of a sheet and its faults, in the order of its cells."""
    first, last_column = len(FIXED_COLUMNS) + 1, len(FIXED_COLUMNS) + len(page.columns)
    last_row = HEADER_ROWS + len(baseline.numbers)
    if sheet.max_column > last_column or sheet.max_row > last_row:
        # Not gone through: a cell far out would make millions of cells between.
        beyond = [cell for cell in cells_of(sheet) if cell.column > last_column or cell.row > last_row]
        filled = [cell for cell in beyond if _text(cell)]
        yield from (
            f"{_where(sheet, cell)} : rien n'est attendu à cet endroit (« {_shown(_text(cell))} » lu) ; effacez-le."
            for cell in filled
        )
    for row, texts in enumerate(page.header, start=1):
        for column, text in enumerate(texts, start=1):
            yield from _locked(sheet, row, column, text)
    keys, seen = {copy.key for copy in page.copies}, dict[str, int]()
    for row in range(HEADER_ROWS + 1, min(sheet.max_row, last_row) + 1):
        key_cell = sheet.cell(row, 2)
        key, number = _text(key_cell), _text(sheet.cell(row, 1))
        to_fill = [sheet.cell(row, first + place) for place in range(len(page.columns))]
        if not key and not number and not any(_text(cell) for cell in to_fill):
            continue
        if key not in keys or key not in baseline.numbers:
            yield f"{_where(sheet, key_cell)} : la clé « {_shown(key)} » n'est celle d'aucune copie de « {page.notebook} » ; {_AGAIN}."
        elif number != baseline.numbers[key]:
            yield (
                f"{_where(sheet, sheet.cell(row, 1))} : le texte verrouillé a été changé (« {_shown(number)} » lu, "
                f"« {baseline.numbers[key]} » attendu) ; {_AGAIN}."
            )
        elif key in seen:
            yield f"{_where(sheet, key_cell)} : la copie n° {number} est déjà à la ligne {seen[key]} ; ôtez l'une des deux."
        else:
            seen[key] = row
            yield from _row(sheet, key, page, to_fill, grid, baseline, replace)


def _row(
    sheet: Worksheet,
    key: str,
    page: GridPage,
    to_fill: list[Any],
    grid: Grid,
    baseline: _Baseline,
    replace: bool,
) -> Iterator[WorkbookChange | str]:
    for place, criterion in enumerate(page.criteria):
        level_cell, comment_cell = to_fill[2 * place], to_fill[2 * place + 1]
        read: list[Any] = []
        wrong = False
        for cell, reader in ((level_cell, _level), (comment_cell, _comment)):
            try:
                read.append(reader(cell))
            except _RefusedCell as refusal:
                wrong = True
                yield f"{_where(sheet, cell)} : {refusal}."
        if wrong:
            continue
        filled, where = GivenCell(*read), (key, criterion.grade_id)
        before = baseline.given.get(where, GivenCell())
        now = grid.given.get(where, GivenCell())
        if filled in (before, now):
            continue
        if now != before and not replace:
            yield (
                f"{_where(sheet, level_cell)} : {code(criterion.grade_id)} a été jugé depuis l'export ({_said(now)}), et le fichier "
                f"dit autre chose ({_said(filled)}) ; exportez de nouveau, ou dites que le fichier l'emporte ({_PREVAILS})."
            )
        else:
            yield WorkbookChange(key, criterion.grade_id, filled)


def _said(given: GivenCell) -> str:
    level = "pas de niveau" if given.level is None else f"niveau {given.level}"
    return f"{level}, « {_shown(given.comment)} »" if given.comment else level


def _where(sheet: Worksheet, cell: Any) -> str:
    return f"Feuille « {sheet.title} », cellule {cell.coordinate}"


_EXPECTED = "un niveau de 0 à 3, ou son nom (" + ", ".join(n.label for n in LEVELS) + ")"
_RANKED = re.compile(r"([0-3])(?:\s*[-—–·:.]\s*(.+))?")
_SHOWN = 60
_LONGEST_LEVEL = 100


class _RefusedCell(KitError):
    """The value read and the one expected: the end of a sentence that names the cell."""


def _level(cell: Any) -> int | None:
    """A level from 0 to 3, or None for an empty cell."""
    value = _plain(cell, _EXPECTED)
    if value is None:
        return None
    if isinstance(value, int | float) and value in (0, 1, 2, 3):
        return int(value)
    if isinstance(value, str):
        text = _folded(value)
        if not text:
            return None
        if text in _NAMES:
            return _NAMES[text]
        match = _RANKED.fullmatch(text)
        if match and (match[2] is None or _NAMES.get(match[2]) == int(match[1])):
            return int(match[1])
    raise _RefusedCell(f"« {_shown(value)} » reçu, attendu {_EXPECTED}")


def _comment(cell: Any) -> str:
    """A comment, empty for an empty cell; a number typed is the text that was typed."""
    value = _plain(cell, "un texte")
    if value is None:
        return ""
    if not isinstance(value, str):
        value = significant(value, 6, grouped=False)
    text = clean(value)
    if len(text) > LONGEST:
        raise _RefusedCell(f"{len(text)} caractères reçus, attendu {LONGEST} au plus")
    return kept(text)


def _text(cell: Any) -> str:
    """The text of a cell that nobody should have changed."""
    value = cell.value
    return clean("" if value is None else str(value))


def _plain(cell: Any, expected: str) -> str | int | float | None:
    """A text or a number; formulas, errors, dates and true-or-false are none."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return None
    if kind == "f":
        formula = value if isinstance(value, str) else getattr(value, "text", "") or "=…"
        raise _RefusedCell(f"une formule reçue ({_shown(formula)}), attendu {expected} : tapez la valeur")
    if kind == "e":
        raise _RefusedCell(f"l'erreur {_shown(value)} reçue, attendu {expected}")
    if kind == "b" or isinstance(value, bool):
        raise _RefusedCell(f"{'VRAI' if value else 'FAUX'} reçu, attendu {expected}")
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        raise _RefusedCell(f"une date ou une heure reçue ({_shown(value)}), attendu {expected}")
    return value


def _folded(text: str) -> str:
    """A text without case, accents or typographic apostrophes."""
    # No level has so many characters; what is longer is only told apart from them.
    brief = " ".join(text.split())[:_LONGEST_LEVEL]
    bare = unicodedata.normalize("NFD", brief.replace("’", "'").casefold())
    return "".join(c for c in bare if not unicodedata.combining(c))


_NAMES = {_folded(n.label): int(n) for n in LEVELS} | {
    "en cours": 1,
    "acquise": 2,
    "maitrisee": 3,
    "non acquise": 0,
}


def _shown(value: object) -> str:
    """A value on one line, cut where it is long."""
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
