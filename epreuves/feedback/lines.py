"""The lines of a feedback: a question, a criterion, a compétence; what to work on next, and the chart of them all."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from epreuves.marking.marks import without_kept
from epreuves.referentiel.levels import LEVELS, Level
from epreuves.wording.french import counted, number, percent


class Sum(msgspec.Struct, frozen=True):
    """Points of a part of a compétence, out of a maximum (> 0); pending: how many of its lines still wait for a grader."""

    points: float
    maximum: float
    pending: int


class QuestionLine(msgspec.Struct, frozen=True):
    """One question as it is told to a candidate; `pending` where a grader still has to mark it."""

    id: str
    title: str
    points: float
    maximum: float
    sign: str
    outcome: str
    sentence: str
    pending: bool = False


class CritereLine(msgspec.Struct, frozen=True):
    """One criterion: the level given (None while it waits), its descriptor, the grader's comment."""

    id: str
    label: str
    level: Level | None
    descriptor: str
    points: float
    maximum: float
    comment: str


class CompetenceBlock(msgspec.Struct, frozen=True):
    """A compétence: its questions, its criteria, and what the candidate said of it.

    An empty code gathers what belongs to no compétence: all of an ordinary nbgrader notebook.
    """

    code: str
    label: str
    points: float
    maximum: float
    questions: tuple[QuestionLine, ...]
    criteres: tuple[CritereLine, ...]
    self_level: Level | None
    self_words: str

    @property
    def pending(self) -> int:
        """How many criteria, or questions marked by hand, still wait for a grader."""
        return sum(c.level is None for c in self.criteres) + sum(q.pending for q in self.questions)

    @property
    def awaited(self) -> str:
        """The same in words: « 2 critères », « 1 question »."""
        return awaited(self.pending, any(q.pending for q in self.questions))

    @property
    def machine(self) -> Sum | None:
        """The points of its questions; None where it has none."""
        return _sum([(q.points, q.maximum, q.pending) for q in self.questions])

    @property
    def grille(self) -> Sum | None:
        """The points of its criteria; None where it has none."""
        return _sum([(c.points, c.maximum, c.level is None) for c in self.criteres])

    @property
    def jury_words(self) -> str:
        """The levels that graders gave to its criteria: « 2 critères acquis, 1 critère maîtrisé »; empty where none is given."""
        given = [c.level for c in self.criteres if c.level is not None]
        many = [(given.count(n), n.label) for n in LEVELS if n in given]
        return ", ".join(
            f"{counted(count, 'critère')} «\N{NO-BREAK SPACE}{label}\N{NO-BREAK SPACE}»"
            for count, label in many
        )

    @property
    def gap_words(self) -> str:
        """How the candidate's own level stands beside the mean of the graders', once all are given; a whole level is what counts."""
        levels = [c.level for c in self.criteres]
        if self.self_level is None or not levels or None in levels:
            return ""
        gap = self.self_level - sum(int(n) for n in levels if n is not None) / len(levels)
        if gap >= 1:
            return "Vous vous situez au-dessus du jury, d'un niveau au moins."
        if gap <= -1:
            return "Vous vous situez au-dessous du jury, d'un niveau au moins."
        return "Votre regard et celui du jury se rejoignent, à moins d'un niveau."


def _sum(lines: list[tuple[float, float, bool]]) -> Sum | None:
    maximum = sum(line[1] for line in lines)
    return (
        Sum(sum(line[0] for line in lines), maximum, sum(line[2] for line in lines)) if maximum > 0 else None
    )


def awaited(pending: int, questions: bool) -> str:
    """How many wait for a grader, in words: « 2 critères », « 1 question »."""
    return counted(pending, "question" if questions else "critère")


#: Lines at most: more is no longer a choice of what comes first.
MOST = 5
#: Points below which nothing was lost: marks are quotients of whole numbers.
_NOTHING = 0.005
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
            if critere.level is not None and critere.level < Level.ACQUIRED and lost > _NOTHING:
                found.append((-lost, _RANKS[""], _of_criterion(block.code, critere, lost)))
    # Sorting is stable: what is alike stays in the order of the page.
    return tuple(step for _, _, step in sorted(found, key=lambda one: (round(one[0], 2), one[1]))[:MOST])


def _of_question(code: str, question: QuestionLine, lost: float) -> Step:
    why = (
        without_kept(question.sentence) if question.outcome in ("Erreur reconnue", "En partie juste") else ""
    )
    return Step(
        code, question.title, lost, why or f"{question.outcome}.", _TODO.get(question.outcome, _TODO["Noté"])
    )


def _of_criterion(code: str, critere: CritereLine, lost: float) -> Step:
    assert critere.level is not None
    todo = (
        "Relisez le commentaire qui l'accompagne."
        if critere.comment
        else "Relisez ce qui en est dit plus bas, puis l'écrit concerné."
    )
    return Step(code, critere.label, lost, f"Niveau « {critere.level.label} ».", todo)


#: Pixels: of a compétence's title, of a bar with the words above it, and between compétences.
_TITLE, _BAR, _GAP = 26, 40, 12


class Bar(msgspec.Struct, frozen=True):
    """One bar: which part it tells of, the pixel it starts at, its width in percent (0 to 100), and its value in words."""

    kind: str
    name: str
    top: int
    width: float
    value: str


class ChartRow(msgspec.Struct, frozen=True):
    """A compétence's bars, under its code."""

    code: str
    top: int
    bars: tuple[Bar, ...]


class Chart(msgspec.Struct, frozen=True):
    """All the bars, the height in pixels, and what the chart shows, as a text for who does not see it."""

    rows: tuple[ChartRow, ...]
    height: int
    said: str


def chart(blocks: Iterable[CompetenceBlock]) -> Chart | None:
    """The chart of a copy's compétences; None where there is nothing to draw."""
    rows, said, top = [], [], 0
    for block in blocks:
        bars = []
        start, top = top, top + _TITLE
        for kind, name, part in (("machine", "Calculs", block.machine), ("grille", "Critères", block.grille)):
            if part is None or not block.code:
                continue
            if part.pending:
                value, width = f"en attente, sur {counted(part.maximum, 'point')}", 0.0
            else:
                width = min(100.0, max(0.0, 100 * part.points / part.maximum))
                value = f"{number(part.points)} / {counted(part.maximum, 'point')} · {_share(part)}"
            bars.append(Bar(kind, name, top, round(width, 2), value))
            top += _BAR
        if not bars:
            top = start
            continue
        rows.append(ChartRow(block.code, start, tuple(bars)))
        said.append(f"{block.code} : " + ", ".join(f"{bar.name.lower()} {bar.value}" for bar in bars))
        top += _GAP
    return Chart(tuple(rows), top - _GAP, " ; ".join(said) + ".") if rows else None


def _share(part: Sum) -> str:
    """A whole percentage, cut and not rounded up: « 66 % »; a sum of floats is a hair beside its true value."""
    return percent(part.points / part.maximum + 1e-11, cut=True)
