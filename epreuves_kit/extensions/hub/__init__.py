"""Copies stamped as they arrive on a hub: the journal that tells them, the service that writes it, what is done of it at collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epreuves_kit.exam.extending import answers

if TYPE_CHECKING:
    from epreuves_kit.extensions.hub.settling import SettledEpreuve
    from epreuves_kit.grading.course import MarkingCourse


@answers
def settled(course: MarkingCourse, epreuve: str, collected: bool) -> SettledEpreuve:
    """What the journal says of an épreuve's copies."""
    from epreuves_kit.extensions.hub.settling import settle

    return settle(course, epreuve, collected=collected)
