"""The places of an axis, as the keys that they stand for: categories, months, days or numbers."""

import datetime
import itertools
from collections.abc import Callable
from typing import Any

from epreuves.answers.charts.artists import texts_of

_FIXED = ("FixedLocator", "StrCategoryLocator", "IndexLocator")


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
    shown = {place: text for place, text in labels.items() if text}
    # A formatter of numbers (« 10 k », « 25 % ») gives a text that begins with one.
    return {} if any(text.lstrip("-−+ ")[:1].isdigit() for text in shown.values()) else shown


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
    # pandas makes Mondays « W-MON », weeks that end on them; its weeks of their own, « W-SUN », begin on a Monday.
    of_a_weekday = name == "W" and not period.freqstr.endswith("SUN")
    return (period.end_time if of_a_weekday else period.start_time).date().isoformat()


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


def order_of(ax: Any, axis: Any) -> tuple[str, ...]:
    """The texts of an axis of categories, as they are seen from left to right or from bottom to top."""
    labels = fixed_labels(axis) or _shared_labels(ax, axis)
    return texts_of([labels[place] for place in sorted(labels, reverse=bool(axis.get_inverted()))])
