"""Equality of two single values, or of two keys, the scale of percentages, and the outcome of a comparison.

The reading of one level of keys is settled once, from all the expected ones: months, quarters, days, whole
numbers or truth values if all of them are, plain folded text otherwise. A reading is kept only if it leaves
the expected keys distinct, so that two different keys can never be taken for each other.

A percentage may be handed over as a ratio (0.034) or in percent (3.4, « 3,4 % »), by the candidate and by the
reference alike. The scale is settled once for all the values that are compared together, never one by one.
The reference's scale is the form's `scale` if the author gave it; else it is guessed (percent as soon as
one value passes 1, or where the form's bounds leave no choice; ratios otherwise) and the other reading is
kept as a second chance, with the absolute margins of the stricter one.
"""

import calendar
import functools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, assert_never

import msgspec

from epreuves.answers.forms import (
    BooleanForm,
    ChartForm,
    ChoiceForm,
    Date,
    Form,
    IntegerForm,
    ListForm,
    NumberForm,
    PercentageForm,
    Scalar,
    SeriesForm,
    TableForm,
    TextForm,
    WorkbookForm,
)
from epreuves.answers.keys import TOTALS, fold, fold_column, full_year, month_of
from epreuves.answers.numbers import Refusal, read_date

_PUNCTUATION = " .!;,"


def margin(form: NumberForm | PercentageForm, expected: float, tolerance: float, gap: float) -> float:
    """The distance from `expected` that a number may have: relative, absolute, or half a unit of the last place."""
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
            agreed = [_close(number, e, r, tolerance, gap * shrink) for e, r in zip(es, rs, strict=True)]
            best = max(best, agreed, key=sum)
        return best
    return [_equal(form, e, r, tolerance, gap) for e, r in zip(expected, received, strict=True)]


#: What a value earns that is right at the two figures that it was given with, though too rounded.
COARSE = 0.5
_COARSE_FIGURES = 2


def too_rounded(form: Scalar, expected: Any, received: Any) -> bool:
    """True if a value that is not close enough is the expected one to two significant figures, no less and no more."""
    if type(form) is NumberForm and form.decimals is None:
        right, given, scales = [expected], received, [1.0]
    elif type(form) is PercentageForm and form.decimals is None:
        ours, certain = reference_scale(form, [expected])
        right = _percents([expected], ours) if certain else [expected["valeur"], 100 * expected["valeur"]]
        given, scales = received["valeur"], [1.0] if received["signe"] else [1.0, 100.0]
    else:
        return False
    figures, exponent = _figures(given)
    if figures != _COARSE_FIGURES:
        return False
    half = 0.5 * 10.0**exponent * (1 + 1e-9)
    return any(abs(wanted - given * scale) <= half * scale for wanted in right for scale in scales)


#: A remark on an answer that is coarse.
COARSE_REMARK = "rien à changer si c'est exact ; arrondie, une valeur se donne avec trois chiffres"


def coarse(form: Form, value: Any) -> bool:
    """True if the numbers with decimals of a canonical value, or of one of its columns, have two significant figures at most, where no
    number of them is asked: who rounds rounds them all, and a short one among longer ones is exact.
    """
    match form:
        case ListForm(de=of):
            return _all_coarse(of, value)
        case SeriesForm(values=of):
            return _all_coarse(of, [item for _, item in value])
        case TableForm(columns=columns):
            return any(_all_coarse(of, [row[name] for _, row in value]) for name, of in columns.items())
        case ChartForm() | WorkbookForm():
            return False
    return _all_coarse(form, [value])


def _all_coarse(form: Scalar, values: Sequence[Any]) -> bool:
    match form:
        case NumberForm(decimals=None):
            numbers = [float(value) for value in values]
        case PercentageForm(decimals=None):
            numbers = [float(value["valeur"]) for value in values]
        case _:
            return False
    broken = [number for number in numbers if not number.is_integer()]
    return bool(broken) and all(_figures(number)[0] <= _COARSE_FIGURES for number in broken)


def _figures(value: float) -> tuple[int, int]:
    """The significant figures that a number is written with, counted, and the power of ten of the last; a whole number's zeros do not count."""
    if not math.isfinite(value) or not value:
        return 0, 0
    # Past twelve digits is the noise of floats: a percentage turned into percent.
    _, digits, exponent = Decimal(f"{value:.12g}").normalize().as_tuple()
    return len(digits), int(exponent)


