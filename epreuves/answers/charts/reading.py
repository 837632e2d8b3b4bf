"""From a matplotlib figure to its description; runs in the candidate's process, imports matplotlib."""

import datetime
import hashlib
import itertools
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from epreuves.answers.charts.description import (
    MAX_AXES,
    MAX_LABEL,
    MAX_LABELS,
    MAX_POINTS,
    MAX_SERIES,
    AxesDescription,
    Description,
    Trace,
)
from epreuves.wording.inert import clean_text

WHITE = "#ffffff"
_INVISIBLE = ("None", "", " ", "none")
_FIXED = ("FixedLocator", "StrCategoryLocator", "IndexLocator")


def find_figure(value: Any) -> Any:
    """The Figure behind a Figure, Axes, artist, container, or a list or array of them; else None."""
    from matplotlib.artist import Artist
    from matplotlib.container import Container
    from matplotlib.figure import Figure

    for _ in range(4):
        kind = type(value)
        if issubclass(kind, Figure):
            return value
        if issubclass(kind, Artist):
            figure = value.figure
            return figure if figure is None or issubclass(type(figure), Figure) else figure.figure
        if _is_grid(kind):
            return value.figure
        if issubclass(kind, Container):
            parts = (part for part in tuple.__iter__(value) if issubclass(type(part), Artist | list | tuple))
            value = next(parts, None)
        elif kind.__module__ == "matplotlib.container" and kind.__name__ == "PieContainer":
            value = value.wedges
        elif kind in (list, tuple) and len(value):
            # plt.hist gives (counts, edges, bars): the artists are last; fig, ax = … gives the figure first.
            value = value[0] if issubclass(type(value[0]), Artist | list | Figure) else value[-1]
        elif _is_array(kind) and value.dtype == object and value.size:
            value = value.flat[0]
        else:
            return None
    return None


def _is_array(kind: type) -> bool:
    return (kind.__module__, kind.__name__) == ("numpy", "ndarray")


def _is_grid(kind: type) -> bool:
    grid = getattr(sys.modules.get("seaborn.axisgrid"), "Grid", None)
    return isinstance(grid, type) and issubclass(kind, grid)


def describe_chart(figure: Any) -> dict[str, Any]:
    """The portable node of a figure, bounded; titles and labels are cut at MAX_LABEL characters."""
    back = _background(figure.patch, WHITE)
    axes = [ax for ax in figure.axes if ax.get_visible() and ax.get_label() != "<colorbar>"]
    legends = [text.get_text() for legend in figure.legends for text in legend.get_texts()]
    description = Description(
        title=_text(figure.get_suptitle()),
        legend=_texts(legends),
        width=float(figure.get_figwidth()),
        height=float(figure.get_figheight()),
        axes=tuple(_describe_axes(ax, back) for ax in axes[:MAX_AXES]),
    )
    return msgspec.to_builtins(description)


def _describe_axes(ax: Any, back: str) -> AxesDescription:
    background = _background(ax.patch, back) if ax.axison else back
    kinds = (_bars, _lines, _points, _wedges, _heat)
    series = [trace for read in kinds for trace in read(ax, background)]
    entries = _legend_entries(ax)
    if len(entries) == len(series) and not any(one.label for one in series):
        # ax.legend(["A", "B"]) names the series without labelling them.
        named = zip(series, entries, strict=True)
        series = [msgspec.structs.replace(one, label=_text(name)) for one, name in named]
    titles = [ax.get_title(loc) for loc in ("center", "left", "right")]
    return AxesDescription(
        title=_text(next((title for title in titles if title.strip()), "")),
        xlabel=_text(ax.get_xlabel()),
        ylabel=_text(ax.get_ylabel()),
        xticks=_texts(tick_texts(ax.xaxis)),
        yticks=_texts(tick_texts(ax.yaxis)),
        legend=_texts(entries),
        annotations=_texts([text.get_text() for text in ax.texts if text.get_visible()]),
        background=background,
        horizontal=any(getattr(group, "orientation", "") == "horizontal" for group in ax.containers),
        bar=_colour_scale(ax),
        series=tuple(series[:MAX_SERIES]),
    )


