"""`epreuves essai`: an épreuve played on one variant by its reference, a blank and each of its mistakes."""

from __future__ import annotations

import contextlib
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import read_letters
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, number
from epreuves_kit.cli.console import plain, say, warn
from epreuves_kit.course.folders import choose, find_root, handed_out
from epreuves_kit.runner.sandbox import shared

if TYPE_CHECKING:
    from epreuves_kit.demo.rehearsal import Played


def rehearse_command(
    id: Annotated[str, Argument(help="L'épreuve, par son identifiant ou son numéro (e14).")],
    letter: Annotated[
        str, Option("--variante", metavar="LETTRE", help="La variante sur laquelle elle est jouée.")
    ] = "A",
    output: Annotated[
        Path | None,
        Option(
            "--sortie",
            metavar="DOSSIER",
            help="Où écrire les restitutions ; rapports/essai-<épreuve> par défaut.",
        ),
    ] = None,
    browser: Annotated[
        bool, Option("--ouvrir", help="Ouvrir la restitution du corrigé, s'il y a un navigateur.")
    ] = False,
) -> None:
    """Jouer une épreuve sur une variante : le corrigé, une copie vide et chaque erreur nommée, corrigés pour de vrai dans un cours à part."""
    # With nbgrader, a second that the list of commands does not need.
    from epreuves_kit.demo.journey import FOLDER
    from epreuves_kit.demo.rehearsal import rehearse

    console = Console()
    root = find_root()
    (epreuve,) = choose(root, [id])
    letters = read_letters(letter)
    if len(letters) != 1:
        raise KitError(f"--variante : une seule lettre est attendue, reçu « {letter} ».")
    folder = output or root / FOLDER / f"essai-{epreuve}"
    if place := handed_out(root, folder):
        reason = f"ce qui est dans {place}/ peut être distribué, et ces pages ne doivent pas l'être"
        raise KitError(f"{folder} : {reason} ; choisissez un autre endroit (--sortie).")
    warn(console, shared("auto").warning)
    with console.status(f"{epreuve}…") as waiting:
        played = rehearse(root, epreuve, letters[0], folder, lambda step: waiting.update(f"{epreuve} : {step}"))
    console.print(_table(epreuve, letters[0], played))
    differing = [copy for copy in played if copy.differences]
    for copy in differing:
        say(console, f"✗ {copy.name}", *(f"    {difference}" for difference in copy.differences))
    pages = [page for copy in played for page in copy.pages]
    say(
        console,
        f"{counted(len(pages), 'restitution')} dans {folder}/, par exemple {pages[0] if pages else '—'}",
    )
    if browser and pages:
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(pages[0].resolve().as_uri())
    if differing:
        raise typer.Exit(1)


def _table(epreuve: EpreuveId, letter: str, played: list[Played]) -> Table:
    title = f"{epreuve}, variante {letter} : {counted(len(played), 'copie')}"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=0)
    table.add_column("Copie", overflow="fold")
    table.add_column("Points", justify="right", no_wrap=True)
    table.add_column("Ce qui n'a pas tous ses points", overflow="fold")
    table.add_column("Promis", no_wrap=True)
    for copy in played:
        short = [m for m in copy.marks if m.points < m.maximum]
        if len(short) == len(copy.marks):
            lost = "toutes les questions"
        else:
            lost = ", ".join(f"{m.question} {number(m.points)}/{number(m.maximum)}" for m in short)
        promised = "✗" if copy.differences else "✓"
        table.add_row(
            Text(plain(copy.name)),
            f"{number(copy.points)}/{number(copy.maximum)}",
            Text(plain(lost)),
            promised,
        )
    return table