def paired_off(form: Scalar, expected: Sequence[Any], received: Sequence[Any], tolerance: float, gap: float) -> int:
    """The number of values that can be paired off, order apart."""
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
    match form:
        case NumberForm():
            return _close(form, expected, received, tolerance, gap)
        case IntegerForm():
            return bool(expected == received) or _rounded(expected, received)
        case TextForm():
            return fold(expected).strip(_PUNCTUATION) == fold(received).strip(_PUNCTUATION)
        case BooleanForm() | Date() | ChoiceForm() | PercentageForm():
            return bool(expected == received)
        case _:
            assert_never(form)


def _close(form: NumberForm, expected: float, received: float, tolerance: float, gap: float) -> bool:
    if abs(received - expected) <= margin(form, expected, tolerance, gap):
        return True
    return form.decimals is None and _rounded(expected, received)


#: Significant figures that suffice, where a question asks for no number of decimals.
_ENOUGH = 3


def _rounded(expected: float, received: float) -> bool:
    """True if a value is the expected one rounded to three significant figures or more."""
    if not expected or not math.isfinite(expected) or not math.isfinite(received):
        return False
    _, last = _figures(received)
    third = math.floor(math.log10(abs(expected))) - _ENOUGH + 1
    return abs(received - expected) <= 0.5 * 10.0 ** min(last, third) * (1 + 1e-9)


def _paired(form: Scalar, expected: Sequence[Any], received: Sequence[Any], tolerance: float, gap: float) -> int:
    if type(form) is NumberForm:
        return len(pair_numbers(expected, received, lambda e: margin(form, e, tolerance, gap)))
    if type(form) is TextForm:
        expected, received = ([fold(text).strip(_PUNCTUATION) for text in side] for side in (expected, received))
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
    pairs: dict[int, int] = {}
    at = 0
    for place in sorted(range(len(received)), key=received.__getitem__):
        value = received[place]
        while at < len(wanted) and value - expected[wanted[at]] > reach(expected[wanted[at]]):
            at += 1
        if at < len(wanted) and expected[wanted[at]] - value <= reach(expected[wanted[at]]):
            pairs[place] = wanted[at]
            at += 1
    return pairs


class Comparison(msgspec.Struct, frozen=True):
    """`right` elements out of `total`; `share` in [0, 1] is what the answer earns of its points; `exact`, where it is given, what it would
    earn without what is only right once rounded.
    """

    share: float
    right: int
    total: int
    remarks: tuple[str, ...] = ()
    exact: float | None = None


Key = str | list[str] | tuple[str, ...]
Reader = Callable[[str], str | None]

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_WHOLE = re.compile(r"(?:s|sem|semaine|mois|annee)?[ .°-]*(-?\d{1,15})(?:\.0+)?", re.ASCII)
_YEAR = r"(?P<y>\d{4}|\d{2})"
_QUARTER = (
    re.compile(r"(?P<y>\d{4})[- ]?[tq](?P<q>[1-4])", re.ASCII),
    re.compile(rf"[tq](?P<q>[1-4])(?:[- /']*{_YEAR})?", re.ASCII),
    re.compile(rf"(?P<q>[1-4])(?:er|e|eme|nd)? ?trim(?:estre|\.)?(?:[- /]*{_YEAR})?", re.ASCII),
    re.compile(rf"trim(?:estre|\.)? ?(?P<q>[1-4])(?:[- /]*{_YEAR})?", re.ASCII),
)
#: Sets of expected keys of which the reading is kept: the variants of a question mostly have the same.
_KEPT = 512
_TRUTH = {"true": "oui", "vrai": "oui", "oui": "oui", "false": "non", "faux": "non", "non": "non"}


def match_keys(expected: Sequence[Key], received: Sequence[Key]) -> dict[int, int]:
    """Place in `received` → place in `expected`, one to one; keys without a partner are left out."""
    return _matcher(tuple(key if type(key) is str else tuple(key) for key in expected))(received)


@functools.lru_cache(_KEPT)
def _matcher(expected: tuple[str | tuple[str, ...], ...]) -> Callable[[Sequence[Key]], dict[int, int]]:
    if not expected:
        return lambda received: {}
    levels = len(_parts(expected[0]))
    readers = [_level([_parts(key)[level] for key in expected]) for level in range(levels)]
    places = {_read(readers, key): place for place, key in enumerate(expected)}

    def match(received: Sequence[Key]) -> dict[int, int]:
        pairs: dict[int, int] = {}
        taken: set[int] = set()
        for place, key in enumerate(received):
            partner = places.get(_read(readers, key)) if len(_parts(key)) == levels else None
            if partner is not None and partner not in taken:
                pairs[place] = partner
                taken.add(partner)
        return pairs

    return match


def is_total(key: Key) -> bool:
    """True if a row sums the others up (« Total », « Ensemble »), at any level of a composite key."""
    return any(fold(part) in TOTALS for part in _parts(key))


