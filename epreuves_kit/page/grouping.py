"""The buttons that make the groups of an épreuve."""

from __future__ import annotations

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.exam import grouping
from epreuves_kit.page import drawn
from epreuves_kit.page.showing import PageButton
from epreuves_kit.variants import groups


def buttons(course: Course, epreuve: EpreuveId) -> tuple[PageButton, ...]:
    """Form them, and compose them by hand; none where each works alone, closed where the groups cannot be read."""
    bounds = groups.size(course.root, epreuve)
    if bounds is None:
        return ()
    written, closed = "", ""
    try:
        written = grouping.text(grouping.current(course, epreuve))
    except KitError as fault:
        closed = fault.sentence
    limits = {"minimum": bounds.minimum, "maximum": bounds.maximum}
    form = drawn.button(
        course,
        "former-groupes",
        epreuve,
        "tirés au sort, de même taille, par campus si l'on veut",
        closed,
        initial={"size": str(bounds.maximum)},
    )
    compose = drawn.button(
        course,
        "composer-groupes",
        epreuve,
        "chacun se glisse d'un groupe à l'autre, ou se choisit dans une liste",
        closed,
        initial={"composition": written},
    )
    return tuple(
        msgspec.structs.replace(
            button,
            fields=tuple(
                msgspec.structs.replace(field, **limits) if field.name in ("size", "composition") else field
                for field in button.fields
            ),
        )
        for button in (form, compose)
    )
