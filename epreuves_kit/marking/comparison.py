"""An answer against what is expected: the share that is right, and sentences that say where it is not."""

from typing import Any, NamedTuple

from epreuves.answers import forms
from epreuves.answers.charts.judgement import judge
from epreuves.answers.coercion import Valid, show_key
from epreuves.answers.equality import (
    COARSE,
    Comparison,
    agreements,
    is_total,
    match_keys,
    paired_off,
    too_rounded,
)
from epreuves.answers.files.answer import judge_workbook
from epreuves.wording.french import counted, listed, plural

Pair = tuple[Any, Any]  # (expected, received), both canonical

#: Options among which a choice is easily guessed: beside figures, such a choice counts where one of its row is right.
FEW = 10


def compare(form: forms.Form, expected: Any, answer: Valid, tolerance: float = 0.005, gap: float = 0.0) -> Comparison:
    """Compare an answer of `form` with the canonical value that is expected; see `equality` for what counts as equal.

    Elements: keys of a serie, cells of a tableau, places of a liste. Keys in excess count against, beyond those that lack, save a total
    row and rows of zeros, which are left out. What is right at the two figures that it was given with counts for a half (`too_rounded`).
    In a table, a choice among few that stands beside figures or days counts where one of its row is right. Of choices and of lists without order: right ones less wrong ones, over what is expected.
    """
    received = answer.value
    match form:
        case forms.SeriesForm(values=of):
            # A table of one column, which has no name.
            ours, theirs = ([[key, {"": value}] for key, value in side] for side in (expected, received))
            return _rows({"": of}, ours, theirs, tolerance, gap)
        case forms.TableForm(columns=columns):
            return _rows(columns, expected, received, tolerance, gap)
        case forms.ListForm():
            return _list(form, expected, received, tolerance, gap)
        case forms.WorkbookForm():

            def of_rows(table: forms.TableForm, ours: list[Any], theirs: list[Any]) -> Comparison:
                return _rows(table.columns, ours, theirs, tolerance, gap)

            return judge_workbook(form, expected, received, tolerance, gap, of_rows)
        case forms.ChartForm():
            return judge(form, expected, received, tolerance, gap)
        case forms.ChoiceForm(several=True):
            return _picks(form, expected, received)
    if agreements(form, [expected], [received], tolerance, gap)[0]:
        return Comparison(1.0, 1, 1)
    if too_rounded(form, expected, received):
        return Comparison(COARSE, 0, 1, ("Trop arrondi : l'accord s'arrête à deux chiffres, gardez-en trois.",), 0.0)
    return Comparison(0.0, 0, 1, (_scalar_remark(form, [(expected, received)]),))


def _rows(
    columns: dict[str, forms.Scalar], expected: list[Any], received: list[Any], tolerance: float, gap: float
) -> Comparison:
    expected_keys = [key for key, _ in expected]
    matched = match_keys(expected_keys, [key for key, _ in received])
    unknown = [key for place, (key, _) in enumerate(received) if place not in matched]
    still = [key for place, (key, row) in enumerate(received) if place not in matched and _still(columns, row)]
    extra = [key for key in unknown if not is_total(key) and key not in still]
    answered = set(matched.values())
    missing = [key for place, key in enumerate(expected_keys) if place not in answered]
    # A misspelt key lacks under its name and is in excess under another: one fault.
    total = (len(expected_keys) + max(0, len(extra) - len(missing))) * len(columns)
    right, coarse = 0, 0
    off: list[str] = []
    rounded: list[Any] = []
    patterns: list[str] = []
    judged = {
        name: _judged(
            of,
            {p: (expected[p][1][name], received[place][1][name]) for place, p in matched.items()},
            tolerance,
            gap,
        )
        for name, of in columns.items()
    }
    without = _lacking_figures(columns, judged)
    alone: set[int] = set()
    for name, (pairs, good, near) in judged.items():
        lost = good & without.get(name, set())
        alone |= lost
        right += len(good - lost)
        coarse += len(near)
        rounded += [expected_keys[place] for place in sorted(near)]
        wrong = [place for place in sorted(pairs) if place not in good | near]
        if not wrong:
            continue
        keys = _some([expected_keys[place] for place in wrong])
        if not name:
            off.append(keys)
            patterns = _pattern([pairs[place] for place in wrong], columns[name])
        elif len(wrong) == len(pairs):
            off.append(f"colonne « {name} » (toutes les lignes)")
        else:
            off.append(f"colonne « {name} », {plural(len(wrong), 'ligne')} {keys}")
    remarks = []
    if right < total:
        noun = "ligne" if "" in columns else "case"
        again = f"à revoir : {' ; '.join(off)}" if off else ""
        remarks += _right(f"Juste pour {right} {plural(right, noun)} sur {total}" if right else "", again)
    if rounded:
        remarks.append(
            f"Trop arrondi pour {_some(list(dict.fromkeys(rounded)))} : l'accord s'arrête à deux chiffres, gardez-en trois."
        )
    if alone:
        remarks.append(
            f"Un choix ne compte qu'avec une valeur juste sur sa ligne : {_some([expected_keys[place] for place in sorted(alone)])}."
        )
    remarks += _key_remarks(missing, extra, [key for key in unknown if is_total(key)])
    share = (right + COARSE * coarse) / total
    return Comparison(share, right, total, (*remarks, *patterns), right / total)


class _Judged(NamedTuple):
    """One column: what is expected and received, by place among the expected keys; the places that are right, and right but too rounded."""

    pairs: dict[int, Pair]
    right: set[int]
    rounded: set[int]


