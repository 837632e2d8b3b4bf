"""The part of « Session d'examen » where certified persons are transmitted."""

from __future__ import annotations

import datetime

from epreuves_kit.course.folders import Course
from epreuves_kit.exam.afterwards import Afterwards
from epreuves_kit.page import drawn
from epreuves_kit.page.showing import PagePart

_HINTS = {
    "export cdc": "où en est chacun : transmis, accepté, refusé",
    "export cdc --modele": "qui est certifié, à compléter d'après l'état civil",
    "export cdc --titulaires": "la même, remplie",
    "export cdc --date": "ce qui n'a pas été transmis, ou a été refusé",
    "export cdc --retour": "le compte rendu de traitement",
    "export cdc --abandonner": "celui qui n'a pas été déposé, ou a été rejeté en entier",
}


def part(course: Course, after: Afterwards, today: datetime.date) -> PagePart:
    """The persons still to be transmitted, and a button for each step."""
    none = "" if after.minutes is not None else "Aucun procès-verbal n'est encore écrit."
    sentences = [due.next for due in after.owed if due.part == "cdc"]
    if not sentences and not none:
        sentences.append("Personne n'est à transmettre.")
    at = {"date": (after.minutes.day if after.minutes is not None else today).isoformat()}
    buttons = (drawn.button(course, name, hint=hint, closed=none, initial=at) for name, hint in _HINTS.items())
    return PagePart("cdc", "La Caisse des Dépôts", tuple(sentences), tuple(buttons))
