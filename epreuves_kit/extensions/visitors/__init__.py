"""Pages for people who have no account: a juror's and a professional's sheets by a link for one day, a copy handed in by name and code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from epreuves_kit.exam.extending import answers

if TYPE_CHECKING:
    import datetime

    from epreuves_kit.course.folders import Course
    from epreuves_kit.exam.afterwards import Afterwards


@answers
def operations() -> dict[str, tuple[str, ...]]:
    """Links given, seen and taken back."""
    return {f"{__name__}.operation": ("acces", "acces donner", "acces retirer")}


@answers
def commands() -> dict[str, str]:
    """The server."""
    return {"guichet": f"{__name__}.command:serve"}


@answers
def page_part(course: Course, after: Afterwards, today: datetime.date) -> Any:
    """The part of the page where links are given."""
    from epreuves_kit.extensions.visitors import page

    return page.part(course, today)
