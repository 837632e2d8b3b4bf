"""What a candidate's feedback says, decided from the autograded notebook and the gradebook; the template only writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from epreuves.authoring.grille import read_mark_scheme
from epreuves.gradebook.record import Record
from epreuves.marking.titles import titles
from epreuves.referentiel import code_du_slug, competence_du_grade_id, referentiel
from epreuves.rubric.niveaux import NIVEAUX, Niveau

#: What each outcome is called, with a sign that does not rely on colour.
OUTCOMES = {
    "right": ("✓", "Juste"), "follow_through": ("✓", "Juste par suite"), "partial": ("◐", "En partie juste"),
    "mistake": ("✗", "Erreur reconnue"), "wrong": ("✗", "Faux"), "invalid": ("!", "Réponse non valable"),
    "missing": ("–", "Sans réponse"),
}  # fmt: skip


class Grade(msgspec.Struct, frozen=True):
    """What the gradebook holds of one cell: score, maximum, whether a grader still has to look, whether one set it, and the comment."""

    score: float
    maximum: float
    pending: bool
    manual: bool
    comment: str = ""


class QuestionLine(msgspec.Struct, frozen=True):
    """One question as it is told to a candidate."""

    id: str
    title: str
    points: float
    maximum: float
    sign: str
    outcome: str
    sentence: str


class CritereLine(msgspec.Struct, frozen=True):
    """One criterion: the level given (None while it waits), its descriptor, the grader's comment."""

    id: str
    label: str
    niveau: Niveau | None
    descriptor: str
    points: float
    maximum: float
    comment: str


class CompetenceBlock(msgspec.Struct, frozen=True):
    """A compétence: its questions, its criteria, and what the candidate said of it."""

    code: str
    label: str
    points: float
    maximum: float
    questions: tuple[QuestionLine, ...]
    criteres: tuple[CritereLine, ...]
    self_level: Niveau | None
    self_words: str

    @property
    def pending(self) -> int:
        """How many criteria still wait for a level."""
        return sum(c.niveau is None for c in self.criteres)


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
        """How many criteria still wait for a level."""
        return sum(c.pending for c in self.competences)


def view(
    student: str,
    notebook: Mapping[str, Any],
    record: Record,
    grades: Mapping[str, Grade],
    remarks: Mapping[str, str],
    penalty: float,
) -> Feedback:
    """Decide what a feedback says.

    notebook: the autograded notebook, whose task cells hold the mark schemes; grades: by grade id.
    remarks: graders' comments on what the candidate wrote or coded, by grade id; those on criteria come with their grades.
    """
    cells = notebook["cells"]
    named = titles(cells)
    marks = {m.question: m for m in record.marks}
    blocks: dict[str, tuple[list[QuestionLine], list[CritereLine]]] = {}
    comments = []
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        id = meta.get("grade_id", "")
        grade = grades.get(id)
        if comment := remarks.get(id):
            comments.append((named.get(id, id), comment))
        if grade is None:
            continue
        if meta.get("task"):
            block = blocks.setdefault(competence_du_grade_id(id), ([], []))
            block[1].append(_critere(id, cell["source"], grade))
        elif meta.get("grade") and cell["cell_type"] == "code":
            block = blocks.setdefault(competence_du_grade_id(id), ([], []))
            block[0].append(_question(id, named.get(id, id), grade, marks))
    told = record.autoevaluation.get("competences", {}) if isinstance(record.autoevaluation, dict) else {}
    competences = tuple(_block(code, *lines, told.get(code) or {}) for code, lines in blocks.items())
    return Feedback(
        student=student, title=_title(cells), variant=record.variant, points=sum(c.points for c in competences) - penalty,
        maximum=sum(c.maximum for c in competences), penalty=penalty, notice=record.reason, mends=record.mends,
        competences=competences, comments=tuple(comments),
    )  # fmt: skip


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
    niveau = None
    if not grade.pending:
        niveau = min(NIVEAUX, key=lambda n: abs(n.points(grade.maximum) - grade.score))
    code = code_du_slug(id)
    return CritereLine(
        code, referentiel().critere(code).libelle, niveau, descriptors.get(int(niveau), "") if niveau is not None else "",
        grade.score, grade.maximum, grade.comment,
    )  # fmt: skip


def _block(
    code: str, questions: list[QuestionLine], criteres: list[CritereLine], told: Mapping[str, Any]
) -> CompetenceBlock:
    lines = [*questions, *criteres]
    level = told.get("niveau")
    return CompetenceBlock(
        code, referentiel().competence(code).libelle, sum(x.points for x in lines), sum(x.maximum for x in lines),
        tuple(questions), tuple(criteres), Niveau(level) if level in (0, 1, 2, 3) else None, str(told.get("pourquoi") or ""),
    )  # fmt: skip


def _title(cells: list[Mapping[str, Any]]) -> str:
    for cell in cells:
        if cell["cell_type"] == "markdown" and (cell["metadata"].get("nbgrader") or {}).get("locked"):
            found = re.search(r"^# +(.+?)\s*$", cell["source"], re.MULTILINE)
            if found:
                return found[1]
    return "Épreuve"
