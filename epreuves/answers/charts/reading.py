"""From a matplotlib figure to its description; runs in the candidate's process, imports matplotlib."""

import datetime
import hashlib
import itertools
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    Note,
    Standing,
    Trace,
)
from epreuves.wording.inert import clean_text

WHITE = "#ffffff"
_NOTHING = (0.0, 0.0, 0.0, 0.0)
_INVISIBLE = ("None", "", " ", "none")
_FIXED = ("FixedLocator", "StrCategoryLocator", "IndexLocator")
#: Bars of several series that are looked at for one that hides another.
MAX_BARS = 1_000
#: From what opacity on a bar hides what is behind it, and what part of its width must be behind.
OPAQUE, BEHIND = 0.8, 0.9


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
        annotations=tuple(_notes(ax))[:MAX_LABELS],
        background=background,
        horizontal=any(getattr(group, "orientation", "") == "horizontal" for group in ax.containers),
        bar=_colour_scale(ax),
        series=tuple(series[:MAX_SERIES]),
        limits=_limits(ax),
        xorder=_order(ax, ax.xaxis),
        yorder=_order(ax, ax.yaxis),
        disposition=_standing(ax),
    )


def _limits(ax: Any) -> tuple[float, float, float, float] | None:
    found = _numbers([*sorted(ax.get_xlim()), *sorted(ax.get_ylim())])
    left, right, bottom, top = found
    if left is None or right is None or bottom is None or top is None:
        return None
    return left, right, bottom, top


def _order(ax: Any, axis: Any) -> tuple[str, ...]:
    """The texts of an axis of categories, as they are seen from left to right or from bottom to top."""
    labels = fixed_labels(axis) or _shared_labels(ax, axis)
    return _texts([labels[place] for place in sorted(labels, reverse=bool(axis.get_inverted()))])


def _notes(ax: Any) -> Iterator[Note]:
    for text in list(ax.texts)[: 2 * MAX_LABELS]:
        if text.get_visible() and (said := _text(text.get_text())):
            yield Note(said, *_pointed(ax, text))


def _pointed(ax: Any, text: Any) -> tuple[float | None, float | None]:
    """The place that a text points at, in data coordinates; nothing where it is placed in those of the axes or of the figure."""
    from matplotlib.text import Annotation

    place, known = text.get_unitless_position(), text.get_transform().contains_branch(ax.transData)
    if isinstance(text, Annotation):
        # Without an arrow, a text that has a place of its own in the data is read where it is.
        own = text.arrowprops is None and text.anncoords == "data"
        known = text.xycoords == "data" if not own else True
        place = text.xyann if own else text.xy
    try:
        x, y = _numbers((ax.convert_xunits(place[0]), ax.convert_yunits(place[1])))
    except (TypeError, ValueError, LookupError):
        return None, None
    return (x, y) if known else (None, None)


def _legend_entries(ax: Any) -> list[str]:
    legend = ax.get_legend()
    return [text.get_text() for text in legend.get_texts()] if legend is not None else []


class _Frame:
    """What of a pair of axes is seen: the places within its limits."""

    def __init__(self, ax: Any) -> None:
        self._spans = [_wide(*sorted(limits)) for limits in (ax.get_xlim(), ax.get_ylim())]

    def holds(self, x: float, y: float) -> bool:
        """Whether a place is within the limits, or is none."""
        return all(
            not low > at and not at > high for at, (low, high) in zip((x, y), self._spans, strict=True)
        )


def _wide(low: float, high: float) -> tuple[float, float]:
    # What touches the frame is seen; ten digits are enough for an edge.
    slack = 1e-9 * (high - low) + 1e-12 * max(abs(low), abs(high))
    return low - slack, high + slack


def _within(frame: _Frame, artist: Any, places: Iterable[tuple[float, float]]) -> list[bool]:
    """Whether each place of an artist is seen; all are where it is not cut off at the frame."""
    cut = artist.get_clip_on()
    return [not cut or frame.holds(x, y) for x, y in places]


def _clear(*colours: Any) -> bool:
    """Whether none of the colours (four channels in [0, 1]) can be seen."""
    return all(float(colour[3]) <= 0 for colour in colours)


def _shown(bar: Any) -> bool:
    """Whether a patch is seen at all: by its inside, or by its edge."""
    edge = bar.get_edgecolor() if bar.get_linewidth() > 0 else _NOTHING
    return bool(bar.get_visible()) and not _clear(bar.get_facecolor(), edge)


