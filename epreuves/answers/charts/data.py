"""The data that are drawn, held against the right ones: each expected series is looked for among those drawn.

Order of series and of categories does not count, nor does the side that categories are on; one factor for the
whole chart may turn ratios into percent, or euros into the k€ that the axis announces. Further series
(a mean, a target) cost nothing. A cell or a bar of zero draws nothing: where both sides are empty, nothing is right.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from epreuves.answers.charts.description import Description, Trace
from epreuves.answers.charts.frame import one_set
from epreuves.answers.equality import match_keys, pair_numbers
from epreuves.answers.keys import fold

# What a candidate draws is judged in the time that a reasonable chart takes, whatever is drawn.
MAX_DRAWN = 60
MAX_CLASSES = 500
MAX_EXCESS = 20  # a series with more points than that times those expected is another series
HISTOGRAM_GAP = 0.1  # largest difference of cumulative shares between two histograms of the same data
_DRAWN_FROM_ZERO = frozenset({"barres", "carte_chaleur"})


class DrawnPoints(NamedTuple):
    """The share of the data that is drawn, how many points are right of how many that count, and the labels of series that are not
    wholly there."""

    share: float
    right: int
    total: int
    incomplete: tuple[str, ...]


def share_drawn(
    expected: Sequence[Trace],
    drawn: Sequence[Trace],
    tolerance: float,
    gap: float,
    factors: Sequence[float],
    exchanged: bool = False,
) -> DrawnPoints:
    """The expected points that are drawn.

    exchanged: whether the titles of the axes say that the one is in the other's place; what is drawn is taken by them where series
    and categories have the same names, as both sides of a risk matrix from 1 to 5.
    """
    expected, drawn = _comparable(expected, drawn[:MAX_DRAWN])
    if not expected or not drawn:
        return DrawnPoints(0.0, 0, sum(map(_filled, expected)), tuple(trace.label for trace in expected))
    comparer = _Comparer(tolerance, gap)
    sides = [drawn, transposed(drawn)]
    if _named_alike(expected):
        sides = [sides[exchanged]]
    attempts = [
        comparer.assigned(expected, [_scaled(trace, factor) for trace in candidates])
        for factor in factors
        for candidates in (*sides, _one_cloud(expected, drawn), _one_set(expected, drawn))
    ]
    return max(attempts, key=lambda attempt: attempt.share)


def same_point(
    reference: Description, tolerance: float, gap: float, factor: float
) -> Callable[[tuple[float, float], tuple[float, float]], bool]:
    """A predicate: True where a point of the reference's and a drawn one, brought to its scale by `factor`, are the same, as in a cloud."""
    comparer = _Comparer(tolerance, gap)
    places = [abs(x) for axes in reference.axes for trace in axes.series for x in _numbers(trace)]
    wide = tolerance * max(places, default=0.0)

    def same(due: tuple[float, float], drawn: tuple[float, float]) -> bool:
        return comparer.near(due[0], drawn[0], wide) and comparer.near(due[1], drawn[1] * factor)

    return same


def transposed(traces: Sequence[Trace]) -> list[Trace]:
    """Series become categories and categories series; nothing if they do not all share text categories."""
    keys = list(dict.fromkeys(key for trace in traces for key in trace.x))
    named = all(isinstance(key, str) and key for key in keys) and all(trace.label for trace in traces)
    if not named or len(traces) < 2 or len(keys) > MAX_DRAWN:
        return []
    columns = [dict(zip(trace.x, trace.y, strict=True)) for trace in traces]
    names = tuple(trace.label for trace in traces)
    return [Trace(str(key), traces[0].kind, names, tuple(column.get(key) for column in columns)) for key in keys]


def _named_alike(traces: Sequence[Trace]) -> bool:
    """True if series have the names of the categories: which is which is not told by them."""
    names = {fold(trace.label) for trace in traces}
    return len(traces) > 1 and names == {fold(str(key)) for trace in traces for key in trace.x}


def _one_cloud(expected: Sequence[Trace], drawn: Sequence[Trace]) -> list[Trace]:
    """Points drawn one after the other, so that each has its colour and its name, are one cloud; nothing where they are not."""
    parts = [trace for trace in drawn if trace.kind == "nuage"]
    if len(parts) < 2 or len(expected) != 1 or expected[0].kind != "nuage":
        return []
    x = tuple(place for trace in parts for place in trace.x)
    y = tuple(value for trace in parts for value in trace.y)
    return [msgspec.structs.replace(parts[0], label="", x=x, y=y, bases=())]


