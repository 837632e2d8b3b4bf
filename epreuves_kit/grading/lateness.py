"""The session's dates in the gradebook, as nbgrader's own due dates, extensions and penalties, so that whatever reads it is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.course.timetable import Timetable
from epreuves_kit.course.timetable import read as read_timetable
from epreuves_kit.gradebook import transactions
from epreuves_kit.gradebook.rows import enrolled
from epreuves_kit.grading.course import MarkingCourse

if TYPE_CHECKING:
    from epreuves_kit.gradebook.ledger import Ledger


def timetable_of(course: Course) -> Timetable:
    """The timetable of a course, whose arrangements name people who are enrolled. Raises Faults, KitError."""
    timetable = read_timetable(course)
    check_known(course, timetable)
    return timetable


def check_known(course: Course, timetable: Timetable) -> None:
    """Raise Faults where an arrangement names nobody who is enrolled; where nobody keeps the list, marking makes it, and nothing is said."""
    if not timetable.arrangements:
        return
    names, kept = enrolled(course.db_url)
    if kept:
        timetable.check(names)


def ledger(course: MarkingCourse) -> Ledger:
    """The course's gradebook, open for writing by the session's timetable. Raises KitError, and the database's DBAPIError."""
    from epreuves_kit.gradebook.ledger import Ledger

    where, timetable = course.directory, timetable_of(course)
    return Ledger(
        where.db_url, where.course_id, parent=course.app, create_student=course.create_student, timetable=timetable
    )


def settle(
    course: Course, timetable: Timetable, assignments: Sequence[EpreuveId], *, simulated: bool = False
) -> dict[str, dict[str, float]]:
    """Write the dates of assignments in the gradebook, and what lateness costs by the scores that it now holds; gives the points lost, by
    assignment and candidate.

    Nothing is opened where the timetable has a sitting of none of them. simulated: nothing is kept of it. Raises KitError.
    """
    dated = [assignment for assignment in assignments if assignment in timetable.sittings]
    if not dated:
        return {}
    try:
        with ledger(MarkingCourse(course.root)) as book:
            return {assignment: book.settle(assignment, simulated=simulated) for assignment in dated}
    except DBAPIError as error:
        raise KitError(transactions.of_database(error)) from None