def _seen_colour(patch: Any) -> Any:
    return patch.get_edgecolor() if _clear(patch.get_facecolor()) else patch.get_facecolor()


def _bars_of(ax: Any) -> Iterator[tuple[Any, list[Any], bool]]:
    """Each set of bars that is seen: the set, its bars, whether they lie flat."""
    from matplotlib.container import BarContainer

    for group in ax.containers:
        bars = list(group.patches)[:MAX_POINTS] if isinstance(group, BarContainer) else []
        flat = bars and group.orientation == "horizontal"
        thick = "get_height" if flat else "get_width"
        shown = [bar for bar in bars if _shown(bar) and getattr(bar, thick)() != 0]
        if shown:
            yield group, shown, bool(flat)


def _extent(bar: Any, flat: bool) -> tuple[tuple[float, float], tuple[float, float]]:
    """(place and thickness, base and length) of a bar."""
    across, upright = (bar.get_x(), bar.get_width()), (bar.get_y(), bar.get_height())
    return (upright, across) if flat else (across, upright)


def _bars(ax: Any, background: str) -> Iterator[Trace]:
    frame = _Frame(ax)
    for group, shown, flat in _bars_of(ax):
        read = axis_reader(ax, ax.yaxis if flat else ax.xaxis)
        extents = [_extent(bar, flat) for bar in shown]
        centres = [read(start + span / 2) for (start, span), _ in extents]
        touching = _touching([span for span, _ in extents]) and all(type(key) is float for key in centres)
        seen = [_bar_seen(frame, bar, extent, flat) for bar, extent in zip(shown, extents, strict=True)]
        # An empty class of a histogram has nothing to show, wherever it is.
        missed = sum(
            not (kept or (touching and length == 0))
            for kept, (_, (_, length)) in zip(seen, extents, strict=True)
        )
        bars, heights = (
            list(itertools.compress(shown, seen)),
            [extent[1] for extent in itertools.compress(extents, seen)],
        )
        yield Trace(
            label=_label(group),
            kind="histogramme" if touching else "barres",
            x=_keys(list(itertools.compress(centres, seen))),
            y=_numbers(height for _, height in heights),
            bases=_numbers(base for base, _ in heights),
            colours=_colours((_seen_colour(bar) for bar in bars), background),
            hatch=_text(shown[0].get_hatch() or ""),
            beyond=missed,
        )


def _bar_seen(frame: _Frame, bar: Any, extent: Any, flat: bool) -> bool:
    """Whether the end of a bar is seen, and its start where it has one of its own."""
    (start, span), (base, length) = extent
    ends = [base + length, *([base] if base else [])]
    centre = start + span / 2
    return all(_within(frame, bar, ((end, centre) if flat else (centre, end) for end in ends)))


def _standing(ax: Any) -> Standing | None:
    """How the bars of several sets stand to one another; None for one set, and for bars that overlap without hiding one another."""
    sets = list(_bars_of(ax))
    bars = [
        (*_spread(bar, flat), at, bar)
        for at, (_, shown, flat) in enumerate(sets)
        for bar in shown
    ][:MAX_BARS]  # fmt: skip
    bars.sort(key=lambda bar: bar[:2])
    met: set[Standing] = set()
    apart = len(sets) > 1
    for place, one in enumerate(bars):
        for other in bars[place + 1 :]:
            if other[0] >= one[1]:
                break
            shared = min(one[1], other[1]) - other[0]
            if one[4] == other[4] or shared < 0.5 * min(one[1] - one[0], other[1] - other[0]):
                continue
            apart = False
            if _hides(one, other, shared):
                return "superposées"
            if _close(one[2] + one[3], other[2]) or _close(other[2] + other[3], one[2]):
                met.add("empilées")
    return "côte à côte" if apart else next(iter(met), None)


#: Where a bar starts and ends along the categories, its base and length, the number of its set, itself.
_Spread = tuple[float, float, float, float, int, Any]


def _spread(bar: Any, flat: bool) -> tuple[float, float, float, float]:
    (start, span), (base, length) = _extent(bar, flat)
    low, high = sorted((float(start), float(start + span)))
    return low, high, float(base), float(length)


