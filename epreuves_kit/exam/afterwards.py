"""Steps after the épreuves: the jury, its procès-verbal, appeals, what the certifier is owed, the closing; and the one that is next.

Everything is read where it is kept, and nothing is written.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from epreuves.answers.keys import fold
from epreuves.wording.french import counted, day, listed
from epreuves.wording.remedies import command, remedy
from epreuves_kit.course.closing import closed as is_closed
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.closing import sealing
from epreuves_kit.exam.expected import begun
from epreuves_kit.exam.extending import ask
from epreuves_kit.jury import appeal_letter, appeals, deliberation, minutes_text
from epreuves_kit.jury.appeals import Appeal
from epreuves_kit.jury.deliberation import JurySitting
from epreuves_kit.jury.record import JuryRecord, MinutesAct
from epreuves_kit.jury.sources import decisions
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants.identity import ByCandidate

#: What comes next once every épreuve is finished; « close » where nothing does.
AfterStage = Literal["à décider", "à rectifier", "recours", "à transmettre", "à attendre", "à clore", "close"]


class Owed(msgspec.Struct, frozen=True):
    """A thing still owed to others once the jury has decided: in a sentence, the command that tells where it stands, and the page's part
    where it is done, with the label of the button that goes there.
    """

    next: str
    command: str
    part: str
    label: str


class Afterwards(msgspec.Struct, frozen=True):
    """The state of a session beyond its épreuves.

    minutes: the last procès-verbal that has a number, None for none; changed: candidates decided of otherwise since then.
    sitting: the jury's sitting. until: the last day to appeal, None where nothing says it. appeals: by number. owed: what is still owed to
    others, by extensions. closed: True if the session is sealed; differs: True if something is no longer what was sealed.
    letters: numbers of the appeals whose letter no longer says what is decided.
    """

    minutes: MinutesAct | None = None
    changed: int = 0
    sitting: JurySitting = JurySitting()
    until: datetime.date | None = None
    appeals: Mapping[int, Appeal] = {}
    owed: tuple[Owed, ...] = ()
    closed: bool = False
    differs: bool = False
    letters: tuple[int, ...] = ()

    @property
    def waiting(self) -> tuple[int, ...]:
        """The numbers of the appeals that wait for an answer."""
        return tuple(number for number, appeal in self.appeals.items() if appeal.open)

    @property
    def numbered(self) -> bool:
        """True if the sitting has a number that no procès-verbal has yet."""
        before = fold(self.minutes.number) if self.minutes is not None else ""
        return bool(self.sitting.number) and fold(self.sitting.number) != before


class AfterStep(msgspec.Struct, frozen=True):
    """The next step, in a sentence, and the command that does it; empty where people do, or nothing is to be done."""

    stage: AfterStage
    next: str
    command: str = ""


def read(course: Course) -> Afterwards:
    """The state of the session; a record that nobody has begun says nothing, and is not begun here. Raises KitError, Faults."""
    rules = jury_rules.read(course.root)
    sitting = deliberation.read(course.root, rules.composition)
    closed = is_closed(course.root)
    changed_since = closed and sealing.differs(course)
    if not begun(course.root):
        return Afterwards(sitting=sitting, until=sitting.deadline, closed=closed, differs=changed_since)
    with JuryRecord(course.root) as record:
        lodged = appeals.appeals(record)
        acts = record.minutes()
        if not acts:
            return Afterwards(
                sitting=sitting, until=sitting.deadline, appeals=lodged, closed=closed, differs=changed_since
            )
        decided = decisions(record, rules)
        now = minutes_text.decided_of(decided)
        last = acts[-1]
        changed = sum(_otherwise(last.decided.get(who, {}), own) for who, own in now.items())
        of = ByCandidate((decision.candidate, decision) for decision in decided)
        letters = tuple(
            number
            for number, appeal in lodged.items()
            if appeal.answer is not None
            and (decision := of.get(appeal.received.candidate)) is not None
            and appeal_letter.outdated(record, rules, appeal, decision)
        )
        owed = tuple(ask().owed(course=course, record=record, rules=rules))
    until = deliberation.appeals_until(sitting, acts)
    return Afterwards(last, changed, sitting, until, lodged, owed, closed, changed_since, letters)


def _otherwise(before: Mapping[str, tuple[str, str]], now: Mapping[str, tuple[str, str]]) -> bool:
    return any(tuple(before.get(code, ())) != decided for code, decided in now.items())


def lacking(after: Afterwards) -> tuple[str, ...]:
    """Provisional matters beyond the épreuves, in sentences: a procès-verbal to come, appeals without an answer."""
    sentences = []
    if after.minutes is None and after.sitting.number:
        sentences.append(f"le procès-verbal n° {after.sitting.number} n'est pas écrit.")
    sentences += [f"le recours n° {number} attend sa réponse." for number in after.waiting]
    if after.changed and after.minutes is not None:
        many = counted(after.changed, "candidat")
        sentences.append(f"les décisions ont changé pour {many} depuis le procès-verbal n° {after.minutes.number}.")
    sentences += [f"la lettre du recours n° {number} ne dit plus ce qui est décidé." for number in after.letters]
    return tuple(sentences)


def contestable(after: Afterwards, at: datetime.date) -> tuple[str, ...]:
    """The sentence that says that appeals may still come on a day; nothing where they may not."""
    if after.minutes is None or after.until is None or at > after.until:
        return ()
    return (f"les candidats peuvent contester jusqu'au {day(after.until)}.",)


def following(after: Afterwards, today: datetime.date) -> AfterStep:
    """The next step of a session whose épreuves are all finished."""
    return next(_left(after, today))


def _left(after: Afterwards, today: datetime.date) -> Iterator[AfterStep]:
    if after.closed and after.waiting:
        numbers = listed(f"n° {number}" for number in after.waiting)
        waits = counted(len(after.waiting), "recours")
        yield AfterStep(
            "close",
            f"La session est close, et {waits} sans réponse : {numbers}. Le jury répond encore ; la vérification le dira avec ce qui a changé depuis.",
            command("recours"),
        )
    if after.closed and after.differs:
        first = "".join(f" ({sentence[:-1]})" for sentence in lacking(after)[:1])
        yield AfterStep(
            "close",
            f"La session est close, et ce qui s'y trouve n'est plus ce qui a été clos{first}. Voyez ce qui diffère : {remedy('session verifier')}. "
            f"{sealing.REMEDY}",
            command("session verifier"),
        )
    if after.closed and (left := lacking(after)):
        yield AfterStep("close", f"La session est close alors que {left[0]}", command("jury"))
    if after.closed:
        yield AfterStep(
            "close", "La session est close : il n'y a plus qu'à la garder, et à effacer ses données à la date fixée."
        )
    if after.minutes is None:
        how = "" if after.numbered else " ; donnez un numéro à sa séance, puis écrivez le procès-verbal"
        ready = "Tout est corrigé, jugé et restitué : le jury peut décider"
        yield AfterStep("à décider", f"{ready}{how}.", command("jury pv") if after.numbered else command("jury"))
    if after.waiting:
        many = counted(len(after.waiting), "recours")
        numbers = listed(f"n° {number}" for number in after.waiting)
        yield AfterStep("recours", f"{many} sans réponse : {numbers}.", command("recours"))
    if after.changed and after.minutes is not None:
        many = counted(after.changed, "candidat")
        rectified = f"Les décisions ont changé pour {many} depuis le procès-verbal n° {after.minutes.number} : un rectificatif est à écrire"
        how = "" if after.numbered else ", après une nouvelle séance du jury"
        yield AfterStep(
            "à rectifier",
            f"{rectified}{how}.",
            command("jury pv", "--rectificatif") if after.numbered else command("jury seance"),
        )
    if after.letters:
        numbers = listed(f"n° {number}" for number in after.letters)
        several = len(after.letters) > 1
        which = f"Les lettres des recours {numbers} ne disent" if several else f"La lettre du recours {numbers} ne dit"
        again = "écrivez-les de nouveau, et faites-les" if several else "écrivez-la de nouveau, et faites-la"
        yield AfterStep(
            "recours",
            f"{which} plus ce qui est décidé : {again} signer.",
            command("recours lettre", str(after.letters[0])),
        )
    for due in after.owed:
        yield AfterStep("à transmettre", due.next, due.command)
    for open_ in contestable(after, today):
        yield AfterStep("à attendre", f"{open_[:1].upper()}{open_[1:-1]} : la session se clôt ensuite.")
    yield AfterStep(
        "à clore",
        "Le procès-verbal est écrit, et rien n'attend de réponse : la session peut être close.",
        command("session clore", "--simuler"),
    )
