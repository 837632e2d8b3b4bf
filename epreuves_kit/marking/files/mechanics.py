"""The mechanics of a workbook, for people who judge it: formulas and typed values, filters, drop-down lists, conditional formats, what is
frozen, charts, names, errors, what is hidden; each in French, with its cells, bounded and inert.

Read within the walls, in the workbook that the drawing has opened. What cannot be read of one thing loses nothing of the others, and is told.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, product
from typing import Annotated, Any, NamedTuple

import msgspec

from epreuves.wording.french import FIXED, counted, either, listed, plural
from epreuves.wording.inert import inert
from epreuves_kit.marking.files.conditions import (
    CHARACTERS,
    cut,
    error_said,
    formula,
    others,
    palette,
    quoted,
    rule_said,
    some,
    typed_said,
)
from epreuves_kit.marking.files.workbook_parts import WorkbookParts, texts
from epreuves_kit.third_party import cells_of

#: Sheets that are read, what is told of one thing, and rules of a sheet that are looked at.
SHEETS, PARTS, LOOKED = 20, 12, 2_000
#: Ranges, values, cells and names of a sentence, and cells that a list takes its values from.
_RANGES, _VALUES, _CELLS, _NAMES, _SOURCE = 4, 8, 8, 8, 200
#: Places that formulas of several cells fill, beyond which those that follow count as typed.
_FILLED = 100_000
#: Characters of a sentence: what composes it is cut already.
_SAID = 4_000
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_PLACE = re.compile(
    r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[^'!\[\]()\s]+))!)?"
    r"\$?(?P<left>[A-Z]{1,3})\$?(?P<top>[0-9]{1,7})(?::\$?(?P<right>[A-Z]{1,3})\$?(?P<bottom>[0-9]{1,7}))?"
)
_DAY = re.compile(r"\s*[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-](?:[0-9]{2}|[0-9]{4}))?\s*", re.ASCII)
_FIGURE = re.compile(r"\s*[-+\u2212]?[0-9][0-9 \u00a0\u202f]*(?:[.,][0-9]+)?\s*(?:[%€]|k€|jours?|j)?\s*", re.ASCII)
_LETTER = re.compile(r"[^\W\d_]")


class Mechanism(msgspec.Struct, frozen=True):
    """A thing that a sheet holds, in French; the sheet's name is empty for what the whole workbook holds."""

    sheet: Annotated[str, msgspec.Meta(max_length=CHARACTERS + 1)]
    said: Annotated[str, msgspec.Meta(max_length=_SAID)]


_Mechanisms = Annotated[tuple[Mechanism, ...], msgspec.Meta(max_length=PARTS + 1)]


class WorkbookMechanics(msgspec.Struct, frozen=True, omit_defaults=True):
    """A workbook's mechanics, of each kind by sheet. checks: what may be typed in a cell, lists aside; unread: kinds that could not be read."""

    contents: _Mechanisms = ()
    errors: _Mechanisms = ()
    filters: _Mechanisms = ()
    lists: _Mechanisms = ()
    checks: _Mechanisms = ()
    rules: _Mechanisms = ()
    frozen: _Mechanisms = ()
    charts: _Mechanisms = ()
    pivots: _Mechanisms = ()
    names: _Mechanisms = ()
    hidden: _Mechanisms = ()
    protected: _Mechanisms = ()
    comments: _Mechanisms = ()
    merged: _Mechanisms = ()
    unread: Annotated[tuple[str, ...], msgspec.Meta(max_length=20)] = ()


class _OpenSheet(NamedTuple):
    """A sheet: its cells as formulas, and its saved values by (row, column)."""

    name: str
    sheet: Any
    cells: list[Any]
    saved: dict[tuple[int, int], Any]


class _OpenWorkbook(NamedTuple):
    book: Any
    sheets: list[_OpenSheet]
    parts: WorkbookParts


def mechanics(content: bytes, book: Any, saved: Any) -> WorkbookMechanics:
    """The mechanics of a workbook, as openpyxl opened it: with its formulas, and with its saved values. Neither is changed."""
    sheets = [
        _OpenSheet(
            sheet.title,
            sheet,
            cells_of(sheet),
            {(cell.row, cell.column): cell for cell in cells_of(saved[sheet.title])},
        )
        for sheet in book.worksheets[:SHEETS]
    ]
    whole = _OpenWorkbook(book, sheets, WorkbookParts(content))
    by_kind: dict[str, tuple[Mechanism, ...]] = {}
    unread = []
    for kind, read in _READERS.items():
        try:
            by_kind[kind] = _bounded(read(whole))
        except Exception:  # whatever a hostile file makes of it: the others are told
            unread.append(kind)
    return WorkbookMechanics(**by_kind, unread=tuple(unread))


