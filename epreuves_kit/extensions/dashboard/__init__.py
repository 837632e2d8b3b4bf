"""The cohort's dashboard: results read, figures worked out, a notebook and its still page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epreuves_kit.exam.extending import answers

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course


@answers
def operations() -> dict[str, tuple[str, ...]]:
    """One operation."""
    return {f"{__name__}.operation": ("tableau",)}


@answers
def cohort_page(course: Course) -> str:
    """The dashboard of all the épreuves, without names."""
    from epreuves_kit.extensions.dashboard.making import FOLDER, write

    write(course.root, course.root / FOLDER)
    return FOLDER
