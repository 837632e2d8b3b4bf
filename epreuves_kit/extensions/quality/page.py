"""The part of « Session d'examen » where the public pages of épreuves are written."""

from __future__ import annotations

from epreuves_kit.course.folders import Course, epreuves
from epreuves_kit.extensions.quality.writing import FOLDER
from epreuves_kit.page import drawn
from epreuves_kit.page.showing import PageLine, PagePart
from epreuves_kit.referentiel.model import called

_HEAD = ("Épreuve", "Page", "À la main")


def part(course: Course) -> PagePart:
    """An épreuve a line, with whether its page is written."""
    written = [id for id in epreuves(course.root) if id in course.held()]
    if not written:
        nothing = "Aucune épreuve n'a son texte dans ce cours."
        return PagePart("qualite", "La qualité, dite au public", (), (drawn.button(course, "qualite", closed=nothing),))
    lines = tuple(
        PageLine(
            (called(id), "écrite" if (course.root / FOLDER / f"{id}.html").is_file() else "—"),
            (
                drawn.button(
                    course, "qualite", id, label=f"Écrire la page de qualité : {called(id)}", short="Écrire la page"
                ),
            ),
        )
        for id in written
    )
    sentence = "Ce que le certificateur publie d'une épreuve : ce qui est demandé, et ce qui en a été mesuré, sans rien qui aide à la passer."
    return PagePart("qualite", "La qualité, dite au public", (sentence,), (), _HEAD, lines)
