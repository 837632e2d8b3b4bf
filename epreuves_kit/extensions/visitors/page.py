"""The part of « Session d'examen » where links are given to who has no account."""

from __future__ import annotations

import datetime

from epreuves.wording.errors import KitError
from epreuves_kit.course import closing
from epreuves_kit.course.folders import Course
from epreuves_kit.extensions.visitors import passes
from epreuves_kit.extensions.visitors.operation import HEAD, cells, orals
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.page import drawn
from epreuves_kit.page.showing import PageLine, PagePart
from epreuves_kit.rules import jury_rules


def part(course: Course, today: datetime.date) -> PagePart | None:
    """The links given, a line each, and what gives and takes back one; None where the session has nothing that they would open."""
    try:
        with JuryRecord(course.root) as record:
            given = passes.every(record)
    except KitError:  # no gradebook yet
        given = []
    buttons = []
    if any(orals(course, "")):
        jury = [juror.name for juror in jury_rules.read(course.root).composition]
        new = drawn.button(
            course,
            "acces donner",
            hint="un lien pour un jour, et une page à lui envoyer ; sa fiche d'oral s'ouvre sur son téléphone",
            closed="La session est close." if closing.closed(course.root) else "",
            initial={"day": today.isoformat(), "address": given[-1].given.address if given else passes.ADDRESS},
        )
        buttons.append(drawn.suggesting(new, "holder", jury))
    if given:
        buttons.append(drawn.button(course, "acces"))
    if not buttons:
        return None
    lines = tuple(_line(course, held, today) for held in given)
    sentence = "Un juré, ou un professionnel, note sur son téléphone ou sa tablette, sans compte, les seules personnes de son jury."
    head = (*HEAD, "À la main") if lines else ()
    return PagePart("acces", "Ceux qui n'ont pas de compte", (sentence,), tuple(buttons), head, lines)


def _line(course: Course, held: passes.VisitorPass, today: datetime.date) -> PageLine:

    own = cells(course, held)
    if held.withdrawn or held.given.day < today:
        return PageLine(own)
    label = f"Retirer l'accès n° {held.number}"
    taken = drawn.button(course, "acces retirer", label=label, short="Retirer", values={"number": str(held.number)})
    return PageLine(own, (taken,))
