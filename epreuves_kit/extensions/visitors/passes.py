"""Passes: who may open a page without an account, on what day, and what they reach by it.

A pass is an act of the jury's record, as what it lets in is: it is sealed, saved and erased with it, and no other file names jurors.
A code of 144 bits is in the link that is given, and nowhere else: the page makes of it what its cookie holds, and the record has the
digest of that alone.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence

import msgspec

from epreuves.answers.keys import fold
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import listed, week_day
from epreuves.wording.remedies import remedy
from epreuves_kit.authoring.oral import GRAND_ORAL, grand_oral_parts
from epreuves_kit.course import closing, oral_hours
from epreuves_kit.course.folders import Course
from epreuves_kit.course.oral_hours import OralHour
from epreuves_kit.jury import challenge
from epreuves_kit.jury.record import JuryEntry, JuryRecord, PassAct, PassUseAct, PassWithdrawalAct, checked_author
from epreuves_kit.jury.session import epreuve_id
from epreuves_kit.referentiel.model import Oral, called
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants import session

#: Bytes of a code, drawn at random.
_CODE = 18
#: Where the server answers by itself.
PORT = 8899
ADDRESS = f"http://127.0.0.1:{PORT}/"


class VisitorPass(msgspec.Struct, frozen=True):
    """A pass as it stands: as it was given, whether it is withdrawn, and when it was last used (UTC), None for never."""

    given: PassAct
    withdrawn: bool = False
    used: datetime.datetime | None = None

    @property
    def number(self) -> int:
        """Its number."""
        return self.given.number

    @property
    def scope(self) -> str:
        """A name for what it opens to whom: a pass given again for the same has it too."""
        given = self.given
        whole = (given.holder, given.day.isoformat(), given.epreuve, given.kind, given.panel)
        return hashlib.sha256(msgspec.json.encode(whole)).hexdigest()[:16]

    def opens(self, today: datetime.date) -> bool:
        """True on its day, by the session's clocks, unless it is withdrawn."""
        return not self.withdrawn and self.given.day == today


def read(entries: Iterable[JuryEntry]) -> list[VisitorPass]:
    """The passes that rows of the record tell, oldest first."""
    passes: dict[int, VisitorPass] = {}
    for entry in entries:
        act = entry.act
        if isinstance(act, PassAct):
            passes[act.number] = VisitorPass(act)
        elif isinstance(act, PassWithdrawalAct | PassUseAct) and (held := passes.get(act.number)) is not None:
            more = {"used": entry.at} if isinstance(act, PassUseAct) else {"withdrawn": True}
            passes[act.number] = msgspec.structs.replace(held, **more)
    return list(passes.values())


def every(record: JuryRecord) -> list[VisitorPass]:
    """All the passes of the record."""
    return read(record.entries(PassAct, PassWithdrawalAct, PassUseAct))


def ticket(code: str) -> str:
    """The text that a cookie holds for a code: it does not give the link back."""
    return hashlib.sha256(f"epreuves:guichet:{code}".encode("utf-8", "replace")).hexdigest()


def digest(ticket: str) -> str:
    """The digest that is kept of it."""
    return hashlib.sha256(ticket.encode("utf-8", "replace")).hexdigest()


def opened_by(passes: Sequence[VisitorPass], ticket: str, today: datetime.date) -> VisitorPass | None:
    """The pass that a ticket opens today; None for none, whatever the reason."""
    own = digest(ticket)
    # All are compared, in the same time whichever is the one.
    matching = [held for held in passes if hmac.compare_digest(held.given.digest, own)]
    return next((held for held in matching if held.opens(today)), None)


def epreuves_of(course: Course, asked: EpreuveId) -> tuple[EpreuveId, ...]:
    """The épreuves that a pass is on: its own or, of the grand oral, its parts. Raises KitError."""
    return tuple(grand_oral_parts(course.root)) if asked == GRAND_ORAL else (asked,)


def hours_of(course: Course, asked: EpreuveId) -> list[OralHour]:
    """The hours worked out of a pass's oral, on all days and for all panels. Raises Faults."""
    own = frozenset(epreuves_of(course, asked))
    return [kept for kept in oral_hours.read(course.root, session.zone_of(course.root).key) if kept.epreuve in own]


