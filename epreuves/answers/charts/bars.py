"""Bars of a pair of axes: each set as a series, and how the sets stand to one another."""

import itertools
import math
from collections.abc import Iterator
from typing import Any

from epreuves.answers.charts.artists import (
    Frame,
    colours_seen,
    keys_of,
    label_of,
    main_colour,
    numbers_of,
    text_of,
    visible,
    within,
)
from epreuves.answers.charts.description import MAX_POINTS, Standing, Trace
from epreuves.answers.charts.places import axis_reader

#: Bars of several series that are looked at for one that hides another.
MAX_BARS = 1_000
#: From what opacity on a bar hides what is behind it, and what part of its width must be behind.
OPAQUE, BEHIND = 0.8, 0.9


def read_bars(ax: Any, background: str) -> Iterator[Trace]:
    """Each set of bars that is seen, as a series."""
    frame = Frame(ax)
    for group, shown, flat in _bars_of(ax):
        read = axis_reader(ax, ax.yaxis if flat else ax.xaxis)
        extents = [_extent(bar, flat) for bar in shown]
        middles = [read(start + span / 2) for (start, span), _ in extents]
        touching = _touching([span for span, _ in extents]) and all(type(key) is float for key in middles)
        seen = [_bar_seen(frame, bar, extent, flat) for bar, extent in zip(shown, extents, strict=True)]
        # An empty class of a histogram has nothing to show, wherever it is.
        missed = sum(
            not (kept or (touching and length == 0)) for kept, (_, (_, length)) in zip(seen, extents, strict=True)
        )
        heights = [extent[1] for extent in itertools.compress(extents, seen)]
        yield Trace(
            label=label_of(group),
            kind="histogramme" if touching else "barres",
            x=keys_of(list(itertools.compress(middles, seen))),
            y=numbers_of(height for _, height in heights),
            bases=numbers_of(base for base, _ in heights),
            colours=colours_seen((main_colour(bar) for bar in itertools.compress(shown, seen)), background),
            hatch=text_of(shown[0].get_hatch() or ""),
            beyond=missed,
        )


def _bars_of(ax: Any) -> Iterator[tuple[Any, list[Any], bool]]:
    """Each set of bars that is seen: the set, its bars, whether they lie flat."""
    from matplotlib.container import BarContainer

    for group in ax.containers:
        bars = list(group.patches)[:MAX_POINTS] if isinstance(group, BarContainer) else []
        flat = bars and group.orientation == "horizontal"
        thick = "get_height" if flat else "get_width"
        shown = [bar for bar in bars if visible(bar) and getattr(bar, thick)() != 0]
        if shown:
            yield group, shown, bool(flat)


def _extent(bar: Any, flat: bool) -> tuple[tuple[float, float], tuple[float, float]]:
    """(place and thickness, base and length) of a bar."""
    across, upright = (bar.get_x(), bar.get_width()), (bar.get_y(), bar.get_height())
    return (upright, across) if flat else (across, upright)


def _touching(spans: list[tuple[float, float]]) -> bool:
    """True if bars follow one another without a gap, as those of a histogram."""
    spans = sorted(spans)
    return len(spans) > 1 and all(
        math.isclose(start + width, after, rel_tol=1e-6, abs_tol=1e-3 * abs(width))
        for (start, width), (after, _) in itertools.pairwise(spans)
    )


def _bar_seen(frame: Frame, bar: Any, extent: Any, flat: bool) -> bool:
    """True if the end of a bar is seen, and its start if it has one of its own."""
    (start, span), (base, length) = extent
    ends = [base + length, *([base] if base else [])]
    centre = start + span / 2
    return all(within(frame, bar, ((end, centre) if flat else (centre, end) for end in ends)))


def standing_of(ax: Any) -> Standing | None:
    """The way the bars of several sets stand to one another; None for one set, and for bars that overlap without hiding one another."""
    sets = list(_bars_of(ax))
    bars = [(*_spread(bar, flat), at, bar) for at, (_, shown, flat) in enumerate(sets) for bar in shown][:MAX_BARS]
    bars.sort(key=lambda bar: bar[:2])
    met: set[Standing] = set()
    apart = len(sets) > 1
    for place, first in enumerate(bars):
        for other in bars[place + 1 :]:
            if other[0] >= first[1]:
                break
            shared = min(first[1], other[1]) - other[0]
            if first[4] == other[4] or shared < 0.5 * min(first[1] - first[0], other[1] - other[0]):
                continue
            apart = False
            if _hides(first, other, shared):
                return "superposées"
            if _follows(first, other) or _follows(other, first):
                met.add("empilées")
    return "côte à côte" if apart else next(iter(met), None)


#: Where a bar starts and ends along the categories, its base and length, the number of its set, itself.
_Spread = tuple[float, float, float, float, int, Any]


def _spread(bar: Any, flat: bool) -> tuple[float, float, float, float]:
    (start, span), (base, length) = _extent(bar, flat)
    low, high = sorted((float(start), float(start + span)))
    return low, high, float(base), float(length)


def _follows(first: _Spread, other: _Spread) -> bool:
    """True if a bar starts at the end of the other, which has a length."""
    return first[3] != 0 and _close(first[2] + first[3], other[2])


def _hides(first: _Spread, other: _Spread, shared: float) -> bool:
    """True if the one in front hides the other, of the same base, over all its width; the same bar drawn again hides nothing."""
    back, front = sorted((first, other), key=lambda bar: (bar[5].get_zorder(), bar[4]))
    same_side = back[3] * front[3] > 0 and _close(back[2], front[2])
    opaque = float(front[5].get_facecolor()[3]) >= OPAQUE
    return same_side and opaque and not _close(back[3], front[3]) and shared >= BEHIND * (back[1] - back[0])


def _close(first: float, second: float) -> bool:
    return math.isclose(first, second, rel_tol=1e-6, abs_tol=1e-9)
