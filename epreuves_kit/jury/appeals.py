"""Appeals: received, given to two others than those who had judged, answered with reasons or withdrawn; all of it in the jury's record.

The second round is no double marking of the register's: there, a level that two do not share counts no more, and what a candidate was told
would change before the jury had decided. What the two give is kept here, unseen by either, and reaches the register as a decision, once the
jury has answered; a level never goes down by it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import shorten
from typing import Literal

import msgspec

from epreuves.answers.keys import fold
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import day, listed, of, short_day
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.jury import deliberation, session
from epreuves_kit.jury.decision import CERTIFICATION
from epreuves_kit.jury.record import (
    AppealAct,
    AppealAnswerAct,
    AppealWithdrawalAct,
    JuryRecord,
    SecondLevel,
    SecondLevelsAct,
    SecondRoundAct,
    checked_author,
    checked_text,
    required_text,
)
from epreuves_kit.jury.sources import identifier, known_candidates
from epreuves_kit.referentiel.model import called
from epreuves_kit.rubric.appreciation import Copy, Criterion, code
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules.jury_rules import JuryRules

Outcome = Literal["admis", "admis en partie", "rejeté"]
OUTCOMES: tuple[Outcome, ...] = ("admis", "admis en partie", "rejeté")
#: Characters of a reason that a list shows.
_REASON = 160


class Appeal(msgspec.Struct, frozen=True):
    """An appeal as it stands. given: what each of the two gave, by épreuve and name; the last of each counts."""

    received: AppealAct
    round: SecondRoundAct | None = None
    given: Mapping[tuple[str, str], SecondLevelsAct] = {}
    answer: AppealAnswerAct | None = None
    withdrawn: AppealWithdrawalAct | None = None

    @property
    def open(self) -> bool:
        """True while the jury owes it an answer."""
        return self.answer is None and self.withdrawn is None

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return self.received.number

    @property
    def late(self) -> bool:
        """True if it came after the last day; False where nobody said which that is."""
        deadline = self.received.deadline
        return deadline is not None and self.received.received > deadline

    @property
    def waiting(self) -> tuple[tuple[str, str], ...]:
        """The épreuves and names of the second round that have given nothing yet."""
        if self.round is None:
            return ()
        due = [(epreuve, grader) for epreuve in self.round.copies for grader in self.round.graders]
        return tuple(pair for pair in due if pair not in self.given)

    @property
    def time(self) -> str:
        """A sentence on whether it came in time; empty where nobody said until when one may appeal."""
        deadline = self.received.deadline
        if deadline is None:
            return ""
        word = "Hors délai" if self.late else "Dans le délai"
        return f"{word} : jusqu'au {short_day(deadline)}, reçu le {short_day(self.received.received)}."

    @property
    def standing(self) -> str:
        """Its state, in a few words."""
        if self.answer is not None:
            return f"{self.answer.outcome}, le {short_day(self.answer.day)}"
        if self.withdrawn is not None:
            return f"retiré, le {short_day(self.withdrawn.day)} : {shorten(self.withdrawn.reason, _REASON, placeholder=' …')}"
        if self.round is None:
            return "à confier, ou à répondre"
        if self.waiting:
            return f"second tour : {listed(dict.fromkeys(who for _, who in self.waiting))} à rendre"
        return "à répondre"


class JudgedAgain(msgspec.Struct, frozen=True):
    """One criterion of a copy that a second round judges.

    name: the criterion's code, « U5.1-k1 »; after its épreuve where the appeal is about several that judge it, « E02:U5.1-k1 ».
    """

    epreuve: EpreuveId
    copy: Copy
    criterion: Criterion
    name: str

    @property
    def words(self) -> str:
        """The criterion as people are told it: its name, and what it asks."""
        return f"{self.name} — {self.criterion.label}" if self.criterion.label else self.name


class SecondLook(JudgedAgain, frozen=True, kw_only=True):
    """One criterion of a copy, judged again. first: the level that counts, None for none; second: what the two gave, in their order."""

    first: int | None
    second: tuple[int, int]

    @property
    def agreed(self) -> int | None:
        """The level that both gave; None where they differ."""
        return self.second[0] if self.second[0] == self.second[1] else None


def appeals(record: JuryRecord) -> dict[int, Appeal]:
    """All appeals, by number."""
    by_number: dict[int, Appeal] = {}
    for entry in record.entries(AppealAct, SecondRoundAct, SecondLevelsAct, AppealAnswerAct, AppealWithdrawalAct):
        match entry.act:
            case AppealAct() as act:
                by_number[act.number] = Appeal(act)
            case SecondRoundAct() as act:
                by_number[act.number] = msgspec.structs.replace(by_number[act.number], round=act, given={})
            case SecondLevelsAct() as act:
                given = {**by_number[act.number].given, (act.epreuve, act.grader): act}
                by_number[act.number] = msgspec.structs.replace(by_number[act.number], given=given)
            case AppealAnswerAct() as act:
                by_number[act.number] = msgspec.structs.replace(by_number[act.number], answer=act)
            case AppealWithdrawalAct() as act:
                by_number[act.number] = msgspec.structs.replace(by_number[act.number], withdrawn=act)
    return by_number


def appeal(record: JuryRecord, number: int) -> Appeal:
    """An appeal by its number; KitError where there is none."""
    by_number = appeals(record)
    if number not in by_number:
        numbers = f"les numéros vont de 1 à {len(by_number)}" if by_number else "aucun n'est encore reçu"
        raise KitError(f"Il n'y a pas de recours n° {number} : {numbers}.")
    return by_number[number]


def receive(
    record: JuryRecord, rules: JuryRules, author: str, candidate: str, about: str, received: datetime.date, ground: str
) -> Appeal:
    """Keep an appeal, with the last day to appeal as it is known now. Raises KitError; the ground is required."""
    whom = identifier(known_candidates(record, rules), candidate)
    what = session.subject(rules, about)
    why = required_text(ground, "le motif")
    before = appeals(record)
    for claim in before.values():
        if (claim.received.candidate, claim.received.code) == (whom, what) and claim.open:
            raise KitError(
                f"Le recours n° {claim.number} de ce candidat porte déjà sur « {about.strip()} » et attend une réponse. S'il est mal écrit, "
                f"retirez-le d'abord ({remedy('recours retirer', str(claim.number))})."
            )
    first = next(iter(record.minutes()), None)
    if first is not None and received < first.day:
        raise KitError(
            f"Un recours ne se reçoit pas avant la délibération ({day(first.day)}) : vérifiez la date à laquelle il est arrivé."
        )
    deadline = deliberation.appeals_until(deliberation.read(record.places.root, rules.composition), record.minutes())
    act = AppealAct(len(before) + 1, whom, what, received, why, deadline)
    record.add(author, act)
    return Appeal(act)


def withdraw(
    record: JuryRecord, number: int, reason: str, author: str, day: datetime.date, confirm: Callable[[Appeal], None]
) -> Appeal:
    """Keep that an appeal is withdrawn; gives it. Raises KitError, also where the jury has answered it. confirm: called before anything is kept; may raise."""
    claim = _open(record, number)
    author, why = checked_author(author), required_text(reason, "le motif")
    confirm(claim)
    act = AppealWithdrawalAct(number, claim.received.candidate, day, why)
    record.add(author, act)
    return msgspec.structs.replace(claim, withdrawn=act)


def concerned(rules: JuryRules, about: str) -> dict[EpreuveId, frozenset[str]]:
    """The compétences that an appeal is about, by the sujet of an épreuve."""
    bloc = rules.bloc(about)
    return {
        sujet: own
        for epreuve in rules.referentiel.epreuves
        for sujet in epreuve.sujets
        if (
            own := frozenset(
                c
                for c in epreuve.competences
                if about in (CERTIFICATION, epreuve.id, c) or (bloc is not None and c in bloc.competences)
            )
        )
    }


def places(
    register: Register, rules: JuryRules, claim: Appeal
) -> dict[EpreuveId, tuple[tuple[Copy, tuple[Criterion, ...]], ...]]:
    """The copies that people had judged for what an appeal is about, with their criteria, by épreuve."""
    by_epreuve = {}
    course = Course(register.root)
    with NotebookFile(course.db_url, course.root) as gradebook:
        marked = gradebook.assignments()
    for epreuve, competences in concerned(rules, claim.received.code).items():
        if epreuve not in marked:
            continue
        criteria = [c for c in register.criteria(epreuve) if c.competence in competences]
        copies = [
            (copy, tuple(c for c in criteria if c.notebook == copy.notebook))
            for copy in register.copies(epreuve)
            if claim.received.candidate in copy.students
        ]
        if kept := tuple((copy, own) for copy, own in copies if own):
            by_epreuve[epreuve] = kept
    return by_epreuve


def others(register: Register, rules: JuryRules, claim: Appeal) -> list[str]:
    """The names that a second round can be given to, as far as they are known: the jury's and the graders', without those who judged these copies."""
    names = [juror.name for juror in rules.composition]
    judges: set[str] = set()
    for epreuve, copies in places(register, rules, claim).items():
        names += sorted({grader for _, _, grader in register.judgements(epreuve)}, key=str.casefold)
        for copy, criteria in copies:
            judges |= {fold(name) for name in _judges(register, epreuve, copy, criteria)}
    spelled = {fold(name): name for name in reversed(names)}
    return [spelled[key] for key in dict.fromkeys(map(fold, names)) if key not in judges]


def entrust(
    record: JuryRecord, register: Register, rules: JuryRules, number: int, graders: tuple[str, str], author: str
) -> Appeal:
    """Give an appeal's copies to two who had not judged them. Raises KitError, also where there is nothing that people judge."""
    claim = _open(record, number)
    first, second = (checked_author(name) for name in graders)
    if fold(first) == fold(second):
        raise KitError("Le second tour se fait à deux : nommez deux personnes différentes.")
    if claim.given:
        who = listed(dict.fromkeys(grader for _, grader in claim.given))
        raise KitError(f"Le recours n° {number} a déjà les niveaux {of(who)} : le second tour est commencé.")
    by_epreuve = places(register, rules, claim)
    if not by_epreuve:
        raise KitError(
            f"Le recours n° {number} ne porte sur aucun critère que des personnes jugent dans une copie rendue : répondez-y "
            f"directement ({remedy('recours repondre', str(number))})."
        )
    for epreuve, copies in by_epreuve.items():
        for copy, criteria in copies:
            before = {fold(name): name for name in _judges(register, epreuve, copy, criteria)}
            if again := [before[fold(name)] for name in (first, second) if fold(name) in before]:
                raise KitError(
                    f"{listed(again)} a déjà jugé la copie n° {copy.number} de {epreuve} : le second tour revient à d'autres."
                )
    copies_of = {epreuve: tuple(copy.key for copy, _ in copies) for epreuve, copies in by_epreuve.items()}
    act = SecondRoundAct(number, (first, second), copies_of)
    record.add(author, act)
    return msgspec.structs.replace(claim, round=act)


