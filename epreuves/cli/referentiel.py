"""`epreuves referentiel`: print the référentiel, or lay the official document beside it."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from epreuves.referentiel import referentiel as charger_referentiel
from epreuves.referentiel.display import as_json, comparison, comparison_as_json, page
from epreuves.referentiel.official import compare, read_document


def referentiel(
    json: Annotated[bool, typer.Option("--json", help="Écrire un objet JSON au lieu d'un texte.")] = False,
    official: Annotated[
        Path | None,
        typer.Option(
            "--officiel",
            metavar="FICHIER",
            help="Texte du document officiel, à mettre en regard des libellés du projet.",
        ),
    ] = None,
) -> None:
    """Afficher le référentiel : activités, compétences, critères et épreuves.

    Code de sortie : 0 si tout est là, 1 si des codes sont introuvables dans le document officiel, 2 si un
    fichier est illisible.
    """
    our = charger_referentiel()
    beside = compare(our, read_document(official)) if official is not None else None
    if json:
        value = as_json(our) if beside is None else comparison_as_json(beside)
        typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
    else:
        Console(highlight=False).print(page(our) if beside is None else comparison(beside))
    if beside is not None and beside.not_found:
        raise typer.Exit(1)
