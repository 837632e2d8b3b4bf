"""A mistake that an author names costs once: coherent work after it is paid in full, on every variant, and told so truly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from epreuves.answers.forms import ChartForm, OwnTableForm
from epreuves.answers.tree import CheckedTree
from tests.course import EPREUVES, by_epreuve
from tests.fairness.conftest import Exam
from tests.fairness.guises import sent

Found = Callable[[str], Exam]
Some = Callable[[Exam, str], list[str]]


@pytest.mark.parametrize("epreuve", by_epreuve(EPREUVES))
def test_what_follows_from_a_named_mistake_is_paid_in_full(epreuve: str, exam: Found, some: Some):
    held = exam(epreuve)
    named = {(q.id, m.code) for scheme in held.schemes.values() for q in scheme.questions for m in q.mistakes}
    # Variant by variant: the reference's state is kept between two copies of the same.
    cases = sorted((variant, id, code) for id, code in named for variant in some(held, f"{id} {code}"))
    followed = sum(_follows(held, *case) for case in cases)
    # On one variant alone, a mistake may be that of a question on which nothing depends.
    assert followed or len(held.schemes) == 1


def _follows(held: Exam, variant: str, id: str, code: str) -> int:
    """Put the mistake in a sheet that is coherent otherwise; how many answers are right given it."""
    scheme = held.schemes[variant]
    question = scheme.question(id)
    assert question is not None
    later = [q.id for q in scheme.questions if id in q.depends]
    mistake = next((m for m in question.mistakes if m.code == code), None)
    if mistake is None or not later:
        return 0
    sheet: dict[str, Any] = {q.id: sent(q.expected) for q in scheme.questions} | {id: sent(mistake.value)}
    # Later answers left out, the reference works them all out from the mistake, as a coherent candidate does.
    answers = {q: CheckedTree(tree) for q, tree in sheet.items() if q not in later}
    follow = held.references.follow(variant, answers, later)
    for behind in follow.questions:
        if id in behind.depends:
            sheet[behind.id] = sent(behind.expected)
    marks = {m.question: m for m in held.marks(variant, sheet)}
    assert marks[id].mistake == code, (variant, id, code)
    for behind in follow.questions:
        given = marks[behind.id]
        case = f"{variant}, {id}, {code} → {behind.id} : {given.sentence}"
        if not behind.stuck:
            assert given.points == given.maximum, case
        elif given.points < given.maximum:
            assert "Le calcul ne peut pas se refaire" in given.sentence, case
    return sum(marks[q].outcome == "follow_through" for q in later)


@pytest.mark.parametrize("epreuve", by_epreuve(EPREUVES))
def test_a_mistake_earns_its_share_at_least(epreuve: str, exam: Found):
    for variant, scheme in exam(epreuve).schemes.items():
        tables = {q.id: sent(q.expected) for q in scheme.questions if isinstance(q.form, OwnTableForm)}
        for question in scheme.questions:
            if isinstance(question.form, ChartForm | OwnTableForm):
                continue
            for mistake in question.mistakes:
                (given,) = [
                    m
                    for m in exam(epreuve).marks(variant, tables | {question.id: sent(mistake.value)})
                    if m.question == question.id
                ]
                assert given.points >= round(mistake.part * question.points, 2), (variant, mistake.code)
