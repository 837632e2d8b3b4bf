"""Labels to stick on tables: name, épreuve, room, hour, and the code to begin with; those of a room on its own sheets."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from epreuves.wording.french import hour, short_day
from epreuves_kit.course.folders import Course
from epreuves_kit.course.letterhead import Letterhead
from epreuves_kit.course.timetable import Sitting
from epreuves_kit.exam.hours import SeatHours
from epreuves_kit.exam.papers.attendance import rooms
from epreuves_kit.exam.papers.heading import compiled, heading
from epreuves_kit.referentiel.model import numbered


def labels(
    course: Course, letterhead: Letterhead, lists: Sequence[tuple[Sitting, Sequence[SeatHours]]], at: datetime.date
) -> bytes:
    """The PDF of the labels of some sittings. at: the day that they are made. Raises KitError.

    A label is read by neighbours: the hour is that at which all begin.
    """
    sheets = [
        [
            {
                "epreuve": f"Épreuve {numbered(sitting.epreuve)}",
                "lieu": place or "—",
                "nom": seat.candidate.name,
                "quand": f"{short_day(sitting.begins.date())}, {hour(sitting.begins)}",
                "code": seat.code,
            }
            for seat in people
        ]
        for sitting, seats in lists
        for place, people in rooms(seats).items()
    ]
    return compiled(course, letterhead, "labels.typ", heading(course, letterhead, at) | {"salles": sheets}, at)