def _judges(register: Register, epreuve: EpreuveId, copy: Copy, criteria: Iterable[Criterion]) -> set[str]:
    """All who had a say in the levels of a copy: graders, and those who decided between them."""
    ids = {criterion.grade_id for criterion in criteria}
    entries = [entry for entry in register.history(epreuve, copy.key) if entry.grade_id in ids]
    return {
        name
        for entry in entries
        for name in (entry.who.split(", ") if entry.origin == "agreement" else [entry.who])
        if name
    }


def given(
    record: JuryRecord,
    register: Register,
    rules: JuryRules,
    number: int,
    epreuve: EpreuveId,
    grader: str,
    levels: Mapping[tuple[str, str], tuple[int | None, str]],
) -> Appeal:
    """Keep what one of the two gives of an épreuve: by copy and criterion, a level and a comment. Raises KitError where one lacks."""
    claim = _open(record, number)
    if claim.round is None:
        raise KitError(
            f"Le recours n° {number} n'est confié à personne : {remedy('recours confier', str(number), '--correcteurs A B')}."
        )
    names = {fold(name): name for name in claim.round.graders}
    if fold(grader) not in names:
        raise KitError(f"Le recours n° {number} est confié à {listed(claim.round.graders)}, et non à {grader.strip()}.")
    due = [(copy, c) for copy, criteria in places(register, rules, claim).get(epreuve, ()) for c in criteria]
    kept, lacking = [], []
    for copy, criterion in due:
        level, comment = levels.get((copy.key, criterion.grade_id), (None, ""))
        if level is None:
            lacking.append(f"{code(criterion.grade_id)} (copie n° {copy.number})")
        else:
            kept.append(SecondLevel(copy.key, criterion.grade_id, level, checked_text(comment, "le commentaire")))
    if lacking:
        raise KitError(f"Il manque un niveau pour {listed(lacking)} : rien n'est pris.")
    act = SecondLevelsAct(number, epreuve, names[fold(grader)], tuple(kept))
    record.add(names[fold(grader)], act)
    return msgspec.structs.replace(claim, given={**claim.given, (epreuve, act.grader): act})


