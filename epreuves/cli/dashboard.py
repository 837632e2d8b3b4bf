"""`epreuves tableau`: the cohort's dashboard, a notebook and its still page in `rapports/`."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from epreuves.cli.console import stop

#: Where reports are written, from the course's root.
FOLDER = "rapports"


def tableau(
    epreuve: Annotated[
        list[str] | None,
        typer.Option(
            "--epreuve", "-e", metavar="ID", help="Seulement cette épreuve, e17 par exemple (option répétable)."
        ),
    ] = None,
    campus: Annotated[
        str, typer.Option("--campus", metavar="NOM", help="Seulement les candidats de ce campus, d'après campus.csv.")
    ] = "",
    group: Annotated[
        str, typer.Option("--groupe", metavar="NOM", help="Seulement les copies de ce groupe, dans les épreuves de groupe.")
    ] = "",
    named: Annotated[
        bool, typer.Option("--nominatif", help="Écrire les noms des candidats et des correcteurs, au lieu de numéros et de lettres.")
    ] = False,
) -> None:  # fmt: skip
    """Écrire le tableau de bord de la cohorte : répartition, compétences, analyse des questions, erreurs, équité, correcteurs, durées."""
    from epreuves.course.folders import course_root
    from epreuves.reports.dashboard.making import DATA, write

    errors = Console(stderr=True)
    try:
        root = course_root(Path.cwd())
        out = root / FOLDER
        with errors.status("Tableau de bord…") if errors.is_terminal else _quiet():
            write(root, out, epreuve, named, campus, group)
    except OSError as error:
        stop(errors, f"Le tableau de bord ne s'écrit pas dans « {out} » : {error.strerror or error}.", 2)
    console = Console()
    for name, told in (
        ("tableau.html", "la page, à ouvrir dans un navigateur"),
        ("tableau.ipynb", "le notebook, à ouvrir dans JupyterLab"),
        (DATA.as_posix(), "les données que lit le notebook"),
    ):
        console.print(f"{FOLDER}/{name} : {told}", highlight=False, markup=False)


def _quiet() -> contextlib.AbstractContextManager[None]:
    return contextlib.nullcontext()
