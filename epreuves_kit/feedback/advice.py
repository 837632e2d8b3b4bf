"""The first things that a candidate reads: a sentence on the whole, what is done well, then what to work on, the most points lost first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from epreuves.referentiel.levels import Level
from epreuves.wording.french import counted, number
from epreuves_kit.feedback.lines import CompetenceBlock, CritereLine, QuestionLine
from epreuves_kit.marking.marks import without_kept

#: Lines at most of what to work on, and of what is done well: more is no longer a choice.
MOST, MOST_DONE = 5, 4
#: Points below which nothing was lost: marks are quotients of whole numbers.
_NOTHING = 0.005
#: Shares of the points from which the whole is very good, or good.
_VERY_GOOD, _GOOD = 0.8, 0.5
#: What to do again, by the outcome that the page shows; a recognised mistake's own sentence says it.
_TODO = {
    "Erreur reconnue": "",
    "En partie juste": "Complétez ce qui n'est juste qu'en partie.",
    "À reprendre": "Reprenez le raisonnement depuis les données.",
    "Réponse non valable": "Donnez la réponse sous la forme demandée : la vérification la contrôle avant la remise.",
    "Non calculable": "Donnez un tableau recevable : cette question se calcule d'après lui.",
    "Sans réponse": "Traitez la question : rien n'a été reçu.",
    "Noté": "Relisez ce que votre correcteur·rice en dit.",
}
#: Where points lost are the same, what can be mended first: a known mistake, then a criterion, then the rest.
_RANKS = {"Erreur reconnue": 0, "": 1}
#: How a criterion says, to candidates as well, on what it is judged.
_JUDGED_ON = re.compile(r"Jugé sur ")
#: A further place in the same sentence: « et sur l'écrit B », « , puis sur la note ».
_ALSO_ON = re.compile(r"(,| et| puis) sur (?=l['’]|l[ae] |les |ce )")

_EMPTY = (
    "Cette copie est arrivée vide : aucune réponse ni aucun écrit n'a pu y être noté. "
    "Si vous aviez travaillé, le fichier remis n'était sans doute pas le bon : dites-le dès maintenant à votre formateur·rice."
)


class Step(msgspec.Struct, frozen=True):
    """One thing to work on: the section it is told in (a compétence's code, or empty), what it is tied to, points lost, why, and what to do."""

    code: str
    title: str
    lost: float
    why: str
    todo: str


class Strength(msgspec.Struct, frozen=True):
    """One thing done well: the section it is told in, what it is tied to, and what was seen."""

    code: str
    title: str
    said: str


class _Count(msgspec.Struct, frozen=True):
    """The counts of a copy: its questions marked and those right, its criteria judged, those acquired and mastered, what waits, its share;
    held: whether no compétence is refused already."""

    questions: int
    right: int
    partly: int
    criteria: int
    acquired: int
    mastered: int
    pending: int
    share: float
    held: bool


def _count(blocks: Sequence[CompetenceBlock]) -> _Count:
    asked = [q for b in blocks for q in b.questions if not q.pending]
    right = [q for q in asked if _full(q)]
    levels = [c.level for b in blocks for c in b.criteres if c.level is not None]
    maximum = sum(b.maximum for b in blocks)
    return _Count(
        len(asked),
        len(right),
        sum(q.points > _NOTHING for q in asked) - len(right),
        len(levels),
        sum(level >= Level.ACQUIRED for level in levels),
        levels.count(Level.MASTERED),
        sum(b.pending for b in blocks),
        sum(b.points for b in blocks) / maximum if maximum else 0.0,
        all(b.result is None or b.result.held is not False for b in blocks),
    )


def _full(question: QuestionLine) -> bool:
    return question.maximum > 0 and question.points >= question.maximum - _NOTHING


def empty(blocks: Sequence[CompetenceBlock]) -> bool:
    """True if nothing of a copy was received: no answer, and no criterion above the first level; False while people have still to judge it."""
    questions = [q for b in blocks for q in b.questions]
    criteria = [c for b in blocks for c in b.criteres]
    return (
        bool(questions)
        and all(q.outcome == "Sans réponse" for q in questions)
        and all(c.level is Level.NOT_ACQUIRED for c in criteria)
    )


def whole(blocks: Sequence[CompetenceBlock]) -> str:
    """A sentence or two on the whole copy, as a teacher would say it; empty where nothing is marked yet, or nothing was asked."""
    if empty(blocks):
        return _EMPTY
    counts = _count(blocks)
    sentence = ", et ".join(part for part in (_answers(counts), _criteria(counts)) if part)
    if not sentence:
        return ""
    if counts.pending:
        return f"À ce jour, {sentence}. Le reste attend encore d'être apprécié."
    after = "" if counts.share >= _GOOD else " La suite dit par où reprendre, le plus utile d'abord."
    return f"{_opening(counts)} : {sentence}.{after}"


def _opening(counts: _Count) -> str:
    """The words before the counts, which bear them out."""
    right = counts.right / counts.questions if counts.questions else None
    acquired = counts.acquired / counts.criteria if counts.criteria else None
    parts = [part for part in (right, acquired) if part is not None]
    if counts.share >= _VERY_GOOD and min(parts) >= _GOOD and counts.held:
        return "Très beau travail"
    if min(parts) >= _GOOD:
        return "Un travail qui tient"
    if right is not None and acquired is not None and max(parts) >= _GOOD:
        return (
            "Les calculs sont là, les écrits restent à reprendre"
            if right > acquired
            else "Les écrits sont là, les calculs restent à reprendre"
        )
    return "Des bases sont là" if counts.right or counts.acquired or counts.partly else "Tout reste à construire"


def _answers(counts: _Count) -> str:
    if not counts.questions:
        return ""
    if counts.right == counts.questions:
        return (
            f"toutes vos réponses sont justes ({number(counts.right)} sur {number(counts.questions)})"
            if counts.questions > 1
            else "votre réponse est juste"
        )
    if counts.right:
        verb = "est juste" if counts.right == 1 else "sont justes"
        return f"{counted(counts.right, 'réponse')} sur {number(counts.questions)} {verb}"
    if counts.partly:
        verb = "l'est" if counts.partly == 1 else "le sont"
        return f"aucune réponse n'est encore juste en entier, mais {number(counts.partly)} {verb} en partie"
    return "aucune réponse n'est encore juste"


def _criteria(counts: _Count) -> str:
    if not counts.criteria:
        return ""
    if counts.acquired == counts.criteria:
        every = "tous les critères appréciés sont acquis" if counts.criteria > 1 else "le critère apprécié est acquis"
        if not counts.mastered:
            return every
        return f"{every}, dont {number(counts.mastered)} au niveau le plus haut"
    if counts.acquired:
        verb = "est acquis" if counts.acquired == 1 else "sont acquis"
        return f"{counted(counts.acquired, 'critère')} sur {number(counts.criteria)} {verb}"
    return "aucun critère n'est encore acquis"


def strengths(blocks: Iterable[CompetenceBlock]) -> tuple[Strength, ...]:
    """The things done well: criteria mastered, then acquired, and answers that are right, the most points first; what is right in part is
    told once, with what to work on."""
    ranked: list[tuple[float, float, Strength]] = []
    for block in blocks:
        for critere in block.criteres:
            if critere.level is not None and critere.level >= Level.ACQUIRED:
                ranked.append((-critere.level, -critere.points, Strength(block.code, critere.label, _done(critere))))
        for question in block.questions:
            if not question.pending and _full(question):
                points = f"{counted(question.points, 'point')} sur {number(question.maximum)}"
                strength = Strength(block.code, question.title, f"{question.outcome} : {points}.")
                ranked.append((-Level.ACQUIRED, -question.points, strength))
    # Sorting is stable: what is alike stays in the order of the page.
    return tuple([strength for *_, strength in sorted(ranked, key=lambda line: line[:2])][:MOST_DONE])


def next_steps(blocks: Sequence[CompetenceBlock]) -> tuple[Step, ...]:
    """The lines of a copy, the most points lost first; what still waits for a grader is not among them.

    Of an empty copy, the first question and the first criterion: that all is to be done is said already.
    """
    ranked: list[tuple[float, int, Step]] = []
    for block in blocks:
        for question in block.questions:
            if not question.pending and (lost := question.maximum - question.points) > _NOTHING:
                rank = _RANKS.get(_kind(question.outcome), 2)
                ranked.append((-lost, rank, _of_question(block.code, question, lost)))
        for critere in block.criteres:
            lost = critere.maximum - critere.points
            if critere.level is not None and critere.level < Level.ACQUIRED and lost > _NOTHING:
                ranked.append((-lost, _RANKS[""], _of_criterion(block.code, critere, lost)))
    if empty(blocks):
        return _first(blocks)
    return tuple(step for _, _, step in sorted(ranked, key=lambda line: (round(line[0], 2), line[1]))[:MOST])


def _first(blocks: Sequence[CompetenceBlock]) -> tuple[Step, ...]:
    block, question = next((b, q) for b in blocks for q in b.questions)
    steps = [
        Step(
            block.code,
            question.title,
            question.maximum,
            "C'est par elle que l'épreuve commence.",
            "Répondez-y, puis aux suivantes : une réponse juste en partie garde une part de ses points.",
        )
    ]
    for block in blocks:
        for critere in block.criteres:
            todo = f"{_again(critere)} Quelques lignes suffisent pour être lu·e."
            return (
                *steps,
                Step(block.code, critere.label, critere.maximum, "C'est le premier des écrits.", todo),
            )
    return tuple(steps)


def _kind(outcome: str) -> str:
    """The outcome without what it says of the points kept."""
    return outcome.partition(",")[0]


def _of_question(code: str, question: QuestionLine, lost: float) -> Step:
    kind = _kind(question.outcome)
    why = without_kept(question.sentence) if kind in ("Erreur reconnue", "En partie juste") else ""
    return Step(code, question.title, lost, why or f"{kind}.", _TODO.get(kind, _TODO["Noté"]))


def _of_criterion(code: str, critere: CritereLine, lost: float) -> Step:
    return Step(code, critere.label, lost, _seen(critere), _again(critere))


def _done(critere: CritereLine) -> str:
    """The view of a criterion that is done well; below the highest level, a descriptor may say as well what lacks: its level stands before."""
    return critere.descriptor if critere.level is Level.MASTERED and critere.descriptor else _seen(critere)


def _seen(critere: CritereLine) -> str:
    """The level of a criterion, and its descriptor."""
    assert critere.level is not None
    text = f"niveau « {critere.level.label} »"
    return _sentence(f"{text} : {_lower(critere.descriptor)}" if critere.descriptor else text)


def _again(critere: CritereLine) -> str:
    """The place at which the criterion is judged, as what to take up again."""
    if not (place := _JUDGED_ON.match(critere.judged_on)):
        return "Reprenez l'écrit concerné."
    where, colon, what = critere.judged_on[place.end() :].partition(" : ")
    places = _ALSO_ON.sub(r"\1 ", where)
    return f"Reprenez {places}{colon}{what}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")


def _lower(text: str) -> str:
    """A sentence as it follows a colon; one that begins with an abbreviation stays as it is."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] in " '" else text
