"""What a candidate has best to work on next: lost points, recognised mistakes and criteria below « acquis », in at most five lines.

A pure function of what the page tells already: no value that was expected, no descriptor of a level that was not given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from epreuves.gradebook.feedback.lines import CompetenceBlock, CritereLine, QuestionLine
from epreuves.rubric.niveaux import Niveau

#: Lines at most: more is no longer a choice of what comes first.
MOST = 5
#: Points below which nothing was lost: marks are quotients of whole numbers.
_NOTHING = 0.005
#: What the mark says of the points kept, where those to be had are told.
_KEPT = re.compile(r" Vous gardez \d+ % des points\.")
#: What to do again, by the outcome that the page shows; a recognised mistake's own sentence says it.
_TODO = {
    "Erreur reconnue": "",
    "En partie juste": "Complétez ce qui n'est juste qu'en partie.",
    "Faux": "Reprenez le raisonnement depuis les données.",
    "Réponse non valable": "Donnez la réponse sous la forme demandée : la vérification la contrôle avant la remise.",
    "Sans réponse": "Traitez la question : rien n'a été reçu.",
    "Noté": "Relisez ce que votre correcteur·rice en dit.",
}
#: Where points lost are the same, what can be mended first: a known mistake, then a criterion, then the rest.
_RANKS = {"Erreur reconnue": 0, "": 1}


class Step(msgspec.Struct, frozen=True):
    """One line: the section it is told in (a compétence's code, or empty), what it is tied to, points lost, why, and what to do."""

    code: str
    title: str
    lost: float
    why: str
    todo: str


def next_steps(blocks: Iterable[CompetenceBlock]) -> tuple[Step, ...]:
    """The lines of a copy, the most points lost first; what still waits for a grader is not among them."""
    found: list[tuple[float, int, Step]] = []
    for block in blocks:
        for question in block.questions:
            if not question.pending and (lost := question.maximum - question.points) > _NOTHING:
                found.append(
                    (-lost, _RANKS.get(question.outcome, 2), _of_question(block.code, question, lost))
                )
        for critere in block.criteres:
            lost = critere.maximum - critere.points
            if critere.niveau is not None and critere.niveau < Niveau.ACQUIS and lost > _NOTHING:
                found.append((-lost, _RANKS[""], _of_criterion(block.code, critere, lost)))
    # Sorting is stable: what is alike stays in the order of the page.
    return tuple(step for _, _, step in sorted(found, key=lambda one: (round(one[0], 2), one[1]))[:MOST])


def _of_question(code: str, question: QuestionLine, lost: float) -> Step:
    why = (
        _KEPT.sub("", question.sentence) if question.outcome in ("Erreur reconnue", "En partie juste") else ""
    )
    return Step(
        code, question.title, lost, why or f"{question.outcome}.", _TODO.get(question.outcome, _TODO["Noté"])
    )


def _of_criterion(code: str, critere: CritereLine, lost: float) -> Step:
    assert critere.niveau is not None
    todo = (
        "Relisez le commentaire qui l'accompagne."
        if critere.comment
        else "Relisez ce qui en est dit plus bas, puis l'écrit concerné."
    )
    return Step(code, critere.label, lost, f"Niveau « {critere.niveau.libelle} ».", todo)