def _one_set(expected: Sequence[Trace], drawn: Sequence[Trace]) -> list[Trace]:
    """Bars drawn call by call are one set where one is expected; nothing where they are not."""
    whole = one_set(drawn) if len(expected) == 1 and expected[0].kind == "barres" else None
    return [] if whole is None else [whole]


def _comparable(expected: Sequence[Trace], drawn: Sequence[Trace]) -> tuple[list[Trace], list[Trace]]:
    """A disc shows shares only: where one side is a disc, the other is read as shares too."""
    if any(t.kind == "secteurs" for t in expected) or all(t.kind == "secteurs" for t in drawn):
        return [_as_shares(trace) for trace in expected], [_as_shares(trace) for trace in drawn]
    return list(expected), list(drawn)


def _as_shares(trace: Trace) -> Trace:
    total = sum(value or 0.0 for value in trace.y)
    return trace if trace.kind == "secteurs" or total <= 0 else _scaled(trace, 100.0 / total)


def _scaled(trace: Trace, factor: float) -> Trace:
    if factor == 1.0:
        return trace
    y = tuple(None if value is None else value * factor for value in trace.y)
    return msgspec.structs.replace(trace, y=y)


class _Score(NamedTuple):
    """The points of one series that are right, of how many that count."""

    right: int
    of: int

    @property
    def share(self) -> float:
        return self.right / self.of if self.of else 1.0


def _filled(trace: Trace) -> int:
    """The number of points of a series that are seen."""
    return sum(trace.kind not in _DRAWN_FROM_ZERO or bool(value) for value in trace.y)


class _Comparer:
    """One comparison of two charts, which works out once how places pair off, and clouds in order."""

    def __init__(self, tolerance: float, gap: float) -> None:
        self._tolerance, self._gap = tolerance, gap
        self._pairs: dict[tuple[Any, ...], dict[int, int]] = {}
        self._points: dict[Trace, list[Any]] = {}

    def assigned(self, expected: list[Trace], drawn: list[Trace]) -> DrawnPoints:
        """Pairs of an expected and a drawn series, best share first, each used once."""
        names = {fold(trace.label) for trace in expected if trace.label}
        matches = {
            (i, j): self.score(wanted, trace, len(expected) == 1)
            for i, wanted in enumerate(expected)
            for j, trace in enumerate(drawn)
            # The right values under the name of another series are wrong.
            if fold(trace.label) == fold(wanted.label) or fold(trace.label) not in names or not wanted.label
        }
        got: dict[int, _Score] = {}
        used: set[int] = set()
        for i, j in sorted(matches, key=lambda at: (-matches[at].share, at)):
            if i not in got and j not in used:
                got[i] = matches[i, j]
                used.add(j)
        scores = [got.get(i) or _Score(0, _filled(trace)) for i, trace in enumerate(expected)]
        incomplete = tuple(
            trace.label
            for i, (trace, score) in enumerate(zip(expected, scores, strict=True))
            if i not in got or score.share < 1.0
        )
        # A series weighs what it draws, and points in excess do not make it weigh more.
        weights = [min(score.of, max(1, len(trace.y))) for trace, score in zip(expected, scores, strict=True)]
        earned = sum(score.share * weight for score, weight in zip(scores, weights, strict=True))
        share = earned / sum(weights) if any(weights) else float(not incomplete)
        return DrawnPoints(share, sum(s.right for s in scores), sum(s.of for s in scores), incomplete)

    def score(self, wanted: Trace, trace: Trace, alone: bool) -> _Score:
        """Points of `wanted` found in `trace`, of those that either fills; points in excess count against."""
        if "histogramme" in (wanted.kind, trace.kind) and wanted.x != trace.x:
            return _Score(len(wanted.y) if _histogram(wanted, trace) else 0, max(1, len(wanted.y)))
        if wanted.kind == "nuage":
            return self.cloud(wanted, trace)
        if not wanted.y:
            return _Score(int(not trace.y), 1)
        if len(trace.y) > MAX_EXCESS * len(wanted.y):
            return _Score(0, _filled(wanted))
        pairs = self.pairs(wanted, trace)
        based = alone and any(wanted.bases) and len(trace.bases) == len(trace.y)
        empty = {
            place
            for place, partner in pairs.items()
            if wanted.kind in _DRAWN_FROM_ZERO and not wanted.y[partner] and not trace.y[place]
        }
        good = sum(
            self.near(wanted.y[partner], trace.y[place])
            and (not based or self.near(_from_first(wanted, partner), _from_first(trace, place)))
            for place, partner in pairs.items()
            if place not in empty
        )
        return _Score(good, max(len(wanted.y), len(trace.y)) - len(empty))

    def pairs(self, wanted: Trace, trace: Trace) -> dict[int, int]:
        """Place in `trace` → place in `wanted`."""
        both = (wanted.x, trace.x)
        if both not in self._pairs:
            if any(type(key) is str for key in (*wanted.x, *trace.x)):
                self._pairs[both] = match_keys(trace_keys(wanted), trace_keys(trace))
            else:
                near = min(self._tolerance, 1e-3)
                places = _numbers(wanted), _numbers(trace)
                self._pairs[both] = pair_numbers(*places, lambda at: near * abs(at) + 1e-9)
        return self._pairs[both]

    def cloud(self, wanted: Trace, trace: Trace) -> _Score:
        """Points have no names: both clouds are sorted the same way, then compared point by point."""
        good = 0
        if any(type(key) is str for key in (*wanted.x, *trace.x)):
            left, right = (sorted(zip(trace_keys(t), t.y, strict=True), key=str) for t in (wanted, trace))
            for (key, due), (received_key, value) in zip(left, right, strict=False):
                good += key == received_key and self.near(due, value)
        else:
            points, drawn = self.points(wanted), self.points(trace)
            # A place near zero is read as the others are: within a share of the axis.
            wide = self._tolerance * max((abs(x) for x, _ in points), default=0.0)
            for (at, due), (place, value) in zip(points, drawn, strict=False):
                good += self.near(at, place, wide) and self.near(due, value)
        return _Score(good, max(len(wanted.y), len(trace.y), 1))

    def points(self, trace: Trace) -> list[tuple[float, float | None]]:
        """Points of a cloud in an order that small differences do not change."""
        if trace not in self._points:
            points = zip(_numbers(trace), trace.y, strict=True)
            self._points[trace] = sorted(
                points, key=lambda point: (float(f"{point[0]:.5g}"), float(f"{point[1] or 0:.5g}"))
            )
        return self._points[trace]

    def near(self, wanted: float | None, received: float | None, gap: float | None = None) -> bool:
        """True if two values are the same within the tolerance or the gap (the comparison's own by default)."""
        if wanted is None or received is None:
            return wanted is received
        wide = max(self._tolerance * abs(wanted), self._gap if gap is None else gap)
        return abs(received - wanted) <= wide + 1e-9 * max(1.0, abs(wanted))