def _legend_entries(ax: Any) -> list[str]:
    legend = ax.get_legend()
    return [text.get_text() for text in legend.get_texts()] if legend is not None else []


def _bars(ax: Any, background: str) -> Iterator[Trace]:
    from matplotlib.container import BarContainer

    for group in ax.containers:
        bars = list(group.patches)[:MAX_POINTS] if isinstance(group, BarContainer) else []
        if not bars:
            continue
        flat = group.orientation == "horizontal"
        read = axis_reader(ax, ax.yaxis if flat else ax.xaxis)
        across = [(bar.get_x(), bar.get_width()) for bar in bars]
        upright = [(bar.get_y(), bar.get_height()) for bar in bars]
        spans, heights = (upright, across) if flat else (across, upright)
        x = [read(start + span / 2) for start, span in spans]
        yield Trace(
            label=_label(group),
            kind="histogramme" if _touching(spans) and all(type(key) is float for key in x) else "barres",
            x=_keys(x),
            y=_numbers(height for _, height in heights),
            bases=_numbers(base for base, _ in heights),
            colours=_colours((bar.get_facecolor() for bar in bars), background),
            hatch=_text(bars[0].get_hatch() or ""),
        )


def _touching(spans: list[tuple[float, float]]) -> bool:
    """Whether bars follow one another without a gap, as those of a histogram."""
    spans = sorted(spans)
    return len(spans) > 1 and all(
        math.isclose(start + width, after, rel_tol=1e-6, abs_tol=1e-3 * abs(width))
        for (start, width), (after, _) in itertools.pairwise(spans)
    )


def _lines(ax: Any, background: str) -> Iterator[Trace]:
    from matplotlib.colors import to_rgba
    from matplotlib.container import ErrorbarContainer

    barred = [group for group in ax.containers if isinstance(group, ErrorbarContainer)]
    errors = {id(cap) for group in barred for cap in group[1]}
    labels = {id(group[0]): group for group in barred}
    for line in ax.lines:
        # A line that spans the axes (axhline, axvline) has a transform of its own: it is a mark, not data.
        if not line.get_visible() or id(line) in errors or line.get_transform() != ax.transData:
            continue
        read = axis_reader(ax, ax.xaxis)
        styles = str(line.get_linestyle()), str(line.get_marker())
        trait, marker = ("" if style in _INVISIBLE else _text(style) for style in styles)
        yield Trace(
            label=_label(labels.get(id(line), line)),
            kind="courbes" if trait else "nuage",
            x=_keys([read(float(at)) for at in list(line.get_xdata(orig=False))[:MAX_POINTS]]),
            y=_numbers(list(line.get_ydata(orig=False))[:MAX_POINTS]),
            colours=_colours([to_rgba(line.get_color(), line.get_alpha())], background),
            trait=trait,
            marker=marker,
        )


def _points(ax: Any, background: str) -> Iterator[Trace]:
    from matplotlib.collections import PathCollection

    for group in ax.collections:
        if not isinstance(group, PathCollection) or not group.get_visible():
            continue
        read = axis_reader(ax, ax.xaxis)
        # Arrays, whatever else Matplotlib's types allow for: the first may be masked.
        placed: Any = group.get_offsets()
        outlines: list[Any] = [path.vertices for path in group.get_paths()]
        offsets = [[float(part) for part in pair] for pair in placed[:MAX_POINTS]]
        shape = hashlib.blake2b(outlines[0].round(4).tobytes(), digest_size=4).hexdigest() if outlines else ""
        yield Trace(
            label=_label(group),
            kind="nuage",
            x=_keys([read(pair[0]) for pair in offsets]),
            y=_numbers(pair[1] for pair in offsets),
            colours=_colours(group.get_facecolor(), background)
            or _colours(group.get_edgecolor(), background),
            marker=shape,
        )


def _wedges(ax: Any, background: str) -> Iterator[Trace]:
    from matplotlib.patches import Wedge

    wedges = [patch for patch in ax.patches if isinstance(patch, Wedge)][:MAX_POINTS]
    if not wedges:
        return
    names = [_label(wedge) for wedge in wedges]
    entries = _legend_entries(ax)
    if not any(names) and len(entries) == len(wedges):
        names = [_text(entry) for entry in entries]
    shares = [abs(wedge.theta2 - wedge.theta1) / 3.6 for wedge in wedges]
    colours = _colours((wedge.get_facecolor() for wedge in wedges), background)
    hatch = "" if len({wedge.get_hatch() for wedge in wedges}) < len(wedges) else "toutes différentes"
    yield Trace("", "secteurs", tuple(names), _numbers(shares), colours=colours, hatch=hatch)


