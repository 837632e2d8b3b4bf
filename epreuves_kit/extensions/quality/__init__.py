"""The page that a certifier publishes of an épreuve: what it asks, and what was measured of it, without anything that would help to sit it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from epreuves_kit.exam.extending import answers

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course


@answers
def operations() -> dict[str, tuple[str, ...]]:
    """One operation."""
    return {f"{__name__}.operation": ("qualite",)}


@answers
def page_part(course: Course) -> Any:
    """The part of the page where the pages are written."""
    from epreuves_kit.extensions.quality import page

    return page.part(course)
