"""Every guise of a right answer that the guides promise is paid in full; nothing that is wrong is."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from epreuves.answers import forms
from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree
from epreuves.answers.typed import tree_of
from epreuves_kit.demo.copies import typed_chart
from epreuves_kit.marking.marks import Question, Scheme, mark
from tests.course import EPREUVES, by_epreuve
from tests.fairness import guises
from tests.fairness.conftest import Exam

Found = Callable[[str], Exam]
#: The guises of a right answer, by name; the tree that one becomes.
Written = Callable[[Question], Iterator[tuple[str, Any]]]
Tree = Callable[[Any], Any]


def given(scheme: Scheme, question: Question, tree: Any) -> Any:
    """The mark of one answer, alone."""
    alone = Scheme(scheme.epreuve, scheme.variant, (question,))
    return mark(alone, {question.id: CheckedTree(tree)})[0]


def compared_with_a_value(scheme: Scheme) -> list[Question]:
    """The questions of which one value is right: any table of the candidate's own is, or is refused."""
    return [q for q in scheme.questions if not isinstance(q.form, forms.OwnTableForm)]


@pytest.mark.parametrize(
    ("written", "tree"), [(guises.right, portable), (guises.typed, tree_of)], ids=["code", "formulaire"]
)
@pytest.mark.parametrize("epreuve", by_epreuve(EPREUVES))
def test_a_right_answer_is_right_in_every_guise(epreuve: str, written: Written, tree: Tree, exam: Found):
    held, tried, refused = exam(epreuve), 0, []
    for variant, scheme in held.schemes.items():
        for question in compared_with_a_value(scheme):
            for name, value in written(question):
                found = given(scheme, question, tree(value))
                tried += 1
                if found.points < found.maximum:
                    refused.append(f"{variant} {question.id}, {name} : {found.sentence}")
    print(f"\n{epreuve} : {tried} réponses justes, {len(refused)} refusées")
    assert refused == []


@pytest.mark.parametrize("epreuve", by_epreuve(EPREUVES))
def test_a_right_chart_drawn_by_form_is_right(epreuve: str, exam: Found):
    for variant, scheme in exam(epreuve).schemes.items():
        for question in scheme.questions:
            if isinstance(question.form, forms.ChartForm):
                found = given(scheme, question, tree_of(typed_chart(question.form, question.expected)))
                assert found.points == found.maximum, (variant, question.id, found.sentence)


@pytest.mark.parametrize("epreuve", by_epreuve(EPREUVES))
def test_a_wrong_answer_is_never_paid_in_full(epreuve: str, exam: Found):
    held, tried, paid = exam(epreuve), 0, []
    for variant, scheme in held.schemes.items():
        chance = random.Random(variant)
        for question in compared_with_a_value(scheme):
            for name, value in guises.wrong(question, chance):
                if same(question, value):
                    continue
                found = given(scheme, question, guises.sent(value))
                tried += 1
                if found.points >= found.maximum:
                    paid.append(f"{variant} {question.id}, {name} : {found.sentence}")
                assert found.sentence.strip(), (question.id, name)
    print(f"\n{epreuve} : {tried} réponses fausses, {len(paid)} payées en entier")
    assert paid == []


def same(question: Question, value: Any) -> bool:
    """Whether a changed value is still what the statement asks for, by a rule of its own: each figure within tolerance and gap."""
    read = coerce(question.form, CheckedTree(guises.sent(value)))
    if not isinstance(read, Valid):
        return False
    pairs = _pairs(question.form, question.expected, read.value)
    return pairs is not None and all(_close(question, of, e, r) for of, e, r in pairs)


def _pairs(form: forms.Form, expected: Any, received: Any) -> list[tuple[forms.Form, Any, Any]] | None:
    match form:
        case forms.SeriesForm(values=of):
            known = {str(k): v for k, v in received}
            return [(of, v, known.get(str(k))) for k, v in expected]
        case forms.TableForm(columns=columns):
            rows = {str(k): row for k, row in received}
            return [(of, row[n], rows.get(str(k), {}).get(n)) for k, row in expected for n, of in columns.items()]
        case forms.ListForm(de=of, order=order):
            if not order:
                expected, received = sorted(expected, key=str), sorted(received, key=str)
            return (
                [(of, e, r) for e, r in zip(expected, received, strict=False)]
                if len(expected) == len(received)
                else None
            )
    return [(form, expected, received)]


def _close(question: Question, of: forms.Form, expected: Any, received: Any) -> bool:
    if received is None:
        return False
    if isinstance(of, forms.PercentageForm):
        expected, received = expected["valeur"], received["valeur"]
        # A percentage a hundred times smaller is the same, as a proportion.
        return any(_near(question, of, expected, received * scale) for scale in (1, 100, 0.01))
    if isinstance(of, forms.NumberForm):
        return _near(question, of, expected, received)
    return bool(expected == received)


def _near(question: Question, of: Any, expected: float, received: float) -> bool:
    rounding = 0.0 if of.decimals is None else 0.5 * 10**-of.decimals
    tolerance = question.tolerance if of.tolerance is None else of.tolerance
    gap = max(question.gap, rounding)
    return math.isclose(expected, received, rel_tol=1e-12) or abs(expected - received) <= max(
        tolerance * abs(expected), gap
    ) * (1 + 1e-9)
