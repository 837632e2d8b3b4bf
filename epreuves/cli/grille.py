"""`epreuves grille export` and `epreuves grille import`: the graders' grid as a spreadsheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from epreuves.cli.console import plain, stop, unasked
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted

grille = typer.Typer(
    help="La grille d'une épreuve dans un tableur : l'écrire, puis reprendre ce qui y a été jugé.",
    no_args_is_help=True, rich_markup_mode="rich",
)  # fmt: skip

_GRADER = "Qui juge : le nom sous lequel ses niveaux sont conservés."


@grille.command("export")
def export(
    epreuve: Annotated[
        str, typer.Argument(metavar="ID", help="Épreuve, par son identifiant ou son numéro (e17).")
    ],
    file: Annotated[
        Path | None, typer.Argument(metavar="FICHIER", help="Classeur à écrire ; grille-ID.xlsx par défaut.")
    ] = None,
    grader: Annotated[
        str, typer.Option("--correcteur", help=f"{_GRADER} La grille contient alors ce qu'il a déjà jugé.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", "-f", help="Remplacer le fichier s'il existe.")] = False,
) -> None:  # fmt: skip
    """Écrire la grille d'une épreuve dans un classeur xlsx : une feuille par notebook, une ligne par copie, sans noms.

    Code de sortie : 0 si le classeur est écrit, 2 sinon.
    """
    from epreuves.cli.console import here
    from epreuves.rubric.register import Register
    from epreuves.rubric.workbook import grid_of, write

    errors = Console(stderr=True)
    root, assignment = here(epreuve)
    path = file or Path(f"grille-{assignment}.xlsx")
    if path.suffix.lower() != ".xlsx":
        stop(errors, f"« {plain(str(path))} » : le nom du classeur finit par « .xlsx ».", 2)
    unasked(errors, [path], force)
    try:
        with Register(root) as register:
            copies = write(grid_of(register, root, assignment, grader), path)
    except OSError as error:
        stop(errors, f"« {plain(str(path))} » ne s'écrit pas : {error.strerror or error}.", 2)
    Console().print(f"{plain(str(path))} : {counted(copies, 'copie')} de {assignment}.", highlight=False, markup=False, soft_wrap=True)  # fmt: skip


@grille.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Classeur rempli, au format xlsx.")],
    grader: Annotated[str, typer.Option("--correcteur", help=_GRADER)],
    replace: Annotated[
        bool, typer.Option("--remplacer", help="Le fichier l'emporte sur ce qui a été jugé ailleurs depuis l'export.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Un objet JSON sur la sortie standard.")] = False,
) -> None:  # fmt: skip
    """Reprendre ce qui a été jugé dans un classeur : tout, ou rien s'il y a une case à revoir ; toutes sont nommées.

    Code de sortie : 0 si le classeur est repris, 2 sinon.
    """
    from epreuves.cli.console import here
    from epreuves.rubric.register import Register
    from epreuves.rubric.workbook_read import take

    root, _ = here()
    try:
        with Register(root) as register:
            taken = take(register, root, file, grader, replace)
    except Faults as error:
        raise Faults(*error.faults, f"Rien de « {file.name} » n'a été pris en compte.") from None
    except KitError as error:
        raise KitError(f"{error} Rien de « {file.name} » n'a été pris en compte.") from None
    if as_json:
        print(
            json.dumps({name: getattr(taken, name) for name in taken.__struct_fields__}, ensure_ascii=False)
        )
        return
    many = (
        "rien n'y a changé depuis l'export"
        if not taken.changes
        else f"{counted(taken.changes, 'critère')} repris dans {counted(taken.copies, 'copie')}"
    )
    left = f"il reste {counted(taken.waiting, 'niveau')} à donner" if taken.waiting else "tout est jugé"  # fmt: skip
    Console().print(f"{taken.assignment}, {plain(taken.grader)} : {many} ; {left}.", highlight=False, markup=False, soft_wrap=True)  # fmt: skip
