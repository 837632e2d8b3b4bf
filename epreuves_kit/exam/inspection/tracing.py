"""The trace of a candidate's decision: criterion, what was asked, what was answered, the level and who gave it, up to the procès-verbal and the seal.

All is read where it is kept and nothing is decided here. A frozen value, in words, which the paper and the tables of a dossier both show.
"""

from __future__ import annotations

import datetime
import hashlib
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from epreuves.answers.keys import fold
from epreuves.referentiel.levels import Level
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, listed, number, short_day
from epreuves_kit.course.folders import Course
from epreuves_kit.course.stamps import BEGIN_SOLUTION, END_SOLUTION
from epreuves_kit.exam.closing import sealing
from epreuves_kit.exam.closing.naming import Mask
from epreuves_kit.exam.naming import CopyNames
from epreuves_kit.gradebook.rows import NotebookFile, identities, told_apart
from epreuves_kit.jury.decision import Decision
from epreuves_kit.jury.minutes import by_surname
from epreuves_kit.jury.minutes_text import of_code, plain
from epreuves_kit.jury.record import JuryRecord, MinutesAct
from epreuves_kit.jury.sentences import decided
from epreuves_kit.jury.sources import decisions
from epreuves_kit.referentiel.model import Referentiel
from epreuves_kit.rubric.agreement import agreements
from epreuves_kit.rubric.agreement_text import plainly
from epreuves_kit.rubric.appreciation import Copy, Criterion, JournalEntry, code
from epreuves_kit.rubric.judged_on import judged
from epreuves_kit.rubric.jury_words import HIDDEN, names_alone
from epreuves_kit.rubric.panel.copy_view import QuestionView, Section, Writing, copy_view, read
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.variants import session

