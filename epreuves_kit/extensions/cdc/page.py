"""The part of « Session d'examen » where certified persons are transmitted."""

from __future__ import annotations

import contextlib
import datetime

from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.afterwards import Afterwards
from epreuves_kit.extensions.cdc import depositor, transmissions, transmitting
from epreuves_kit.extensions.cdc.transmissions import Transmissions
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.page import drawn
from epreuves_kit.page.showing import PagePart
from epreuves_kit.referentiel.reading import certification
from epreuves_kit.rules import jury_rules

_HINTS = {
    "export cdc": "où en est chacun : transmis, accepté, refusé",
    "export cdc --client": "les numéros que donne l'espace des certificateurs",
    "export cdc --modele": "qui est certifié, à compléter d'après l'état civil",
    "export cdc --titulaires": "la même, remplie",
    "export cdc --date": "ce qui n'a pas été transmis, ou a été refusé",
    "export cdc --retour": "le compte rendu de traitement",
    "export cdc --abandonner": "celui qui n'a pas été déposé, ou a été rejeté en entier",
}


def part(course: Course, after: Afterwards, today: datetime.date) -> PagePart:
    """The persons still to be transmitted, and a button for each step."""
    none = "" if after.minutes is not None else "Aucun procès-verbal n'est encore écrit."
    sentences: list[str] = []
    flows = Transmissions()
    if not none:
        try:
            flows = transmissions.read(course.root)
            sentences = _sentences(course)
        except KitError as error:
            # A list of holders that cannot be read, what was sent that is lost: their buttons say it too.
            sentences = [error.sentence]
    closed = {"export cdc --client": ""}
    if not flows.flows:
        closed["export cdc --retour"] = none or "Aucun flux n'est encore écrit."
    if not transmissions.unanswered(flows):
        closed["export cdc --abandonner"] = none or "Aucun flux n'attend de réponse."
    at = {"date": (after.minutes.day if after.minutes is not None else today).isoformat()} | _depositor(course)
    buttons = (
        drawn.button(course, name, hint=hint, closed=closed.get(name, none), initial=at)
        for name, hint in _HINTS.items()
    )
    return PagePart("cdc", "La Caisse des Dépôts", tuple(sentences), tuple(buttons))


def _sentences(course: Course) -> list[str]:
    """The number of persons to transmit, whether or not the course says who transmits them; and that it does not."""
    with JuryRecord(course.root) as record:
        due = transmitting.still_due(record, jury_rules.read(course.root))
    if not due:
        return ["Personne n'est à transmettre."]
    if (course.root / depositor.FILE).exists():
        return [due]
    return [due, f"Le cours ne dit pas encore qui transmet : « {drawn.label('export cdc --client')} »."]


def _depositor(course: Course) -> dict[str, str]:
    """All that the form of who transmits holds first: what is written; else the certification of the course alone."""
    with contextlib.suppress(KitError):  # no file, or one that the next flow would refuse
        written = depositor.read(course.root)
        return {"client": written.client, "contract": written.contract, "register_code": written.certification}
    return {"register_code": certification(course.root).certification.register_code}