def _bounded(parts: Iterable[tuple[str, str]]) -> tuple[Mechanism, ...]:
    every = list(parts)
    kept = [Mechanism(cut(sheet), sentence[:_SAID]) for sheet, sentence in every[:PARTS]]
    left = others(len(every) - PARTS)
    return (*kept, *([Mechanism("", f"et {left}")] if left else []))


#: What is told of one kind of things: by sheet, in the order of the workbook.
_Told = Iterator[tuple[str, str]]


def _contents(whole: _OpenWorkbook) -> _Told:
    for name, _, cells, _ in whole.sheets:
        counts = dict.fromkeys(("formule", "nombre tapé", "date tapée", "texte"), 0)
        plain = days = figures = 0
        filled = _filled(cells)
        for cell in cells:
            value = cell.value
            if value is None:
                continue
            if cell.data_type == "f" or (cell.row, cell.column) in filled:
                counts["formule"] += 1
                plain += isinstance(value, str) and cell.data_type == "f" and not _LETTER.search(value)
            elif isinstance(value, datetime.date | datetime.time | datetime.timedelta):
                counts["date tapée"] += 1
            elif isinstance(value, int | float) and not isinstance(value, bool):
                counts["nombre tapé"] += 1
            else:
                counts["texte"] += 1
                short = str(value)[:40]
                days += _DAY.fullmatch(short) is not None
                figures += _DAY.fullmatch(short) is None and _FIGURE.fullmatch(short) is not None
        sorts = [counted(count, noun) for noun, count in counts.items() if count]
        as_text = listed(counted(count, noun) for count, noun in ((days, "date"), (figures, "nombre")) if count)
        asides = [
            f"{counted(plain, 'formule')} de nombres seuls" if plain else "",
            f"{as_text} en texte" if as_text else "",
        ]
        beside = listed(filter(None, asides))
        yield name, (listed(sorts) or "vide") + (f" (dont {beside})" if beside else "")


def _filled(cells: list[Any]) -> set[tuple[int, int]]:
    """The places that a formula of several cells fills, where the file holds values."""
    filled: set[tuple[int, int]] = set()
    for cell in cells:
        area = getattr(cell.value, "ref", None)
        if isinstance(area, str) and ":" in area:
            left, top, right, bottom = _bounds(area)
            if (right - left + 1) * (bottom - top + 1) + len(filled) <= _FILLED:
                filled.update(product(range(top, bottom + 1), range(left, right + 1)))
    return filled


def _errors(whole: _OpenWorkbook) -> _Told:
    formulas = [(sheet, cell) for sheet in whole.sheets for cell in sheet.cells if cell.data_type == "f"]
    if formulas and not any(_saved(sheet, cell) is not None for sheet, cell in formulas):
        yield "", "non relevées, car le fichier ne garde aucune valeur de ses formules"
    for name, _, _, saved in whole.sheets:
        cells: dict[str, list[str]] = {}
        for cell in saved.values():
            if cell.data_type == "e":
                cells.setdefault(str(cell.value), []).append(cell.coordinate)
        for code, places in islice(cells.items(), LOOKED):
            yield name, f"{error_said(code)} en {some(places, 'cellule', _CELLS)}"


def _saved(sheet: _OpenSheet, cell: Any) -> Any:
    return getattr(sheet.saved.get((cell.row, cell.column)), "value", None)


def _filters(whole: _OpenWorkbook) -> _Told:
    for name, sheet, _, _ in whole.sheets:
        hidden = _hidden_rows(sheet)
        areas = [(sheet.auto_filter.ref, "")] if sheet.auto_filter.ref else []
        areas += [
            (table.ref, f" (tableau {quoted(table.displayName)})")
            for table in islice(sheet.tables.values(), LOOKED)
            if table.autoFilter is not None
        ]
        for area, of in areas:
            _, top, _, bottom = _bounds(area)
            count = bisect_right(hidden, bottom) - bisect_right(hidden, top)
            masked = f"{counted(count, 'ligne masquée')}" if count else "aucune ligne masquée"
            yield name, f"{_place(area)}{of}, {masked}"


def _lists(whole: _OpenWorkbook) -> _Told:
    for name, _, validations in _validations(whole):
        grouped: dict[str, list[str]] = {}
        for validation in validations:
            if validation.type == "list":
                grouped.setdefault(_source(validation.formula1 or "", name, whole), []).extend(_areas(validation.sqref))
        for source, areas in grouped.items():
            yield name, f"{some(areas, 'plage', _RANGES)}{FIXED}: {source}"


def _checks(whole: _OpenWorkbook) -> _Told:
    for name, _, validations in _validations(whole):
        grouped: dict[str, list[str]] = {}
        for validation in validations:
            if validation.type != "list":
                grouped.setdefault(typed_said(validation), []).extend(_areas(validation.sqref))
        for check, areas in grouped.items():
            yield name, f"{some(areas, 'plage', _RANGES)}{FIXED}: {check}"


