"""`epreuves site`: the session's épreuves as a static site, where candidates work in their browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from rich.console import Console
from typer import Argument, Option

from epreuves.cli.console import say, warn
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, number


def site(
    ids: Annotated[
        list[str] | None,
        Argument(
            help="Épreuves, par leur identifiant ou leur numéro (e17) ; toutes celles de la séance par défaut.",
            show_default=False,
        ),
    ] = None,
    folder: Annotated[
        Path,
        Option(
            "--dans", metavar="DOSSIER", help="Où écrire le site ; un site que cette commande a fait y est remplacé."
        ),
    ] = Path("site"),
    pyodide: Annotated[
        Path | None,
        Option(
            "--pyodide",
            metavar="DOSSIER",
            help="La distribution de Pyodide, décompressée, à mettre sur le site ; par défaut, le navigateur la demande à son adresse officielle.",
        ),
    ] = None,
) -> None:
    """Faire des épreuves distribuées un site à poser sur n'importe quel serveur web : on y travaille dans le navigateur, sans compte ni installation.

    Rien n'y est exécuté par le serveur : ce que chacun écrit reste dans son navigateur, et « Rendre » en fait une archive, que prend
    « epreuves recevoir ». Un site qui demanderait quelque chose à un autre est refusé.
    """
    from epreuves.course.folders import Course, course_root
    from epreuves.exam.site.building import build

    course = Course(course_root(Path.cwd()))
    chosen = course.meant(ids or ()) or course.held()
    if not chosen:
        raise KitError("Ce cours n'a aucune épreuve : il n'y a rien à mettre sur un site.")
    console, errors = Console(), Console(stderr=True)
    with errors.status("Site…") as waiting:
        built = build(course, chosen, folder, pyodide, waiting.update)
    for remark in built.remarks:
        warn(errors, remark)
    say(
        console,
        f"{folder} — {counted(len(chosen), 'épreuve')}, {counted(built.files, 'fichier')}, {number(built.size / 1e6, 0)} Mo",
    )
    if built.pyodide:
        say(
            console,
            f"Chaque navigateur demandera Python à {built.pyodide.rpartition('/')[0]} ; --pyodide le met sur le site.",
        )
    say(
        console,
        "Posez ce dossier sur un serveur web, en https ; ce qui est rendu se prend par : epreuves recevoir",
    )
