"""`epreuves tirage-themes` and `epreuves essais`: the draw of a serious game's themes, and the professionals' challenge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from epreuves.cli.console import plain

_EPREUVE = typer.Argument(metavar="EPREUVE", help="L'épreuve, par son identifiant ou son numéro.")


def draw_themes(
    epreuve: Annotated[str, _EPREUVE] = "e11_challenge",
    written_by: Annotated[
        str,
        typer.Option(
            "--auteur",
            metavar="NOM",
            help="Qui tire ; garde le tirage au registre. Sans lui, rien n'est écrit.",
            show_default=False,
        ),
    ] = "",
    again: Annotated[
        bool, typer.Option("--refaire", help="Garder un tirage qui diffère de celui du registre, à sa suite.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Un objet JSON par ligne et par groupe, sur la sortie standard.")
    ] = False,
) -> None:
    """Tirer au sort les thèmes de chaque groupe, d'après la clé de la séance : refait, le tirage est le même.

    Sans --auteur, la commande vérifie : elle refait le tirage et le compare au registre. Code de sortie : 1 s'il en diffère, 2 s'il ne
    peut pas être fait.
    """
    from epreuves.course.folders import course_root
    from epreuves.jury import challenge
    from epreuves.jury.record import JuryRecord
    from epreuves.jury.session import epreuve_id

    console, _errors = Console(), Console(stderr=True)
    root = course_root(Path.cwd())
    drawn = challenge.draws(root, epreuve_id(epreuve))
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
        _say(
            console,
            f"{one.group} · empreinte {one.fingerprint} · {said}{'' if same or not act else ' · ✗ DIFFÈRE du registre'}",
        )
        for member, theme in zip(one.members, one.themes, strict=True):
            _say(console, f"  {member} : {theme}")
    if differs:
        raise typer.Exit(1)


def trials(
    epreuve: Annotated[str, _EPREUVE] = "e11_challenge",
    folder: Annotated[
        Path | None,
        typer.Option(
            "--fiches",
            metavar="DOSSIER",
            help="Écrire la fiche de chaque groupe dans ce dossier.",
            show_default=False,
        ),
    ] = None,
    sheet: Annotated[
        list[Path] | None,
        typer.Option(
            "--lire",
            metavar="FICHIER",
            help="Prendre les notes d'une fiche remplie (option répétable).",
            show_default=False,
        ),
    ] = None,
    written_by: Annotated[
        str,
        typer.Option(
            "--auteur", metavar="NOM", help="Qui remet les fiches ; demandé avec --lire.", show_default=False
        ),
    ] = "",
) -> None:
    """Écrire les fiches d'essai des professionnels, reprendre celles qui sont remplies, montrer ce qu'elles disent.

    Une fiche fautive n'est pas prise : toutes ses fautes sont dites, ligne et champ. Code de sortie : 2 si rien n'a pu être fait.
    """
    from epreuves.course.folders import course_root
    from epreuves.jury import challenge
    from epreuves.jury.record import JuryRecord
    from epreuves.jury.session import epreuve_id

    console, _errors = Console(), Console(stderr=True)
    with JuryRecord(course_root(Path.cwd())) as record:
        id = epreuve_id(epreuve)
        for path in challenge.write(record, id, folder) if folder else ():
            _say(console, f"{path} — fiche écrite.")
        for path in sheet or ():
            _say(
                console,
                f"{path} — {challenge.take(record, id, written_by, path)} productions notées, enregistrées.",
            )
        told = challenge.told(record, id)
    for line in told:
        _say(console, line)


def _say(console: Console, said: str) -> None:
    console.print(plain(said), highlight=False, markup=False, soft_wrap=True)
