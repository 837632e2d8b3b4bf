"""Attendance sheets: those who are expected in each room, half-day by half-day, with room to sign.

A sheet goes from hand to hand: nothing on it says who has more time.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from epreuves.wording.french import hour, plural, week_day
from epreuves_kit.course.folders import Course
from epreuves_kit.course.letterhead import Letterhead
from epreuves_kit.course.timetable import Sitting
from epreuves_kit.exam.hours import SeatHours
from epreuves_kit.exam.papers.heading import compiled, heading
from epreuves_kit.referentiel.reading import referentiel

#: An épreuve that begins before this hour and ends after the next one is signed twice.
_NOON, _AFTERNOON = datetime.time(12), datetime.time(13, 30)
#: Empty lines at the end of a sheet, for who was not on the list.
SPARE = 3


def in_room(sitting: Sitting) -> bool:
    """True of a sitting that people come to: it ends on the day that it begins."""
    return sitting.begins.date() == sitting.ends.date()


def rooms(seats: Sequence[SeatHours]) -> dict[str, list[SeatHours]]:
    """Those who are expected, by place, in the order of places."""
    by_place: dict[str, list[SeatHours]] = {}
    for seat in seats:
        by_place.setdefault(seat.place, []).append(seat)
    return dict(sorted(by_place.items()))


def half_days(sitting: Sitting) -> list[str]:
    """The half-days that are signed for, by the hours that are everybody's."""
    if sitting.begins.time() < _NOON and sitting.ends.time() > _AFTERNOON:
        return ["Signature, matin", "Signature, après-midi"]
    return ["Signature"]


def sheet(
    course: Course, letterhead: Letterhead, lists: Sequence[tuple[Sitting, Sequence[SeatHours]]], at: datetime.date
) -> bytes:
    """The PDF of the sheets of some sittings, a room a sheet. at: the day that they are made. Raises KitError."""
    official = referentiel(course.root)
    sheets: list[dict[str, Any]] = []
    for sitting, seats in lists:
        for place, people in rooms(seats).items():
            sheets.append(
                {
                    "titre": official.heading(sitting.epreuve),
                    "lieu": place or "Lieu : ………………………………",
                    "jour": week_day(sitting.begins.date()),
                    "horaire": f"{hour(sitting.begins)} – {hour(sitting.ends)}",
                    "demi_journees": half_days(sitting),
                    "lignes": [
                        [seat.candidate.surname or seat.candidate.id, seat.candidate.first_name] for seat in people
                    ],
                    "attendus": f"{len(people)} {plural(len(people), 'candidat attendu')}",
                }
            )
    return compiled(
        course, letterhead, "attendance.typ", heading(course, letterhead, at) | {"feuilles": sheets, "vides": SPARE}, at
    )