def to_judge(register: Register, rules: JuryRules, claim: Appeal) -> list[JudgedAgain]:
    """The criteria that a second round judges, in the order of the épreuves, none where nobody is given it."""
    if claim.round is None:
        return []
    by_epreuve = places(register, rules, claim)
    judged = {id: {code(c.grade_id) for _, own in copies for c in own} for id, copies in by_epreuve.items()}

    def named(epreuve: EpreuveId, own: str) -> str:
        return own if sum(own in codes for codes in judged.values()) == 1 else f"{called(epreuve)}:{own}"

    return [
        JudgedAgain(epreuve, copy, criterion, named(epreuve, code(criterion.grade_id)))
        for epreuve, copies in by_epreuve.items()
        for copy, criteria in copies
        for criterion in criteria
    ]


def given_by_name(
    record: JuryRecord, register: Register, rules: JuryRules, number: int, grader: str, chosen: Mapping[str, int]
) -> Appeal:
    """Keep the levels that one of the two gives, by the names of the criteria. Raises KitError, with nothing kept, where one lacks or is not asked."""
    claim = _open(record, number)
    due = to_judge(register, rules, claim)
    if odd := sorted(set(chosen) - {place.name for place in due}):
        raise KitError(f"Le recours n° {number} ne demande pas de niveau pour {listed(odd)}.")
    if lacking := [place.name for place in due if place.name not in chosen]:
        raise KitError(f"Il manque un niveau pour {listed(lacking)} : rien n'est pris.")
    levels: dict[EpreuveId, dict[tuple[str, str], tuple[int | None, str]]] = {}
    for place in due:
        own = levels.setdefault(place.epreuve, {})
        own[place.copy.key, place.criterion.grade_id] = (chosen[place.name], "")
    for epreuve, own in levels.items():
        claim = given(record, register, rules, number, epreuve, grader, own)
    return claim


