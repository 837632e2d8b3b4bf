"""Things that a reader is kept from seeing as they are: data out of the frame, bars behind others, lengths that do not start at zero, time out of order."""

import itertools
import re
from collections.abc import Callable, Sequence

import msgspec

from epreuves.answers.charts.description import AxesDescription, Description, Trace
from epreuves.answers.equality import match_keys
from epreuves.answers.forms import ChartForm
from epreuves.answers.keys import full_year, month_of
from epreuves.answers.numbers import Refusal, read_date

OUT_OF_FRAME = "Des données sont hors du cadre : élargissez les axes."
_HIDDEN = "Des barres en cachent d'autres : décalez-les ou empilez-les."
_NOT_FROM_ZERO = "L'axe des barres ne part pas de zéro : les longueurs trompent."
_QUARTERS = ("T1", "T2", "T3", "T4")
_YEAR = re.compile(r"(?<!\d)(?:\d{4}|\d{2})(?!\d)", re.ASCII)

#: The year of a moment, None where it is not written, and its rank within the year.
_Moment = tuple[int | None, int]


def one_set(traces: Sequence[Trace]) -> Trace | None:
    """Bars drawn by several calls, each over places of its own, as the one set that they are; None for one call, and where a place has two values.

    A bar drawn once more with the same value, to set it off, is one bar.
    """
    bars = [trace for trace in traces if trace.kind == "barres"]
    places: dict[str | float, tuple[float | None, float | None]] = {}
    for trace in bars:
        ends = tuple(zip(trace.y, trace.bases or (0.0,) * len(trace.y), strict=True))
        own = dict(zip(trace.x, ends, strict=True))
        if len(own) < len(trace.x) or any(
            not _names_a_place(key) or places.get(key, end) != end for key, end in own.items()
        ):
            return None
        places |= own
    if len(bars) < 2:
        return None
    return msgspec.structs.replace(
        bars[0],
        label="",
        x=tuple(places),
        y=tuple(value for value, _ in places.values()),
        bases=tuple(base for _, base in places.values()),
        colours=tuple(dict.fromkeys(colour for trace in bars for colour in trace.colours)),
        beyond=sum(trace.beyond for trace in bars),
    )


def _names_a_place(key: str | float) -> bool:
    # Bars that stand beside the ticks of a number scale are those of a group, whose places nothing names.
    return key.is_integer() if isinstance(key, float) else bool(key)


def as_read(form: ChartForm, chart: Description) -> Description:
    """The chart with bars drawn call by call as one set, on each of its axes; as it is where the form names several series."""
    if len(form.series or ()) > 1:
        return chart
    return msgspec.structs.replace(chart, axes=tuple(map(_gathered, chart.axes)))


def _gathered(axes: AxesDescription) -> AxesDescription:
    whole = one_set(axes.series)
    if whole is None:
        return axes
    others = tuple(trace for trace in axes.series if trace.kind != "barres")
    return msgspec.structs.replace(axes, series=(whole, *others))


def frame_defects(form: ChartForm, chart: Description) -> list[str]:
    """Sentences on what the frame cuts off, on bars behind others or not as they are asked for, on lengths that do not start at zero."""
    defects = []
    if any(trace.beyond for axes in chart.axes for trace in axes.series if trace.kind in _kinds(form)):
        defects.append(OUT_OF_FRAME)
    standing = {axes.disposition for axes in chart.axes}
    if "superposées" in standing:
        defects.append(_HIDDEN)
    elif form.disposition and (other := next((name for name in standing if name and name != form.disposition), None)):
        defects.append(f"Les barres sont attendues {form.disposition}, les vôtres sont {other}.")
    if any(map(_cut_at_the_foot, chart.axes)):
        defects.append(_NOT_FROM_ZERO)
    return defects


def _kinds(form: ChartForm) -> tuple[str, ...]:
    return (*form.kind, "histogramme") if "barres" in form.kind else form.kind


def _cut_at_the_foot(axes: AxesDescription) -> bool:
    """True if bars that start at zero are drawn and zero is not; those of a histogram or of a schedule are not lengths from zero."""
    if axes.limits is None:
        return False
    low, high = axes.limits[:2] if axes.horizontal else axes.limits[2:]
    slack = 1e-6 * (high - low)
    from_zero = any(trace.kind == "barres" and not any(trace.bases) for trace in axes.series)
    return from_zero and not low - slack <= 0 <= high + slack


def time_defects(chart: Description) -> list[str]:
    """Sentences on months, quarters or days that do not follow one another on an axis of categories."""
    sentences = []
    for axes in chart.axes:
        if axes.series:
            # Upwards and downwards are two ways to read a list, from right to left is none.
            sentences += [_disorder(axes.x_order, both=False), _disorder(axes.y_order, both=True)]
    return list(dict.fromkeys(sentence for sentence in sentences if sentence))


def _disorder(texts: Sequence[str], both: bool) -> str:
    for read, cycle, names in _TIMES:
        dated = [read(text) for text in texts]
        moments = [moment for moment in dated if moment is not None]
        if len(moments) < 2 or len(moments) < len(dated):
            continue
        orders = [moments, moments[::-1]] if both else [moments]
        return "" if any(_follow(order, cycle) for order in orders) else f"Les {names} ne sont pas dans l'ordre."
    return ""


def _follow(moments: Sequence[_Moment], cycle: int) -> bool:
    """True if moments follow one another; without years they may go round once, as from December to May."""
    if all(year is not None for year, _ in moments):
        counted = [(year or 0) * cycle + rank for year, rank in moments]
        return all(before <= after for before, after in itertools.pairwise(counted))
    if any(year is not None for year, _ in moments):
        return True  # « janv. 2026, févr., mars »: the years that are not written are not guessed
    ranks = [rank for _, rank in moments]
    return sum(before > after for before, after in itertools.pairwise([*ranks, ranks[0]])) <= 1


def _day(text: str) -> _Moment | None:
    try:
        return 0, read_date(text).toordinal()
    except Refusal:
        return None


def _month(text: str) -> _Moment | None:
    return None if text.isdigit() else month_of(text)


def _quarter(text: str) -> _Moment | None:
    place = match_keys(_QUARTERS, [text]).get(0)
    if place is None:
        return None
    year = _YEAR.search(text)
    return (full_year(year[0]) if year else None), place


#: How each kind of time is read, how many of them make a year, what they are called; « 12/05/2026 » is a day before it is a month.
_TIMES: tuple[tuple[Callable[[str], _Moment | None], int, str], ...] = (
    (_day, 1, "jours"),
    (_month, 12, "mois"),
    (_quarter, 4, "trimestres"),
)