def _parts(key: Key) -> list[str]:
    return [key] if isinstance(key, str) else list(key)


def _read(readers: list[Callable[[str], str]], key: Key) -> tuple[str, ...]:
    return tuple(reader(part) for reader, part in zip(readers, _parts(key), strict=True))


def _level(expected: list[str]) -> Callable[[str], str]:
    distinct = {fold(part) for part in expected}
    for make in (_months, _quarters, _days, _wholes, _truths):
        reader = make(sorted(distinct))
        if reader is not None and len({reader(part) for part in distinct}) == len(distinct):
            return _or_text(reader)
    # « rendez_vous » is « rendez-vous », unless that would make one of two keys.
    spelled = fold_column if len({fold_column(part) for part in distinct}) == len(distinct) else fold
    return lambda text: "texte " + spelled(text)


def _or_text(reader: Reader) -> Callable[[str], str]:
    return lambda text: reader(fold(text)) or "texte " + fold(text)


def _months(expected: list[str]) -> Reader | None:
    found_months = [_month(part, many=len(expected) > 1) for part in expected]
    months = [month for month in found_months if month is not None]
    if len(months) < len(expected) or not any(not part.isdigit() for part in expected):
        return None
    years: dict[int, set[int]] = {}
    for year, month in months:
        years.setdefault(month, set()).add(year or 0)

    def read(text: str) -> str | None:
        moment = _month(text, many=len(expected) > 1)
        if moment is None:
            return None
        year, month = moment
        choices = years.get(month, set())
        if len(choices) == 1 and (not year or choices == {0}):
            # The month alone tells which one is meant.
            year = next(iter(choices))
        return f"mois {year or 0}-{month:02}"

    return read


def _month(text: str, many: bool) -> tuple[int | None, int] | None:
    """A month, or a day that stands for one: the first or the last of it, where several keys are such."""
    match = _DAY.fullmatch(text)
    if match is None:
        # « 12/05/2026 » is a day, not a month.
        return None if re.fullmatch(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}", text) else month_of(text)
    year, month, day = map(int, match.groups())
    if not many or not 1 <= month <= 12 or year < 1:
        return None
    return (year, month) if day in (1, calendar.monthrange(year, month)[1]) else None


def _quarters(expected: list[str]) -> Reader | None:
    quarters = [quarter for quarter in map(_quarter, expected) if quarter is not None]
    if len(quarters) < len(expected) or any(_DAY.fullmatch(part) for part in expected):
        return None
    years = {year for year, _ in quarters}

    def read(text: str) -> str | None:
        moment = _quarter(text)
        if moment is None:
            return None
        year, quarter = moment
        if len(years) == 1 and (year is None or years == {None}):
            year = next(iter(years))
        return f"trimestre {year} {quarter}"

    return read


def _quarter(text: str) -> tuple[int | None, int] | None:
    for form in _QUARTER:
        if match := form.fullmatch(text.rstrip(".")):
            return (full_year(match["y"]) if match["y"] else None), int(match["q"])
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    if not 1 <= month <= 12 or year < 1:
        return None
    # The first or the last day of a quarter stands for it.
    ends = month % 3 == 0 and day == calendar.monthrange(year, month)[1]
    return (year, (month + 2) // 3) if ends or (month % 3 == 1 and day == 1) else None


def _days(expected: list[str]) -> Reader | None:
    if not all(_DAY.fullmatch(part) for part in expected):
        return None
    years = {part[:4] for part in expected}

    def read(text: str) -> str | None:
        if stated := _day(text):
            return f"jour {stated}"
        # « 15/03 », « 15 mars »: the year goes without saying where one day alone is meant.
        bare = text.rstrip(" .;,")
        meant = {_day(f"{bare}{gap}{year}") for year in years for gap in "/ "}.intersection(expected)
        return f"jour {meant.pop()}" if len(meant) == 1 else None

    return read


def _day(text: str) -> str:
    """A day as ISO has it; empty for what is none."""
    try:
        return read_date(text).isoformat()
    except Refusal:
        return ""


def _wholes(expected: list[str]) -> Reader | None:
    if not all(re.fullmatch(r"-?\d{1,15}", part) for part in expected):
        return None

    def read(text: str) -> str | None:
        match = _WHOLE.fullmatch(text)
        if match is not None:
            return f"entier {int(match[1])}"
        month = month_of(text)
        return f"entier {month[1]}" if month else None

    return read


def _truths(expected: list[str]) -> Reader | None:
    return (lambda text: _TRUTH.get(text)) if set(expected) <= {"oui", "non"} else None
