"""The charts that a workbook holds, as data: kind, titles, series with the values that the spreadsheet saved beside them.

Read in the drawing's own XML (ECMA-376, part 1, DrawingML charts), which every spreadsheet that writes .xlsx fills; openpyxl reads a chart
back only where nothing in it is new to it.
"""

from __future__ import annotations

import datetime
import io
import math
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

import msgspec

from epreuves.answers.files.kinds import RefusedFile, kind_of
from epreuves.wording.french import short_day, significant
from epreuves.wording.inert import clean_text

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LABELS = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
_PART = re.compile(r"xl/charts/chart([0-9]{1,4})\.xml")
_NEW_PART = re.compile(r"xl/charts/chartEx[0-9]{1,4}\.xml")
#: Charts that are read in a workbook, bytes of one, its series, points of a series, characters of a text.
MAX_CHARTS, MAX_PART, MAX_SERIES, MAX_POINTS, MAX_TEXT = 20, 5_000_000, 40, 1_000, 300
_DIGITS = 12
#: How a plot is called here; « mixte » is a chart of several.
_KINDS = {
    "barChart": "barres",
    "bar3DChart": "barres",
    "lineChart": "courbes",
    "line3DChart": "courbes",
    "scatterChart": "nuage",
    "pieChart": "secteurs",
    "pie3DChart": "secteurs",
    "doughnutChart": "secteurs",
}
MIXED, OTHER = "mixte", "autre"


class WorkbookSeries(msgspec.Struct, frozen=True):
    """A series: its name, the name of each point and its value as texts, an empty one where nothing is drawn. x: of a cloud, the other value.

    level: the one value that all its points have, empty where they differ.
    """

    name: str
    names: tuple[str, ...]
    values: tuple[str, ...]
    x: tuple[str, ...] = ()
    level: str = ""


class WorkbookChart(msgspec.Struct, frozen=True):
    """A chart of a workbook; x_label, y_label: the titles of the axis of categories, or of a cloud's first values, and of that of values; mark:
    the series that is a line at one height among bars.
    """

    kind: str
    series: tuple[WorkbookSeries, ...]
    title: str = ""
    x_label: str = ""
    y_label: str = ""
    stacked: bool = False
    mark: WorkbookSeries | None = None


def workbook_charts(content: bytes) -> list[WorkbookChart]:
    """The charts of a workbook, in the order in which they were made; raises RefusedFile where it is none that can be opened."""
    kind = kind_of(content).kind
    if kind != "xlsx":
        raise RefusedFile("inconnu")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        parts = sorted((int(part[1]), name) for name in sizes if (part := _PART.fullmatch(name)))[:MAX_CHARTS]
        charts = []
        for _, name in parts:
            if sizes[name] > MAX_PART:
                raise RefusedFile("lourd")
            try:
                charts.append(_chart(ElementTree.fromstring(archive.read(name))))
            except (ElementTree.ParseError, ValueError, OverflowError):
                raise RefusedFile("abime") from None
        charts += [WorkbookChart(OTHER, ()) for name in sizes if _NEW_PART.fullmatch(name)][:MAX_CHARTS]
    return charts


def _chart(space: ElementTree.Element) -> WorkbookChart:
    area = space.find(f"{_C}chart/{_C}plotArea")
    plots = [plot for plot in area or () if plot.tag.endswith("Chart")]
    mac = _flag(space.find(f"{_C}date1904"))
    read = [(_kind(plot), [_series(node, mac) for node in plot.findall(f"{_C}ser")[:MAX_SERIES]]) for plot in plots]
    read = [(kind, [series for series in several if series.values]) for kind, several in read]
    read = [(kind, several) for kind, several in read if several]
    marks = [several[0] for kind, several in read if kind == "courbes" and len(several) == 1 and several[0].level]
    mark = marks[0] if len(marks) == 1 and len({kind for kind, _ in read}) > 1 else None
    kept = [(kind, series) for kind, several in read for series in several if series is not mark]
    kinds = {kind for kind, _ in kept}
    kind = kinds.pop() if len(kinds) == 1 else MIXED if kinds else OTHER
    series = tuple(series for _, series in kept)
    first = next((plot for plot in plots if _kind(plot) == kind), None)
    x_label, y_label = _axis_titles(area, first)
    return WorkbookChart(
        kind,
        series,
        _title(space.find(f"{_C}chart"), series),
        x_label,
        y_label,
        _value(first, "grouping") in ("stacked", "percentStacked"),
        mark,
    )


def _kind(plot: ElementTree.Element) -> str:
    return _KINDS.get(plot.tag.removeprefix(_C), OTHER)


def _value(node: ElementTree.Element | None, name: str) -> str:
    """The setting of a part that has one."""
    child = node.find(f"{_C}{name}") if node is not None else None
    return child.get("val", "") if child is not None else ""


def _flag(node: ElementTree.Element | None) -> bool:
    return node is not None and node.get("val", "1") in ("1", "true")


