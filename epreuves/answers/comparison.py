"""An answer against what is expected: when two values are the same, the share that is right, and sentences that say where it is not.

A percentage may be handed over as a ratio (0.034) or in percent (3.4, « 3,4 % »), by the candidate and by the
reference alike. The scale is settled once for all the values that are compared together, never one by one.
The reference's scale is the form's `echelle` if the author gave it; else it is guessed (percent as soon as
one value passes 1, or where the form's bounds leave no choice; ratios otherwise) and the other reading is
kept as a second chance, with the absolute margins of the stricter one.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from epreuves.answers.containers import show_key
from epreuves.answers.forms import (
    ChartForm,
    ChoiceForm,
    Form,
    IntegerForm,
    ListForm,
    NumberForm,
    PercentageForm,
    Scalar,
    SeriesForm,
    TableForm,
    TextForm,
)
from epreuves.answers.keys import fold
from epreuves.answers.matching import is_total, match_keys
from epreuves.wording.french import counted, listed, plural

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


Pair = tuple[Any, Any]  # (expected, received), both canonical


def compare(
    form: Form, expected: Any, received: Any, tolerance: float = 0.005, gap: float = 0.0
) -> Comparison:
    """Compare two canonical values of `form`; see `egalite` for what counts as equal.

    Elements: keys of a serie, cells of a tableau, places of a liste. Keys in excess count against
    (denominator: all keys of either side), save a total row, which is left out.
    """
    match form:
        case SeriesForm():
            return _series(form, expected, received, tolerance, gap)
        case TableForm():
            return _table(form, expected, received, tolerance, gap)
        case ListForm():
            return _list(form, expected, received, tolerance, gap)
        case ChartForm():
            from epreuves.answers.charts.judgement import judge

            return judge(form, expected, received, tolerance, gap)
        case ChoiceForm(several=True):
            return _picks(expected, received)
    if agreements(form, [expected], [received], tolerance, gap)[0]:
        return Comparison(1.0, 1, 1)
    return Comparison(0.0, 0, 1, (_scalar_remark(form, [(expected, received)]),))


def same(form: Form, a: Any, b: Any, tolerance: float = 0.005, gap: float = 0.0) -> bool:
    """Whether two canonical values cannot be told apart: `b` would earn everything if `a` were expected."""
    result = compare(form, a, b, tolerance, gap)
    return result.share >= 1.0 and result.right == result.total


def _series(
    form: SeriesForm, expected: list[Any], received: list[Any], tolerance: float, gap: float
) -> Comparison:
    known = [key for key, _ in expected]
    found = match_keys(known, [key for key, _ in received])
    pairs = {
        known_place: (expected[known_place][1], received[place][1]) for place, known_place in found.items()
    }
    judged = _judge(form.values, pairs, tolerance, gap)
    extra, ignored = _extras(received, found)
    right, total = sum(judged.values()), len(known) + len(extra)
    wrong = [known[place] for place in sorted(judged) if not judged[place]]
    remarks = []
    if right < total:
        text = f"Juste pour {right} {plural(right, 'clé')} sur {total}"
        remarks.append(text + (f" ; à revoir : {_some(wrong)}." if wrong else "."))
    remarks += _key_remarks([known[p] for p in range(len(known)) if p not in pairs], extra, ignored)
    if wrong:
        remarks += _pattern([pair for place, pair in pairs.items() if not judged[place]], form.values)
    return Comparison(right / total, right, total, tuple(remarks))


def _table(
    form: TableForm, expected: list[Any], received: list[Any], tolerance: float, gap: float
) -> Comparison:
    known = [key for key, _ in expected]
    found = match_keys(known, [key for key, _ in received])
    extra, ignored = _extras(received, found)
    right, total = 0, (len(known) + len(extra)) * len(form.columns)
    off: list[str] = []
    for name, of in form.columns.items():
        pairs = {p: (expected[p][1][name], received[place][1][name]) for place, p in found.items()}
        judged = _judge(of, pairs, tolerance, gap)
        right += sum(judged.values())
        wrong = [known[place] for place in sorted(judged) if not judged[place]]
        if wrong and len(wrong) == len(judged):
            off.append(f"colonne « {name} » (toutes les lignes)")
        elif wrong:
            off.append(f"colonne « {name} », {plural(len(wrong), 'ligne')} {_some(wrong)}")
    remarks = []
    if right < total:
        text = f"Juste pour {right} {plural(right, 'case')} sur {total}"
        remarks.append(text + (f" ; à revoir : {' ; '.join(off)}." if off else "."))
    missing = [known[p] for p in range(len(known)) if p not in set(found.values())]
    remarks += _key_remarks(missing, extra, ignored)
    return Comparison(right / total, right, total, tuple(remarks))


def _judge(form: Scalar, pairs: dict[int, Pair], tolerance: float, gap: float) -> dict[int, bool]:
    """Place among the expected keys → whether the pair of that place agrees."""
    expected, received = [e for e, _ in pairs.values()], [r for _, r in pairs.values()]
    return dict(zip(pairs, agreements(form, expected, received, tolerance, gap), strict=True))


def _extras(received: list[Any], found: dict[int, int]) -> tuple[list[Any], list[Any]]:
    """(keys in excess, total rows left out)."""
    unknown = [key for place, (key, _) in enumerate(received) if place not in found]
    return [key for key in unknown if not is_total(key)], [key for key in unknown if is_total(key)]


def _key_remarks(missing: list[Any], extra: list[Any], ignored: list[Any]) -> list[str]:
    remarks = []
    if missing and extra:
        remarks.append(f"Il manque {counted(len(missing), 'clé')}.")
    elif missing:
        remarks.append(f"{plural(len(missing), 'Clé manquante')} : {_some(missing)}.")
    if extra:
        remarks.append(f"{plural(len(extra), 'Clé')} en trop : {_some(extra)}.")
    if ignored:
        remarks.append(f"Laissé de côté : {_some(ignored)}.")
    return remarks


def _list(
    form: ListForm, expected: list[Any], received: list[Any], tolerance: float, gap: float
) -> Comparison:
    total = max(len(expected), len(received))
    if form.order:
        common = min(len(expected), len(received))
        judged = agreements(form.de, expected[:common], received[:common], tolerance, gap)
        wrong = [str(place) for place, good in enumerate(judged, 1) if not good]
        right = sum(judged)
    else:
        wrong, right = [], paired_off(form.de, expected, received, tolerance, gap)
    remarks = []
    if right < total:
        text = f"Juste pour {right} {plural(right, 'élément')} sur {total}"
        places = f" ; à revoir : {plural(len(wrong), 'place')} {', '.join(wrong[:8])}" if wrong else ""
        remarks.append(text + places + ".")
    if len(expected) != len(received):
        amount = "moins" if len(received) < len(expected) else "plus"
        remarks.append(f"La liste a {amount} d'éléments qu'attendu.")
    return Comparison(right / total, right, total, tuple(remarks))


def _picks(expected: list[Any], received: list[Any]) -> Comparison:
    """Right picks less wrong ones, over what is expected: ticking everything earns nothing much."""
    hits, wrong = len(set(expected) & set(received)), len(set(received) - set(expected))
    right, total = max(0, hits - wrong), len(expected)
    remarks = []
    if wrong:
        remarks.append(f"{counted(wrong, 'réponse choisie')} à tort.")
    if hits < total:
        remarks.append(f"Il manque {counted(total - hits, 'réponse')}.")
    return Comparison(right / total, right, total, tuple(remarks))


def _scalar_remark(form: Scalar, pairs: list[Pair]) -> str:
    pattern = _pattern(pairs, form)
    if pattern:
        return pattern[0]
    if type(form) in (NumberForm, IntegerForm, PercentageForm):
        return "La valeur est à revoir."
    return "La réponse est à revoir."


def _pattern(pairs: list[Pair], form: Scalar) -> list[str]:
    """What all the wrong numbers have in common, if anything: their sign, or a power of ten."""
    if type(form) not in (NumberForm, IntegerForm) or not pairs:
        return []
    if any(e == 0 or r == 0 for e, r in pairs):
        return []
    ratios = [r / e for e, r in pairs]
    if all(abs(ratio + 1) < 0.01 for ratio in ratios):
        return ["Le signe est à revoir."]
    for power in (10.0, 100.0, 1_000.0, 1_000_000.0):
        if all(abs(ratio / power - 1) < 0.01 for ratio in ratios) or all(
            abs(ratio * power - 1) < 0.01 for ratio in ratios
        ):
            return ["L'ordre de grandeur est à revoir : vérifiez l'unité demandée."]
    return []


def _some(keys: list[Any]) -> str:
    shown = [f"« {show_key(key)} »" for key in keys[:5]]
    return ", ".join(shown) if len(keys) <= 5 else listed([*shown, f"{len(keys) - 5} de plus"])
