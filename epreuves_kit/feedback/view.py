"""The content of a candidate's feedback, decided from the autograded notebook and the gradebook; the template only writes it.

Its lines (questions, criteria, compétences), then what is said first and the chart, which are worked out from them alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from epreuves.answers.files.workbook import read_in_file
from epreuves.referentiel.levels import Level, nearest
from epreuves.wording.french import counted, listed
from epreuves.wording.typography import spaced
from epreuves_kit.course import checklist, criterion_cell
from epreuves_kit.feedback import advice
from epreuves_kit.feedback.advice import Step, Strength
from epreuves_kit.feedback.chart import Chart, chart
from epreuves_kit.feedback.lines import KEPT, OUTCOMES, CompetenceBlock, CritereLine, QuestionLine, awaited
from epreuves_kit.feedback.results import CopyResults, ResultLine
from epreuves_kit.gradebook.marked_notebook import MarkingRecord, self_assessed
from epreuves_kit.gradebook.passages import stands_in
from epreuves_kit.gradebook.rows import Grade, Rows
from epreuves_kit.marking.dependencies import titles
from epreuves_kit.marking.in_words import answer, brief, spellings, titled
from epreuves_kit.referentiel.model import Referentiel

#: What is said to everybody, at the end.
FAIR = (
    "Une erreur ne coûte qu'une fois : ce qui est juste à partir d'une réponse déjà comptée fausse est crédité. "
    "Une question, un désaccord ? Adressez-vous à votre formateur·rice en citant l'intitulé de la question."
)


class PassageLine(msgspec.Struct, frozen=True):
    """A grader's remark on a passage of the candidate's: the words, the remark, the criterion that it is about (empty for none), and whether these
    words are still in the text.
    """

    quote: str
    text: str
    criterion: str
    stands: bool


class PieceComments(msgspec.Struct, frozen=True):
    """All that graders wrote on one piece of a copy: a comment, empty for none, and remarks on its passages."""

    title: str
    comment: str
    passages: tuple[PassageLine, ...] = ()


class Feedback(msgspec.Struct, frozen=True):
    """A candidate's whole feedback on one épreuve."""

    name: str
    title: str
    variant: str
    points: float
    maximum: float
    penalty: float
    notice: str
    mends: tuple[str, ...]
    competences: tuple[CompetenceBlock, ...]
    comments: tuple[PieceComments, ...]
    results: CopyResults | None = None
    late: str = ""

    @property
    def pending(self) -> int:
        """The number of criteria, or questions marked by hand, that still wait for a grader."""
        return sum(c.pending for c in self.competences)

    @property
    def awaited(self) -> str:
        """The same in words: « 2 critères », « 1 question »."""
        return awaited(self.pending, any(q.pending for c in self.competences for q in c.questions))

    @property
    def assessed(self) -> bool:
        """True if there is a compétence that the candidate or graders could say a level of."""
        return any(c.code for c in self.competences)

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes on the total: what waits, what lateness cost."""
        waits = (f"Total provisoire : {self.awaited} en attente de correction.",) if self.pending else ()
        cost = f"Pénalité de retard déduite : {counted(self.penalty, 'point')}." if self.penalty else ""
        return (*waits, *filter(None, (self.late or cost,)))

    @property
    def closing(self) -> tuple[str, ...]:
        """The last sentences: how mistakes count, whom to ask, how to appeal where the school says it."""
        appeal = self.results.appeal if self.results is not None else ""
        return (FAIR, *((f"Pour contester un résultat : {appeal}",) if appeal else ()))

    @property
    def whole(self) -> str:
        """A sentence or two on the whole; empty where nothing is marked yet."""
        return advice.whole(self.competences)

    @property
    def strengths(self) -> tuple[Strength, ...]:
        """The things done well."""
        return advice.strengths(self.competences)

    @property
    def next_steps(self) -> tuple[Step, ...]:
        """The things to work on next, the most points lost first."""
        return advice.next_steps(self.competences)

    @property
    def chart(self) -> Chart | None:
        """The shares of points by compétence, as they are drawn; None where there is nothing to draw."""
        return chart(self.competences)


def view(
    official: Referentiel,
    name: str,
    cells: Sequence[Mapping[str, Any]],
    record: MarkingRecord,
    copy: Rows,
    results: CopyResults | None = None,
    late: str = "",
) -> Feedback:
    """Decide what a feedback says, its compétences in the order of the référentiel.

    name: the candidate's. cells: the autograded notebook's, sources whole; its task cells hold the mark schemes.
    late: a sentence on its lateness. results: of the compétences, by the rules. copy: what the gradebook holds; its remarks are comments on what the candidate wrote or coded, those on criteria come with their grades.
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
        passages = _passages(official, copy, id, cells)
        if (comment := copy.remarks.get(id, "")) or passages:
            comments.append(PieceComments(title, comment, passages))
        if grade is None:
            continue
        task = bool(meta.get("task"))
        code = official.competence_of(id) if not task or official.criterion_of(id) else ""
        # A course without a référentiel has the kit's questions and grilles all the same.
        own = any(criterion_cell.read(cell["source"]).descriptors) if task else id in marks
        if not code and not own:
            if (
                grade.maximum or grade.score or grade.pending
            ):  # a writing that criteria judge has nothing of its own to say
                blocks.setdefault("", ([], []))[0].append(_ordinary(id, title, grade, task))
        elif task:
            blocks.setdefault(code, ([], []))[1].append(_critere(official, id, cell["source"], grade))
        elif meta.get("grade") and cell["cell_type"] == "code":
            line = _question(id, title, grade, marks)
            blocks.setdefault(code, ([], []))[0].append(_answered(line, cell["source"], record, cells))
    assessed = self_assessed(record)
    lines = results.lines if results is not None else {}
    competences = tuple(
        _block(official, code, *own, *assessed.get(code, (None, "")), lines.get(code))
        for code, own in sorted(blocks.items(), key=lambda block: official.order(block[0]))
    )
    return Feedback(
        name=name,
        title=_title(cells),
        variant=record.variant,
        points=sum(c.points for c in competences) - copy.penalty,
        maximum=sum(c.maximum for c in competences),
        penalty=copy.penalty,
        notice=" ".join(filter(None, (results.absence if results is not None else "", record.reason))),
        mends=tuple(_by_title(mend, named) for mend in record.mends),
        competences=competences,
        comments=tuple(comments),
        results=results,
        late=late,
    )


