"""Where candidates work otherwise than in the course's JupyterLab: on their own computers, or in a browser alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, number
from epreuves_kit.exam.asking import TOLD, Outcome
from epreuves_kit.operations.declared import Doing, Parameter, Parameters, operation
from epreuves_kit.referentiel.model import called


class InstallationParameters(Parameters, frozen=True):
    """Where it is written."""

    folder: Annotated[Path, Parameter("Le dossier à remettre aux candidats ; il est créé.", metavar="DOSSIER")] = Path(
        "installation"
    )


@operation("installation", label="Préparer ce que l'on installe chez soi", title="Installation chez soi")
def installation(doing: Doing, asked: InstallationParameters) -> Outcome:
    """Écrire ce que les candidats installent sur leur propre ordinateur : un fichier, et la page qui dit quoi en faire.

    Le fichier contient de quoi ouvrir les épreuves et vérifier la forme des réponses ; aucun sujet, aucune réponse, aucune correction.
    """
    from epreuves_kit.build.candidate_wheel import write_installation

    doing.progress("Écriture de ce que l'on installe", 0, 0)
    written = write_installation(doing.here / asked.folder)
    return Outcome(
        (
            f"Le dossier {asked.folder}/ est à donner tel quel aux candidats, quelques jours avant : LISEZMOI.txt leur dit quoi faire.",
            "Il ne contient aucun sujet, aucune réponse, aucune correction.",
        ),
        files=tuple((asked.folder / path.name).as_posix() for path in written),
    )


class SiteParameters(Parameters, frozen=True):
    """Which épreuves, where the site goes, and where Python comes from."""

    epreuves: Annotated[
        tuple[str, ...],
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
    from epreuves_kit.exam.site.building import build

    course = doing.course
    chosen = asked.epreuves or tuple(course.released())
    if not chosen:
        raise KitError("Aucune épreuve n'est distribuée : il n'y a rien à mettre sur un site.")
    doing.progress("Préparation du site", 0, 0)
    built = build(course, chosen, doing.here / asked.folder, asked.pyodide, lambda what: doing.progress(what, 0, 0))
    said = [
        f"{listed(map(called, chosen))} : le site est dans le dossier {asked.folder}/ ({counted(built.files, 'fichier')}, {number(built.size / 1e6, 0)} Mo).",
        "Qui tient le serveur web de l'école y pose ce dossier, en https ; ce que les candidats rendent se prend avec « Ranger des copies reçues ».",
    ]
    if built.pyodide:
        said.append(
            f"Pendant l'épreuve, chaque navigateur demande Python à {built.pyodide.rpartition('/')[0]} : il faut un accès à internet."
        )
    return Outcome(tuple(said), built.remarks[:TOLD])
