"""The lines of a candidate's feedback: questions and criteria, gathered by compétence, and what each outcome is called."""

from __future__ import annotations

import msgspec

from epreuves.referentiel.levels import LEVELS, Level
from epreuves.wording.french import counted
from epreuves_kit.feedback.results import ResultLine
from epreuves_kit.marking.in_words import Answer

#: What each outcome is called, with a sign that does not rely on colour.
OUTCOMES = {
    "right": ("✓", "Juste"), "coherent": ("✓", "Cohérent"), "follow_through": ("✓", "Juste par suite"),
    "partial": ("◐", "En partie juste"),
    "mistake": ("✗", "Erreur reconnue"), "wrong": ("✗", "À reprendre"), "invalid": ("!", "Réponse non valable"),
    "uncomputable": ("!", "Non calculable"), "missing": ("–", "Sans réponse"),
}  # fmt: skip
#: The same for a recognised mistake that keeps a part of the points.
KEPT = ("◐", "Erreur reconnue, une part est gardée")


class Sum(msgspec.Struct, frozen=True):
    """Points of a part of a compétence, out of a maximum (> 0); pending: how many of its lines still wait for a grader."""

    points: float
    maximum: float
    pending: int


class QuestionLine(msgspec.Struct, frozen=True):
    """One question as it is told to a candidate; `pending` where a grader still has to mark it.

    answer, unit: what the candidate answered, in words; None where nothing was received, or a figure shows it.
    """

    id: str
    title: str
    points: float
    maximum: float
    sign: str
    outcome: str
    sentence: str
    pending: bool = False
    answer: Answer | None = None
    unit: str = ""


class CritereLine(msgspec.Struct, frozen=True):
    """One criterion: the level given (None while it waits), its descriptor, the grader's comment, the certifier's wording (empty
    where the school has not laid it), and on what it is judged, as the candidate was told.
    """

    id: str
    label: str
    level: Level | None
    descriptor: str
    points: float
    maximum: float
    comment: str
    official: str
    judged_on: str = ""


class CompetenceBlock(msgspec.Struct, frozen=True):
    """A compétence: its questions, its criteria, what the candidate said of it, and its result by the rules.

    name: what it is about, in a few words. An empty code gathers what belongs to no compétence: all of an ordinary nbgrader notebook.
    """

    code: str
    label: str
    name: str
    points: float
    maximum: float
    questions: tuple[QuestionLine, ...]
    criteres: tuple[CritereLine, ...]
    self_level: Level | None
    self_words: str
    result: ResultLine | None = None

    @property
    def pending(self) -> int:
        """The number of criteria, or questions marked by hand, that still wait for a grader."""
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
            f"{counted(count, 'critère')} «\N{NO-BREAK SPACE}{label}\N{NO-BREAK SPACE}»" for count, label in many
        )

    @property
    def gap_words(self) -> str:
        """The gap between the candidate's own level and the mean of the graders', once all are given; a whole level is what counts."""
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
    return Sum(sum(line[0] for line in lines), maximum, sum(line[2] for line in lines)) if maximum > 0 else None


def awaited(pending: int, questions: bool) -> str:
    """The number of those that wait for a grader, in words: « 2 critères », « 1 question »."""
    return counted(pending, "question" if questions else "critère")
