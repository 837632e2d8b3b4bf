"""The proof of questions on a table of the candidate's own: on tables that somebody could have, on trivial ones, on hostile ones.

Tables are made from the form alone, the same at each check; what is right on them is asked of the marking itself.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any, assert_never

from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.forms import (
    BooleanForm,
    ChoiceForm,
    Date,
    IntegerForm,
    NumberForm,
    OwnTableForm,
    PercentageForm,
    Scalar,
    TextForm,
)
from epreuves.answers.keys import month_of
from epreuves.answers.tree import CheckedTree
from epreuves.wording.french import percent
from epreuves_kit.marking.judging import judge, on_own_tables
from epreuves_kit.marking.marks import Question, Scheme
from epreuves_kit.marking.reference import References
from epreuves_kit.proof.findings import Finding
from epreuves_kit.proof.trees import as_given

#: The share of the machine's points that hang on figures that nobody can verify, at most: 4 of 14 in a fiche or a projet.
OF_ONE_S_OWN = 0.3
#: Plausible tables that are tried, and draws after which there is none to be had.
_TABLES, _DRAWS = 3, 200
_NUMERIC = (NumberForm, IntegerForm, PercentageForm)
_Rows = list[Any]


def own_questions(scheme: Scheme) -> set[str]:
    """The tables of the candidate's own, and the questions that are worked out from them."""
    return {q.id for q in scheme.questions if isinstance(q.form, OwnTableForm) or scheme.own_tables(q)}


def weight_rule(scheme: Scheme) -> Iterator[Finding]:
    """The rule that what is worked out from figures that a candidate may invent weighs little."""
    own = own_questions(scheme)
    share = sum(q.points for q in scheme.questions if q.id in own) / scheme.maximum if own else 0.0
    if share > OF_ONE_S_OWN:
        message = (
            f"les questions sur les données du candidat pèsent {percent(share)} des points de la machine, qui ne peut pas savoir si elles sont "
            f"vraies : {percent(OF_ONE_S_OWN)} au plus sont souhaités"
        )
        yield Finding("vos_donnees", scheme.epreuve, message, "avertissement")


def own_table_rules(scheme: Scheme, references: References) -> Iterator[Finding]:
    """Findings on one variant: plausible tables are taken and what follows from them earns all, the others are refused."""

    def finding(message: str, cell: str) -> Finding:
        return Finding("vos_donnees", scheme.epreuve, message, cell=cell, variants=scheme.variant)

    asked = {q.id: q for q in scheme.questions if isinstance(q.form, OwnTableForm)}
    for id, question in asked.items():
        for name, tree in unfit(question):
            if isinstance(coerce(question.form, CheckedTree(tree)), Valid):
                yield finding(f"un tableau {name} est accepté : voyez « varie » et les formes des colonnes", id)
    for rank in range(_TABLES if asked else 0):
        made = {id: plausible(question, rank) for id, question in asked.items()}
        if lacking := [id for id, rows in made.items() if rows is None]:
            yield finding("aucun tableau tiré au hasard dans les bornes n'est recevable : élargissez-les", lacking[0])
            return
        trees = {id: CheckedTree(as_given(asked[id].form, rows)) for id, rows in made.items()}
        theirs = on_own_tables(references, scheme, trees)
        answers = trees | {
            q.id: CheckedTree(as_given(q.form, q.expected)) for q in theirs.questions if q.id not in trees
        }
        marks = {m.question: m for m in judge(references, scheme.variant, (scheme.variant,), answers).marks}
        own = own_questions(scheme)
        short = [q for q in own if marks[q].points < marks[q].maximum]
        for id in sorted(short):
            share, why = percent(marks[id].points / marks[id].maximum), marks[id].sentence
            yield finding(f"sur un tableau plausible, la bonne réponse gagne {share} des points ({why})", id)
        if short:
            return


