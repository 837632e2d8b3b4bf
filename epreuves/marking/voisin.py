"""Answers that are another variant's right ones: figures taken from a neighbour, from which nothing follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from epreuves.answers.formes import Entier, Forme, Liste, Nombre, Pourcentage, Serie, Tableau
from epreuves.marking.bareme import Bareme
from epreuves.marking.notation import Mark, mark

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
    for scheme in schemes if telling else ():
        if scheme.variant == bareme.variant:
            continue
        right = {
            m.question for m in mark(scheme, {q.id: answers[q.id] for q in false}) if m.outcome == "right"
        }
        if right.intersection(telling):
            return dict.fromkeys((q.id for q in false if q.id in right), scheme.variant)
    return {}


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
