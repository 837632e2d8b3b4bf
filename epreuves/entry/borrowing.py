"""A chart's cells taken up from elsewhere, as they stand there: what another question was answered, or a chart drawn in a spreadsheet."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from epreuves.answers.files.workbook_chart import MIXED, WorkbookChart
from epreuves.answers.forms import KINDS
from epreuves.answers.keys import fold
from epreuves.answers.typed_values import TypedGrid
from epreuves.entry.drawn import DrawnForm
from epreuves.wording.french import counted, either, listed, plural

#: The beginning of a number, whatever its unit.
_FIGURE = re.compile(r"\s*[-+\N{MINUS SIGN}]?\d")
#: Between the names of a row that has several.
_APART = ", "

Cells = tuple[tuple[str, ...], ...]


def borrowed(source: TypedGrid, chart: DrawnForm, kind: str) -> Cells:
    """The rows that a chart of a kind takes of a grid; what the grid lacks is left empty, of the chart's given rows too."""
    values = _heat(source, chart) if kind == "carte_chaleur" else _series(source, chart)
    if not chart.keys:
        return values
    by_name = {fold(row[0]): row for row in values}
    empty = ("",) * (len(chart.columns) - 1)
    return tuple((key[0], *by_name.get(fold(key[0]), ("", *empty))[1:]) for key in chart.keys)


def suits(source: TypedGrid, chart: DrawnForm) -> bool:
    """True if a grid has what a chart is drawn from: values that read as numbers, and rows of the chart's names where it gives them."""
    rows = borrowed(source, chart, chart.kinds[0][0])
    if chart.kinds[0][0] == "carte_chaleur":
        rows = rows[1:]
    return any(row[0].strip() and any(map(_is_number, row[1:])) for row in rows)


def names_of(source: TypedGrid, chart: DrawnForm) -> bool:
    """True if a grid's rows are what the chart has on its axis, by the column's name."""
    return fold(chart.columns[0].name) in {fold(name) for name in source.columns[: source.keys]}


def _is_number(cell: str) -> bool:
    return bool(_FIGURE.match(cell))


def _series(source: TypedGrid, chart: DrawnForm) -> Cells:
    """The columns that have the chart's names, else its first ones in their order: a column found by its name is no sign of the others'."""
    names = {fold(name): place for place, name in enumerate(source.columns) if place >= source.keys}
    wanted = [names.get(fold(column.name)) for column in chart.columns[1:]]
    if all(place is None for place in wanted):
        wanted = [
            place if place < len(source.columns) else None for place in range(source.keys, source.keys + len(wanted))
        ]
    return tuple(
        (_name(source, row), *("" if place is None else row[place] for place in wanted)) for row in source.rows
    )


def _heat(source: TypedGrid, chart: DrawnForm) -> Cells:
    """All columns, their names first, as wide as the chart's cells are."""
    width = len(chart.columns)
    lines = (("", *source.columns[source.keys :]), *((_name(source, row), *row[source.keys :]) for row in source.rows))
    return tuple((*line, *("",) * width)[:width] for line in lines)


def _name(source: TypedGrid, row: tuple[str, ...]) -> str:
    return _APART.join(filter(None, (cell.strip() for cell in row[: source.keys])))


class UnfitChart(Exception):
    """A workbook's chart is not what the question asks for; its sentence says why, and what to do."""


class TakenChart(msgspec.Struct, frozen=True):
    """The parts of a workbook's chart that a form takes: its settings by their names on a page, its rows, and what the candidate is to look at."""

    settings: dict[str, Any]
    rows: Cells
    remarks: tuple[str, ...]


def taken(chart: WorkbookChart, form: DrawnForm) -> TakenChart:
    """The settings and rows that a form takes of a workbook's chart; raises UnfitChart."""
    kinds = [kind for kind, _ in form.kinds]
    if chart.kind not in kinds:
        asked = either(KINDS[kind] for kind in kinds)
        raise UnfitChart(f"{_described(chart.kind)} ; la question en attend un {asked}.")
    grid = _points(chart) if chart.kind == "nuage" else _by_category(chart)
    if form.keys and not any(row[0] for row in grid.rows):
        raise UnfitChart(
            "ses points n'ont pas de nom, alors que la question en donne : dans le tableur, faites une série de chaque point, ou "
            "des étiquettes prises dans des cellules"
        )
    rows = borrowed(grid, form, chart.kind)
    settings: dict[str, Any] = {"title": chart.title, "x_label": chart.x_label, "y_label": chart.y_label}
    if form.starts:  # the only bars that lie flat here
        settings |= {"x_label": chart.y_label, "y_label": chart.x_label}
    settings = {name: text for name, text in settings.items() if text} | {"kind": chart.kind}
    # A line is a value: that of the chart before is none of this one's.
    settings |= (
        {"line": chart.mark.level, "line_label": chart.mark.name} if chart.mark else {"line": "", "line_label": ""}
    )
    if chart.kind == "barres" and not form.starts:
        settings["stacked"] = chart.stacked
    return TakenChart(settings, rows, tuple(_remarks(chart, form, grid, rows)))


def _described(kind: str) -> str:
    if kind == MIXED:
        return "il mêle plusieurs sortes de graphiques"
    return f"il est {KINDS[kind]}" if kind in KINDS else "il est d'une sorte qui ne se lit pas ici, ou vide"


def _by_category(chart: WorkbookChart) -> TypedGrid:
    """The series of a chart as columns, each row a category."""
    longest = max(chart.series, key=lambda series: len(series.values))
    rows = []
    for place, _ in enumerate(longest.values):
        name = next((series.names[place] for series in chart.series if series.names[place : place + 1] > ("",)), "")
        cells = (series.values[place] if place < len(series.values) else "" for series in chart.series)
        rows.append((name, *cells))
    return TypedGrid(("", *(series.name for series in chart.series)), 1, tuple(rows))


def _points(chart: WorkbookChart) -> TypedGrid:
    """The points of a cloud; one alone in its series has the series' name."""
    rows = [
        (name or (series.name if len(series.values) == 1 else ""), x, y)
        for series in chart.series
        for name, x, y in zip(series.names, series.x or ("",) * len(series.values), series.values, strict=True)
    ]
    return TypedGrid(("", "", ""), 1, tuple(rows))


def _remarks(chart: WorkbookChart, form: DrawnForm, grid: TypedGrid, rows: Cells) -> list[str]:
    remarks = []
    missing = [f"« {row[0]} »" for row in rows if row[0] and not any(cell.strip() for cell in row[1:])]
    if missing:
        remarks.append(f"sans valeur dans ce graphique : {listed(missing)}")
    names = {fold(key[0]) for key in form.keys}
    if names:
        left = [f"« {row[0]} »" for row in grid.rows if row[0] and fold(row[0]) not in names]
        remarks += [f"la question ne connaît pas {listed(left)}"] if left else []
    unnamed = sum(not row[0].strip() and any(row[1:]) for row in rows)
    if unnamed:
        remarks.append(f"{counted(unnamed, 'ligne')} sans nom, à taper")
    asked = len(form.columns) - 1
    if chart.kind != "nuage" and len(chart.series) != asked:
        is_held = f"{counted(len(chart.series), 'série')} {plural(len(chart.series), 'lue')}"
        remarks.append(f"{is_held}, {asked} {plural(asked, 'demandée')} : vérifiez les colonnes")
    return remarks
