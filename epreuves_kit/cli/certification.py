"""The certification of a course as it is read: `epreuves referentiel`, and `epreuves jury regles`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from typer import Option

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed
from epreuves.wording.remedies import remedy
from epreuves_kit.cli.console import say
from epreuves_kit.wording import TO_WRITE


def referentiel(
    json: Annotated[bool, Option("--json", help="Écrire un objet JSON au lieu d'un texte.")] = False,
    official: Annotated[
        Path | None,
        Option(
            "--officiel",
            metavar="FICHIER",
            help="Texte du document officiel, à mettre en regard des libellés du projet.",
        ),
    ] = None,
    lay: Annotated[
        bool,
        Option(
            "--poser",
            help="Écrire aussi officiel.yaml à la racine du cours : les notebooks, le panneau et les restitutions montrent alors le texte "
            "officiel de chaque critère.",
        ),
    ] = False,
) -> None:
    """Afficher le référentiel : activités, compétences, critères et épreuves.

    Code de sortie : 0 si tout est là, 1 si des codes sont introuvables dans le document officiel, 2 si un
    fichier est illisible.
    """
    from epreuves_kit.course import files
    from epreuves_kit.course.folders import referentiel_root
    from epreuves_kit.referentiel import certifier
    from epreuves_kit.referentiel.display import as_json, comparison, comparison_as_json, page
    from epreuves_kit.referentiel.official import compare, read_document
    from epreuves_kit.referentiel.reading import certification
    from epreuves_kit.rules import jury_rules

    if lay and official is None:
        raise KitError("« --poser » demande le document du certificateur : ajoutez « --officiel FICHIER ».")
    root = referentiel_root(Path.cwd())
    our = certification(root)
    rules = jury_rules.defaults(root)
    beside = compare(our, read_document(official)) if official is not None else None
    if json:
        value = as_json(our) if beside is None else comparison_as_json(beside)
        typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
    else:
        output = Console(highlight=False)
        output.print(page(our) if beside is None else comparison(beside))
        for bloc in rules.blocs if beside is None else ():
            say(output, f"Bloc {bloc.code} — {bloc.title} : {listed(bloc.competences)}.")
        for sentence in _to_write(root) if beside is None else ():
            say(output, sentence)
    if lay and beside is not None:
        text, count = certifier.content(beside)
        path = root / certifier.FILE
        changed = files.write(path, text.encode("utf-8"))
        sentence = f"{path} {'écrit' if changed else 'était à jour'} : {counted(count, 'critère')}. Lancez {remedy('build')}, puis publiez de nouveau."
        say(Console(stderr=True), sentence)
    if beside is not None and beside.not_found:
        raise typer.Exit(1)


def _to_write(root: Path) -> Iterator[str]:
    """The sentences on what is still to be written of a certification: one a file, with its lines."""
    from epreuves_kit.referentiel.reading import FOLDER

    for path in sorted((root / FOLDER).rglob("*.yaml")):
        lines = path.read_text("utf-8").splitlines()
        rest = [str(n) for n, line in enumerate(lines, 1) if TO_WRITE in line and not line.lstrip().startswith("#")]
        if rest:
            where = f"{'ligne' if len(rest) == 1 else 'lignes'} {listed(rest)}"
            yield f"Reste à écrire, dans {path.relative_to(root).as_posix()} : {where}."


def rules() -> None:
    """Montrer les règles de la certification, telles qu'un jury.yaml les écrit : epreuves jury regles > jury.yaml."""
    from epreuves_kit.course.folders import course_root
    from epreuves_kit.rules.jury_rules import text_of_defaults

    print(text_of_defaults(course_root(Path.cwd())), end="")