def give(
    record: JuryRecord,
    author: str,
    holder: str,
    epreuve: str,
    day: datetime.date,
    panel: str = "",
    trial: bool = False,
    address: str = "",
) -> tuple[VisitorPass, str, list[VisitorPass]]:
    """Give a pass; gives it, its link, and those for the same that it takes the place of. Raises KitError where it would open nothing.

    holder: a juror of the session or, for trials, a professional's name and trade. address: of the page; that of the last pass where it is empty.
    """
    course = record.places
    today = session.now(course.root).date()
    if closing.closed(course.root):
        raise KitError("La session est close : plus aucun niveau ne s'y donne, et aucun accès ne s'ouvre.")
    if day < today:
        raise KitError(f"Le {week_day(day)} est passé : un accès vaut le jour de l'oral.")
    official = referentiel(course.root)
    asked = GRAND_ORAL if epreuve.strip().casefold() == GRAND_ORAL else epreuve_id(official, epreuve)
    if trial:
        panel, name = panel.strip(), _professional(holder)
        _check_draw(record, asked, panel)
    else:
        if asked != GRAND_ORAL and official.epreuve(asked).oral is Oral.GRAND_ORAL:
            asked = GRAND_ORAL
        panel = _panel(course, asked, day, panel)
        name = _juror(course, asked, day, panel, holder)
    passes = every(record)
    number = max((held.number for held in passes), default=0) + 1
    code = secrets.token_urlsafe(_CODE)
    place = _address(address or (passes[-1].given.address if passes else ""))
    act = PassAct(number, name, day, asked, "essai" if trial else "oral", panel, digest(ticket(code)), place)
    made = VisitorPass(act)
    replaced = [held for held in passes if not held.withdrawn and held.scope == made.scope]
    record.add(author, *(PassWithdrawalAct(held.number) for held in replaced), act)
    return made, f"{place}#{code}", replaced


def withdraw(record: JuryRecord, author: str, number: int) -> VisitorPass:
    """Take a pass back; gives it. Raises KitError where there is none of that number, or it is withdrawn."""
    held = next((held for held in every(record) if held.number == number), None)
    if held is None:
        raise KitError(f"Il n'y a pas d'accès n° {number} ({remedy('acces')}).")
    if held.withdrawn:
        raise KitError(f"L'accès n° {number} est déjà retiré.")
    record.add(author, PassWithdrawalAct(number))
    return held


def title(course: Course, asked: EpreuveId) -> str:
    """The name of what a pass is on, as people call it."""
    if asked == GRAND_ORAL:
        return "Grand oral"
    return referentiel(course.root).heading(asked)


def _professional(written: str) -> str:
    name = checked_author(written)
    if "," not in name:
        raise KitError(f"« {name} » : écrivez le nom puis le métier, par exemple « {name}, acheteuse ».")
    return name


def _check_draw(record: JuryRecord, asked: EpreuveId, group: str) -> None:
    drawn = challenge.kept(record, asked) if asked != GRAND_ORAL else {}
    if not drawn:
        raise KitError(
            f"Aucun tirage de {called(asked)} au registre : les productions à essayer ne sont à personne ({remedy('tirage-themes', '--auteur NOM')})."
        )
    if group and group not in drawn:
        raise KitError(
            f"« {group} » n'est pas un groupe de ce tirage : c'est {listed(f'« {name} »' for name in drawn)}."
        )


def _panel(course: Course, asked: EpreuveId, day: datetime.date, written: str) -> str:
    """The panel as the order of orals writes it. Raises KitError where nobody is heard by it on that day."""
    hours = hours_of(course, asked)
    name = written.strip()
    if not hours:
        if name:
            raise KitError(
                f"Aucun ordre de passage n'est écrit pour cet oral : ne donnez pas de jury, l'accès vaut pour tous ceux qui sont entendus, ou écrivez l'ordre ({remedy('oraux')})."
            )
        return ""
    on_day = [hour for hour in hours if hour.begins.date() == day]
    if not on_day:
        days = listed(week_day(at) for at in sorted({hour.begins.date() for hour in hours}))
        raise KitError(f"Personne n'est entendu le {week_day(day)} : l'ordre de passage est pour le {days}.")
    panels = list(dict.fromkeys(hour.panel for hour in on_day))
    if not name:
        if len(panels) > 1:
            raise KitError(f"Ce jour-là, il y a plusieurs jurys : dites lequel ({listed(panels)}).")
        return panels[0]
    spelled = next((panel for panel in panels if fold(panel) == fold(name)), None)
    if spelled is None:
        raise KitError(f"« {name} » n'entend personne le {week_day(day)} : c'est {listed(panels)}.")
    return spelled


def _juror(course: Course, asked: EpreuveId, day: datetime.date, panel: str, written: str) -> str:
    """The juror as the session's jury spells them. Raises KitError where nobody of the jury, nor of the panel, has that name."""
    name = checked_author(written)
    jury = [juror.name for juror in jury_rules.read(course.root).composition]
    jury += [
        juror
        for hour in hours_of(course, asked)
        if hour.panel == panel and hour.begins.date() == day
        for juror in hour.jurors
    ]
    spelled = next((juror for juror in jury if fold(juror) == fold(name)), None)
    if spelled is None:
        members = f" ; en sont : {listed(dict.fromkeys(jury))}" if jury else ""
        raise KitError(f"« {name} » n'est pas du jury de la session{members} ({remedy('jury membre')}).")
    return checked_author(spelled)


def _address(written: str) -> str:
    """The page's address, which ends with /. Raises KitError where it is none."""
    place = written.strip() or ADDRESS
    plain = place.isascii() and place.isprintable() and not set(' #?"<>\\^`{|}').intersection(place)
    if not plain or not place.startswith(("https://", "http://")) or not place.partition("://")[2].strip("/"):
        raise KitError(
            f"« {place[:80]} » n'est pas l'adresse du guichet : écrivez-la comme https://epreuves.ecole.example/services/guichet/."
        )
    return place if place.endswith("/") else f"{place}/"
