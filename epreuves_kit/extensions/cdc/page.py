"""The part of « Session d'examen » where certified persons are transmitted."""

from __future__ import annotations

import datetime

from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.afterwards import Afterwards
from epreuves_kit.extensions.cdc import depositor, transmitting
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.page import drawn
from epreuves_kit.page.showing import PagePart
from epreuves_kit.rules import jury_rules

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
    sentences = [] if none else _sentences(course)
    at = {"date": (after.minutes.day if after.minutes is not None else today).isoformat()}
    buttons = (drawn.button(course, name, hint=hint, closed=none, initial=at) for name, hint in _HINTS.items())
    return PagePart("cdc", "La Caisse des Dépôts", tuple(sentences), tuple(buttons))


def _sentences(course: Course) -> list[str]:
    """The number of persons to transmit, whether or not the course says who transmits them; and that it does not."""
    try:
        with JuryRecord(course.root) as record:
            due = transmitting.still_due(record, jury_rules.read(course.root))
    except KitError as error:  # a list of holders that cannot be read: its button says it too
        return [error.sentence]
    if not due:
        return ["Personne n'est à transmettre."]
    if (course.root / depositor.FILE).exists():
        return [due]
    return [due, f"Le fichier {depositor.FILE} manque encore : « Écrire le flux à déposer » dit ce que l'on y écrit."]
