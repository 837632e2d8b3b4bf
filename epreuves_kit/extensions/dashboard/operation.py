"""The dashboard written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import Outcome
from epreuves_kit.operations.declared import Doing, Parameter, Parameters, operation


def _campuses(course: Course, epreuve: EpreuveId) -> Iterable[tuple[str, str]]:
    """The campuses, where there are several."""
    from epreuves_kit.exam.enrol import candidates
    from epreuves_kit.rules import jury_rules

    campuses = sorted(
        {candidate.campus for candidate in candidates(course, jury_rules.read(course.root)) if candidate.campus}
    )
    return [(name, name) for name in campuses] if len(campuses) > 1 else []


class DashboardParameters(Parameters, frozen=True):
    """Of which copies, and whether people are named."""

    epreuves: Annotated[
        tuple[EpreuveId, ...],
        Parameter(
            "Seulement cette épreuve, e17 par exemple (option répétable).", flag="--epreuve", short="-e", metavar="ID"
        ),
    ] = ()
    campus: Annotated[
        str,
        Parameter(
            "Seulement les candidats de ce campus, d'après campus.csv.",
            "Un campus seulement (tous, si rien n'est choisi)",
            flag="--campus",
            metavar="NOM",
            kind="choice",
            options=_campuses,
        ),
    ] = ""
    group: Annotated[
        str,
        Parameter("Seulement les copies de ce groupe, dans les épreuves de groupe.", flag="--groupe", metavar="NOM"),
    ] = ""
    named: Annotated[
        bool,
        Parameter(
            "Écrire les noms des candidats et des correcteurs, au lieu de numéros et de lettres.",
            "Écrire les noms des candidats et des correcteurs",
            flag="--nominatif",
        ),
    ] = False


@operation("tableau", label="Écrire le tableau de bord", title="Tableau de bord")
def dashboard(doing: Doing, asked: DashboardParameters) -> Outcome:
    """Écrire le tableau de bord de la cohorte : répartition, compétences, analyse des questions, erreurs, équité, correcteurs, durées."""
    from epreuves_kit.extensions.dashboard.making import FOLDER, write

    doing.progress("Lecture des résultats de la cohorte", 0, 0)
    root, epreuves = doing.course.root, list(asked.epreuves) or None
    try:
        write(root, root / FOLDER, epreuves, asked.named, asked.campus, asked.group)
    except OSError as error:
        raise KitError(f"Le tableau de bord ne s'écrit pas dans {FOLDER}/ : {error.strerror or error}.") from None
    whose = "Candidats et correcteurs y sont nommés." if asked.named else "Personne n'y est nommé."
    sentence = f"Le tableau de bord est dans le dossier {FOLDER}/ : une page, et un notebook à ouvrir dans JupyterLab."
    return Outcome((sentence, whose), files=(f"{FOLDER}/tableau.html", f"{FOLDER}/tableau.ipynb"))