def _validations(whole: _OpenWorkbook) -> Iterator[tuple[str, Any, Iterable[Any]]]:
    from openpyxl.worksheet.datavalidation import DataValidation

    for name, sheet, _, _ in whole.sheets:
        kept = list(islice(sheet.data_validations.dataValidation, LOOKED))
        for cells, node in islice(whole.parts.extended(name, "dataValidation"), LOOKED):
            formulas = [*texts(node, "f"), "", ""]
            held = {key: node.get(key) for key in ("type", "operator")}
            kept.append(DataValidation(sqref=cells, formula1=formulas[0], formula2=formulas[1], **held))
        yield name, sheet, kept


def _source(text: str, sheet: str, whole: _OpenWorkbook) -> str:
    """The values of a list, and where they are taken from."""
    text = text.strip().removeprefix("=")
    if text.startswith('"'):
        values = [value.strip() for value in text.strip('"').split(",")]
        return either(_quoted(values))
    defined = whole.book.defined_names.get(text)
    place = _PLACE.fullmatch(str(defined.attr_text) if defined is not None else text)
    of = f"nom {quoted(text)}, " if defined is not None else ""
    if place is None:
        return f"d'après {of or formula(text)}".removesuffix(", ")
    title = (place["quoted"] or place["bare"] or sheet).replace("''", "'")
    area = f"{place['left']}{place['top']}" + (f":{place['right']}{place['bottom']}" if place["right"] else "")
    other_sheet = next((other for other in whole.sheets if other.name == title), None)
    where = area if title == sheet else f"{cut(title)}, {_place(area)}"
    values = list(_values(other_sheet, area)) if other_sheet is not None else []
    return f"{either(_quoted(values)) or 'vide'} (d'après {of}{where})"


def _quoted(values: list[str]) -> list[str]:
    left = others(len(values) - _VALUES, "valeur")
    return [*(quoted(value[:60]) for value in values[:_VALUES]), *([left] if left else [])]


def _values(sheet: _OpenSheet, area: str) -> Iterator[str]:
    left, top, right, bottom = _bounds(area)
    places = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
    for place in islice(places, _SOURCE):
        cell = sheet.saved.get(place)
        if cell is not None and cell.value is not None:
            yield str(cell.value)


def _rules(whole: _OpenWorkbook) -> _Told:
    for name, sheet, _, _ in whole.sheets:
        grouped: dict[str, dict[str, None]] = {}
        own_colours = palette(whole.book.loaded_theme)
        for formatting in islice(sheet.conditional_formatting, LOOKED):
            for rule in formatting.rules[:LOOKED]:
                grouped.setdefault(rule_said(rule, own_colours), {}).update(dict.fromkeys(_areas(formatting.cells)))
        for cells, node in islice(whole.parts.extended(name, "cfRule"), LOOKED):
            grouped.setdefault(_extended_rule(node, own_colours), {}).update(dict.fromkeys(_areas(_ranges_of(cells))))
        for rule, areas in grouped.items():
            yield name, f"{some(list(areas), 'plage', _RANGES)}{FIXED}: {rule}"


def _extended_rule(node: Any, own_colours: Mapping[str, str]) -> str:
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles.differential import DifferentialStyle

    named = ("type", "operator", "text", "timePeriod", "rank", "bottom", "percent", "aboveAverage")
    held = {key: node.get(key) for key in named if node.get(key) is not None}
    style = next((child for child in node if str(child.tag).endswith("}dxf")), None)
    look = DifferentialStyle.from_tree(style) if style is not None else None
    return rule_said(Rule(**held, formula=texts(node, "f"), dxf=look), own_colours)


def _frozen(whole: _OpenWorkbook) -> _Told:
    for name, sheet, _, _ in whole.sheets:
        pane = sheet.sheet_view.pane
        if pane is not None and pane.state in ("frozen", "frozenSplit"):
            held = [(int(pane.ySplit or 0), "première ligne"), (int(pane.xSplit or 0), "première colonne")]
            halves = [
                f"les {count} {plural(count, noun)}" if count > 1 else f"la {noun}" for count, noun in held if count
            ]
            yield name, listed(halves)


def _charts(whole: _OpenWorkbook) -> _Told:
    for name in list(whole.parts.sheets())[: 2 * SHEETS]:
        for chart in islice(whole.parts.charts(name), LOOKED):
            title = f" {quoted(chart.title)}" if chart.title else ", sans titre"
            count = f", {counted(chart.series, 'série')}" if chart.series else ""
            yield (
                name,
                f"{listed(chart.kinds)}{title}{count}" if chart.kinds else "d'un genre récent, qui ne se lit pas",
            )