def compared(register: Register, rules: JuryRules, claim: Appeal) -> list[SecondLook]:
    """Both rounds side by side, once the second is whole; nothing before, so that neither of the two sees the other's."""
    if claim.round is None or claim.waiting:
        return []
    looks = []
    settled, rounds = {}, {}
    for epreuve in claim.round.copies:
        settled[epreuve] = register.settled(epreuve)
        rounds[epreuve] = [
            {(level.copy, level.grade_id): level.level for level in claim.given[epreuve, grader].levels}
            for grader in claim.round.graders
        ]
    for again in to_judge(register, rules, claim):
        place = (again.copy.key, again.criterion.grade_id)
        both = [levels[place] for levels in rounds.get(again.epreuve, ()) if place in levels]
        if len(both) == 2:
            before = settled[again.epreuve].get(place)
            level = None if before is None else before.level
            looks.append(
                SecondLook(
                    again.epreuve, again.copy, again.criterion, again.name, first=level, second=(both[0], both[1])
                )
            )
    return looks


def answer(
    record: JuryRecord,
    register: Register,
    rules: JuryRules,
    number: int,
    outcome: str,
    reason: str,
    author: str,
    day: datetime.date,
    chosen: Mapping[str, int] = {},
    confirm: Callable[[Sequence[tuple[SecondLook, int]]], None] = lambda raised: None,
) -> tuple[Appeal, list[SecondLook]]:
    """Keep the jury's answer; gives it, and the levels that it raised. Raises KitError; nothing is then kept. confirm: called with what
    would be raised, before anything is; may raise.

    outcome: one of `OUTCOMES`. chosen: by criterion, as `SecondLook` names it, the level where the two differ. Where the appeal is granted, the second round's
    levels count from now on, those that are higher than the first; « admis en partie » takes those of `chosen` alone.
    """
    claim = _open(record, number)
    author, why = checked_author(author), required_text(reason, "le motif")
    if day < claim.received.received:
        raise KitError(
            f"Le recours n° {number} a été reçu le {short_day(claim.received.received)} : sa réponse ne peut pas être du {short_day(day)}. Vérifiez la date."
        )
    word = next((choice for choice in OUTCOMES if fold(choice) == fold(outcome)), None)
    if word is None:
        raise KitError(
            f"« {outcome} » n'est pas une réponse : écrivez {listed(f'« {choice} »' for choice in OUTCOMES)}."
        )
    if claim.waiting:
        due = listed(f"{grader} ({epreuve})" for epreuve, grader in claim.waiting)
        raise KitError(f"Le second tour du recours n° {number} n'est pas fini ; sont attendus : {due}.")
    looks = compared(register, rules, claim)
    unknown = set(chosen) - {look.name for look in looks}
    if unknown or (chosen and word == "rejeté"):
        named = listed(sorted(unknown or chosen))
        raise KitError(f"{named} : aucun niveau n'est à donner là ; ôtez {parameter('recours repondre', '--niveau')}.")
    raised = _raised(looks, chosen, word)
    confirm(raised)
    for look, level in raised:
        register.settle(
            look.epreuve,
            look.copy.key,
            look.criterion.grade_id,
            level,
            _comment(register, look),
            author,
            f"Recours n° {number}. {why}",
        )
    act = AppealAnswerAct(number, claim.received.candidate, claim.received.code, day, word, why)
    record.add(author, act)
    return msgspec.structs.replace(claim, answer=act), [look for look, _ in raised]


