"""What a candidate's feedback says, decided from the autograded notebook and the gradebook; the template only writes it.

Its lines (questions, criteria, compétences), then what to work on next and the chart, which are worked out from them alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from epreuves.authoring.grille import read_mark_scheme, read_official
from epreuves.feedback.results import CopyResults, ResultLine
from epreuves.gradebook.marked_notebook import MarkingRecord, self_assessed
from epreuves.gradebook.rows import Grade, Rows
from epreuves.marking.dependencies import titles
from epreuves.marking.marks import without_kept
from epreuves.referentiel import code_of_slug, competence_of, criterion_of, referentiel
from epreuves.referentiel.levels import LEVELS, Level
from epreuves.wording.french import counted, number, percent
from epreuves.wording.typography import spaced


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
    """One criterion: the level given (None while it waits), its descriptor, the grader's comment, and the certifier's wording (empty
    where the school has not laid it).
    """

    id: str
    label: str
    level: Level | None
    descriptor: str
    points: float
    maximum: float
    comment: str
    official: str


class CompetenceBlock(msgspec.Struct, frozen=True):
    """A compétence: its questions, its criteria, what the candidate said of it, and its result by the rules.

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
    result: ResultLine | None = None

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
    "Non calculable": "Donnez un tableau recevable : cette question se calcule d'après lui.",
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


#: What each outcome is called, with a sign that does not rely on colour.
OUTCOMES = {
    "right": ("✓", "Juste"), "coherent": ("✓", "Cohérent"), "follow_through": ("✓", "Juste par suite"),
    "partial": ("◐", "En partie juste"),
    "mistake": ("✗", "Erreur reconnue"), "wrong": ("✗", "Faux"), "invalid": ("!", "Réponse non valable"),
    "uncomputable": ("!", "Non calculable"), "missing": ("–", "Sans réponse"),
}  # fmt: skip


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
    results: CopyResults | None = None

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


def _place(code: str) -> tuple[bool, list[int]]:
    """Where a compétence stands: in the référentiel's order, whatever the order of the questions; what has none comes last."""
    return (not code, [int(part) for part in re.findall(r"\d+", code)])


def view(
    student: str, cells: Sequence[Mapping[str, Any]], record: MarkingRecord, copy: Rows, results: CopyResults | None = None
) -> Feedback:  # fmt: skip
    """Decide what a feedback says.

    cells: the autograded notebook's, sources whole; its task cells hold the mark schemes.
    results: of the compétences, by the rules. copy: what the gradebook holds; its remarks are comments on what the candidate wrote or coded, those on criteria come with their grades.
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
        task = bool(meta.get("task"))
        code = competence_of(id) if not task or criterion_of(id) else ""
        if not code:
            blocks.setdefault("", ([], []))[0].append(_ordinary(id, title, grade, task))
        elif task:
            blocks.setdefault(code, ([], []))[1].append(_critere(id, cell["source"], grade))
        elif meta.get("grade") and cell["cell_type"] == "code":
            blocks.setdefault(code, ([], []))[0].append(_question(id, title, grade, marks))
    told = self_assessed(record)
    lines = results.lines if results is not None else {}
    competences = tuple(
        _block(code, *own, *told.get(code, (None, "")), lines.get(code))
        for code, own in sorted(blocks.items(), key=lambda block: _place(block[0]))
    )
    return Feedback(
        student=student, title=_title(cells), variant=record.variant, points=sum(c.points for c in competences) - copy.penalty,
        maximum=sum(c.maximum for c in competences), penalty=copy.penalty, notice=record.reason, mends=record.mends,
        competences=competences, comments=tuple(comments), results=results,
    )  # fmt: skip


@functools.lru_cache(1024)
def _label(code: str) -> str:
    """The label of a compétence or a criterion, by its code."""
    found = referentiel().critere(code) if "-" in code else referentiel().competence(code)
    return found.label


@functools.lru_cache(1024)
def _points(level: Level, maximum: float) -> float:
    return level.points(maximum)


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
    return QuestionLine(id, title, grade.score, grade.maximum, sign, outcome, spaced(sentence))


def _critere(id: str, source: str, grade: Grade) -> CritereLine:
    descriptors = read_mark_scheme(source)
    level = None
    if not grade.pending:
        level = min(LEVELS, key=lambda n: abs(_points(n, grade.maximum) - grade.score))
    code = code_of_slug(id)
    return CritereLine(
        code, _label(code), level, descriptors.get(int(level), "") if level is not None else "",
        grade.score, grade.maximum, grade.comment, read_official(source)[0],
    )  # fmt: skip


def _block(
    code: str,
    questions: list[QuestionLine],
    criteres: list[CritereLine],
    level: Level | None,
    words: str,
    result: ResultLine | None,
) -> CompetenceBlock:
    lines: list[QuestionLine | CritereLine] = [*questions, *criteres]
    return CompetenceBlock(
        code, _label(code) if code else "Autres questions", sum(x.points for x in lines), sum(x.maximum for x in lines),
        tuple(questions), tuple(criteres), level, words, result,
    )  # fmt: skip


def _title(cells: Sequence[Mapping[str, Any]]) -> str:
    for cell in cells:
        if cell["cell_type"] == "markdown" and (cell["metadata"].get("nbgrader") or {}).get("locked"):
            found = re.search(r"^# +(.+?)\s*$", cell["source"], re.MULTILINE)
            if found:
                return found[1]
    return "Épreuve"
