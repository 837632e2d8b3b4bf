"""Hours of the candidates of a session, for its rooms: the place of each, their beginning and their end; and who handed in after their own end.

Nothing here says why somebody has more time.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import between, moment
from epreuves.wording.remedies import remedy
from epreuves_kit.course.folders import Course
from epreuves_kit.course.timetable import Sitting, Timetable
from epreuves_kit.exam.asking import some
from epreuves_kit.exam.codes import codes
from epreuves_kit.exam.enrol import EnrolledCandidate, candidates
from epreuves_kit.exam.expected import due
from epreuves_kit.exam.school_list import bare
from epreuves_kit.exports.tables import ExportColumn, ExportTable
from epreuves_kit.gradebook.rows import NotebookFile, made
from epreuves_kit.grading.groups import handed_at
from epreuves_kit.grading.lateness import timetable_of
from epreuves_kit.referentiel.model import called
from epreuves_kit.rules import jury_rules

#: The least time from the end of an épreuve to the next one.
_BREATH = datetime.timedelta(minutes=15)
#: Columns that only those who watch over the room see.
_FOR_THE_ROOM = ("Fin", "Pauses (minutes)", "Assistant", "Code")


class SeatHours(msgspec.Struct, frozen=True):
    """A candidate's own hours at an épreuve: the place, the beginning and the end (with their zone), minutes of pauses, True if an assistant
    comes; and the code to begin with, empty where the session gives none."""

    candidate: EnrolledCandidate
    place: str
    begins: datetime.datetime
    ends: datetime.datetime
    pauses: int = 0
    assistant: bool = False
    code: str = ""


def sittings(timetable: Timetable, asked: Sequence[EpreuveId]) -> list[Sitting]:
    """The sittings asked for, all of them where none is, in the order of time. Raises KitError where there is none, or one lacks."""
    if not timetable.sittings:
        raise KitError(f"La séance ne donne aucune date : donnez celle de chaque épreuve ({remedy('session date')}).")
    for id in asked:
        if id not in timetable.sittings:
            raise KitError(f"{called(id)} n'a pas de date : donnez-la ({remedy('session date', id)}).")
    chosen = [timetable.sittings[id] for id in asked or timetable.sittings]
    return sorted(chosen, key=lambda sitting: (sitting.begins.astimezone(datetime.UTC), sitting.epreuve))


def lists(course: Course, asked: Sequence[EpreuveId]) -> list[tuple[Sitting, list[SeatHours]]]:
    """The sittings asked for, all of them where none is, each with the hours of those who are expected. Raises KitError, as `sittings` does."""
    timetable = timetable_of(course)
    chosen = sittings(timetable, asked)
    enrolled = candidates(course, jury_rules.read(course.root))
    return [(sitting, hours(course, timetable, sitting, enrolled)) for sitting in chosen]


def hours(
    course: Course, timetable: Timetable, sitting: Sitting, enrolled: Sequence[EnrolledCandidate]
) -> list[SeatHours]:
    """The hours of those enrolled who are expected at a sitting, in their order."""
    is_due, codes_of = due(course.root, sitting.epreuve), codes(course, enrolled)
    seats = []
    # A place that names a town says it by itself: « Lyon, 12 rue des Halles, Lyon » would be twice, « Paris, …, Lyon » false.
    words = f" {bare(sitting.place)} "
    named = any(f" {bare(candidate.campus)} " in words for candidate in enrolled if candidate.campus)
    for candidate in enrolled:
        if is_due(candidate.id):
            place = sitting.place if named else ", ".join(filter(None, (candidate.campus, sitting.place)))
            granted, ends = timetable.granted(candidate.id), timetable.end(sitting.epreuve, candidate.id)
            code = codes_of.get(candidate.id, "")
            seats.append(SeatHours(candidate, place, sitting.begins, ends, granted.pauses, granted.assistant, code))
    return seats


def clashes(seats: Iterable[tuple[EpreuveId, SeatHours]], names: Mapping[str, str]) -> Iterator[str]:
    """The sentences on épreuves of one day that some sit at the same time, or one right after the other. names: by identifier."""
    by_person: dict[str, list[tuple[EpreuveId, SeatHours]]] = {}
    for id, seat in seats:
        if seat.begins.date() == seat.ends.date():
            by_person.setdefault(seat.candidate.id, []).append((id, seat))
    both, close = dict[tuple[EpreuveId, EpreuveId], list[str]](), dict[tuple[EpreuveId, EpreuveId], list[str]]()
    for who, own in by_person.items():
        in_time = sorted(own, key=lambda pair: (pair[1].begins, pair[0]))
        for (first_id, first), (second_id, second) in itertools.combinations(in_time, 2):
            if second.begins < first.ends:
                both.setdefault((min(first_id, second_id), max(first_id, second_id)), []).append(names[who])
            elif second.begins - first.ends < _BREATH:
                close.setdefault((first_id, second_id), []).append(names[who])
    for (one_id, other_id), people in both.items():
        yield f"{called(one_id)} et {called(other_id)} ont lieu en même temps pour {some(people)} : changez une heure ({remedy('session date', other_id)})."
    for (one_id, other_id), people in close.items():
        yield f"{called(other_id)} commence moins de {_BREATH // datetime.timedelta(minutes=1)} minutes après la fin de {called(one_id)} pour {some(people)}, temps en plus compris."


def table(sitting: Sitting, seats: Sequence[SeatHours], posted: bool = False) -> ExportTable:
    """The list of a sitting, as a spreadsheet has it. posted: without what shows who has more time, for all to read."""
    titles = ("Nom", "Prénom", "Identifiant", "Lieu", "Début", *_FOR_THE_ROOM)
    coded = any(seat.code for seat in seats)
    left = _FOR_THE_ROOM if posted else () if coded else ("Code",)
    kept = [title for title in titles if title not in left]
    rows = []
    for seat in seats:
        who = seat.candidate
        values = (
            who.surname or who.id,
            who.first_name,
            who.id,
            seat.place,
            moment(seat.begins),
            moment(seat.ends),
            seat.pauses or None,
            "oui" if seat.assistant else "",
            seat.code,
        )
        by_title = dict(zip(titles, values, strict=True))
        rows.append(tuple(by_title[title] for title in kept))
    columns = tuple(ExportColumn(title, "integer" if title == "Pauses (minutes)" else "text") for title in kept)
    times = between(sitting.begins, sitting.ends)
    note = f"{sitting.epreuve} : {times if not posted else moment(sitting.begins)}."
    return ExportTable(f"horaires-{sitting.epreuve}", sitting.epreuve[:31], note, columns, tuple(rows))


def entered(course: Course) -> set[EpreuveId]:
    """The épreuves that the gradebook knows; none where there is no gradebook yet."""
    if not made(course.db_url, course.root):
        return set()
    with NotebookFile(course.db_url, course.root) as gradebook:
        return gradebook.assignments()


def handed_in(course: Course, epreuve: EpreuveId) -> dict[str, datetime.datetime]:
    """The moments at which copies of an épreuve were handed in (aware), by candidate: by their folders, else by the gradebook; only those that say it."""
    moments: dict[str, datetime.datetime] = {}
    if made(course.db_url, course.root):
        with NotebookFile(course.db_url, course.root) as gradebook:
            moments = {who: at for (of, who), at in gradebook.handed_in_at().items() if of == epreuve}
    for who in course.submitters(epreuve):
        if (at := handed_at(course.folder("submitted", who, epreuve))) is not None:
            moments[who] = at.replace(tzinfo=datetime.UTC)
    return dict(sorted(moments.items()))
