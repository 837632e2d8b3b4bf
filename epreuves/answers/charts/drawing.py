"""A chart typed in a form, drawn: cells and settings to a Matplotlib figure, which is then read as any that code draws.

The same figure each time from the same cells: nothing is taken from what the notebook set.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from epreuves.answers.numbers import Refusal, read_number
from epreuves.answers.typed_values import TypedChart
from epreuves.wording.french import significant

#: The palette, which `variants.palette` lays in notebooks too; contrast of 3 on white, two first luminances 3:1 apart.
COLOURS = ("#0b3c5d", "#d4700f", "#7a3e9d", "#00806b", "#b3245b", "#5c6b00", "#1b75bc", "#6b4c2a")
#: Their names, for those who choose one.
COLOUR_NAMES = ("bleu nuit", "orange", "violet", "vert", "framboise", "olive", "bleu", "brun")
_HATCHES = ("", "//", "..", "xx", "\\\\", "++", "oo", "--")
STYLES = ("-", "--", "-.", ":")
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
_SIZE = (8.0, 4.6)
#: Characters of the longest label, and labels, from which those of an axis are written aslant.
_LONG, _MANY = 12, 8
_DPI = 110
#: The largest number that is drawn: far beyond it, Matplotlib's own sums overflow.
_LARGEST = 1e15


def figure(chart: TypedChart) -> Any:
    """The figure of a typed chart; an empty one where no number can be read in it."""
    from matplotlib.figure import Figure

    with _own_settings():
        made = Figure(figsize=_SIZE, layout="constrained")
        axes = made.subplots()
        spans = chart.starts and chart.kind == "barres"
        (_spans if spans else _DRAWN[chart.kind])(chart, made, axes)
        # Where it wraps a text, Matplotlib reads a formula between two dollars all the same.
        axes.set_title(chart.title, loc="left", fontweight="bold", wrap="$" not in chart.title)
        axes.set_xlabel(chart.x_label)
        axes.set_ylabel(chart.y_label)
        if chart.kind not in ("secteurs", "carte_chaleur"):
            axes.spines[["top", "right"]].set_visible(False)
            if not spans:
                axes.yaxis.set_major_formatter(_tick)
        if chart.kind in ("nuage", "histogramme") or spans:
            axes.xaxis.set_major_formatter(_tick)
        return made


def image(chart: TypedChart) -> bytes:
    """A typed chart as PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    made, buffer = figure(chart), io.BytesIO()
    FigureCanvasAgg(made)
    # A sign that no font has, a title too long for the page: what is seen says it, and stderr would fail the cell.
    with _own_settings(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.savefig(buffer, format="png", dpi=_DPI)
    return buffer.getvalue()


@contextmanager
def _own_settings() -> Iterator[None]:
    """Matplotlib's settings as it comes, whatever the notebook changed; a dollar is a dollar, and begins no formula."""
    from matplotlib import rc_context, rcdefaults, rcParams

    with rc_context():
        rcdefaults()
        rcParams["text.parse_math"] = False
        yield


def unread(chart: TypedChart) -> Iterator[tuple[int, int, str]]:
    """The cells in which something is typed and no number is read: row, column, and a sentence."""
    for place, row in enumerate(chart.rows):
        if place == 0 and chart.kind == "carte_chaleur":
            continue
        for column, (text, unit) in enumerate(zip(row, _units(chart), strict=False)):
            if column and text.strip():
                try:
                    read_number(text, unit, unit == "%")
                except Refusal as refusal:
                    yield place, column, refusal.sentence


def _units(chart: TypedChart) -> tuple[str, ...]:
    """The unit of each column; the cells of a heat map are all of one."""
    units = (*chart.units, *("" for _ in chart.columns))
    return (units[0], *(units[1] for _ in chart.columns[1:])) if chart.kind == "carte_chaleur" else units


def _number(text: str, unit: str) -> float:
    """A cell's number, NaN where none is read."""
    try:
        value = read_number(text, unit, unit == "%").value
    except Refusal:
        return math.nan
    return value if abs(value) <= _LARGEST else math.nan


def _rows(chart: TypedChart) -> list[tuple[str, ...]]:
    """The rows in which anything but a name is typed, in the order asked."""
    rows = [row for row in chart.rows if any(cell.strip() for cell in row[1:])]
    if chart.order and chart.kind in ("barres", "secteurs"):
        rows.sort(key=lambda row: _rank(_number(row[1], _units(chart)[1])), reverse=chart.order == "decroissant")
    return rows


def _rank(value: float) -> float:
    return -math.inf if math.isnan(value) else value


def _series(chart: TypedChart, rows: Sequence[tuple[str, ...]]) -> list[tuple[str, list[float]]]:
    """Each column of values, with its name; one without any number is left out."""
    units = _units(chart)
    columns = [
        (name, [_number(row[place], units[place]) for row in rows])
        for place, name in enumerate(chart.columns)
        if place > 0
    ]
    return [(name, values) for name, values in columns if not all(map(math.isnan, values))]


def _colour(chart: TypedChart, place: int) -> str:
    return COLOURS[(chart.colour + place) % len(COLOURS)]


def _names(axes: Any, names: list[str], along: str = "x") -> None:
    places = range(len(names))
    if along == "x":
        aslant = max(map(len, names), default=0) > _LONG or len(names) > _MANY
        axes.set_xticks(places, names, rotation=30 if aslant else 0, ha="right" if aslant else "center")
    else:
        axes.set_yticks(places, names)


def _line(chart: TypedChart, axes: Any) -> None:
    """The line that marks a value, where the candidate asks for one."""
    value = _number(chart.line, _units(chart)[1])
    if math.isnan(value):
        return
    text = chart.line_label or significant(value, 6)
    if chart.starts:
        # It crosses bars as dark as itself.
        axes.axvline(value, color="white", linewidth=3)
        axes.axvline(value, color="#222222", linestyle="--", linewidth=1.2)
        axes.annotate(text, (value, 0.0), (4, 4), ("data", "axes fraction"), "offset points", ha="left", va="bottom")
    else:
        axes.axhline(value, color="#222222", linestyle="--", linewidth=1.2)
        axes.annotate(text, (1.0, value), (5, 0), ("axes fraction", "data"), "offset points", ha="left", va="center")


def _bars(chart: TypedChart, made: Any, axes: Any) -> None:
    rows = _rows(chart)
    series = _series(chart, rows)
    names = [row[0] for row in rows]
    width = 0.8 if chart.stacked else 0.8 / max(1, len(series))
    below = [0.0] * len(rows)
    for place, (name, values) in enumerate(series):
        shift = 0.0 if chart.stacked else (place - (len(series) - 1) / 2) * width
        bars = axes.bar(
            [x + shift for x in range(len(rows))],
            values,
            width,
            bottom=below if chart.stacked else None,
            label=name,
            color=_colour(chart, place),
            hatch=_HATCHES[place % len(_HATCHES)] if len(series) > 1 else "",
            edgecolor="white",
        )
        if chart.stacked:
            below = [base + (0.0 if math.isnan(value) else value) for base, value in zip(below, values, strict=True)]
        else:
            axes.bar_label(bars, [_short(value) for value in values], padding=2, fontsize=8)
    _names(axes, names)
    axes.margins(y=0.12)
    if any(value < 0 for _, values in series for value in values):
        axes.axhline(0, color="#222222", linewidth=0.8)
    _line(chart, axes)
    _legend(series, made)


def _spans(chart: TypedChart, made: Any, axes: Any) -> None:
    """Bars that lie flat from where they begin, the first row on top, as those of a planning."""
    rows, units = _rows(chart), _units(chart)
    starts, lengths = ([_number(row[place], units[place]) for row in rows] for place in (1, 2))
    bars = axes.barh(range(len(rows)), lengths, 0.6, left=starts, color=_colour(chart, 0))
    axes.bar_label(bars, [_short(value) for value in lengths], padding=3, fontsize=8)
    _names(axes, [row[0] for row in rows], "y")
    axes.invert_yaxis()
    axes.margins(x=0.12)
    _line(chart, axes)


def _legend(series: Sequence[Any], made: Any) -> None:
    """The names of several series, under what is drawn."""
    if len(series) > 1:
        made.legend(loc="outside lower center", ncols=min(4, len(series)), frameon=False)


def _tick(value: float, place: float | None) -> str:
    return significant(value, 6)


def _short(value: float) -> str:
    return "" if math.isnan(value) else significant(value, 4)


def _lines(chart: TypedChart, made: Any, axes: Any) -> None:
    rows = _rows(chart)
    for place, (name, values) in enumerate(series := _series(chart, rows)):
        axes.plot(
            range(len(rows)),
            values,
            color=_colour(chart, place),
            linestyle=STYLES[place % len(STYLES)],
            marker=_MARKERS[place % len(_MARKERS)],
            label=name,
        )
    _names(axes, [row[0] for row in rows])
    axes.margins(y=0.12)
    _line(chart, axes)
    _legend(series, made)


def _points(chart: TypedChart, made: Any, axes: Any) -> None:
    units = _units(chart)
    for place, row in enumerate(_rows(chart)):
        x, y = _number(row[1], units[1]), _number(row[2], units[2])
        if math.isnan(x) or math.isnan(y):
            continue
        axes.scatter([x], [y], s=60, color=_colour(chart, place), marker=_MARKERS[place % len(_MARKERS)], label=row[0])
        axes.annotate(row[0], (x, y), (8, 5), textcoords="offset points")
    axes.margins(0.2)


def _shares(chart: TypedChart, made: Any, axes: Any) -> None:
    rows = [row for row in _rows(chart) if _number(row[1], _units(chart)[1]) > 0]
    values = [_number(row[1], _units(chart)[1]) for row in rows]
    if values:
        colours = [_colour(chart, place) for place in range(len(rows))]
        axes.pie(values, labels=[row[0] for row in rows], colors=colours, autopct=lambda share: f"{_short(share)} %")


def _heat(chart: TypedChart, made: Any, axes: Any) -> None:
    """Rows by columns: the first row typed names the columns."""
    if len(chart.rows) < 2:
        return
    head = chart.rows[0]
    kept = [place for place in range(1, len(head)) if head[place].strip()]
    rows = [row for row in chart.rows[1:] if any(cell.strip() for cell in row[1:])]
    if not rows or not kept:
        return
    unit = _units(chart)[1]
    values = [[_number(row[place], unit) for place in kept] for row in rows]
    finite = [value for line in values for value in line if not math.isnan(value)]
    if not finite:
        return
    sheet = axes.imshow(values, cmap="Blues", aspect="auto", vmin=min(0.0, *finite), vmax=max(finite))
    dark = (min(0.0, *finite) + max(finite)) / 2
    for y, line in enumerate(values):
        for x, value in enumerate(line):
            axes.text(x, y, _short(value), ha="center", va="center", color="white" if value > dark else "#1a1a1a")
    _names(axes, [head[place] for place in kept])
    _names(axes, [row[0] for row in rows], "y")
    axes.tick_params(length=0)
    made.colorbar(sheet, label=chart.scale_label or None)


def _classes(chart: TypedChart, made: Any, axes: Any) -> None:
    unit = _units(chart)[1]
    values = [value for row in _rows(chart) if not math.isnan(value := _number(row[1], unit))]
    if values:
        axes.hist(values, color=_colour(chart, 0), edgecolor="white")


_DRAWN = {
    "barres": _bars,
    "courbes": _lines,
    "nuage": _points,
    "secteurs": _shares,
    "carte_chaleur": _heat,
    "histogramme": _classes,
}
