"""Of the jury's rules, what a `jury.yaml` may say; of a serious game, `tirage-themes` and `essais`: the draw of its themes and the
professionals' sheets.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from typer import Argument, Option

from epreuves.cli.console import json_lines, say

if TYPE_CHECKING:
    pass


def rules() -> None:
    """Montrer les règles de la certification, telles qu'un jury.yaml les écrit : epreuves jury regles > jury.yaml."""
    from epreuves.course.folders import course_root
    from epreuves.rules.jury_rules import text_of_defaults

    print(text_of_defaults(course_root(Path.cwd())), end="")


_EPREUVE = Argument(metavar="EPREUVE", help="L'épreuve, par son identifiant ou son numéro.")


def draw_themes(
    epreuve: Annotated[str, _EPREUVE] = "e11",
    written_by: Annotated[
        str,
        Option(
            "--auteur",
            metavar="NOM",
            help="Qui tire ; garde le tirage au registre. Sans lui, rien n'est écrit.",
            show_default=False,
        ),
    ] = "",
    again: Annotated[
        bool, Option("--refaire", help="Garder un tirage qui diffère de celui du registre, à sa suite.")
    ] = False,
    as_json: Annotated[bool, json_lines("groupe")] = False,
) -> None:
    """Tirer au sort les thèmes de chaque groupe, d'après la clé de la séance : refait, le tirage est le même.

    Sans --auteur, la commande vérifie : elle refait le tirage et le compare au registre. Code de sortie : 1 s'il en diffère, 2 s'il ne
    peut pas être fait.
    """
    from epreuves.course.folders import course_root
    from epreuves.jury import challenge
    from epreuves.jury.record import JuryRecord
    from epreuves.jury.session import epreuve_id
    from epreuves.referentiel.reading import referentiel

    console = Console()
    root = course_root(Path.cwd())
    drawn = challenge.draws(root, epreuve_id(referentiel(root), epreuve))
    with JuryRecord(root) as record:
        if written_by:
            challenge.keep(record, written_by, drawn, again)
        kept = challenge.kept(record, drawn[0].epreuve)
    differs = False
    for one in drawn:
        act, author, at = kept.get(one.group, (None, "", ""))
        same = act is not None and act.fingerprint == one.fingerprint
        differs |= act is not None and not same
        if as_json:
            state = {"au_registre": act is not None, "conforme": same, "auteur": author, "date": at}
            row = {name: value for name, value in msgspec.to_builtins(one).items() if name != "type"}
            print(msgspec.json.encode(row | state).decode(), flush=True)
            continue
        said = f"tiré par {author} le {at}" if act else "pas encore au registre (--auteur NOM)"
        other = "" if same or not act else " · ✗ DIFFÈRE du registre"
        say(console, f"{one.group} · empreinte {one.fingerprint} · {said}{other}")
        for member, theme in zip(one.members, one.themes, strict=True):
            say(console, f"  {member} : {theme}")
    if differs:
        raise typer.Exit(1)


def trials(
    epreuve: Annotated[str, _EPREUVE] = "e11",
    folder: Annotated[
        Path | None,
        Option("--fiches", metavar="DOSSIER", help="Écrire la fiche de chaque groupe dans ce dossier."),
    ] = None,
    sheet: Annotated[
        list[Path] | None,
        Option("--lire", metavar="FICHIER", help="Prendre les notes d'une fiche remplie (option répétable)."),
    ] = None,
    written_by: Annotated[
        str,
        Option("--auteur", metavar="NOM", help="Qui remet les fiches ; demandé avec --lire.", show_default=False),
    ] = "",
) -> None:
    """Écrire les fiches d'essai des professionnels, reprendre celles qui sont remplies, montrer ce qu'elles disent.

    Une fiche fautive n'est pas prise : toutes ses fautes sont dites, ligne et champ. Code de sortie : 2 si rien n'a pu être fait.
    """
    from epreuves.course.folders import course_root
    from epreuves.jury import challenge
    from epreuves.jury.record import JuryRecord
    from epreuves.jury.session import epreuve_id
    from epreuves.referentiel.reading import referentiel

    console = Console()
    root = course_root(Path.cwd())
    with JuryRecord(root) as record:
        id = epreuve_id(referentiel(root), epreuve)
        for path in challenge.write(record, id, folder) if folder else ():
            say(console, f"{path} — fiche écrite.")
        for path in sheet or ():
            noted = challenge.take(record, id, written_by, path)
            say(console, f"{path} — {noted} productions notées, enregistrées.")
        told = challenge.told(record, id)
    for line in told:
        say(console, line)