def _title(chart: ElementTree.Element | None, series: tuple[WorkbookSeries, ...]) -> str:
    """The title of a chart; a spreadsheet that was asked for none of one's own writes the only series' name."""
    if chart is None:
        return ""
    node = chart.find(f"{_C}title")
    text = _rich(node)
    if text or node is None:
        return text
    return series[0].name if len(series) == 1 else ""


def _axis_titles(area: ElementTree.Element | None, plot: ElementTree.Element | None) -> tuple[str, str]:
    """The titles of a plot's axes: those that it names, the axis of categories or of a cloud's first values before the other."""
    if area is None or plot is None:
        return "", ""
    wanted = [axis.get("val", "") for axis in plot.iterfind(f"{_C}axId")][:2]
    titles = {
        _value(axis, "axId"): _rich(axis.find(f"{_C}title")) for axis in area if axis.find(f"{_C}axId") is not None
    }
    across, upright = [*(titles.get(axis, "") for axis in wanted), "", ""][:2]
    return across, upright


def _rich(title: ElementTree.Element | None) -> str:
    """The text of a title, typed in it or taken from a cell."""
    if title is None:
        return ""
    typed = [node.text or "" for node in title.iter(f"{_A}t")]
    saved = [node.text or "" for node in title.iterfind(f"{_C}tx/{_C}strRef/{_C}strCache/{_C}pt/{_C}v")]
    return _text("".join(typed) or " ".join(saved))


def _text(text: str) -> str:
    return " ".join(clean_text(text[: 4 * MAX_TEXT]).split())[:MAX_TEXT]


def _series(node: ElementTree.Element, mac: bool) -> WorkbookSeries:
    name = _text(" ".join(_points(node.find(f"{_C}tx"), mac).values()))
    x = _points(node.find(f"{_C}xVal"), mac)
    values = _points(node.find(f"{_C}val"), mac) or _points(node.find(f"{_C}yVal"), mac)
    names = _labels(node) if x else _points(node.find(f"{_C}cat"), mac)
    count = max((*values, *x, *names), default=-1) + 1 if values else 0
    row = range(count)
    drawn = {value for value in values.values() if value}
    return WorkbookSeries(
        name,
        tuple(names.get(place, "") for place in row),
        tuple(values.get(place, "") for place in row),
        tuple(x.get(place, "") for place in row) if x else (),
        drawn.pop() if len(drawn) == 1 and len(values) > 1 else "",
    )


def _points(node: ElementTree.Element | None, mac: bool) -> dict[int, str]:
    """The points of a series as they were saved: place to text, numbers and days as one types them."""
    if node is None:
        return {}
    levels = list(node.iter(f"{_C}lvl"))
    if levels:
        # Names over names, the innermost first; an outer one stands for all that follow it.
        texts = [dict(_saved(level)) for level in reversed(levels)]
        return _joined(texts)
    holder = next(
        (part for tag in ("numCache", "numLit", "strCache", "strLit") for part in node.iter(f"{_C}{tag}")), None
    )
    if holder is None:
        plain = node.find(f"{_C}v")
        return {0: _text(plain.text or "")} if plain is not None else {}
    if holder.tag in (f"{_C}strCache", f"{_C}strLit"):
        return {place: _text(text) for place, text in _saved(holder)}
    code = holder.findtext(f"{_C}formatCode") or "General"
    formats = {int(pt.get("idx", "0")): pt.get("formatCode", code) for pt in holder.iterfind(f"{_C}pt")}
    return {place: _number(text, formats.get(place, code), mac) for place, text in _saved(holder)}


def _saved(holder: ElementTree.Element) -> Iterator[tuple[int, str]]:
    for point in holder.iterfind(f"{_C}pt"):
        place = int(point.get("idx", "0"))
        if 0 <= place < MAX_POINTS:
            yield place, point.findtext(f"{_C}v") or ""


def _joined(levels: list[dict[int, str]]) -> dict[int, str]:
    last = max((place for level in levels for place in level), default=-1)
    names, names_now = {}, [""] * len(levels)
    for place in range(last + 1):
        names_now = [level.get(place, name) for level, name in zip(levels, names_now, strict=True)]
        names[place] = _text(", ".join(filter(None, names_now)))
    return names


def _labels(node: ElementTree.Element) -> dict[int, str]:
    """The names of a cloud's points, where they are labels taken from cells."""
    cache = next(node.iter(f"{_LABELS}dlblRangeCache"), None)
    return {place: _text(text) for place, text in _saved(cache)} if cache is not None else {}


def _number(text: str, code: str, mac: bool) -> str:
    """A saved number as one types it in French, with its percent sign; a day where its format says so; empty for an error."""
    from openpyxl.styles.numbers import is_date_format
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    try:
        value = float(text)
    except ValueError:
        return ""
    if not math.isfinite(value):
        return ""
    if "%" in code:
        return f"{significant(100 * value, _DIGITS)}\N{NO-BREAK SPACE}%"
    if code != "General" and is_date_format(code):
        day = from_excel(value, CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900)
        if isinstance(day, datetime.datetime):
            return short_day(day.date())
    return significant(value, _DIGITS)
