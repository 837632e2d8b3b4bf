"""From a matplotlib figure to its description; runs in the candidate's process, imports matplotlib."""

import hashlib
import itertools
import math
import sys
from collections.abc import Iterator
from typing import Any

import msgspec

from epreuves.answers.charts.artists import (
    NOTHING,
    Frame,
    background_of,
    clear,
    colours_seen,
    keys_of,
    label_of,
    numbers_of,
    text_of,
    texts_of,
    visible,
    within,
)
from epreuves.answers.charts.bars import read_bars, standing_of
from epreuves.answers.charts.description import (
    MAX_AXES,
    MAX_LABELS,
    MAX_POINTS,
    MAX_SERIES,
    AxesDescription,
    Description,
    Note,
    Trace,
)
from epreuves.answers.charts.places import axis_reader, order_of, tick_texts

WHITE = "#ffffff"
_INVISIBLE = ("None", "", " ", "none")


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
    back = background_of(figure.patch, WHITE)
    axes = [ax for ax in figure.axes if ax.get_visible() and ax.get_label() != "<colorbar>"]
    legends = [text.get_text() for legend in figure.legends for text in legend.get_texts()]
    description = Description(
        title=text_of(figure.get_suptitle()),
        legend=texts_of(legends),
        width=float(figure.get_figwidth()),
        height=float(figure.get_figheight()),
        axes=tuple(_describe_axes(ax, back) for ax in axes[:MAX_AXES]),
    )
    return msgspec.to_builtins(description)


def _describe_axes(ax: Any, back: str) -> AxesDescription:
    background = background_of(ax.patch, back) if ax.axison else back
    kinds = (read_bars, _lines, _points, _wedges, _heat)
    series = [trace for read in kinds for trace in read(ax, background)]
    entries = _legend_entries(ax)
    if len(entries) == len(series) and not any(trace.label for trace in series):
        # ax.legend(["A", "B"]) names the series without labelling them.
        named = zip(series, entries, strict=True)
        series = [msgspec.structs.replace(trace, label=text_of(name)) for trace, name in named]
    titles = [ax.get_title(loc) for loc in ("center", "left", "right")]
    return AxesDescription(
        title=text_of(next((title for title in titles if title.strip()), "")),
        xlabel=text_of(ax.get_xlabel()),
        ylabel=text_of(ax.get_ylabel()),
        xticks=texts_of(tick_texts(ax.xaxis)),
        yticks=texts_of(tick_texts(ax.yaxis)),
        legend=texts_of(entries),
        annotations=tuple(_notes(ax))[:MAX_LABELS],
        background=background,
        horizontal=any(getattr(group, "orientation", "") == "horizontal" for group in ax.containers),
        bar=_colour_scale(ax),
        series=tuple(series[:MAX_SERIES]),
        limits=_limits(ax),
        x_order=order_of(ax, ax.xaxis),
        y_order=order_of(ax, ax.yaxis),
        disposition=standing_of(ax),
    )


def _limits(ax: Any) -> tuple[float, float, float, float] | None:
    bounds = numbers_of([*sorted(ax.get_xlim()), *sorted(ax.get_ylim())])
    left, right, bottom, top = bounds
    if left is None or right is None or bottom is None or top is None:
        return None
    return left, right, bottom, top


def _notes(ax: Any) -> Iterator[Note]:
    for text in list(ax.texts)[: 2 * MAX_LABELS]:
        if text.get_visible() and (written := text_of(text.get_text())):
            yield Note(written, *_pointed(ax, text))


def _pointed(ax: Any, text: Any) -> tuple[float | None, float | None]:
    """The place that a text points at, in data coordinates; nothing where it is placed in those of the axes or of the figure."""
    from matplotlib.text import Annotation
    from matplotlib.units import ConversionError

    try:
        place, in_data = text.get_unitless_position(), text.get_transform().contains_branch(ax.transData)
        if isinstance(text, Annotation):
            # Without an arrow, a text that has a place of its own in the data is read where it is.
            own = text.arrowprops is None and text.anncoords == "data"
            place, in_data = (text.xyann, True) if own else (text.xy, text.xycoords == "data")
        x, y = numbers_of((ax.convert_xunits(place[0]), ax.convert_yunits(place[1])))
    except (TypeError, ValueError, LookupError, ConversionError):
        # A place that Matplotlib itself cannot read is none.
        return None, None
    return (x, y) if in_data else (None, None)


def _legend_entries(ax: Any) -> list[str]:
    legend = ax.get_legend()
    return [text.get_text() for text in legend.get_texts()] if legend is not None else []


