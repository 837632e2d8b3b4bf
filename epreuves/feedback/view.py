"""What a candidate's feedback says, decided from the autograded notebook and the gradebook; the template only writes it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec

from epreuves.authoring.grille import read_mark_scheme
from epreuves.feedback.lines import (
    Chart,
    CompetenceBlock,
    CritereLine,
    QuestionLine,
    Step,
    awaited,
    chart,
    next_steps,
)
from epreuves.gradebook.marked_notebook import MarkingRecord
from epreuves.gradebook.rows import Grade
from epreuves.marking.dependencies import titles
from epreuves.referentiel import MalformedCode, UnknownCode, code_of_slug, competence_of_grade_id, referentiel
from epreuves.referentiel.levels import LEVELS, Level

#: What each outcome is called, with a sign that does not rely on colour.
OUTCOMES = {
    "right": ("✓", "Juste"), "follow_through": ("✓", "Juste par suite"), "partial": ("◐", "En partie juste"),
    "mistake": ("✗", "Erreur reconnue"), "wrong": ("✗", "Faux"), "invalid": ("!", "Réponse non valable"),
    "missing": ("–", "Sans réponse"),
}  # fmt: skip


class Graded(Protocol):
    """What `view` reads of a copy in the gradebook: grades and graders' other comments by grade id, late penalty in points."""

    @property
    def grades(self) -> Mapping[str, Grade]: ...

    @property
    def remarks(self) -> Mapping[str, str]: ...

    @property
    def penalty(self) -> float: ...


class Feedback(msgspec.Struct, frozen=True):
    """A candidate's whole feedback on one épreuve."""

    student: str
    title: str
    variant: str
    points: float
    maximum: float
    penalty: float
    notice: str
    mends: tuple[str, ...]
    competences: tuple[CompetenceBlock, ...]
    comments: tuple[tuple[str, str], ...]

    @property
    def pending(self) -> int:
        """How many criteria, or questions marked by hand, still wait for a grader."""
        return sum(c.pending for c in self.competences)

    @property
    def awaited(self) -> str:
        """The same in words: « 2 critères », « 1 question »."""
        return awaited(self.pending, any(q.pending for c in self.competences for q in c.questions))

    @property
    def assessed(self) -> bool:
        """Whether there is a compétence that the candidate or graders could say a level of."""
        return any(c.code for c in self.competences)

    @property
    def next_steps(self) -> tuple[Step, ...]:
        """What to work on next, the most points lost first."""
        return next_steps(self.competences)

    @property
    def chart(self) -> Chart | None:
        """The shares of points by compétence, as they are drawn; None where there is nothing to draw."""
        return chart(self.competences)


def view(student: str, cells: Sequence[Mapping[str, Any]], record: MarkingRecord, copy: Graded) -> Feedback:
    """Decide what a feedback says.

    cells: the autograded notebook's, sources whole; its task cells hold the mark schemes.
    copy: what the gradebook holds; its remarks are comments on what the candidate wrote or coded, those on criteria come with their grades.
    """
    named = titles(cells)
    marks = {m.question: m for m in record.marks}
    blocks: dict[str, tuple[list[QuestionLine], list[CritereLine]]] = {}
    comments = []
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        id = meta.get("grade_id", "")
        grade = copy.grades.get(id)
        title = named.get(id) or id
        if comment := copy.remarks.get(id):
            comments.append((title, comment))
        if grade is None:
            continue
        code = _competence(id, bool(meta.get("task")))
        if not code:
            blocks.setdefault("", ([], []))[0].append(_ordinary(id, title, grade, bool(meta.get("task"))))
        elif meta.get("task"):
            blocks.setdefault(code, ([], []))[1].append(_critere(id, cell["source"], grade))
        elif meta.get("grade") and cell["cell_type"] == "code":
            blocks.setdefault(code, ([], []))[0].append(_question(id, title, grade, marks))
    told = _mapping(_mapping(record.self_assessment).get("competences"))
    competences = tuple(_block(code, *lines, _mapping(told.get(code))) for code, lines in blocks.items())
    return Feedback(
        student=student, title=_title(cells), variant=record.variant, points=sum(c.points for c in competences) - copy.penalty,
        maximum=sum(c.maximum for c in competences), penalty=copy.penalty, notice=record.reason, mends=record.mends,
        competences=competences, comments=tuple(comments),
    )  # fmt: skip


@functools.lru_cache(1024)
def _competence(id: str, task: bool) -> str:
    """The compétence that a cell belongs to, by its grade id; empty where the référentiel knows none, as in an ordinary notebook."""
    try:
        if task:
            referentiel().critere(code_of_slug(id))
        return referentiel().competence(competence_of_grade_id(id)).code
    except (UnknownCode, MalformedCode):
        return ""


@functools.lru_cache(1024)
def _label(code: str) -> str:
    """The label of a compétence or a criterion, by its code."""
    found = referentiel().critere(code) if "-" in code else referentiel().competence(code)
    return found.label


@functools.lru_cache(1024)
def _points(level: Level, maximum: float) -> float:
    return level.points(maximum)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _ordinary(id: str, title: str, grade: Grade, task: bool) -> QuestionLine:
    """A cell of an ordinary notebook: what it earned, and nothing of how; nbgrader keeps a task's comment with its grade."""
    outcome = "En attente de correction" if grade.pending else "Noté"
    sentence = grade.comment if task else ""
    return QuestionLine(id, title, grade.score, grade.maximum, "", outcome, sentence, grade.pending)


def _question(id: str, title: str, grade: Grade, marks: Mapping[str, Any]) -> QuestionLine:
    mark = marks.get(id)
    if mark is None:
        return QuestionLine(id, title, grade.score, grade.maximum, "", "Noté", "")
    sign, outcome = OUTCOMES[mark.outcome]
    # The outcome already says it.
    sentence = "" if mark.sentence == "Juste." else mark.sentence.removeprefix("Réponse non valable : ")
    sentence = sentence[:1].upper() + sentence[1:]
    if grade.manual and abs(grade.score - mark.points) > 1e-9:
        sentence += " Note revue par votre correcteur·rice."
    return QuestionLine(id, title, grade.score, grade.maximum, sign, outcome, sentence)


def _critere(id: str, source: str, grade: Grade) -> CritereLine:
    descriptors = read_mark_scheme(source)
    level = None
    if not grade.pending:
        level = min(LEVELS, key=lambda n: abs(_points(n, grade.maximum) - grade.score))
    code = code_of_slug(id)
    return CritereLine(
        code, _label(code), level, descriptors.get(int(level), "") if level is not None else "",
        grade.score, grade.maximum, grade.comment,
    )  # fmt: skip


def _block(
    code: str, questions: list[QuestionLine], criteres: list[CritereLine], told: Mapping[str, Any]
) -> CompetenceBlock:
    lines: list[QuestionLine | CritereLine] = [*questions, *criteres]
    level = told.get("niveau")
    return CompetenceBlock(
        code, _label(code) if code else "Autres questions", sum(x.points for x in lines), sum(x.maximum for x in lines),
        tuple(questions), tuple(criteres), Level(level) if level in (0, 1, 2, 3) else None, str(told.get("pourquoi") or ""),
    )  # fmt: skip


def _title(cells: Sequence[Mapping[str, Any]]) -> str:
    for cell in cells:
        if cell["cell_type"] == "markdown" and (cell["metadata"].get("nbgrader") or {}).get("locked"):
            found = re.search(r"^# +(.+?)\s*$", cell["source"], re.MULTILINE)
            if found:
                return found[1]
    return "Épreuve"