def _heat(ax: Any, background: str) -> Iterator[Trace]:
    """One series a row of an image or mesh of numbers; pictures (three colours a point) are left out."""
    from matplotlib.collections import QuadMesh

    for mapped in [*ax.images, *(group for group in ax.collections if isinstance(group, QuadMesh))]:
        grid = mapped.get_array()
        if grid is None:
            continue
        if isinstance(mapped, QuadMesh):
            corners: Any = mapped.get_coordinates()
            grid = grid.reshape(-1, corners.shape[1] - 1) if grid.ndim == 1 else grid
            shift_x, shift_y = corners[0, :, 0], corners[:, 0, 1]
            xs = [(a + b) / 2 for a, b in itertools.pairwise(shift_x)][: grid.shape[1]]
            ys = [(a + b) / 2 for a, b in itertools.pairwise(shift_y)][: grid.shape[0]]
        elif grid.ndim == 2:
            left, right, bottom, top = mapped.get_extent()
            low, high = (top, bottom) if mapped.origin == "upper" else (bottom, top)
            rows, columns = grid.shape
            xs = [left + (place + 0.5) * (right - left) / columns for place in range(columns)]
            ys = [low + (place + 0.5) * (high - low) / rows for place in range(rows)]
        if grid.ndim != 2 or grid.size > MAX_POINTS or grid.shape[0] > MAX_SERIES:
            continue
        read_x, read_y = axis_reader(ax, ax.xaxis), axis_reader(ax, ax.yaxis)
        keys = _keys([read_x(float(at)) for at in xs])
        values = grid.filled(math.nan) if hasattr(grid, "filled") else grid
        for at, row in zip(ys, values.astype(float).tolist(), strict=True):
            name = read_y(float(at))
            label = name if isinstance(name, str) else f"{name:g}"
            yield Trace(_text(label), "carte_chaleur", keys, _numbers(row))


def _colour_scale(ax: Any) -> str | None:
    for mapped in [*ax.images, *ax.collections]:
        bar = getattr(mapped, "colorbar", None)
        if bar is not None:
            return _text(" ".join((bar.ax.get_ylabel(), bar.ax.get_xlabel(), bar.ax.get_title())).strip())
    return None


def _background(patch: Any, under: str) -> str:
    return over(patch.get_facecolor(), under) if patch.get_visible() else under


def _colours(colours: Any, background: str) -> tuple[str, ...]:
    """Distinct colours as seen, in order of appearance."""
    seen = dict.fromkeys(over(colour, background) for colour in colours if float(colour[3]) > 0)
    return tuple(seen)[:MAX_LABELS]


def _numbers(values: Any) -> tuple[float | None, ...]:
    # Ten digits are enough to compare, and half the size.
    numbers = [float(value) for value in values]
    return tuple(float(f"{value:.10g}") if math.isfinite(value) else None for value in numbers)


def _keys(values: list[Any]) -> tuple[str | float, ...]:
    return tuple(
        _text(value) if type(value) is str else float(f"{value:.10g}") if math.isfinite(value) else ""
        for value in values
    )


def _label(artist: Any) -> str:
    """An artist's label; matplotlib's own (« _child0 ») are none."""
    label = artist.get_label()
    return "" if type(label) is not str or label.startswith("_") else _text(label)


def _text(text: Any) -> str:
    return (
        " ".join(clean_text(text)[: 4 * MAX_LABEL].split())[:MAX_LABEL] if issubclass(type(text), str) else ""
    )


def _texts(texts: list[Any]) -> tuple[str, ...]:
    return tuple(kept for text in texts[: 2 * MAX_LABELS] if (kept := _text(text)))[:MAX_LABELS]


