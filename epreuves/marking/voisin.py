"""Answers that are another variant's right ones: figures taken from a neighbour, from which nothing follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from epreuves.answers.arbre import decode_portable
from epreuves.answers.coercion import Reading, Valid, coerce
from epreuves.answers.comparaison import compare
from epreuves.answers.formes import Entier, Forme, Liste, Nombre, Pourcentage, Serie, Tableau
from epreuves.marking.bareme import Bareme, Question
from epreuves.marking.notation import Mark

#: Figures of one answer that must all agree: fewer could agree by chance, and an honest mistake would be taken for a copy.
FIGURES = 3


def copied(
    bareme: Bareme, schemes: Iterable[Bareme], answers: Mapping[str, Any], marks: Sequence[Mark]
) -> dict[str, str]:
    """For each false answer that was taken from a neighbour, the letter of the variant whose right answer it is.

    schemes: the other variants', one after the other, the candidate's own may be among them; marks: those given without
    follow-through. An answer of several figures that is right elsewhere and false here tells the variant; once it is known,
    every other false answer that is right there is held to come from there too.
    """
    false = [
        q
        for q, m in zip(bareme.questions, marks, strict=True)
        if m.outcome in ("wrong", "partial", "mistake")
    ]
    telling = [q.id for q in false if _figures(q.form, q.expected) >= FIGURES]
    received: dict[tuple[str, bytes], Reading] = {}

    def right(scheme: Bareme, id: str) -> bool:
        """Whether an answer is the one that a scheme expects; it is read once for all the schemes that ask it in the same form."""
        other = scheme.question(id)
        if other is None:
            return False
        key = id, msgspec.json.encode(other.form)
        if key not in received:
            received[key] = coerce(other.form, decode_portable(msgspec.json.encode(answers[id])))
        return _right(other, received[key])

    for scheme in schemes if telling else ():
        if scheme.variant != bareme.variant and any(right(scheme, id) for id in telling):
            return {q.id: scheme.variant for q in false if right(scheme, q.id)}
    return {}


def _right(question: Question, reading: Reading) -> bool:
    return (
        isinstance(reading, Valid)
        and compare(question.form, question.expected, reading.value, question.tolerance, question.ecart).share
        >= 1 - 1e-9
    )


def _figures(form: Forme, expected: Any) -> int:
    """How many numbers an answer of that form holds."""
    numeric = (Nombre, Entier, Pourcentage)
    match form:
        case Liste():
            return len(expected) if isinstance(form.de, numeric) else 0
        case Serie():
            return len(expected) if isinstance(form.valeurs, numeric) else 0
        case Tableau():
            return len(expected) * sum(isinstance(column, numeric) for column in form.colonnes.values())
    return 0
