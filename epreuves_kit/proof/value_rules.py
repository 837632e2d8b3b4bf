"""The answers of a question across the variants: how many differ, and what one answer given blindly would earn everywhere.

A constant answer is marked by the marking itself, without follow-through: candidates for it are every variant's right answer, every
named mistake's, the commonest value of each place, and the sets of choices that are oftenest right.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any

import msgspec

from epreuves.answers.equality import margin
from epreuves.answers.forms import (
    BooleanForm,
    ChartForm,
    ChoiceForm,
    Form,
    IntegerForm,
    ListForm,
    NumberForm,
    PercentageForm,
    SeriesForm,
    TableForm,
)
from epreuves.answers.tree import CheckedTree
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import listed, percent, plural
from epreuves_kit.marking.marks import Question, Scheme, mark
from epreuves_kit.proof.findings import Finding, Level
from epreuves_kit.proof.own_tables import own_questions
from epreuves_kit.proof.recording import Recording
from epreuves_kit.proof.shown_values import places, short
from epreuves_kit.proof.trees import as_given

#: What one answer may earn blindly: of a question, of the points of all questions.
OF_A_QUESTION, OF_THE_EPREUVE = 0.40, 0.15
#: Shares from which it is refused.
REFUSED_OF_A_QUESTION, REFUSED_OF_THE_EPREUVE = 0.75, 0.30
#: How often one choice may be the right one.
OFTEN = 0.50
#: Variants from which these shares say something.
ENOUGH = 8
#: A tolerance from which nearly right is taken for right, and one that takes wrong for right.
WIDE, TOO_WIDE = 0.05, 0.20
_FIGURES = (NumberForm, IntegerForm, PercentageForm)


class QuestionValues(msgspec.Struct, frozen=True):
    """One question across variants: the values shown by letter, how many differ, the share of the commonest, what one earns blindly.

    guess: share in [0, 1] of the question's points, over all variants; None for a chart, which nobody draws blindly.
    """

    id: str
    points: float
    values: dict[str, str]
    distinct: int
    commonest: float
    guess: float | None


def question_values(schemes: Sequence[Scheme], recordings: Mapping[str, Recording]) -> list[QuestionValues]:
    """The questions of a notebook across its variants; recordings by letter."""
    results = []
    by_letter = {scheme.variant: scheme for scheme in schemes}
    own = own_questions(schemes[0]) if schemes else set()
    for question in schemes[0].questions if schemes else ():
        asked = {letter: twin for letter, s in by_letter.items() if (twin := s.question(question.id)) is not None}
        keys = Counter(json.dumps(_exact(twin.form, twin.expected), sort_keys=True) for twin in asked.values())
        # Nor does a constant answer say anything of what each works out from a table of their own.
        unknown = isinstance(question.form, ChartForm) or question.id in own
        guess = None if unknown else _best(asked, by_letter, recordings)
        shown = {letter: short(twin.form, twin.expected) for letter, twin in asked.items()}
        common = max(keys.values()) / len(asked)
        results.append(QuestionValues(question.id, question.points, shown, len(keys), common, guess))
    return results


def blind(values: Iterable[QuestionValues]) -> float:
    """The share of the points of all questions that the best constant answers earn together; 0 where there is none."""
    values = list(values)
    whole = sum(question.points for question in values)
    return sum(question.points * (question.guess or 0) for question in values) / whole if whole else 0.0


def _exact(form: Form, expected: Any) -> Any:
    """A value without what is not looked at: the order of a set of choices."""
    return sorted(expected) if isinstance(form, ChoiceForm) and form.several else expected


def _best(asked: Mapping[str, Question], schemes: Mapping[str, Scheme], given: Mapping[str, Recording]) -> float:
    """The share that the best constant answer earns; an answer taken from one variant alone is not counted there."""
    id = next(iter(asked.values())).id
    alone = {
        letter: msgspec.structs.replace(schemes[letter], questions=(question,)) for letter, question in asked.items()
    }
    origins: dict[str, set[str]] = {}
    for letter, tree in _constants(id, asked, given):
        origins.setdefault(json.dumps(tree, sort_keys=True), set()).add(letter)
    most = 0.0
    for tree, letters in origins.items():
        answer = {id: CheckedTree(json.loads(tree))}
        elsewhere = [scheme for letter, scheme in alone.items() if letters != {letter}]
        earned = [note.points / note.maximum for scheme in elsewhere for note in mark(scheme, answer)]
        most = max(most, sum(earned) / len(earned) if earned else 0.0)
    return most


def _constants(id: str, asked: Mapping[str, Question], given: Mapping[str, Recording]) -> Iterator[tuple[str, Any]]:
    """(letter that it comes from, empty for none; tree) of the answers that could be given everywhere."""
    for letter, recording in given.items():
        yield letter, recording.answers.get(id)
        yield from ((letter, tree) for tree in recording.errors.get(id, {}).values())
    form = next(iter(asked.values())).form
    # A variant may offer other choices: what is common is looked for among the same form alone.
    expected = [question.expected for question in asked.values() if question.form == form]
    match form:
        case ChoiceForm(options=options, several=True):
            often = Counter(option for picked in expected for option in picked)
            ranked = sorted(options, key=lambda option: -often[option])
            yield from (("", ranked[:count]) for count in range(1, len(ranked) + 1))
        case ChoiceForm(options=options):
            yield from (("", option) for option in options)
        case BooleanForm():
            yield from (("", True), ("", False))
        case ListForm(order=True):
            places = max(map(len, expected))
            yield "", [_mode([v[place] for v in expected if place < len(v)]) for place in range(places)]
        case SeriesForm() | TableForm():
            yield "", as_given(form, _by_place(form, expected))


def _by_place(form: SeriesForm | TableForm, expected: Sequence[Any]) -> list[Any]:
    """The commonest value of each key, and of each column under it; keys that half of the variants have not are left out."""
    cells: dict[str, list[Any]] = {}
    for value in expected:
        for key, item in value:
            cells.setdefault(json.dumps(key), []).append(item)
    kept = [(json.loads(key), values) for key, values in cells.items() if 2 * len(values) >= len(expected)]
    if isinstance(form, SeriesForm):
        return [[key, _mode(values)] for key, values in kept]
    return [[key, {name: _mode([row[name] for row in rows]) for name in form.columns}] for key, rows in kept]


def _mode(values: Sequence[Any]) -> Any:
    common = Counter(json.dumps(value, sort_keys=True) for value in values).most_common(1)[0][0]
    return json.loads(common)


def value_rules(schemes: Sequence[Scheme], values: Sequence[QuestionValues]) -> Iterator[Finding]:
    """All the rules on what values show across variants; none where too few variants were tried to tell."""
    if len(schemes) < ENOUGH:
        return
    epreuve = schemes[0].epreuve
    own = own_questions(schemes[0])
    for entry in values:
        if entry.id in own:
            continue
        if entry.distinct == 1:
            message = (
                f"la réponse est la même sur toutes les variantes ({next(iter(entry.values.values()))}) : tirez-la"
            )
            yield Finding("devinette", epreuve, message, cell=entry.id)
        elif entry.guess is not None and entry.guess > OF_A_QUESTION:
            message = (
                f"une même réponse, donnée partout, gagne {percent(entry.guess)} des points de la question : {percent(OF_A_QUESTION)} au plus "
                "sont souhaités"
            )
            level: Level = "erreur" if entry.guess > REFUSED_OF_A_QUESTION else "avertissement"
            yield Finding("devinette", epreuve, message, level, cell=entry.id)
    if (share := blind(values)) > OF_THE_EPREUVE:
        message = (
            f"sans lire les données, on gagne {percent(share, 1)} des points des questions, {percent(OF_THE_EPREUVE)} au plus sont souhaités : "
            "voyez « epreuves check --valeurs »"
        )
        level = "erreur" if share > REFUSED_OF_THE_EPREUVE else "avertissement"
        yield Finding("devinette", epreuve, message, level)
    for question in schemes[0].questions:
        if question.id in own:
            continue
        asked = [twin for s in schemes if (twin := s.question(question.id)) is not None]
        yield from _margins(epreuve, question, asked)
        yield from _figures(epreuve, question, asked)
        yield from _choices(epreuve, question, asked)


def _margins(epreuve: EpreuveId, question: Question, asked: Sequence[Question]) -> Iterator[Finding]:
    """The rule that what `ecart` and `decimales` let through is small beside the values; a tolerance is read in the text."""
    kept: dict[str, list[float]] = {}
    for twin in asked:
        for place, form, value in places(twin.form, twin.expected):
            if isinstance(form, NumberForm) and value:
                wide = margin(form, value, 0.0, twin.gap) if form.tolerance is None else twin.gap
                kept.setdefault(place.rpartition(", ")[2], []).append(wide / abs(value))
    for shares in kept.values():
        share = median(shares)
        if share > WIDE:
            message = (
                f"l'écart permis est de {percent(share)} de la valeur attendue, d'ordinaire : {percent(WIDE)} suffisent"
            )
            level: Level = "erreur" if share > TOO_WIDE else "avertissement"
            yield Finding("tolerance", epreuve, message, level, cell=question.id)
            return


def _figures(epreuve: EpreuveId, question: Question, asked: Sequence[Question]) -> Iterator[Finding]:
    """No figure is the same everywhere."""
    by_place: dict[str, list[Any]] = {}
    for twin in asked:
        for place, form, value in places(twin.form, twin.expected):
            if isinstance(form, _FIGURES):
                by_place.setdefault(place, []).append(value["valeur"] if isinstance(form, PercentageForm) else value)
    same = [place for place, values in by_place.items() if len(values) == len(asked) and len(set(values)) == 1]
    if same and len(by_place) > 1:
        message = f"le même chiffre sur toutes les variantes pour {listed(f'« {place} »' for place in same[:6])} : que le tirage le change"
        yield Finding("constante", epreuve, message, cell=question.id)


def _choices(epreuve: EpreuveId, question: Question, asked: Sequence[Question]) -> Iterator[Finding]:
    """A choice offered is right somewhere, and none is right too often."""
    often: Counter[str] = Counter()
    offered: set[str] = set()
    held = 0
    for twin in asked:
        picked = [(form, value) for _, form, value in places(twin.form, twin.expected) if isinstance(form, ChoiceForm)]
        for form, value in picked:
            offered.update(form.options)
            often.update(value if form.several else [value])
        held += bool(picked)
    single = isinstance(question.form, ChoiceForm)
    never = sorted(offered - often.keys())
    # More of them than variants are rows of a table, not proposals: chance leaves some out.
    if never and len(offered) <= len(asked):
        message = f"{plural(len(never), 'choix proposé')} et jamais juste sur aucune variante : {listed(f'« {option} »' for option in never)}"
        yield Finding("choix", epreuve, message, "avertissement", cell=question.id)
    too_often = [option for option, count in often.items() if single and count > OFTEN * held]
    if too_often and len(often) > 1:
        shares = listed(f"« {option} » ({percent(often[option] / held)})" for option in too_often)
        message = f"juste sur plus de la moitié des variantes : {shares}"
        yield Finding("choix", epreuve, message, "avertissement", cell=question.id)