def _lines(ax: Any, background: str) -> Iterator[Trace]:
    from matplotlib.colors import to_rgba
    from matplotlib.container import ErrorbarContainer

    barred = [group for group in ax.containers if isinstance(group, ErrorbarContainer)]
    errors = {id(cap) for group in barred for cap in group[1]}
    labels = {id(group[0]): group for group in barred}
    frame = Frame(ax)
    for line in ax.lines:
        # A line that spans the axes (axhline, axvline) has a transform of its own: it is a mark, not data.
        if not line.get_visible() or id(line) in errors or line.get_transform() != ax.transData:
            continue
        alpha = line.get_alpha()
        colour = to_rgba(line.get_color(), alpha)
        edged = line.get_markeredgewidth() > 0
        marks = [
            to_rgba(line.get_markerfacecolor(), alpha),
            to_rgba(line.get_markeredgecolor(), alpha if edged else 0),
        ]
        styles = str(line.get_linestyle()), str(line.get_marker())
        trait, marker = ("" if style in _INVISIBLE else text_of(style) for style in styles)
        trait = trait if line.get_linewidth() > 0 and not clear(colour) else ""
        marker = marker if line.get_markersize() > 0 and not clear(*marks) else ""
        if not (trait or marker):
            continue
        colour = next(seen for seen in (colour, *marks) if not clear(seen))
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
        seen = [mark or kept for kept in within(frame, line, places)]
        kept = list(itertools.compress(places, seen))
        yield Trace(
            label=label_of(labels.get(id(line), line)),
            kind="courbes" if trait else "nuage",
            x=keys_of([read(x) for x, _ in kept]),
            y=numbers_of(y for _, y in kept),
            colours=colours_seen([colour], background),
            trait=trait,
            marker=marker,
            beyond=len(places) - len(kept),
        )


def _points(ax: Any, background: str) -> Iterator[Trace]:
    from matplotlib.collections import PathCollection

    frame = Frame(ax)
    for group in ax.collections:
        if not isinstance(group, PathCollection) or not group.get_visible():
            continue
        read = axis_reader(ax, ax.xaxis)
        # Arrays, whatever else Matplotlib's types allow for: the first may be masked.
        placed: Any = group.get_offsets()
        outlines: list[Any] = [path.vertices for path in group.get_paths()]
        offsets = [(float(x), float(y)) for x, y in itertools.compress(placed[:MAX_POINTS], _points_shown(group))]
        if len(placed) and not offsets:
            continue
        seen = list(itertools.compress(offsets, within(frame, group, offsets)))
        shape = hashlib.blake2b(outlines[0].round(4).tobytes(), digest_size=4).hexdigest() if outlines else ""
        yield Trace(
            label=label_of(group),
            kind="nuage",
            x=keys_of([read(x) for x, _ in seen]),
            y=numbers_of(y for _, y in seen),
            colours=colours_seen(group.get_facecolor(), background) or colours_seen(group.get_edgecolor(), background),
            marker=shape,
            beyond=len(offsets) - len(seen),
        )


def _points_shown(group: Any) -> Iterator[bool]:
    """For each point of a cloud, True where it has a size and a colour; sizes and colours that are too few begin again, as Matplotlib has them."""
    sizes = [float(size) for size in group.get_sizes()] or [1.0]
    inside = list(group.get_facecolor()) or [NOTHING]
    wide = max((float(width) for width in group.get_linewidth()), default=0.0) > 0
    edges = (list(group.get_edgecolor()) if wide else []) or [NOTHING]
    return (
        size > 0 and not clear(colour, edge)
        for size, colour, edge in zip(*map(itertools.cycle, (sizes, inside, edges)), strict=False)
    )


def _wedges(ax: Any, background: str) -> Iterator[Trace]:
    from matplotlib.patches import Wedge

    wedges = [patch for patch in ax.patches if isinstance(patch, Wedge) and visible(patch)][:MAX_POINTS]
    if not wedges:
        return
    names = [label_of(wedge) for wedge in wedges]
    entries = _legend_entries(ax)
    if not any(names) and len(entries) == len(wedges):
        names = [text_of(entry) for entry in entries]
    shares = [abs(wedge.theta2 - wedge.theta1) / 3.6 for wedge in wedges]
    colours = colours_seen((wedge.get_facecolor() for wedge in wedges), background)
    hatch = "" if len({wedge.get_hatch() for wedge in wedges}) < len(wedges) else "toutes différentes"
    yield Trace("", "secteurs", tuple(names), numbers_of(shares), colours=colours, hatch=hatch)


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
        keys = keys_of([read_x(float(at)) for at in xs])
        values = grid.filled(math.nan) if hasattr(grid, "filled") else grid
        for at, row in zip(ys, values.astype(float).tolist(), strict=True):
            name = read_y(float(at))
            label = name if isinstance(name, str) else f"{name:g}"
            yield Trace(text_of(label), "carte_chaleur", keys, numbers_of(row))


def _colour_scale(ax: Any) -> str | None:
    for mapped in [*ax.images, *ax.collections]:
        bar = getattr(mapped, "colorbar", None)
        if bar is not None:
            return text_of(" ".join((bar.ax.get_ylabel(), bar.ax.get_xlabel(), bar.ax.get_title())).strip())
    return None