def _raised(looks: list[SecondLook], chosen: Mapping[str, int], outcome: Outcome) -> list[tuple[SecondLook, int]]:
    """The levels to settle; KitError where the two differ and the jury has not said."""
    if outcome == "rejeté":
        return []
    raised: list[tuple[SecondLook, int]] = []
    differ: list[SecondLook] = []
    for look in looks:
        level = chosen.get(look.name, look.agreed if outcome == "admis" else look.first)
        if level is None and outcome == "admis":
            differ.append(look)
        elif level is not None and (look.first is None or level > look.first):
            raised.append((look, level))
    if differ:
        raise KitError(
            f"Les deux du second tour diffèrent sur {' ; '.join(f'{look.words} ({look.second[0]} et {look.second[1]})' for look in differ)} : donnez "
            f"{parameter('recours repondre', '--niveau', f'{differ[0].name}=2')}."
        )
    return raised


def _comment(register: Register, look: SecondLook) -> str:
    """The comment that the candidate already reads of a criterion, which the answer does not change."""
    before = register.settled(look.epreuve, look.copy.key).get((look.copy.key, look.criterion.grade_id))
    return before.comment if before is not None else ""


def _open(record: JuryRecord, number: int) -> Appeal:
    claim = appeal(record, number)
    if claim.answer is not None:
        raise KitError(
            f"Le recours n° {number} a déjà sa réponse : {claim.answer.outcome}. Si le jury revient sur ce qu'il a décidé, "
            f"c'est par une décision nouvelle ({remedy('jury decider')})."
        )
    if claim.withdrawn is not None:
        raise KitError(
            f"Le recours n° {number} est retiré. S'il doit avoir une réponse, recevez-le de nouveau ({remedy('recours recevoir')})."
        )
    return claim