#: Letters of an excerpt, and of what was asked, on paper; the tables have all of it.
EXCERPT, ASKED = 420, 260
_TAG = re.compile(r"<[^<>]*>")
#: The line of a Markdown table that separates its header.
_RULED = re.compile(r"\|[-: |]+\|?")
#: Marks of a heading or of a quotation, and those on both sides of words in bold or in italics.
_HEADED = re.compile(r"^[ \t]*(?:#{1,6}|>)[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
#: What stands around a solution, once it is without its marks of a heading: of a copy that was made of the source, as an essay of the session's.
_STAMPS = (BEGIN_SOLUTION, END_SOLUTION)
_SAID = {"judgement": "niveau", "undo": "retour au niveau", "settled": "niveau retenu"}
#: Said where a copy has nothing of what a criterion is judged on.
NOTHING = "La copie n'a rien à cette place."


class CriterionTrace(msgspec.Struct, frozen=True):
    """A criterion of a copy: what it asks, where and in which words it was asked, what the copy says there, the level that counts and its
    descriptor, who gave it and when, and the other words that were said of it.
    """

    code: str
    label: str
    judged_on: str
    asked: str
    answered: str
    level: str
    descriptor: str
    given: str
    others: tuple[str, ...]


class QuestionTrace(msgspec.Struct, frozen=True):
    """A question that the machine marked: its title, its points, and the sentence that explains them."""

    title: str
    points: str
    outcome: str


class CompetenceTrace(msgspec.Struct, frozen=True):
    """A compétence: its decision and why, then what it was decided from, in each of its épreuves."""

    code: str
    label: str
    decision: str
    why: str
    questions: tuple[QuestionTrace, ...]
    criteria: tuple[CriterionTrace, ...]


class DecisionTrace(msgspec.Struct, frozen=True):
    """All of a candidate. wider: the decisions on épreuves, blocs and the certification, with their reasons. minutes, seal: sentences."""

    candidate: str
    name: str
    competences: tuple[CompetenceTrace, ...]
    wider: tuple[tuple[str, str], ...]
    minutes: str
    seal: str


class DossierNames:
    """The names of people as a dossier says them: as they are or, masked, by a number that stays the same throughout."""

    def __init__(self, course: Course, every: Sequence[Decision], graders: Iterable[str], masked: bool) -> None:
        key = session.read(course.root).key
        self.masked = masked
        # In an order that says nothing of names, the same at each dossier of the course.
        drawn = sorted(
            (hashlib.sha256(f"{key} {decision.candidate}".encode()).digest(), decision.candidate) for decision in every
        )
        self._numbers = {candidate: f"Candidat·e {rank}" for rank, (_, candidate) in enumerate(drawn, 1)}
        self._graders = {
            name: f"évaluateur {rank}" for rank, name in enumerate(sorted(set(filter(None, graders)), key=fold), 1)
        }
        self._alone = names_alone(part for decision in every for part in decision.name.split())
        people = {decision.name: self._numbers[decision.candidate] for decision in every}
        for id, first_name, surname, email in identities(course.db_url):
            people |= dict.fromkeys((f"{first_name} {surname}", email), self._numbers.get(id, HIDDEN))
        self._mask = Mask(people | self._graders)
        self._hidden = CopyNames(course) if masked else None

    def candidate(self, id: str, name: str) -> str:
        """A candidate's name."""
        return self._numbers[id] if self.masked else name

    def grader(self, name: str) -> str:
        """A grader's name, or a juror's."""
        return self._graders.get(name, "évaluateur") if self.masked else name

    def text(self, text: str) -> str:
        """A text of a grader or of the jury, without names where they are masked."""
        return self._alone.sub(HIDDEN, self._mask.text(text)) if self.masked else text

    def of(self, copy: Copy) -> Callable[[str], str]:
        """The function that takes names out of a copy's texts, where they are masked."""
        return (lambda text: text) if self._hidden is None else self._hidden.of(copy)


def graders(course: Course, official: Referentiel, register: Register, gradebook: NotebookFile) -> frozenset[str]:
    """Those who said anything of a copy."""
    return frozenset(entry.who for id in _sat(official, course, gradebook) for entry in register.history(id))


def everyone(record: JuryRecord, rules: JuryRules) -> tuple[Decision, ...]:
    """The decisions on all, in the order of surnames, each named as sentences and titles name people: first name, then surname."""
    every = decisions(record, rules)
    names = told_apart({decision.candidate: decision.name for decision in every})
    return tuple(
        msgspec.structs.replace(decision, name=names[decision.candidate]) for decision in by_surname(record, every)
    )


def trace(
    course: Course,
    rules: JuryRules,
    decision: Decision,
    names: DossierNames,
    register: Register,
    gradebook: NotebookFile,
    minutes: Sequence[MinutesAct],
    seal: sealing.Seal | None,
) -> DecisionTrace:
    """The trace of one decision. Raises KitError where a copy or a record cannot be read."""
    official = rules.referentiel
    parts: dict[str, tuple[list[QuestionTrace], list[CriterionTrace]]] = {}
    for id in _sat(official, course, gradebook):
        for copy in register.copies(id):
            if decision.candidate in copy.students:
                for competence, questions, criteria in _of_copy(official, register, gradebook, id, copy, names):
                    held = parts.setdefault(competence, ([], []))
                    held[0].extend(questions)
                    held[1].extend(criteria)
    nothing: tuple[list[QuestionTrace], list[CriterionTrace]] = ([], [])
    traced = tuple(
        CompetenceTrace(
            verdict.code,
            official.competence(verdict.code).label,
            decided(verdict.code, verdict.status),
            names.text(plain(verdict.why)),
            tuple(parts.get(verdict.code, nothing)[0]),
            tuple(parts.get(verdict.code, nothing)[1]),
        )
        for verdict in decision.competences
        if verdict.code in parts or verdict.share is not None or verdict.changed is not None
    )
    own = (*decision.epreuves, *decision.blocs, *([decision.certification] if decision.certification else []))
    wider = tuple(
        (
            f"{of_code(verdict.code)} : {decided(verdict.code, verdict.status)}",
            names.text(plain(verdict.why)),
        )
        for verdict in own
        if verdict.share is not None or verdict.changed is not None or not verdict.lacking
    )
    return DecisionTrace(
        names.candidate(decision.candidate, decision.candidate),
        names.candidate(decision.candidate, decision.name),
        traced,
        wider,
        _minutes(minutes, decision),
        _seal(seal),
    )


def _sat(official: Referentiel, course: Course, gradebook: NotebookFile) -> Iterator[EpreuveId]:
    """The assignments of the course that the référentiel and the gradebook know, in the first one's order."""
    marked = gradebook.assignments() & set(course.sources())
    for epreuve in official.epreuves:
        yield from (sujet for sujet in epreuve.sujets if sujet in marked)


def _of_copy(
    official: Referentiel, register: Register, gradebook: NotebookFile, id: EpreuveId, copy: Copy, names: DossierNames
) -> Iterator[tuple[str, list[QuestionTrace], list[CriterionTrace]]]:
    """The questions and criteria of a copy, by compétence."""
    hide = names.of(copy)
    try:
        cells, marking = read(Path(copy.path))
    except Exception as error:  # a notebook that somebody put there by hand may hold anything
        raise KitError(f"La copie n° {copy.number} de {id} ne se lit pas ({error}) : corrigez-la de nouveau.") from None
    rows = gradebook.one(id, copy.notebook, copy.students[0])
    view = copy_view(official, cells, marking, rows)
    label = _label(official, id, copy)
    sections: Mapping[str, Section] = {section.code: section for section in view.sections}
    writings = [(section.code, writing) for section in view.sections for writing in section.writings]
    settled, history = register.settled(id, copy.key), register.history(id, copy.key)
    by_competence: dict[str, list[CriterionTrace]] = {}
    for criterion in register.criteria(id):
        if criterion.notebook != copy.notebook:
            continue
        own = [w for _, w in judged(criterion, writings, lambda pair: pair[1].title, lambda pair: pair[0])]
        level = settled.get((copy.key, criterion.grade_id))
        words = [entry for entry in history if entry.grade_id == criterion.grade_id]
        by_competence.setdefault(criterion.competence, []).append(
            _criterion(official, criterion, label, own, level.level if level else None, words, names, hide)
        )
    for competence in dict.fromkeys([*sections, *by_competence]):
        if competence:
            questions = (
                [_question(label, view, hide) for view in sections[competence].questions]
                if competence in sections
                else []
            )
            yield competence, questions, by_competence.get(competence, [])


def _label(official: Referentiel, id: EpreuveId, copy: Copy) -> str:
    epreuve = official.known(id)
    name = epreuve.heading if epreuve is not None else id
    part = "" if copy.notebook == id else f", {copy.notebook.upper() if copy.notebook == 'rex' else copy.notebook}"
    return f"{name.partition(' — ')[0]}{part}"


def _question(label: str, view: QuestionView, hide: Callable[[str], str]) -> QuestionTrace:
    line = view.line
    points = f"{number(line.points)} / {number(line.maximum)}"
    return QuestionTrace(f"{label}, {line.title}", points, hide(f"{line.outcome}. {line.sentence}".strip()))


def _criterion(
    official: Referentiel,
    criterion: Criterion,
    label: str,
    writings: Sequence[Writing],
    level: int | None,
    words: Sequence[JournalEntry],
    names: DossierNames,
    hide: Callable[[str], str],
) -> CriterionTrace:
    texts = [
        f"{writing.title} : {hide(_flat(writing.text)) or '(rien)'}"
        for writing in writings
        if writing.text or writing.id
    ]
    asked = [_flat(html.unescape(_TAG.sub(" ", writing.asked))) for writing in writings]
    retained = next((entry for entry in reversed(words) if entry.kind == "settled"), None)
    source = retained or next((entry for entry in reversed(words) if entry.level is not None), None)
    given = "" if source is None else f"{names.grader(source.who)}, le {_moment(source.at.astimezone())}"
    return CriterionTrace(
        code(criterion.grade_id),
        criterion.official or criterion.label,
        f"{label}. {criterion.look}",
        " ".join(dict.fromkeys(filter(None, asked))),
        " ".join(texts) or NOTHING,
        "pas encore jugé" if level is None else f"{level}, {Level(level).label.lower()}",
        "" if level is None else criterion.descriptors[level],
        given,
        tuple(_others(words, source, names)),
    )


def _others(words: Sequence[JournalEntry], counts: JournalEntry | None, names: DossierNames) -> Iterator[str]:
    """The words on a criterion beside the one that counts, the first first, each once."""
    every = set()
    for entry in words:
        comment = f"« {names.text(_flat(entry.comment))} » ({names.grader(entry.who)})" if entry.comment else ""
        same = counts is not None and (entry.level, fold(entry.who)) == (counts.level, fold(counts.who))
        level = ""
        if entry.level is not None and entry is not counts and not same:
            reason = f" : {names.text(_flat(entry.reason))}" if entry.reason else ""
            level = f"{_SAID[entry.kind]} {entry.level}, {names.grader(entry.who)}, le {_moment(entry.at.astimezone())}{reason}"
        for text in filter(None, (level, comment)):
            if text not in every:
                every.add(text)
                yield text


def _moment(at: datetime.datetime) -> str:
    """« 01/06/2026 à 14 h 05 »."""
    return f"{short_day(at)} à {at.hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{at:%M}"


def _flat(text: str) -> str:
    """A text on one line, without the marks of Markdown nor those around a solution; the cells of a table between points."""
    text = _EMPHASIS.sub(r"\2", _HEADED.sub("", text))
    lines = (line for line in map(str.strip, text.splitlines()) if line not in _STAMPS and not _RULED.fullmatch(line))
    cells = (
        " · ".join(filter(None, map(str.strip, line.split("|")))) if line.startswith("|") else line for line in lines
    )
    return " ".join(" ".join(cells).split())


def _minutes(acts: Sequence[MinutesAct], decision: Decision) -> str:
    """The procès-verbal that has the decision."""
    last = next((act for act in reversed(acts) if decision.candidate in act.decided), None)
    if last is None:
        return "Aucun procès-verbal numéroté n'a encore cette décision."
    return f"Procès-verbal n° {last.number} du {day(last.day)}, empreinte SHA-256 {last.fingerprint}."


def _seal(seal: sealing.Seal | None) -> str:
    if seal is None:
        return "La session n'est pas close : rien n'est encore scellé."
    return (
        f"Session close le {day(seal.head.day)} : {counted(len(seal.files), 'fichier scellé')}, empreinte {seal.root}."
    )


def agreement_lines(
    course: Course, official: Referentiel, register: Register, gradebook: NotebookFile
) -> Iterator[tuple[str, str]]:
    """For each épreuve that two graders judged in part, how often they gave the same level."""
    for id in _sat(official, course, gradebook):
        if register.plan(id) is None and not register.duties(id).calibration:
            continue
        double, together, left = agreements(course.root, id)
        measures = []
        if together is not None:
            measures.append(
                f"étalonnage de {counted(together.copies, 'copie')} par {counted(len(together.graders), 'personne')}"
            )
        if double is not None:
            measures.append(
                f"{counted(double.drawn, 'copie')} sur {double.copies} par deux personnes, {plainly(double.overall)}"
            )
        if left:
            measures.append(f"{counted(len(left), 'désaccord')} à régler")
        if measures:
            epreuve = official.known(id)
            yield (epreuve.heading if epreuve is not None else id), f"{'; '.join(measures)}."


def shortened(text: str, most: int) -> str:
    """A text as paper has it: its beginning, cut between words."""
    if len(text) <= most:
        return text
    return f"{text[:most].rpartition(' ')[0]} …"


def counted_statuses(every: Iterable[Decision]) -> str:
    """The decisions on the certification, by how many: « validée pour 3 et rattrapage pour 1 »."""
    held: dict[str, int] = {}
    for decision in every:
        status = (
            "certains blocs seulement"
            if decision.certification is None
            else decided("certification", decision.certification.status)
        )
        held[status] = held.get(status, 0) + 1
    return listed(f"{status} pour {number}" for status, number in held.items())
