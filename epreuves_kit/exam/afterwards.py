"""What comes after the épreuves: the jury, its procès-verbal, appeals, what the certifier is owed, the closing; and which of these is next.

Everything is read where it is kept, and nothing is written.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from epreuves.answers.keys import fold
from epreuves.wording.french import counted, day, listed
from epreuves.wording.remedies import command
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.closing.places import SEAL, folder
from epreuves_kit.exam.expected import begun
from epreuves_kit.exam.extending import ask
from epreuves_kit.jury import appeals, deliberation, minutes_text
from epreuves_kit.jury.appeals import Appeal
from epreuves_kit.jury.deliberation import JurySitting
from epreuves_kit.jury.record import JuryRecord, MinutesAct
from epreuves_kit.jury.sources import decisions
from epreuves_kit.rules import jury_rules

#: What comes next once every épreuve is finished; « close » where nothing does.
AfterStage = Literal["à décider", "à rectifier", "recours", "à transmettre", "à attendre", "à clore", "close"]


class Owed(msgspec.Struct, frozen=True):
    """What is still owed to others once the jury has decided: in a sentence, the command that tells where it stands, and the page's part
    where it is done, with the label of the button that goes there.
    """

    next: str
    command: str
    part: str
    label: str


class Afterwards(msgspec.Struct, frozen=True):
    """Where a session stands beyond its épreuves.

    minutes: the last procès-verbal that has a number, None for none; changed: how many candidates are decided of otherwise since then.
    sitting: what the jury's sitting says of itself. appeals: by number. owed: what is still owed to
    others, by extensions. closed: whether the session is sealed.
    """

    minutes: MinutesAct | None = None
    changed: int = 0
    sitting: JurySitting = JurySitting()
    appeals: Mapping[int, Appeal] = {}
    owed: tuple[Owed, ...] = ()
    closed: bool = False

    @property
    def waiting(self) -> tuple[int, ...]:
        """The numbers of the appeals that wait for an answer."""
        return tuple(number for number, one in self.appeals.items() if one.answer is None)

    @property
    def numbered(self) -> bool:
        """Whether the sitting has a number that no procès-verbal has yet."""
        before = fold(self.minutes.number) if self.minutes is not None else ""
        return bool(self.sitting.number) and fold(self.sitting.number) != before


class AfterStep(msgspec.Struct, frozen=True):
    """What comes next, in a sentence, and the command that does it; empty where people do, or nothing is to be done."""

    stage: AfterStage
    next: str
    command: str = ""


def read(course: Course) -> Afterwards:
    """Where the session stands; a record that nobody has begun says nothing, and is not begun here. Raises KitError, Faults."""
    rules = jury_rules.read(course.root)
    sitting = deliberation.read(course.root, rules.composition)
    closed = (folder(course.root) / SEAL).exists()
    if not begun(course.root):
        return Afterwards(sitting=sitting, closed=closed)
    with JuryRecord(course.root) as record:
        known = appeals.appeals(record)
        acts = [entry.act for entry in record.entries(MinutesAct)]
        last = next((act for act in reversed(acts) if isinstance(act, MinutesAct)), None)
        if last is None:
            return Afterwards(sitting=sitting, appeals=known, closed=closed)
        now = minutes_text.decided_of(decisions(record, rules))
        changed = sum(_otherwise(last.decided.get(who, {}), found) for who, found in now.items())
        owed = tuple(ask().owed(course=course, record=record, rules=rules))
    return Afterwards(last, changed, sitting, known, owed, closed)


def _otherwise(before: Mapping[str, tuple[str, str]], now: Mapping[str, tuple[str, str]]) -> bool:
    return any(tuple(before.get(code, ())) != found for code, found in now.items())


def lacking(found: Afterwards) -> tuple[str, ...]:
    """What is still provisional beyond the épreuves, in sentences: a procès-verbal to come, appeals without an answer."""
    said = []
    if found.minutes is None and found.sitting.number:
        said.append(f"le procès-verbal n° {found.sitting.number} n'est pas écrit.")
    said += [f"le recours n° {number} attend sa réponse." for number in found.waiting]
    if found.changed and found.minutes is not None:
        many = counted(found.changed, "candidat")
        said.append(f"les décisions ont changé pour {many} depuis le procès-verbal n° {found.minutes.number}.")
    return tuple(said)


def contestable(found: Afterwards, at: datetime.date) -> tuple[str, ...]:
    """That appeals may still come on a day, in a sentence; nothing where they may not."""
    deadline = found.sitting.deadline
    if found.minutes is None or deadline is None or at > deadline:
        return ()
    return (f"les candidats peuvent contester jusqu'au {day(deadline)}.",)


def following(found: Afterwards, today: datetime.date) -> AfterStep:
    """What comes next of a session whose épreuves are all finished."""
    return next(_left(found, today))


def _left(found: Afterwards, today: datetime.date) -> Iterator[AfterStep]:
    if found.closed and (since := lacking(found)):
        yield AfterStep(
            "close",
            f"La session est close, et quelque chose y a changé depuis : {since[0]} Voyez ce qui diffère de ce qui est scellé.",
            command("session verifier"),
        )
    if found.closed:
        yield AfterStep(
            "close", "La session est close : il n'y a plus qu'à la garder, et à effacer ses données à la date fixée."
        )
    if found.minutes is None:
        how = "" if found.numbered else " ; donnez un numéro à sa séance, puis écrivez le procès-verbal"
        said = "Tout est corrigé, jugé et restitué : le jury peut décider"
        yield AfterStep("à décider", f"{said}{how}.", command("jury pv") if found.numbered else command("jury"))
    if found.waiting:
        many = counted(len(found.waiting), "recours")
        numbers = listed(f"n° {number}" for number in found.waiting)
        yield AfterStep("recours", f"{many} sans réponse : {numbers}.", command("recours"))
    if found.changed and found.minutes is not None:
        many = counted(found.changed, "candidat")
        said = f"Les décisions ont changé pour {many} depuis le procès-verbal n° {found.minutes.number} : un rectificatif est à écrire"
        how = "" if found.numbered else ", après une nouvelle séance du jury"
        yield AfterStep(
            "à rectifier",
            f"{said}{how}.",
            command("jury pv", "--rectificatif") if found.numbered else command("jury seance"),
        )
    for due in found.owed:
        yield AfterStep("à transmettre", due.next, due.command)
    for open_ in contestable(found, today):
        yield AfterStep("à attendre", f"{open_[:1].upper()}{open_[1:-1]} : la session se clôt ensuite.")
    yield AfterStep(
        "à clore",
        "Le procès-verbal est écrit, et rien n'attend de réponse : la session peut être close.",
        command("session clore", "--simuler"),
    )
