"""A juror's page of an oral: what it shows of the day's candidates, and what a gesture on it does to the jury's record.

Levels, remarks and questions besides are the juror's own (`OralAct.alone`); the others' are shown on a compétence once the juror has given
theirs. Presence, hours and questions asked are the jury's.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, get_args

import msgspec

from epreuves.answers.keys import fold as folded
from epreuves.answers.self_assessment import Estimation
from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import week_day
from epreuves_kit.authoring.oral import GRAND_ORAL, MOST_QUESTIONS
from epreuves_kit.extensions.visitors import passes
from epreuves_kit.extensions.visitors.gestures import GestureId, GestureRecord, NotForThem, digest_of
from epreuves_kit.extensions.visitors.passes import VisitorPass
from epreuves_kit.gradebook.rows import NotebookFile, told_apart
from epreuves_kit.jury.grand_oral import LONGEST, GrandOral
from epreuves_kit.jury.oral_sheet import Presence, Sheet, Sheets, fold
from epreuves_kit.jury.record import AbsenceAct, GivenLevels, JuryEntry, OralAct, Text
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants.identity import Candidates


class AskedQuestion(msgspec.Struct, frozen=True):
    """A question of the sheet: its number from 1, what is expected, what to ask again."""

    number: int
    question: str
    expected: str
    follow_up: str


class DescribedCriterion(msgspec.Struct, frozen=True):
    """A criterion, and what is seen at each level, from 0."""

    label: str
    levels: tuple[str, ...]


class HeardCompetence(msgspec.Struct, frozen=True):
    """A compétence as the sheet shows it."""

    code: str
    label: str
    criteria: tuple[str, ...]
    descriptors: tuple[DescribedCriterion, ...]
    questions: tuple[AskedQuestion, ...]


class HeardPart(msgspec.Struct, frozen=True):
    """An épreuve of which candidates are heard: the only one, or a part of the grand oral."""

    epreuve: EpreuveId
    title: str
    competences: tuple[HeardCompetence, ...]


class HeardPassage(msgspec.Struct, frozen=True):
    """Those who are heard together: their group's name, when and where (empty where no order was written)."""

    group: str
    place: str
    begins: datetime.datetime | None
    ends: datetime.datetime | None
    candidates: tuple[str, ...]


class OwnLevel(msgspec.Struct, frozen=True):
    """The level that a juror gave of a compétence and, once they have, those of the others; shared: the one given together."""

    own: int | None = None
    shared: int | None = None
    others: dict[str, int] = {}
    to_settle: bool = False
    said: str = ""


class OwnPart(msgspec.Struct, frozen=True):
    """A candidate's sheet of a part, as a juror's page shows it: levels and the juror's remarks by compétence, numbers of questions asked and of those that may be.

    help: what the candidate declares; lines: of a serious game, their theme and what professionals said.
    """

    levels: dict[str, OwnLevel]
    remarks: dict[str, str]
    asked: tuple[int, ...]
    questions: tuple[int, ...]
    help: str
    lines: tuple[str, ...]


class HeardCandidate(msgspec.Struct, frozen=True):
    """A candidate as a juror's page shows them; remark and questions: the juror's own, on the whole."""

    name: str
    presence: Presence
    start: str
    end: str
    jurors: str
    remark: str
    questions: str
    parts: dict[EpreuveId, OwnPart]


class HearingView(msgspec.Struct, frozen=True):
    """All that a juror's page shows. minutes: those of an oral, where its sheet says them; most: questions that a part may be asked, 0 for any number."""

    juror: str
    title: str
    day: str
    panel: str
    now: datetime.datetime
    minutes: int
    most: int
    parts: tuple[HeardPart, ...]
    passages: tuple[HeardPassage, ...]
    candidates: dict[str, HeardCandidate]


class OralGesture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gesture on a juror's page. part: the épreuve, empty for what holds of the whole; key: a compétence's code or a question's number."""

    id: GestureId
    candidate: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    field: Literal["niveau", "posée", "remarque", "question", "début", "fin", "présence"]
    part: Annotated[str, msgspec.Meta(max_length=128)] = ""
    key: Annotated[str, msgspec.Meta(max_length=32)] = ""
    level: Annotated[int, msgspec.Meta(ge=0, le=3)] | None = None
    text: Text = ""