def _pivots(whole: _OpenWorkbook) -> _Told:
    for name in list(whole.parts.sheets())[: 2 * SHEETS]:
        if count := whole.parts.pivots(name):
            yield name, counted(count, "tableau croisé")


def _names(whole: _OpenWorkbook) -> _Told:
    scopes = [("", whole.book.defined_names), *((name, sheet.defined_names) for name, sheet, _, _ in whole.sheets)]
    for name, defined in scopes:
        shown = [
            f"{quoted(key)} ({cut(str(of.attr_text).replace('$', ''))})"
            for key, of in islice(defined.items(), LOOKED)
            if not of.hidden and not key.startswith("_xlnm")
        ]
        if shown:
            yield name, some(shown, "nom", _NAMES)
    for name, sheet, _, _ in whole.sheets:
        for table in islice(sheet.tables.values(), LOOKED):
            yield name, f"tableau {quoted(table.displayName)} ({_place(table.ref)})"


def _hidden(whole: _OpenWorkbook) -> _Told:
    for name, sheet, _, _ in whole.sheets:
        filtered = [_bounds(sheet.auto_filter.ref)] if sheet.auto_filter.ref else []
        filtered += [_bounds(table.ref) for table in islice(sheet.tables.values(), LOOKED) if table.autoFilter]
        # Rows that a filter hides are told with it.
        rows = _hidden_rows(sheet)
        for _, top, _, bottom in filtered:
            del rows[bisect_right(rows, top) : bisect_right(rows, bottom)]
        columns = [
            _columns(held.min, held.max)
            for held in islice(sheet.column_dimensions.values(), LOOKED)
            if held.hidden and held.min and held.max
        ]
        pieces = [
            "la feuille" if sheet.sheet_state != "visible" else "",
            some(columns, "groupe", _RANGES),
            counted(len(rows), "ligne") if rows else "",
        ]
        if any(pieces):
            yield name, listed(filter(None, pieces))


def _protected(whole: _OpenWorkbook) -> _Told:
    security = whole.book.security
    if security is not None and security.lockStructure:
        yield "", "le classeur, dont les feuilles ne s'ajoutent ni ne s'ôtent"
    for name, sheet, cells, _ in whole.sheets:
        if sheet.protection.sheet:
            free = sum(not cell.protection.locked for cell in cells)
            yield name, f"la feuille, sauf {counted(free, 'cellule')}" if free else "la feuille entière"


def _comments(whole: _OpenWorkbook) -> _Told:
    for name, _, cells, _ in whole.sheets:
        notes = [f"{cell.coordinate} {quoted(str(cell.comment.text)[:60])}" for cell in cells if cell.comment]
        if notes:
            yield name, some(notes, "commentaire", _CELLS)


def _merged(whole: _OpenWorkbook) -> _Told:
    for name, sheet, _, _ in whole.sheets:
        if count := len(sheet.merged_cells.ranges):
            yield name, f"{counted(count, 'groupe')} de cellules"


_READERS: dict[str, Callable[[_OpenWorkbook], _Told]] = {
    "contents": _contents,
    "errors": _errors,
    "filters": _filters,
    "lists": _lists,
    "checks": _checks,
    "rules": _rules,
    "frozen": _frozen,
    "charts": _charts,
    "pivots": _pivots,
    "names": _names,
    "hidden": _hidden,
    "protected": _protected,
    "comments": _comments,
    "merged": _merged,
}


def _hidden_rows(sheet: Any) -> list[int]:
    return sorted(row for row, held in sheet.row_dimensions.items() if held.hidden)


def _bounds(area: str) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a range, whole columns or rows included."""
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(area)
    return left or 1, top or 1, right or _LAST_COLUMN, bottom or _LAST_ROW


def _place(area: str) -> str:
    """A range as one says it: « A1:G60 », « colonne D »."""
    left, top, right, bottom = _bounds(area)
    if top == 1 and bottom == _LAST_ROW:
        return _columns(left, right)
    return inert(area.replace("$", ""))[:40]


def _columns(left: int, right: int) -> str:
    from openpyxl.utils import get_column_letter

    first, last = get_column_letter(left), get_column_letter(min(right, _LAST_COLUMN))
    return f"colonne {first}" if first == last else f"colonnes {first} à {last}"


def _ranges_of(cells: str) -> Any:
    from openpyxl.worksheet.cell_range import MultiCellRange

    return MultiCellRange(cells)


def _areas(cells: Any) -> list[str]:
    """The ranges that a rule bears on, as one reads a sheet."""
    ordered = sorted(cells.ranges, key=lambda area: (area.min_col, area.min_row))
    return [_place(area.coord) for area in ordered[:LOOKED]]
