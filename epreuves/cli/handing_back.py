"""`epreuves remettre`: an archive for each candidate, to be sent to them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.cli.console import Candidates, json_lines, plain, progress, say
from epreuves.wording.errors import KitError

if TYPE_CHECKING:
    from epreuves.exam.handing_back import HandedBack


def hand_back(
    epreuve: Annotated[
        list[str] | None,
        Argument(metavar="ID", help="Seulement ces épreuves ; toutes celles qui sont corrigées par défaut."),
    ] = None,
    candidate: Candidates = None,
    folder: Annotated[Path, Option("--sortie", metavar="DOSSIER", help="Où écrire les archives.")] = Path("remises"),
    provisional: Annotated[bool, Option("--provisoire", help="Remettre aussi ce qui reste en partie à juger.")] = False,
    as_json: Annotated[bool, json_lines("candidat")] = False,
) -> None:
    """Écrire une archive par candidat, à lui remettre : ses restitutions, en page et en PDF, et son relevé s'il est écrit ; et la liste des envois.

    Les restitutions qui ne sont pas à jour sont d'abord écrites. Une restitution provisoire, où des critères restent à juger, est retenue.
    Code de sortie : 0 si tout est remis, 1 si quelque chose est retenu, 2 si le cours n'est pas prêt.
    """
    from epreuves.course.folders import Course, course_root
    from epreuves.exam import handing_back
    from epreuves.exam.enrol import candidates, chosen
    from epreuves.exports import making
    from epreuves.rules import jury_rules

    course = Course(course_root(Path.cwd()))
    out = course.root / folder
    making.check_folder(out, course.root)
    known = candidates(course, jury_rules.read(course.root))
    asked = chosen(known, candidate)
    assignments = list(course.meant(epreuve or ())) or course.assignments()
    if not assignments:
        raise KitError("Aucune copie n'est corrigée : lancez d'abord « epreuves autograde ID ».")
    errors = Console(stderr=True)
    found: list[HandedBack] = []
    with progress(errors, as_json) as bar:
        task = bar.add_task("Restitutions", total=None)
        for made in handing_back.hand_back(
            course,
            assignments,
            asked,
            out,
            provisional,
            lambda who, done, total: bar.update(
                task, completed=done, total=total, description=f"Restitutions · {plain(who)}"
            ),
        ):
            found.append(made)
            if as_json:
                print(json.dumps(msgspec.to_builtins(made), ensure_ascii=False), flush=True)
    if not as_json:
        console = Console()
        console.print(_table(found))
        say(console, handing_back.summary(found))
        say(console, f"La liste des envois, avec les courriels : {folder / handing_back.LIST}")
    if any(one.state == "retenue" or (one.reason and one.path) for one in found):
        raise typer.Exit(1)


def _table(found: list[HandedBack]) -> Table:
    built = Table()
    for title in ("Candidat·e", "Archive", "Épreuves", "Ce qui est retenu"):
        built.add_column(title, overflow="fold")
    for one in found:
        cells = (one.candidate, one.state, ", ".join(e.partition("_")[0] for e in one.epreuves), one.reason)
        built.add_row(*(Text(plain(cell)) for cell in cells))
    return built