def over(rgba: Sequence[float], background: str) -> str:
    """The colour seen when `rgba` (four channels in [0, 1]) lies over an opaque background « #rrggbb »."""
    *channels, alpha = (min(max(float(channel), 0.0), 1.0) for channel in rgba)
    under = [level / 255 for level in bytes.fromhex(background[1:])]
    seen = [c * alpha + u * (1 - alpha) for c, u in zip(channels, under, strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*(round(255 * level) for level in seen))


def axis_reader(ax: Any, axis: Any) -> Callable[[float], str | float]:
    """A function from a place (a float, in the axis's own unit) to the key it stands for."""
    freq = getattr(axis, "freq", None) or getattr(ax, "freq", None)
    converter = type(axis.get_converter() if hasattr(axis, "get_converter") else axis.converter).__name__
    drawn_by_pandas = type(axis.get_major_locator()).__name__ == "TimeSeries_DateLocator"
    if freq is not None and axis is ax.xaxis and (converter == "PeriodConverter" or drawn_by_pandas):
        return lambda at: _period(at, freq)
    if "Date" in converter or "date" in type(axis.get_major_formatter()).__name__.casefold():
        return _day
    labels = fixed_labels(axis) or _shared_labels(ax, axis)
    if not labels:
        return float
    places = sorted(labels)
    gaps = [after - before for before, after in itertools.pairwise(places)]
    reach = min(gaps, default=1.0) / 2

    def read(at: float) -> str | float:
        nearest = min(places, key=lambda place: abs(place - at))
        # Bars of a group stand around their tick: the nearest one names them.
        return labels[nearest] if abs(nearest - at) <= reach + 1e-9 else at

    return read


def fixed_labels(axis: Any) -> dict[float, str]:
    """Place → text of ticks that were set as such (categories); empty for the ticks of a number scale."""
    if type(axis.get_major_locator()).__name__ not in _FIXED:
        return _indexed_labels(axis)
    texts = tick_texts(axis)
    places = [float(place) for place in axis.get_majorticklocs()]
    labels = {place: text for place, text in zip(places, texts, strict=False) if text}
    return {} if all(_is_number(text, place) for place, text in labels.items()) else labels


def _shared_labels(ax: Any, axis: Any) -> dict[float, str]:
    """Among subplots that share an axis, only the outer one writes its categories."""
    name = "xaxis" if axis is ax.xaxis else "yaxis"
    group = getattr(ax, f"get_shared_{name[0]}_axes")()
    for sibling in group.get_siblings(ax):
        if sibling is not ax and (labels := fixed_labels(getattr(sibling, name))):
            return labels
    return {}


def _indexed_labels(axis: Any) -> dict[float, str]:
    """pandas draws a text index on whole numbers, with a formatter that alone knows the texts."""
    formatter = axis.get_major_formatter()
    if type(formatter).__name__ != "FuncFormatter":
        return {}
    low, high = sorted(axis.get_view_interval())
    places = [float(place) for place in range(round(low), min(round(high), round(low) + 1000) + 1)]
    labels = {place: str(formatter(place, None)) for place in places}
    known = {place: text for place, text in labels.items() if text}
    # A formatter of numbers (« 10 k », « 25 % ») gives a text that begins with one.
    return {} if any(text.lstrip("-−+ ")[:1].isdigit() for text in known.values()) else known


def tick_texts(axis: Any) -> list[str]:
    """Texts of the major ticks, in order of place."""
    return [label.get_text() for label in axis.get_majorticklabels()]


def _is_number(text: str, place: float) -> bool:
    try:
        return float(text.replace("−", "-").replace(",", ".")) == place
    except ValueError:
        return False


def _period(at: float, freq: Any) -> str | float:
    import pandas as pd

    period = pd.Period(ordinal=round(at), freq=freq)
    name = period.freqstr.split("-")[0]
    if name in ("M", "Q", "Y", "A"):
        return period.strftime({"M": "%Y-%m", "Q": "%Y-T%q"}.get(name, "%Y"))
    return period.start_time.date().isoformat()


def _day(at: float) -> str | float:
    """matplotlib counts days from 1970-01-01 (its default epoch)."""
    from matplotlib.dates import num2date

    try:
        moment = num2date(at).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return at
    # Half a second of rounding is noise.
    moment = (moment + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
    return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat()