def _judged(of: forms.Scalar, pairs: dict[int, Pair], tolerance: float, gap: float) -> _Judged:
    sides = [e for e, _ in pairs.values()], [r for _, r in pairs.values()]
    agreed = agreements(of, *sides, tolerance, gap)
    right = {place for place, good in zip(pairs, agreed, strict=True) if good}
    return _Judged(pairs, right, {p for p, pair in pairs.items() if p not in right and too_rounded(of, *pair)})


def _lacking_figures(columns: dict[str, forms.Scalar], judged: dict[str, _Judged]) -> dict[str, set[int]]:
    """Of each column of choices among few that stands beside figures or days, the places where none of these is right: whoever made the
    figure up may have guessed the choice.
    """
    figures = [name for name, of in columns.items() if isinstance(of, (*forms.NUMERIC, forms.Date))]
    if not figures:
        return {}
    held = set[int]().union(*(judged[name].right | judged[name].rounded for name in figures))
    guessed = [name for name, of in columns.items() if _among_few(of)]
    return {name: judged[name].pairs.keys() - held for name in guessed}


def _among_few(of: forms.Scalar) -> bool:
    match of:
        case forms.ChoiceForm(options=options, several=False):
            return len(options) <= FEW
    return isinstance(of, forms.BooleanForm)


def _right(count: str, again: str) -> list[str]:
    """A sentence on how much is right and on what is to be looked at again; none where there is nothing of either."""
    sentence = " ; ".join(filter(None, (count, again)))
    return [f"{sentence[0].upper()}{sentence[1:]}."] if sentence else []


def _still(columns: dict[str, forms.Scalar], row: dict[str, Any]) -> bool:
    """True if a row says that nothing moves: only zeros."""
    return all(
        isinstance(of, forms.NUMERIC)
        and (row[name]["valeur"] if isinstance(of, forms.PercentageForm) else row[name]) == 0
        for name, of in columns.items()
    )


def _key_remarks(missing: list[Any], extra: list[Any], ignored: list[Any]) -> list[str]:
    remarks = []
    if missing and extra:
        remarks.append(f"Il manque {counted(len(missing), 'ligne')}.")
    elif missing:
        remarks.append(f"{plural(len(missing), 'Ligne manquante')} : {_some(missing)}.")
    if extra:
        remarks.append(f"{plural(len(extra), 'Ligne')} en trop : {_some(extra)}.")
    if ignored:
        remarks.append(f"Laissé de côté : {_some(ignored)}.")
    return remarks


def _list(form: forms.ListForm, expected: list[Any], received: list[Any], tolerance: float, gap: float) -> Comparison:
    total = max(len(expected), len(received))
    if form.order:
        common = min(len(expected), len(received))
        judged = agreements(form.de, expected[:common], received[:common], tolerance, gap)
        wrong = [str(place) for place, good in enumerate(judged, 1) if not good]
        right = sum(judged)
    else:
        # As of choices: what is there wrongly takes away what is there rightly.
        wrong, hits = [], paired_off(form.de, expected, received, tolerance, gap)
        right, total = max(0, 2 * hits - len(received)), len(expected)
        if extra := len(received) - hits:
            which = "qui ne le sont pas" if extra > 1 else "qui ne l'est pas"
            cost = " : chacun en annule un" if hits else ""
            text = f"{counted(hits, 'élément juste')} sur {total}, et {extra} {which}{cost}."
            return Comparison(right / total, right, total, (text,))
    remarks = []
    if right < total:
        text = f"Juste pour {right} {plural(right, 'élément')} sur {total}" if right else ""
        again = f"à revoir : {plural(len(wrong), 'place')} {', '.join(wrong[:8])}" if wrong else ""
        remarks += _right(text, again)
    if len(expected) != len(received):
        amount = "moins" if len(received) < len(expected) else "plus"
        remarks.append(f"La liste a {amount} d'éléments qu'attendu.")
    return Comparison(right / total, right, total, tuple(remarks))


def _picks(form: forms.ChoiceForm, expected: list[Any], received: list[Any]) -> Comparison:
    """Right picks less wrong ones, over what is expected; where most options are right, a wrong pick weighs more, so that ticking
    everything earns nothing.
    """
    hits, wrong = len(set(expected) & set(received)), len(set(received) - set(expected))
    total, false = len(expected), len(form.options) - len(expected)
    weight = max(1.0, total / false) if false else 1.0
    share = max(0.0, (hits - weight * wrong) / total)
    remarks = []
    if wrong:
        remarks.append(f"{counted(wrong, 'réponse choisie')} à tort.")
    if hits < total:
        remarks.append(f"Il manque {counted(total - hits, 'réponse')}.")
    return Comparison(share, max(0, hits - wrong) if share else 0, total, tuple(remarks))


def _scalar_remark(form: forms.Scalar, pairs: list[Pair]) -> str:
    pattern = _pattern(pairs, form)
    if pattern:
        return pattern[0]
    if type(form) in (forms.NumberForm, forms.IntegerForm, forms.PercentageForm):
        return "La valeur est à revoir."
    return "La réponse est à revoir."


def _pattern(pairs: list[Pair], form: forms.Scalar) -> list[str]:
    """The mistake that all the wrong numbers have in common, if any: their sign, or a power of ten."""
    if type(form) not in (forms.NumberForm, forms.IntegerForm) or not pairs:
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