def _hides(one: _Spread, other: _Spread, shared: float) -> bool:
    """Whether the one in front hides the other, of the same base, over all its width; the same bar drawn again hides nothing."""
    back, front = sorted((one, other), key=lambda bar: (bar[5].get_zorder(), bar[4]))
    same_side = back[3] * front[3] > 0 and _close(back[2], front[2])
    opaque = float(front[5].get_facecolor()[3]) >= OPAQUE
    return same_side and opaque and not _close(back[3], front[3]) and shared >= BEHIND * (back[1] - back[0])


def _close(first: float, second: float) -> bool:
    return math.isclose(first, second, rel_tol=1e-6, abs_tol=1e-9)


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
    frame = _Frame(ax)
    for line in ax.lines:
        # A line that spans the axes (axhline, axvline) has a transform of its own: it is a mark, not data.
        if not line.get_visible() or id(line) in errors or line.get_transform() != ax.transData:
            continue
        colour = to_rgba(line.get_color(), line.get_alpha())
        styles = str(line.get_linestyle()), str(line.get_marker())
        trait, marker = ("" if style in _INVISIBLE else _text(style) for style in styles)
        trait = trait if line.get_linewidth() > 0 else ""
        marker = marker if line.get_markersize() > 0 else ""
        if _clear(colour) or not (trait or marker):
            continue
        read = axis_reader(ax, ax.xaxis)
        places = [
            (float(x), float(y))
            for x, y in zip(
                list(line.get_xdata(orig=False))[:MAX_POINTS],
                list(line.get_ydata(orig=False))[:MAX_POINTS],
                strict=True,
            )
        ]
        # A straight line from side to side (a mean, a target) may go on out of the frame.
        mark = len(places) == 2 and any(first == last for first, last in zip(*places, strict=True))
        seen = [mark or kept for kept in _within(frame, line, places)]
        kept = list(itertools.compress(places, seen))
        yield Trace(
            label=_label(labels.get(id(line), line)),
            kind="courbes" if trait else "nuage",
            x=_keys([read(x) for x, _ in kept]),
            y=_numbers(y for _, y in kept),
            colours=_colours([colour], background),
            trait=trait,
            marker=marker,
            beyond=len(places) - len(kept),
        )


def _points(ax: Any, background: str) -> Iterator[Trace]:
    from matplotlib.collections import PathCollection

    frame = _Frame(ax)
    for group in ax.collections:
        if not isinstance(group, PathCollection) or not group.get_visible():
            continue
        read = axis_reader(ax, ax.xaxis)
        # Arrays, whatever else Matplotlib's types allow for: the first may be masked.
        placed: Any = group.get_offsets()
        outlines: list[Any] = [path.vertices for path in group.get_paths()]
        offsets = [
            (float(x), float(y)) for x, y in itertools.compress(placed[:MAX_POINTS], _points_shown(group))
        ]
        if len(placed) and not offsets:
            continue
        seen = list(itertools.compress(offsets, _within(frame, group, offsets)))
        shape = hashlib.blake2b(outlines[0].round(4).tobytes(), digest_size=4).hexdigest() if outlines else ""
        yield Trace(
            label=_label(group),
            kind="nuage",
            x=_keys([read(x) for x, _ in seen]),
            y=_numbers(y for _, y in seen),
            colours=_colours(group.get_facecolor(), background)
            or _colours(group.get_edgecolor(), background),
            marker=shape,
            beyond=len(offsets) - len(seen),
        )


def _points_shown(group: Any) -> Iterator[bool]:
    """Whether each point of a cloud has a size and a colour; sizes and colours that are too few begin again, as Matplotlib has them."""
    sizes = [float(size) for size in group.get_sizes()] or [1.0]
    inside = list(group.get_facecolor()) or [_NOTHING]
    wide = max((float(width) for width in group.get_linewidth()), default=0.0) > 0
    edges = (list(group.get_edgecolor()) if wide else []) or [_NOTHING]
    return (
        size > 0 and not _clear(colour, edge)
        for size, colour, edge in zip(*map(itertools.cycle, (sizes, inside, edges)), strict=False)
    )


def _wedges(ax: Any, background: str) -> Iterator[Trace]:
    from matplotlib.patches import Wedge

    wedges = [patch for patch in ax.patches if isinstance(patch, Wedge) and _shown(patch)][:MAX_POINTS]
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
        if grid is None or not mapped.get_visible() or mapped.get_alpha() == 0:
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
