"""Exam kit on nbgrader: the names that a candidate's notebook uses.

Importing this package costs little: pandas and matplotlib are loaded by whoever needs them.
"""

from typing import Any

from epreuves.answers import last_cell
from epreuves.answers.checking import at_work, erreur_type, verifier
from epreuves.answers.files import asking
from epreuves.answers.forms import (
    booleen,
    choix,
    classeur,
    date,
    entier,
    graphique,
    liste,
    nombre,
    pourcentage,
    serie,
    tableau,
    texte,
)
from epreuves.answers.own_table import vos_donnees
from epreuves.answers.self_assessment import auto_evaluation

__all__ = [
    "auto_evaluation",
    "avant_de_rendre",
    "booleen",
    "choix",
    "classeur",
    "date",
    "entier",
    "erreur_type",
    "formulaire",
    "graphique",
    "liste",
    "livrable",
    "nombre",
    "pourcentage",
    "preparer",
    "serie",
    "tableau",
    "texte",
    "verifier",
    "vos_donnees",
]


def avant_de_rendre(notebook: str = "") -> None:
    """Say what the notebook beside still lacks and, where there is no other way to hand it in, offer to make its archive."""
    if last_cell.avant_de_rendre(notebook, _refresh_forms):
        from epreuves.variants.hand_in import offer

        offer()
        if at_work():
            from epreuves.entry import offer_history

            offer_history()


def _refresh_forms() -> None:
    # Widgets come with it: the last cell runs where copies are marked too.
    from epreuves.entry import refresh_forms

    refresh_forms()


def formulaire(*args: Any, **kwargs: Any) -> None:
    """Show a question's form: `formulaire("C1-q1", nombre(unite="€"))`; nothing where copies are marked."""
    # Widgets come with it: where copies are marked, none is loaded.
    if at_work():
        from epreuves.entry import show

        show(*args, **kwargs)


def livrable(*args: Any, **kwargs: Any) -> None:
    """Ask for a file beside the notebook: `livrable("C1-plan", "plan", formats=("xlsx",))`, shown as a form that takes it."""
    if at_work():
        from epreuves.answers.files.deliverable import asked
        from epreuves.entry import show_file

        if show_file(asked(*args, **kwargs)):
            return
    asking.livrable(*args, **kwargs)


def preparer(*args: Any, **kwargs: Any) -> Any:
    """Lay out the candidate's data in ./donnees/ and return the tables by name: `preparer("e…")`."""
    # pandas comes with it: only a notebook that prepares data pays for its import.
    from epreuves.variants.preparation import preparer as prepare

    data = prepare(*args, **kwargs)
    if at_work():
        from epreuves.entry import keep_history

        keep_history()
    return data
