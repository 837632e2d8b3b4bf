"""`epreuves installation`: what candidates install on their own computers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from rich.console import Console
from typer import Argument

from epreuves.cli.console import say


def installation(
    folder: Annotated[
        Path, Argument(metavar="DOSSIER", help="Le dossier à remettre aux candidats ; il est créé.")
    ] = Path("installation"),
) -> None:
    """Écrire ce que les candidats installent sur leur propre ordinateur : un fichier, et la page qui dit quoi en faire.

    Le fichier contient de quoi ouvrir les épreuves et vérifier la forme des réponses ; aucun sujet, aucune réponse, aucune correction.
    """
    from epreuves.authoring.candidate_wheel import write_installation

    written = write_installation(folder)
    say(Console(), *(f"Écrit : {path}" for path in written))
