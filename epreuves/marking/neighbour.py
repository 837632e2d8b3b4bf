"""Answers that are another variant's right ones: figures taken from a neighbour, from which nothing follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from epreuves.answers.coercion import Reading, Valid, coerce
from epreuves.answers.comparison import compare
from epreuves.answers.forms import (
    Form,
    IntegerForm,
    ListForm,
    NumberForm,
    PercentageForm,
    SeriesForm,
    TableForm,
)
from epreuves.answers.tree import decode_portable
from epreuves.marking.marks import Mark
from epreuves.marking.scheme import Question, Scheme

#: Figures of one answer that must all agree: fewer could agree by chance, and an honest mistake would be taken for a copy.
FIGURES = 3


def copied(
    scheme: Scheme, schemes: Iterable[Scheme], answers: Mapping[str, Any], marks: Sequence[Mark]
) -> dict[str, str]:
    """For each false answer that was taken from a neighbour, the letter of the variant whose right answer it is.

    schemes: the other variants', one after the other, the candidate's own may be among them; marks: those given without
    follow-through. An answer of several figures that is right elsewhere and false here tells the variant; once it is known,
    every other false answer that is right there is held to come from there too.
    """
    false = [
        q
        for q, m in zip(scheme.questions, marks, strict=True)
        if m.outcome in ("wrong", "partial", "mistake")
    ]
    telling = [q.id for q in false if _figures(q.form, q.expected) >= FIGURES]
    received: dict[tuple[str, bytes], Reading] = {}

    def right(another: Scheme, id: str) -> bool:
        """Whether an answer is the one that a scheme expects; it is read once for all the schemes that ask it in the same form."""
        other = another.question(id)
        if other is None:
            return False
        key = id, msgspec.json.encode(other.form)
        if key not in received:
            received[key] = coerce(other.form, decode_portable(msgspec.json.encode(answers[id])))
        return _right(other, received[key])

    for another in schemes if telling else ():
        if another.variant != scheme.variant and any(right(another, id) for id in telling):
            return {q.id: another.variant for q in false if right(another, q.id)}
    return {}


def _right(question: Question, reading: Reading) -> bool:
    return (
        isinstance(reading, Valid)
        and compare(question.form, question.expected, reading.value, question.tolerance, question.gap).share
        >= 1 - 1e-9
    )


def _figures(form: Form, expected: Any) -> int:
    """How many numbers an answer of that form holds."""
    numeric = (NumberForm, IntegerForm, PercentageForm)
    match form:
        case ListForm():
            return len(expected) if isinstance(form.de, numeric) else 0
        case SeriesForm():
            return len(expected) if isinstance(form.values, numeric) else 0
        case TableForm():
            return len(expected) * sum(isinstance(column, numeric) for column in form.columns.values())
    return 0
