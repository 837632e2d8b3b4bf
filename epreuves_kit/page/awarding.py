"""The part of the page on parchemins: what certifies that they may say so, those delivered, and what is done with one."""

from __future__ import annotations

import datetime

from epreuves.wording.errors import KitError
from epreuves_kit.course import letterhead
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.afterwards import Afterwards
from epreuves_kit.exam.awards.register import Award, register
from epreuves_kit.exam.enrol import candidates
from epreuves_kit.exam.expected import begun
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.operations.awards import cells, homonyms
from epreuves_kit.page import drawn
from epreuves_kit.page.showing import PageButton, PageLine, PagePart
from epreuves_kit.rules.jury_rules import JuryRules

_HEAD = ("N°", "Titulaire", "De quoi", "Délivré le", "État", "À la main")


def part(course: Course, rules: JuryRules, after: Afterwards, today: datetime.date) -> PagePart:
    """Parchemins: by which registration, how many, a line each."""
    own = rules.referentiel.certification
    registration = drawn.button(
        course,
        "certification",
        hint="numéro au RNCP, code NSF, décision : un parchemin doit les dire",
        initial={
            "register_code": own.register_code,
            "specialty": own.specialty,
            "certifier": own.certifier,
        },
    )
    closed = (
        "Aucun procès-verbal numéroté n'est écrit."
        if after.minutes is None
        else "Les décisions ont changé : un procès-verbal rectificatif est à écrire."
        if after.changed
        else ""
    )
    try:
        signatory = letterhead.read(course.root).signatory
    except KitError:  # told where the letterhead is written
        signatory = ""
    deliver = drawn.button(
        course,
        "parchemins",
        hint="un par personne certifiée ; une attestation par bloc à qui n'a pas tout",
        closed=closed,
        initial={"day": today.isoformat(), "place": after.sitting.place, "signatory": signatory},
    )
    awards: dict[str, Award] = {}
    marks = homonyms(candidates(course, rules))
    if begun(course.root):
        with JuryRecord(course.root) as record:
            awards = register(record)
    none = "" if awards else "Aucun parchemin n'est délivré."
    listing = drawn.button(course, "parchemins registre", hint="dans un tableur, et la page qui vérifie", closed=none)
    lines = tuple(PageLine(cells(award, marks), _of_one(course, award)) for award in awards.values())
    sentences = (none,) if none else ()
    return PagePart(
        "parchemins", "Les parchemins", sentences, (registration, deliver, listing), _HEAD if lines else (), lines
    )


def _of_one(course: Course, award: Award) -> tuple[PageButton, ...]:
    if award.cancelled is not None:
        return ()
    own = {"number": award.number}
    return (
        drawn.button(
            course,
            "parchemins duplicata",
            label=f"Écrire un duplicata du n° {award.number}",
            short="Duplicata",
            values=own,
        ),
        drawn.button(course, "parchemins annuler", label=f"Annuler le n° {award.number}", short="Annuler", values=own),
    )