def _passages(
    official: Referentiel, copy: Rows, id: str, cells: Sequence[Mapping[str, Any]]
) -> tuple[PassageLine, ...]:
    """The remarks on passages of a writing, by the grade id of its cell."""
    own = [passage for passage in copy.passages if passage.cell == id]
    if not own:
        return ()
    # A passage may be in a cell that was added under the writing.
    text = "\n".join(c["source"] for c in cells if not (c["metadata"].get("nbgrader") or {}).get("locked"))
    return tuple(
        PassageLine(p.quote, p.text, official.criterion_of(p.grade_id) or p.grade_id, stands_in(p.quote, text))
        for p in own
    )


def _by_title(sentence: str, named: Mapping[str, str]) -> str:
    """A sentence that names cells, by the headings that a candidate has read in place of identifiers: each once, though several cells are under it."""

    def titled_once(match: re.Match[str]) -> str:
        ids = re.findall("« ([^»]+) »", match[0])
        return listed(dict.fromkeys(f"« {named.get(id) or id} »" for id in ids))

    return re.sub("« [^»]+ »(?:(?:, | et )« [^»]+ »)*", titled_once, sentence)


def _ordinary(id: str, title: str, grade: Grade, task: bool) -> QuestionLine:
    """A cell of an ordinary notebook: what it earned, and nothing of how; nbgrader keeps a task's comment with its grade."""
    outcome = "En attente de correction" if grade.pending else "Noté"
    sentence = grade.comment if task else ""
    return QuestionLine(id, title, grade.score, grade.maximum, "", outcome, sentence, grade.pending)