class Hearing:
    """An oral as a pass opens it. Raises KitError where the oral cannot be read."""

    def __init__(
        self, record: GestureRecord, held: VisitorPass, words: dict[tuple[str, str], tuple[str, dict[str, Estimation]]]
    ) -> None:
        """words: what candidates' copies say of themselves, kept from one opening to the next: a copy is long to read."""
        self._pass, self._record, self._words = held, record, words
        given, self._course = held.given, record.places
        self._grand: GrandOral | None = None
        self._parts: tuple[Sheets, ...]
        if given.epreuve == GRAND_ORAL:
            self._grand = GrandOral(self._course.root, given.holder, record, alone=True)
            self._parts = self._grand.parts
        else:
            self._parts = (Sheets(self._course.root, given.epreuve, given.holder, record, alone=True),)
        self.passages = tuple(self._passages())
        self._candidates = Candidates(id for passage in self.passages for id in passage.candidates)

    def view(self, now: datetime.datetime) -> HearingView:
        """All that the page shows."""
        given, (first, *_) = self._pass.given, self._parts
        with NotebookFile(self._course.db_url, self._course.root) as gradebook:
            names = told_apart(gradebook.students())
        entries = self._record.entries(OralAct, AbsenceAct)
        written = first.written
        usual = written.presentation_minutes + written.discussion_minutes if written else 0
        return HearingView(
            given.holder,
            passes.title(self._course, given.epreuve),
            week_day(given.day),
            given.panel,
            now,
            LONGEST if self._grand else usual,
            MOST_QUESTIONS if self._grand else 0,
            tuple(map(self._part, self._parts)),
            self.passages,
            {id: self._candidate(id, names.get(id, id), entries) for id in self._candidates},
        )

    def take(self, gesture: OralGesture, now: datetime.datetime) -> HearingView:
        """Keep a gesture, once; gives what the page shows then. Raises NotForThem where it is on what the pass does not reach, KitError where it cannot be meant."""
        digest = digest_of(gesture)
        if not self._record.taken(self._pass.given.holder, gesture.id, digest):
            who = self._candidates_named(gesture.candidate)
            self._apply(gesture, who)
            self._name_juror(who)
            self._record.take(self._pass.given.holder, self._pass.number, gesture.id, digest)
        return self.view(now)

    def _candidates_named(self, written: str) -> str:
        if written not in list(self._candidates):
            raise NotForThem("Cette page n'ouvre pas la fiche de cette personne.")
        return written

    def _apply(self, gesture: OralGesture, who: str) -> None:
        kept = self._grand or self._parts[0]
        match gesture.field:
            case "niveau":
                self._part_of(gesture, who).level(who, gesture.key, gesture.level)
            case "posée":
                part = self._part_of(gesture, who)
                possible = {str(number): number for number, _ in part.questions(who)}
                if gesture.key not in possible or gesture.level not in (0, 1):
                    raise NotForThem("Cette question n'est pas de la fiche de cette personne.")
                part.ask(who, possible[gesture.key], gesture.level == 1)
            case "remarque" if gesture.key:
                self._part_of(gesture, who).remark(who, gesture.text, gesture.key)
            case "remarque":
                kept.remark(who, gesture.text)
            case "question":
                kept.others(who, gesture.text)
            case "début":
                kept.time(who, "début", gesture.text)
            case "fin":
                kept.time(who, "fin", gesture.text)
            case "présence":
                state = next((state for state in get_args(Presence) if state == gesture.text), None)
                if state is None:
                    raise NotForThem("Une présence se dit en cochant l'un des trois choix.")
                kept.presence(who, state)

    def _part_of(self, gesture: OralGesture, who: str) -> Sheets:
        own = self._grand.of(who) if self._grand else self._parts
        part = next((part for part in own if part.epreuve == gesture.part), None)
        if part is None:
            raise NotForThem("Cette épreuve n'est pas de cette page.")
        if gesture.field != "posée" and gesture.key not in part.competences:
            raise NotForThem("Cette compétence n'est pas de cette épreuve.")
        return part

    def _name_juror(self, who: str) -> None:
        """Write the juror among those who heard the candidate, the first time that they give something."""
        kept = self._grand or self._parts[0]
        named = self._own(who)[0].sheet(who).jurors
        if folded(self._pass.given.holder) not in folded(named):
            kept.jurors(who, ", ".join(filter(None, (named, self._pass.given.holder))))

    def _own(self, who: str) -> tuple[Sheets, ...]:
        return self._grand.of(who) if self._grand else self._parts

    def _passages(self) -> Iterator[HeardPassage]:
        """Those heard together, in the order of their hours; in that of the list where no order was written."""
        first, given = self._parts[0], self._pass.given
        listed = self._grand.candidates() if self._grand else first.candidates()
        everybody = Candidates(id for _, id in listed)
        hours = passes.hours_of(self._course, given.epreuve)
        if not hours:
            seen: set[str] = set()
            for id in everybody:
                group, together = first.together(id)
                if id not in seen:
                    seen.update(together)
                    yield HeardPassage(group, "", None, None, tuple(together))
            return
        own = [hour for hour in hours if hour.begins.date() == given.day and hour.panel == given.panel]
        at: dict[datetime.datetime, list[str]] = {}
        for hour in sorted(own, key=lambda hour: hour.begins):
            # A grand oral has the hour of each of its parts.
            spelled = everybody.spelled(hour.candidate)
            if spelled is not None and spelled not in at.setdefault(hour.begins, []):
                at[hour.begins].append(spelled)
        ends = {hour.begins: hour for hour in own}
        for begins, ids in at.items():
            if ids:
                group = first.together(ids[0])[0]
                yield HeardPassage(group, ends[begins].place, begins, ends[begins].ends, tuple(ids))

    def _part(self, part: Sheets) -> HeardPart:
        official = referentiel(self._course.root)
        questions = part.written.questions if part.written else ()
        competences = []
        for code in part.competences:
            described = tuple(
                DescribedCriterion(label, tuple(" ".join(texts.get(int(n), "").split()) for n in LEVELS))
                for label, texts in part.descriptors(code)
            )
            own = tuple(
                AskedQuestion(number, question.question, question.expected, question.follow_up)
                for number, question in enumerate(questions, 1)
                if question.competence == code
            )
            labels = tuple(critere.label for critere in official.criteres_of(code))
            competences.append(HeardCompetence(code, official.competence(code).label, labels, described, own))
        return HeardPart(part.epreuve, part.title, tuple(competences))

    def _candidate(self, id: str, name: str, entries: list[JuryEntry]) -> HeardCandidate:
        own = self._own(id)
        sheets = {part.epreuve: fold(entries, part.epreuve, id) for part in own}
        first = sheets[own[0].epreuve]
        juror = self._pass.given.holder
        return HeardCandidate(
            name,
            first.presence,
            first.start,
            first.end,
            first.jurors,
            first.own.get(juror, {}).get("", ""),
            first.own_questions.get(juror, ""),
            {part.epreuve: self._own_part(part, id, sheets[part.epreuve]) for part in own},
        )

    def _own_part(self, part: Sheets, id: str, sheet: Sheet) -> OwnPart:
        juror = self._pass.given.holder
        help, own = self._said(part, id)
        levels = {code: _own_level(sheet.given.get(code), juror, own.get(code)) for code in part.competences}
        remarks = {code: text for code, text in sheet.own.get(juror, {}).items() if code}
        numbers = tuple(number for number, _ in part.questions(id))
        return OwnPart(levels, remarks, tuple(sorted(sheet.asked)), numbers, help, tuple(part.trials(id)))

    def _said(self, part: Sheets, id: str) -> tuple[str, Mapping[str, Estimation]]:
        """The help that a candidate declares, and their own estimations; a copy that is not there yet is looked for again."""
        key = part.epreuve, id
        if key not in self._words:
            everything = Sheet(dict.fromkeys(part.competences, 0))
            words = part.declared_help(id), part.self_assessment(id, everything)
            if not any(words):
                return words
            self._words[key] = words
        return self._words[key]


def _own_level(given: GivenLevels | None, juror: str, estimation: Estimation | None) -> OwnLevel:
    """The levels of a compétence as a juror may see them: nobody else's, nor the candidate's own estimation, before theirs."""
    if given is None:
        return OwnLevel()
    own = given.alone.get(juror)
    if own is None:
        return OwnLevel(shared=given.shared)
    others = {name: level for name, level in given.alone.items() if name != juror}
    return OwnLevel(own, given.shared, others, given.to_settle, _in_words(estimation))


def _in_words(estimation: Estimation | None) -> str:
    if estimation is None or estimation.level is None:
        return "Le candidat ne s'est pas évalué sur cette compétence."
    why = f"\n{estimation.why.strip()}" if estimation.why.strip() else ""
    return f"Auto-évaluation du candidat : {estimation.level} — {LEVELS[estimation.level].label}{why}"
