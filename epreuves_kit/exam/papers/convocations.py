"""Convocations: to each candidate, the days, hours and places of their épreuves, what to bring, what is allowed, the code to begin with.

A candidate's hours are their own, whatever moves their end; nothing says why.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from epreuves.answers.allowed import Allowed
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted, hour, lasting, listed, moment, of, plural, week_day
from epreuves_kit.course import oral_hours
from epreuves_kit.course.folders import Course
from epreuves_kit.course.letterhead import Letterhead
from epreuves_kit.course.oral_hours import OralHour
from epreuves_kit.course.sitting import permissions
from epreuves_kit.course.timetable import Sitting, Timetable
from epreuves_kit.exam import hours
from epreuves_kit.exam.enrol import EnrolledCandidate, candidates
from epreuves_kit.exam.hours import SeatHours
from epreuves_kit.exam.papers.heading import compiled, heading
from epreuves_kit.referentiel.model import Oral, numbered
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants.groups import Group
from epreuves_kit.variants.identity import ByCandidate, Candidates


class Summons(msgspec.Struct, frozen=True):
    """A candidate and what they are called to: their own hours at each sitting and at each oral."""

    candidate: EnrolledCandidate
    seats: tuple[tuple[Sitting, SeatHours], ...]
    orals: tuple[OralHour, ...] = ()

    @property
    def name(self) -> str:
        """The surname in capitals after the first name, as a letter has it."""
        return " ".join(filter(None, (self.candidate.first_name, self.candidate.surname.upper()))) or self.candidate.id


def summons(
    lists: Sequence[tuple[Sitting, Sequence[SeatHours]]],
    orals: Iterable[OralHour] = (),
    enrolled: Iterable[EnrolledCandidate] = (),
) -> list[Summons]:
    """Those who are expected at one sitting or one oral at least, by surname, each with all of theirs.

    lists: sittings in the order of time, each with the hours of those who are expected, as `exam.hours` gives them. enrolled: whom orals may name.
    """
    seats: dict[str, list[tuple[Sitting, SeatHours]]] = {}
    heard: dict[str, list[OralHour]] = {}
    people: dict[str, EnrolledCandidate] = {}
    by_id = ByCandidate((candidate.id, candidate) for candidate in enrolled)
    for sitting, expected in lists:
        for seat in expected:
            people.setdefault(seat.candidate.id, seat.candidate)
            seats.setdefault(seat.candidate.id, []).append((sitting, seat))
    for oral in orals:
        if (candidate := by_id.get(oral.candidate)) is not None:
            people.setdefault(candidate.id, candidate)
            heard.setdefault(candidate.id, []).append(oral)
    every = sorted(people.values(), key=lambda who: (who.surname.casefold(), who.first_name.casefold(), who.id))
    return [Summons(who, tuple(seats.get(who.id, ())), tuple(heard.get(who.id, ()))) for who in every]


def called_to(course: Course, timetable: Timetable, epreuves: Sequence[EpreuveId]) -> list[Summons]:
    """Those who are expected at épreuves, or at their orals; at all that have a date where none is named. Raises KitError."""
    orals = oral_hours.of_session(course, timetable.zone)
    kept = [oral for oral in orals if not epreuves or oral.epreuve in epreuves]
    return summons(hours.lists(course, epreuves), kept, candidates(course, jury_rules.read(course.root)))


def letter(
    course: Course, letterhead: Letterhead, people: Sequence[Summons], timetable: Timetable, at: datetime.date
) -> bytes:
    """The PDF of some convocations, each on pages of its own. at: the day that they are made. Raises KitError."""
    allowed, groups = permissions(course), course.groups() or ()
    data = heading(course, letterhead, at) | {
        "lettres": [_letter(course, person, allowed, groups) for person in people],
        "apporter": letterhead.brought.rstrip(" ."),
        "retard": _late(timetable),
        "signataire": letterhead.signatory,
    }
    return compiled(course, letterhead, "convocations.typ", data, at)


def _letter(
    course: Course, person: Summons, allowed: dict[EpreuveId, Allowed], groups: Sequence[Group]
) -> dict[str, Any]:
    official = referentiel(course.root)
    rows: list[tuple[datetime.datetime, list[str]]] = []
    # Épreuves of which the same is said share a line.
    alike: dict[str, list[str]] = {}
    for sitting, seat in person.seats:
        id = sitting.epreuve
        title = official.heading(id)
        of_group = (
            g.name
            for g in groups
            if g.epreuve == id and seat.candidate.id in Candidates(m.candidate for m in g.members)
        )
        if group := next(of_group, ""):
            title += f" (groupe {group})"
        rows.append((seat.begins, [title, *when(seat), seat.place or "—"]))
        if sentences := allowed.get(id, Allowed()).sentences:
            alike.setdefault(" ".join(sentences), []).append(id if official.known(id) is None else numbered(id))
    for oral in person.orals:
        own = official.known(oral.epreuve)
        title = official.heading(oral.epreuve)
        title = (
            f"Grand oral (épreuve {numbered(oral.epreuve)})"
            if own is not None and own.oral is Oral.GRAND_ORAL
            else f"{title} (oral)"
        )
        between = f"{hour(oral.begins)} – {hour(oral.ends)}".replace(" ", "\N{NO-BREAK SPACE}")
        where = ", ".join(filter(None, (oral.panel, oral.place)))
        rows.append((oral.begins, [title, week_day(oral.begins.date()), between, where or "—"]))
    code = next((seat.code for _, seat in person.seats if seat.code), "")
    return {
        "nom": person.name,
        "de": of(person.name),
        "identifiant": person.candidate.id,
        "lignes": [row for _, row in sorted(rows, key=lambda row: row[0])],
        "permis": [[f"{plural(len(numbers), 'Épreuve')} {listed(numbers)}", words] for words, numbers in alike.items()],
        "code": code,
    }


def when(seat: SeatHours) -> tuple[str, str]:
    """The day and the hours of a candidate, as two cells: of a work of several days, the day it begins and the moment it is due."""
    if seat.begins.date() != seat.ends.date():
        return f"dès le {week_day(seat.begins.date())}", f"à rendre le {moment(seat.ends)} au plus tard"
    pauses = f", dont {counted(seat.pauses, 'minute')} de pause" if seat.pauses else ""
    lasts = f"({lasting(seat.ends - seat.begins)}{pauses})".replace(" ", "\N{NO-BREAK SPACE}")
    hours = f"{hour(seat.begins)}\N{NO-BREAK SPACE}–\N{NO-BREAK SPACE}{hour(seat.ends)} {lasts}"
    return week_day(seat.begins.date()), hours


def _late(timetable: Timetable) -> str:
    """The sentence on lateness in handing in; empty where the session counts none."""
    rule = timetable.late
    if rule is None:
        return ""
    parts = []
    if rule.tolerance:
        parts.append(
            f"jusqu'à {counted(rule.tolerance, 'minute')} après votre heure de fin, une remise en retard est sans effet"
        )
    if rule.per_hour:
        parts.append(f"chaque heure commencée retire {counted(rule.per_hour, 'point')} de la note")
    if rule.refusal is not None:
        parts.append(f"après {counted(rule.refusal, 'heure')}, une copie compte zéro")
    sentence = " ; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""
