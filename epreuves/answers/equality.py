"""When two single values are the same, how the scale of percentages is settled, and what a comparison comes to.

A percentage may be handed over as a ratio (0.034) or in percent (3.4, « 3,4 % »), by the candidate and by the
reference alike. The scale is settled once for all the values that are compared together, never one by one.
The reference's scale is the form's `scale` if the author gave it; else it is guessed (percent as soon as
one value passes 1, or where the form's bounds leave no choice; ratios otherwise) and the other reading is
kept as a second chance, with the absolute margins of the stricter one.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from epreuves.answers.forms import (
    NumberForm,
    PercentageForm,
    Scalar,
    TextForm,
)
from epreuves.answers.keys import fold

_PUNCTUATION = " .!;,"


def margin(form: NumberForm | PercentageForm, expected: float, tolerance: float, gap: float) -> float:
    """How far from `expected` a number may be: relative, absolute, or half a unit of the last place."""
    relative = tolerance if form.tolerance is None else form.tolerance
    rounding = 0.0 if form.decimals is None else 0.5 * 10.0**-form.decimals
    # Noise of floats: |1.005 - 1.01| is 0.0050000000000000044.
    noise = 1e-12 * max(1e-3, abs(expected))
    return max(relative * abs(expected), gap, rounding) + noise


def agreements(
    form: Scalar, expected: Sequence[Any], received: Sequence[Any], tolerance: float, gap: float
) -> list[bool]:
    """For each pair of canonical values of the same place, whether they agree."""
    if type(form) is PercentageForm:
        best = [False] * len(expected)
        for number, es, rs, shrink in readings(form, expected, received):
            found = [_close(number, e, r, tolerance, gap * shrink) for e, r in zip(es, rs, strict=True)]
            best = max(best, found, key=sum)
        return best
    return [_equal(form, e, r, tolerance, gap) for e, r in zip(expected, received, strict=True)]


def paired_off(
    form: Scalar, expected: Sequence[Any], received: Sequence[Any], tolerance: float, gap: float
) -> int:
    """How many values can be paired off, order apart."""
    if type(form) is PercentageForm:
        return max(
            _paired(number, es, rs, tolerance, gap * shrink)
            for number, es, rs, shrink in readings(form, expected, received)
        )
    return _paired(form, expected, received, tolerance, gap)


def readings(
    form: PercentageForm, expected: Sequence[dict[str, Any]], received: Sequence[dict[str, Any]]
) -> Iterator[tuple[NumberForm, list[float], list[float], float]]:
    """Every reading of both sides in percent: (numbers' form, expected, received, factor on `ecart`)."""
    ours, certain = reference_scale(form, expected)
    for scale in (ours,) if certain else (ours, 100.0 if ours == 1.0 else 1.0):
        # Read as percent although ratios are likelier: a margin in points would be a hundred times too wide.
        shrink = 0.01 if scale < ours else 1.0
        number = NumberForm(decimals=form.decimals, tolerance=form.tolerance)
        if shrink < 1.0 and form.decimals is not None:
            number = msgspec.structs.replace(number, decimals=form.decimals + 2)
        for theirs in allowed_scales(form, received):
            yield number, _percents(expected, scale), _percents(received, theirs), shrink


def reference_scale(form: PercentageForm, values: Sequence[dict[str, Any]]) -> tuple[float, bool]:
    """(factor that brings the reference's values to percent, whether it is certain)."""
    if form.scale is not None:
        return (100.0 if form.scale == "ratio" else 1.0), True
    if any(value["signe"] for value in values):
        return 1.0, True
    scales = allowed_scales(form, values)
    if len(scales) == 1:
        return scales[0], True
    return (1.0 if any(abs(value["valeur"]) > 1 for value in values) else 100.0), False


def allowed_scales(form: PercentageForm, values: Sequence[dict[str, Any]]) -> tuple[float, ...]:
    """Factors that may bring these values, as a whole, to percent: 1 if they are, 100 if they are ratios."""
    bare = [value["valeur"] for value in values if not value["signe"]]
    low = -math.inf if form.minimum is None else form.minimum
    high = math.inf if form.maximum is None else form.maximum
    # Rounding noise: a ratio of 1.0000000000000002 is 100 %.
    slack = 1e-9 * max(1.0, abs(high) if math.isfinite(high) else 1.0)
    scales = (1.0, 100.0)
    kept = tuple(s for s in scales if all(low - slack <= value * s <= high + slack for value in bare))
    return kept or scales


def _percents(values: Sequence[dict[str, Any]], scale: float) -> list[float]:
    return [value["valeur"] * (1.0 if value["signe"] else scale) for value in values]


def _equal(form: Scalar, expected: Any, received: Any, tolerance: float, gap: float) -> bool:
    if type(form) is NumberForm:
        return _close(form, expected, received, tolerance, gap)
    if type(form) is TextForm:
        return fold(expected).strip(_PUNCTUATION) == fold(received).strip(_PUNCTUATION)
    return expected == received


def _close(form: NumberForm, expected: float, received: float, tolerance: float, gap: float) -> bool:
    return abs(received - expected) <= margin(form, expected, tolerance, gap)


def _paired(
    form: Scalar, expected: Sequence[Any], received: Sequence[Any], tolerance: float, gap: float
) -> int:
    if type(form) is NumberForm:
        return len(pair_numbers(expected, received, lambda e: margin(form, e, tolerance, gap)))
    if type(form) is TextForm:
        expected, received = (
            [fold(text).strip(_PUNCTUATION) for text in side] for side in (expected, received)
        )
    left, right = (Counter(msgspec.json.encode(value) for value in side) for side in (expected, received))
    return (left & right).total()


def pair_numbers(
    expected: Sequence[float], received: Sequence[float], reach: Callable[[float], float]
) -> dict[int, int]:
    """Place in `received` → place in `expected`, one to one, each pair within `reach(expected)`.

    Both sides are walked once in rising order: the ends of the intervals rise too as long as `reach` grows by
    less than what it is given, so this pairs as many as can be, in the time of a sort.
    """
    wanted = sorted(range(len(expected)), key=expected.__getitem__)
    found: dict[int, int] = {}
    at = 0
    for place in sorted(range(len(received)), key=received.__getitem__):
        value = received[place]
        while at < len(wanted) and value - expected[wanted[at]] > reach(expected[wanted[at]]):
            at += 1
        if at < len(wanted) and expected[wanted[at]] - value <= reach(expected[wanted[at]]):
            found[place] = wanted[at]
            at += 1
    return found


class Comparison(msgspec.Struct, frozen=True):
    """`right` elements out of `total`; `share` in [0, 1] is what the answer earns of its points."""

    share: float
    right: int
    total: int
    remarks: tuple[str, ...] = ()