def _question(id: str, title: str, grade: Grade, marks: Mapping[str, Any]) -> QuestionLine:
    mark = marks.get(id)
    if mark is None:
        return QuestionLine(id, title, grade.score, grade.maximum, "", "Noté", "")
    sign, outcome = KEPT if mark.outcome == "mistake" and grade.score > 0 else OUTCOMES[mark.outcome]
    # The outcome already says it.
    sentence = "" if mark.sentence == "Juste." else mark.sentence.removeprefix("Réponse non valable : ")
    sentence = sentence[:1].upper() + sentence[1:]
    if grade.manual and abs(grade.score - mark.points) > 1e-9:
        sentence += " Note revue par votre correcteur·rice."
    return QuestionLine(id, title, grade.score, grade.maximum, sign, outcome, spaced(sentence))


def _answered(
    line: QuestionLine, source: str, record: MarkingRecord, cells: Sequence[Mapping[str, Any]]
) -> QuestionLine:
    """A line with what the candidate answered, but for what was read in a file of theirs; its columns are named as the statement spells them."""
    given = record.answers.get(line.id)
    answered = None if given is None or read_in_file(given) else answer(given)
    if answered is None:
        return line
    shown, unit = brief(answered, source)
    if shown.header:
        # A table's columns have no accents, so that anybody can type them.
        spelled = spelled_in(cells)
        shown = msgspec.structs.replace(shown, header=tuple(titled(name, spelled) for name in shown.header))
    return msgspec.structs.replace(line, answer=shown, unit=unit)


def spelled_in(cells: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The spelling of each word of a notebook's statement, by the word without accents."""
    given = (c for c in cells if c["cell_type"] == "markdown" and (c["metadata"].get("nbgrader") or {}).get("locked"))
    return _spelled("\n".join(c["source"] for c in given))


@functools.lru_cache(8)
def _spelled(statement: str) -> dict[str, str]:
    """The spelling that a statement gives each of its words."""
    return spellings([statement])


def _critere(official: Referentiel, id: str, source: str, grade: Grade) -> CritereLine:
    criterion = criterion_cell.read(source)
    level = None if grade.pending else nearest(grade.score, grade.maximum)
    code = official.criterion_of(id)
    return CritereLine(
        code or id,
        official.critere(code).label if code else criterion.label or id,
        level,
        checklist.told(criterion.descriptors, level, grade.comment) if level is not None else "",
        grade.score,
        grade.maximum,
        grade.comment,
        criterion.official,
        criterion.judged_on,
    )


def _block(
    official: Referentiel,
    code: str,
    questions: list[QuestionLine],
    criteres: list[CritereLine],
    level: Level | None,
    words: str,
    result: ResultLine | None,
) -> CompetenceBlock:
    lines: list[QuestionLine | CritereLine] = [*questions, *criteres]
    competence = official.competence(code) if code else None
    return CompetenceBlock(
        code,
        competence.label
        if competence is not None
        else "Autres questions"
        if official.competences
        else "Questions et critères",
        competence.group.title if competence is not None else "",
        sum(x.points for x in lines),
        sum(x.maximum for x in lines),
        tuple(questions),
        tuple(criteres),
        level,
        words,
        result,
    )


def _title(cells: Sequence[Mapping[str, Any]]) -> str:
    for cell in cells:
        if cell["cell_type"] == "markdown" and (cell["metadata"].get("nbgrader") or {}).get("locked"):
            match = re.search(r"^# +(.+?)\s*$", cell["source"], re.MULTILINE)
            if match:
                return match[1]
    return "Épreuve"
