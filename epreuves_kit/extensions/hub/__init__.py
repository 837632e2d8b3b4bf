"""Copies stamped as they arrive on a hub: the journal that tells them, the service that writes it, the use made of it at collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.exam.extending import answers

if TYPE_CHECKING:
    from epreuves_kit.extensions.hub.settling import SettledEpreuve
    from epreuves_kit.grading.course import MarkingCourse


@answers
def settled(course: MarkingCourse, epreuve: EpreuveId, collected: bool) -> SettledEpreuve:
    """An épreuve's copies by the journal."""
    from epreuves_kit.extensions.hub.settling import settle

    return settle(course, epreuve, collected=collected)