def _from_first(trace: Trace, place: int) -> float | None:
    """The start of a bar, counted from the first one: the rows of a schedule, whatever the axis's origin."""
    base = trace.bases[place]
    return None if base is None else base - min(value for value in trace.bases if value is not None)


def trace_keys(trace: Trace) -> list[str]:
    """The places of a series as keys: whole numbers without a point, days at midnight as days."""
    keys = [key if type(key) is str else f"{key:.10g}" for key in trace.x]
    return [key.removesuffix(" 00:00:00") for key in keys]


def _numbers(trace: Trace) -> list[float]:
    """The places of a series of which none is a text."""
    return [key for key in trace.x if not isinstance(key, str)]


def _histogram(wanted: Trace, trace: Trace) -> bool:
    """True if two histograms show the same data: other classes may be chosen, the cumulative shares agree at every centre of either."""
    if max(len(wanted.x), len(trace.x)) > MAX_CLASSES:
        return False
    sides: list[tuple[list[tuple[float, float]], float]] = []
    for side in (wanted, trace):
        total = sum(value or 0.0 for value in side.y)
        if total <= 0 or any(type(key) is str for key in side.x):
            return False
        points = sorted((at, count or 0.0) for at, count in zip(_numbers(side), side.y, strict=True))
        if len({at for at, _ in points}) < len(points):
            return False
        sides.append((points, total))
    places = sorted({*_numbers(wanted), *_numbers(trace)})
    gaps = [abs(_cumulated(*sides[0], at) - _cumulated(*sides[1], at)) for at in places]
    return max(gaps) <= HISTOGRAM_GAP


def _cumulated(points: list[tuple[float, float]], total: float, at: float) -> float:
    """Share of the data under `at`, each class spread evenly around its centre."""
    width = points[1][0] - points[0][0] if len(points) > 1 else 1.0
    under = 0.0
    for centre, count in points:
        part = (at - (centre - width / 2)) / width
        under += count * min(max(part, 0.0), 1.0)
    return under / total
