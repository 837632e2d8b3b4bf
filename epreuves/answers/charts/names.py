"""Names written beside the points of a cloud: whether each is on its own point, as the reference has it."""

import math
from collections.abc import Callable, Iterator, Sequence

from epreuves.answers.charts.description import AxesDescription, Description
from epreuves.answers.keys import fold

#: Points that are about as near to a name as the nearest one, in parts of the axes' spans: it may be any of theirs.
ABOUT = 0.02
MAX_LOOKED_AT, MAX_NEAR = 2_000, 10

_Point = tuple[float, float]
#: Whether a point of the candidate's is one of the reference's.
Same = Callable[[_Point, _Point], bool]


def misplaced(names: Sequence[str], reference: Description, chart: Description, same: Same) -> tuple[str, ...]:
    """The names, of those that the reference writes on a point, that the chart writes nearest to another one.

    A point that is none of the reference's is not judged here: its data are wrong already.
    """
    points = [point for axes in reference.axes for point in _points(axes)]
    own = _labelled(names, reference) | {name: near[0] for name, near in _written(names, reference) if near}
    wrong = set()
    for name, nearest in _written(names, chart):
        matching = [point for point in points if any(same(point, place) for place in nearest)]
        if name in own and matching and own[name] not in matching:
            wrong.add(name)
    return tuple(name for name in names if name in wrong)


def _labelled(names: Sequence[str], reference: Description) -> dict[str, _Point]:
    """The names of points that the reference draws one by one, each with its label."""
    alone = {
        fold(trace.label): _points(axes, trace.label)
        for axes in reference.axes
        for trace in axes.series
        if trace.label and len(trace.y) == 1
    }
    return {name: alone[fold(name)][0] for name in names if alone.get(fold(name))}


def _written(names: Sequence[str], chart: Description) -> Iterator[tuple[str, list[_Point]]]:
    """Each name written with a place, and the points that it is nearest to, the nearest first."""
    # The longest name first: « Galet Blanc » is not « Galet ».
    folded = sorted(((fold(name), name) for name in names), key=lambda pair: -len(pair[0]))
    for axes in chart.axes:
        points = _points(axes)[:MAX_LOOKED_AT]
        for note in axes.annotations:
            text = fold(note.text)
            name = next((name for wanted, name in folded if wanted and wanted in text), None)
            if name is not None and note.x is not None and note.y is not None:
                yield name, _nearest(axes, points, (note.x, note.y))


def _points(axes: AxesDescription, label: str | None = None) -> list[_Point]:
    return [
        (x, y)
        for trace in axes.series
        if trace.kind == "nuage" and label in (None, trace.label)
        for x, y in zip(trace.x, trace.y, strict=True)
        if not isinstance(x, str) and y is not None
    ]


def _nearest(axes: AxesDescription, points: Sequence[_Point], place: _Point) -> list[_Point]:
    left, right, bottom, top = axes.limits or (0.0, 1.0, 0.0, 1.0)
    wide, high = right - left or 1.0, top - bottom or 1.0
    far = sorted((math.hypot((x - place[0]) / wide, (y - place[1]) / high), (x, y)) for x, y in points)
    return [point for distance, point in far[:MAX_NEAR] if distance <= far[0][0] + ABOUT]