def plausible(question: Question, rank: int) -> _Rows | None:
    """Canonical rows that somebody could have, always the same for a rank; None where none can be drawn."""
    form = question.form
    assert isinstance(form, OwnTableForm)
    drawn = random.Random(f"{question.id} {rank}")
    low, high = form.rows
    keys = [_other(key) for key, _ in question.expected]
    for _ in range(_DRAWS):
        rows = [
            [key, {name: _value(of, drawn) for name, of in form.columns.items()}]
            for key in drawn.sample(keys, drawn.randint(low, min(high, len(keys))))
        ]
        if isinstance(coerce(form, CheckedTree(as_given(form, rows))), Valid):
            return rows
    return None


def _other(key: Any) -> Any:
    """A key that is not the author's, where it is a name; a month or a number stays one."""
    if not isinstance(key, str):
        return [_other(part) for part in key]
    return f"{key} bis" if any(map(str.isalpha, key)) and month_of(key) is None else key


def _value(of: Scalar, drawn: random.Random) -> Any:
    match of:
        case NumberForm(minimum=low, maximum=high):
            return round(drawn.uniform(*_between(low, high)), 2)
        case IntegerForm(minimum=low, maximum=high):
            least, most = _between(low, high)
            return drawn.randint(math.ceil(least), math.floor(most))
        case PercentageForm(minimum=low, maximum=high):
            return {"valeur": round(drawn.uniform(*_between(low, high)), 1), "signe": True}
        case ChoiceForm(options=options, several=several):
            return drawn.sample(options, drawn.randint(1, len(options))) if several else drawn.choice(options)
        case BooleanForm():
            return drawn.random() < 0.5
        case Date():
            return f"2026-{drawn.randint(1, 12):02}-{drawn.randint(1, 28):02}"
        case TextForm():
            return drawn.choice(["relevé", "estimé", "déclaré", "mesuré"])
        case _:
            assert_never(of)


def _between(low: float | None, high: float | None) -> tuple[float, float]:
    """Bounds where a form has none of its own, a thousand apart."""
    least = low if low is not None else min(0.0, high - 1000 if high is not None else 0.0)
    return least, high if high is not None else least + 1000


def unfit(question: Question) -> Iterator[tuple[str, Any]]:
    """(what is wrong with it, tree) of tables that must be refused, trivial ones first; each starts from one that is taken."""
    form = question.form
    assert isinstance(form, OwnTableForm)
    rows = plausible(question, 0)
    if rows is None:
        return
    figures = [name for name in form.varied if isinstance(form.columns[name], _NUMERIC)]
    tree = as_given(form, rows)
    yield "d'une ligne de moins qu'il n'en faut", as_given(form, rows[: form.rows[0] - 1])
    for name in figures:
        constant = [[key, row | {name: rows[0][1][name]}] for key, row in rows]
        yield f"où « {name} » est constant", as_given(form, constant)
        yield f"où « {name} » est 1, 2, 3…", _with(tree, name, range(1, len(rows) + 1))
    if len(figures) > 1:
        first, other = figures[:2]
        values = _column(tree, first)
        yield f"où « {other} » est « {first} »", _with(tree, other, values)
    name = figures[0]
    for fault, value in (
        ("sans valeur (NaN)", {"$": "flottant", "v": "nan"}),
        ("d'une valeur infinie", {"$": "flottant", "v": "inf"}),
        ("d'un texte pour un nombre", "beaucoup"),
        ("d'une formule pour un nombre", "=SOMME(B2:B9)"),
        ("d'un nombre de mille chiffres", {"$": "trop_grand", "quoi": "nombre"}),
    ):
        yield fault, _with(tree, name, [value, *_column(tree, name)[1:]])
    yield "de cent mille lignes", {"$": "trop_grand", "quoi": "valeurs"}
    yield "de deux lignes sous la même clé", as_given(form, [rows[1], *rows[1:]])


def _column(tree: dict[str, Any], name: str) -> list[Any]:
    place = tree["colonnes"].index(name)
    return [line[place] for line in tree["lignes"]]


def _with(tree: dict[str, Any], name: str, values: Any) -> dict[str, Any]:
    """The tree of a table with another column in the place of one."""
    place = tree["colonnes"].index(name)
    lines = [[*line[:place], value, *line[place + 1 :]] for line, value in zip(tree["lignes"], values, strict=True)]
    return tree | {"lignes": lines}
