"""`epreuves ressemblances`: the copies that resemble one another, for people to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.cli.console import json_lines, plain, say, warn
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, percent

if TYPE_CHECKING:
    from epreuves.exam.likeness.finding import EpreuveLikeness
    from epreuves.exam.likeness.page import LikenessLine

#: Couples of a table, and characters of a passage or a title, that a terminal shows; the page has them all.
_ROWS, _PASSAGE, _TITLE = 20, 60, 24


def resemblances(
    epreuve: Annotated[
        list[str] | None,
        Argument(metavar="ID", help="Seulement ces épreuves ; toutes celles qui sont corrigées par défaut."),
    ] = None,
    earlier: Annotated[
        list[Path] | None,
        Option(
            "--avec",
            metavar="DOSSIER",
            help="Comparer aussi aux copies d'une session précédente, dans ce dossier (option répétable).",
        ),
    ] = None,
    share: Annotated[
        int,
        Option(
            "--seuil",
            metavar="POURCENT",
            min=5,
            max=100,
            help="Part de l'écrit le plus court, en commun, à partir de laquelle deux écrits sont montrés.",
        ),
    ] = 20,
    anonymous: Annotated[
        bool, Option("--anonyme", help="Désigner les copies par leur numéro, sans nommer personne.")
    ] = False,
    folder: Annotated[Path, Option("--sortie", metavar="DOSSIER", help="Où écrire les pages.")] = Path("ressemblances"),
    as_json: Annotated[bool, json_lines("ressemblance")] = False,
) -> None:
    """Comparer les écrits des copies deux à deux, et écrire une page où lire côte à côte ceux qui se ressemblent.

    Une ressemblance se lit, et les candidats sont entendus : aucune note, aucun niveau n'en dépend, et le carnet de notes n'est pas changé.
    Code de sortie : 0 si rien ne se ressemble au-delà du seuil, 1 s'il y a quelque chose à lire, 2 si le cours n'est pas prêt.
    """
    from epreuves.course import files
    from epreuves.course.folders import Course, course_root
    from epreuves.exam.likeness.finding import likeness
    from epreuves.exam.likeness.page import lines, page
    from epreuves.exports import making

    here = Path.cwd()
    course = Course(course_root(here))
    out = course.root / folder
    making.check_folder(out, course.root)
    assignments = list(course.meant(epreuve or ())) or course.assignments()
    if not assignments:
        raise KitError("Aucune copie n'est corrigée : lancez d'abord « epreuves autograde ID ».")
    console, errors = Console(), Console(stderr=True)
    alike = False
    for assignment in assignments:
        found = likeness(course, assignment, [here / one for one in earlier or ()], share / 100)
        alike = alike or found.alike
        path = out / f"{assignment}.html"
        files.put(path, page(found, anonymous))
        told = list(lines(found, anonymous))
        if as_json:
            for one in told:
                print(msgspec.json.encode(one).decode(), flush=True)
            continue
        _say(console, found, told)
        for said in found.aside:
            warn(errors, said)
        say(console, f"À lire : {folder / path.name}" if found.alike else f"Page : {folder / path.name}")
    if alike:
        raise typer.Exit(1)


def _say(console: Console, found: EpreuveLikeness, told: list[LikenessLine]) -> None:
    couples = [one for one in told if one.share is not None]
    if couples:
        console.print(_table(found.epreuve, couples[:_ROWS]))
    more = len(couples) - _ROWS + found.beyond
    if more > 0:
        say(console, f"{counted(more, 'ressemblance')} de plus, moins fortes.")
    for one in told:
        if one.share is None:
            what = {"fichier": "le même fichier", "tableau": "le même tableau de données"}[one.kind]
            say(console, f"{found.epreuve} : {what} (« {one.name} ») : {listed(c.copy for c in one.copies)}.")
    if not told:
        say(console, f"{found.epreuve} : aucune ressemblance entre {counted(found.copies, 'copie')}.")


def _table(epreuve: str, couples: list[LikenessLine]) -> Table:
    built = Table(title=Text(plain(epreuve)), title_justify="left")
    built.add_column("Copies, écrits", overflow="fold", ratio=3)
    for name in ("Part", "Mots"):
        built.add_column(name, justify="right", no_wrap=True)
    built.add_column("Le plus long passage", overflow="fold", ratio=2)
    for one in couples:
        whose = "\n".join(plain(f"{side.copy} : {_cut(side.writing, _TITLE)}") for side in one.copies)
        passage = f"{counted(one.passage_words or 0, 'mot')} : {plain(_cut(one.passage, _PASSAGE))}"
        built.add_row(*map(Text, (whose, percent(one.share or 0), str(one.words), passage)))
    return built


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()} …"
