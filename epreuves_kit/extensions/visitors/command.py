"""The command that holds the visitors' pages open."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from rich.console import Console
from typer import Option

from epreuves.wording.errors import KitError
from epreuves_kit.cli.console import say, stop
from epreuves_kit.extensions.visitors.passes import PORT


def serve(
    port: Annotated[
        int,
        Option("--port", min=1, max=65535, metavar="PORT", help="Le port où il répond, sur cette machine seulement."),
    ] = PORT,
) -> None:
    """Tenir le guichet ouvert : les pages de ceux qui n'ont pas de compte, jurés et professionnels, par le lien que « epreuves acces donner » leur donne.

    Il répond à cette machine seulement, jusqu'à ce qu'on l'arrête (Ctrl+C) ; un hub, ou un serveur web en https, le met à portée des autres. Code de sortie : 0 s'il est arrêté,
    2 s'il ne peut pas ouvrir.
    """
    from epreuves_kit.course.folders import course_root
    from epreuves_kit.extensions.visitors import server

    console, errors = Console(), Console(stderr=True)
    prefix = os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "/")

    def opened(at: int) -> None:
        say(console, f"Le guichet est ouvert : http://127.0.0.1:{at}{prefix}")
        say(
            console,
            "Ctrl+C le ferme. Rien n'est perdu : les pages gardent ce qui n'est pas enregistré, et l'envoient quand il rouvre.",
        )

    try:
        server.run(course_root(Path.cwd()), port, prefix, opened)
    except KitError as error:
        stop(errors, error.sentence, 2)
