"""`epreuves referentiel`: print the référentiel, or lay the official document beside it."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from epreuves.referentiel import referentiel as charger_referentiel
from epreuves.referentiel.affichage import comparaison, page
from epreuves.referentiel.export import en_json, rapprochement_en_json
from epreuves.referentiel.officiel import lire_document
from epreuves.referentiel.rapprochement import rapprocher


def referentiel(
    json: Annotated[bool, typer.Option("--json", help="Écrire un objet JSON au lieu d'un texte.")] = False,
    officiel: Annotated[
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
    notre = charger_referentiel()
    rapprochement = rapprocher(notre, lire_document(officiel)) if officiel is not None else None
    if json:
        valeur = en_json(notre) if rapprochement is None else rapprochement_en_json(rapprochement)
        typer.echo(msgspec.json.format(msgspec.json.encode(valeur), indent=2).decode())
    else:
        Console(highlight=False).print(page(notre) if rapprochement is None else comparaison(rapprochement))
    if rapprochement is not None and rapprochement.introuvables:
        raise typer.Exit(1)
