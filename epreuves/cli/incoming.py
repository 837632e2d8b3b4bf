"""`epreuves recevoir`, `epreuves retablir`: copies that come in by Moodle, by mail or on a key, put where they go; and one that was replaced."""

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

from epreuves.cli.console import agreed, json_lines, plain, progress, say, stop
from epreuves.wording.french import of

if TYPE_CHECKING:
    from epreuves.exam.incoming.placing import PlacedCopy


def receive(
    sources: Annotated[
        list[Path],
        Argument(
            metavar="ARCHIVE",
            help="Ce qui est reçu : l'archive que Moodle fait télécharger, un dossier d'archives, ou l'archive d'une copie.",
        ),
    ],
    epreuve: Annotated[
        list[str] | None,
        Option(
            "--epreuve",
            metavar="ID",
            help="Ne prendre que cette épreuve (option répétable) ; toutes celles qui sont distribuées par défaut.",
        ),
    ] = None,
    at: Annotated[
        str,
        Option(
            "--heure",
            metavar="HEURE",
            help="L'heure de remise à noter pour toutes ces copies, « 2026-06-12 12:00 » ; aucune par défaut.",
        ),
    ] = "",
    replace: Annotated[
        bool,
        Option("--remplacer", help="Prendre la copie reçue là où une autre est déjà ; l'ancienne est mise de côté."),
    ] = False,
    simulated: Annotated[bool, Option("--simuler", help="Dire ce qui serait rangé, sans rien écrire.")] = False,
    as_json: Annotated[bool, json_lines("copie")] = False,
) -> None:
    """Ranger dans submitted/ les copies reçues hors de l'échange : par Moodle, par courriel, sur une clé.

    Le nom du dossier, tel que Moodle l'écrit, ou l'identifiant du candidat dit à qui est la copie ; le notebook dit de quelle épreuve elle
    est. Ce qui ne se range pas est dit, avec ce qu'il faut faire, et rien n'en est écrit. Code de sortie : 0 si tout est rangé, 1 si une
    copie est à voir, 2 si l'archive ou le cours ne se lit pas.
    """
    from epreuves.course import timetable
    from epreuves.course.folders import Course, course_root
    from epreuves.exam.incoming.parcels import parcels
    from epreuves.exam.incoming.placing import enrolled, receivable, summary
    from epreuves.exam.incoming.placing import receive as place

    course = Course(course_root(Path.cwd()))
    known, ids = receivable(course, course.meant(epreuve or ()))
    hour = timetable.hour_of(course, at) if at else None
    console = Console()
    with progress(Console(stderr=True), as_json) as bar:
        task = bar.add_task("Copies reçues", total=None)
        every = [parcel for source in sources for parcel in parcels(source, enrolled(known))]
        found = place(
            course,
            known,
            ids,
            every,
            hour,
            replace,
            simulated,
            lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        for one in found:
            print(json.dumps(msgspec.to_builtins(one), ensure_ascii=False), flush=True)
    else:
        console.print(_table(found))
        say(console, summary(found))
        if simulated:
            say(console, "Rien n'est écrit : c'était une simulation.")
        elif hour is None and any(one.state == "rangée" for one in found):
            say(console, "Aucune heure de remise n'est notée, et personne n'est en retard : --heure la note.")
    if any(one.state == "refusée" for one in found):
        raise typer.Exit(1)


def put_back(
    epreuve: Annotated[str, Argument(metavar="ID", help="L'épreuve, par son identifiant ou son numéro (e17).")],
    candidate: Annotated[str, Argument(metavar="CANDIDAT", help="La personne, par son identifiant.")],
    yes: Annotated[bool, Option("--oui", "-o", help="Remettre sans poser de question.")] = False,
) -> None:
    """Remettre à sa place la copie qu'une autre a remplacée ; celle qui est là est mise de côté à son tour.

    Relancée, la commande défait ce qu'elle a fait. Code de sortie : 0 si la copie est remise, 1 si personne n'a confirmé, 2 si aucune n'a
    été remplacée ou si la session est close.
    """
    from epreuves.course.folders import Course, course_root
    from epreuves.exam import laying
    from epreuves.exam.enrol import candidates, chosen
    from epreuves.rules import jury_rules

    course, console = Course(course_root(Path.cwd())), Console()
    id = course.resolve(epreuve)
    (one,) = chosen(candidates(course, jury_rules.read(course.root)), [candidate])
    there = laying.replaced(course, one.id, id) is not None
    if (
        there
        and not yes
        and not agreed(
            console, f"Remettre la copie d'avant {of(plain(one.name))} pour {id}, et mettre de côté celle qui est là ?"
        )
    ):
        stop(Console(stderr=True), "Rien n'est remis. Relancez avec --oui pour remettre sans question.", 1)
    laying.put_back(course, one.id, id)
    say(console, f"La copie d'avant {of(one.name)} pour {id} est de nouveau à sa place : corrigez-la.")


def _table(found: list[PlacedCopy]) -> Table:
    built = Table()
    for title in ("Reçu", "Candidat·e", "Épreuve", "État", "À voir"):
        built.add_column(title, overflow="fold")
    for one in found:
        cells = (one.where, one.candidate or "—", one.epreuve.partition("_")[0] or "—", one.state, one.said)
        built.add_row(*(Text(plain(cell)) for cell in cells))
    return built
