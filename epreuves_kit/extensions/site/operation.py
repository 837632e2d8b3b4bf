"""The site made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, number
from epreuves_kit.exam.asking import TOLD, Outcome
from epreuves_kit.operations.declared import Doing, Parameter, Parameters, operation
from epreuves_kit.referentiel.model import called


class SiteParameters(Parameters, frozen=True):
    """The épreuves, the folder of the site, and where Python comes from."""

    epreuves: Annotated[
        tuple[EpreuveId, ...],
        Parameter(
            "Épreuves, par leur identifiant ou leur numéro (e17) ; toutes celles de la séance par défaut.", metavar="ID"
        ),
    ] = ()
    folder: Annotated[
        Path,
        Parameter(
            "Où écrire le site ; un site que cette commande a fait y est remplacé.", flag="--dans", metavar="DOSSIER"
        ),
    ] = Path("site")
    pyodide: Annotated[
        Path | None,
        Parameter(
            "La distribution de Pyodide, décompressée, à mettre sur le site ; par défaut, le navigateur la demande à son adresse officielle.",
            flag="--pyodide",
            metavar="DOSSIER",
        ),
    ] = None


@operation("site", label="Faire le site des épreuves", title="Site des épreuves")
def site(doing: Doing, asked: SiteParameters) -> Outcome:
    """Faire des épreuves distribuées un site à poser sur n'importe quel serveur web : on y travaille dans le navigateur, sans compte ni installation.

    Rien n'y est exécuté par le serveur : ce que chacun écrit reste dans son navigateur, et « Rendre » en fait une archive, que prend
    « epreuves recevoir ». Un site qui demanderait quelque chose à un autre est refusé.
    """
    from epreuves_kit.extensions.site.building import build

    course = doing.course
    chosen = asked.epreuves or tuple(course.released())
    if not chosen:
        raise KitError("Aucune épreuve n'est distribuée : il n'y a rien à mettre sur un site.")
    doing.progress("Préparation du site", 0, 0)
    built = build(course, chosen, doing.here / asked.folder, asked.pyodide, lambda what: doing.progress(what, 0, 0))
    sentences = [
        f"{listed(map(called, chosen))} : le site est dans le dossier {asked.folder}/ ({counted(built.files, 'fichier')}, {number(built.size / 1e6, 0)} Mo).",
        "Qui tient le serveur web de l'école y pose ce dossier, en https ; ce que les candidats rendent se prend avec « Ranger des copies reçues ».",
    ]
    if built.pyodide:
        sentences.append(
            f"Pendant l'épreuve, chaque navigateur demande Python à {built.pyodide.rpartition('/')[0]} : il faut un accès à internet."
        )
    return Outcome(tuple(sentences), built.remarks[:TOLD])
