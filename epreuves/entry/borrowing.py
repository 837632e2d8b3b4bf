"""A chart's cells taken up from what another question was answered: its names and its values, as they stand there."""

from __future__ import annotations

from epreuves.answers.keys import fold
from epreuves.answers.typed_values import TypedGrid
from epreuves.entry.drawn import DrawnForm

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
