"""The matters that are still provisional as a session is to be closed, and the days on which it cannot be."""

from __future__ import annotations

import datetime

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, listed
from epreuves_kit.course import timetable
from epreuves_kit.course.folders import Course
from epreuves_kit.exam import afterwards
from epreuves_kit.exam.expected import begun
from epreuves_kit.exam.status import EpreuveStatus, status
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.referentiel.model import called


def lacking(course: Course, at: datetime.date) -> tuple[str, ...]:
    """Provisional matters of a session, épreuve by épreuve, then what the jury has still to write or to answer, and appeals that
    may still come on that day. Raises KitError.
    """
    alike: dict[str, list[str]] = {}
    for state in status(course).epreuves:
        if state.stage != "finie":
            alike.setdefault(_left(state), []).append(called(state.epreuve))
    left = tuple(f"{listed(names)} : {sentence}" for sentence, names in alike.items())
    after = afterwards.read(course)
    return (
        *left,
        *(f"Jury : {sentence}" for sentence in (*afterwards.lacking(after), *afterwards.contestable(after, at))),
    )


def _left(state: EpreuveStatus) -> str:
    """The next thing that an épreuve lacks; of levels, what is counted."""
    if state.stage != "à juger":
        return state.next
    many = counted(state.to_judge - state.judged, "niveau")
    return f"{many} à donner, un par critère et par copie (celle d'un groupe compte une fois)."


def refuse_early(course: Course, at: datetime.date) -> None:
    """Raise KitError where a day of closing is before the end of an épreuve, or before the jury's last procès-verbal."""
    ends = [(sitting.ends.date(), called(id)) for id, sitting in timetable.read(course).sittings.items()]
    if ends and at < max(ends)[0]:
        last, which = max(ends)
        raise KitError(
            f"Une session ne se clôt pas avant la fin de ses épreuves ({which}, le {day(last)}) : vérifiez la date de la clôture, {day(at)}."
        )
    if not begun(course.root):
        return
    with JuryRecord(course.root) as record:
        minutes = record.minutes()
    if minutes and at < minutes[-1].day:
        raise KitError(
            f"Une session ne se clôt pas avant son procès-verbal n° {minutes[-1].number}, du {day(minutes[-1].day)} : vérifiez la date de la "
            f"clôture, {day(at)}."
        )
