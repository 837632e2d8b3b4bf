"""A hub that holds an exam: copies stamped as they arrive, the room for who watches, and what is asked of the service that does both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.exam.extending import answers

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from epreuves_kit.course.folders import Course
    from epreuves_kit.exam.enrol import EnrolledCandidate
    from epreuves_kit.extensions.hub.settling import SettledEpreuve
    from epreuves_kit.grading.course import MarkingCourse
    from epreuves_kit.page.showing import PagePart
    from epreuves_kit.variants.identity import ByCandidate


@answers
def operations() -> dict[str, tuple[str, ...]]:
    """The room's."""
    return {f"{__name__}.operation": ("salle voir", "salle message", "salle prendre")}


@answers
def room(course: Course, epreuve: EpreuveId, enrolled: Sequence[EnrolledCandidate]) -> PagePart | None:
    """The room of an épreuve that is being sat on this hub."""
    if course.arrivals is None:
        return None
    from epreuves_kit.extensions.hub import exam_room, page
    from epreuves_kit.variants.session import now

    seen = exam_room.look(course, epreuve, enrolled, now(course.root))
    return None if seen is None else page.part(course, seen)


@answers
def hours_changed(
    course: Course, epreuve: EpreuveId, ends: ByCandidate[datetime.datetime], minutes: int, reason: str
) -> str | None:
    """Candidates' pages are told."""
    from epreuves_kit.extensions.hub.operation import tell_hours

    return tell_hours(course, epreuve, ends, minutes, reason)


@answers
def given_out(course: Course, epreuve: EpreuveId) -> str | None:
    """Candidates' pages count their own hours, of whom no code is asked."""
    from epreuves_kit.extensions.hub.operation import tell_own_hours

    return tell_own_hours(course, epreuve)


@answers
def settled(course: MarkingCourse, epreuve: EpreuveId, collected: bool) -> SettledEpreuve:
    """An épreuve's copies by the journal."""
    from epreuves_kit.extensions.hub.settling import settle

    return settle(course, epreuve, collected=collected)
