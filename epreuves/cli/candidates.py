"""`epreuves candidats`: who is enrolled, from a school's list and back to a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.cli.console import agreed, json_lines, plain, say, stop, unasked, warn
from epreuves.wording.french import counted, listed

if TYPE_CHECKING:
    from epreuves.course.folders import Course
    from epreuves.exam.enrol import EnrolledCandidate, Enrolment
    from epreuves.rules.jury_rules import JuryRules

app = typer.Typer(
    help="Inscrire les candidats d'après la liste de l'école, la montrer, la rendre à un tableur.",
    add_completion=False,
    rich_markup_mode="rich",
)


@app.callback(invoke_without_command=True)
def shown(context: typer.Context, as_json: Annotated[bool, json_lines("candidat")] = False) -> None:
    """Inscrire les candidats d'après la liste de l'école, la montrer, la rendre à un tableur.

    Seule, la commande montre qui est inscrit. Code de sortie : 2 si le carnet de notes ou un fichier du cours ne se lit pas.
    """
    if context.invoked_subcommand is not None:
        return
    from epreuves.exam.enrol import candidates

    course, rules = _course()
    found = candidates(course, rules)
    if as_json:
        for one in found:
            print(msgspec.json.encode(one).decode(), flush=True)
        return
    console = Console()
    if not found:
        nobody = "Personne n'est inscrit. Prenez la liste de l'école : epreuves candidats import liste.xlsx"
        say(console, nobody)
        return
    console.print(_table(found))
    say(console, f"{counted(len(found), 'candidat inscrit')}.")


@app.command("import")
def import_(
    path: Annotated[Path, Argument(metavar="FICHIER", help="La liste : un classeur (.xlsx, .ods, .xls) ou un .csv.")],
    simulated: Annotated[bool, Option("--simuler", help="Dire ce qui changerait, sans rien écrire.")] = False,
    yes: Annotated[
        bool, Option("--oui", "-o", help="Inscrire sans poser de question, même si deux noms se ressemblent.")
    ] = False,
) -> None:
    """Inscrire les candidats d'une liste : noms et courriels au carnet de notes, campus, blocs et aménagements dans les fichiers du cours.

    Il faut une colonne « Identifiant », ou « Nom » et « Prénom » : l'identifiant est alors fait des deux, « lea.fontaine ». Personne n'est
    retiré, et une case vide ne change rien. Code de sortie : 0 si la liste est inscrite, 1 si une question attend une réponse, 2 si la
    liste est fautive ; toutes ses fautes sont alors dites, et rien n'est inscrit.
    """
    from epreuves.exam import enrol, school_list

    course, rules = _course()
    console, errors = Console(), Console(stderr=True)
    with errors.status("Lecture de la liste…"):
        given = school_list.read(path)
        enrolment = enrol.plan(course, rules, given, path.name)
    if given.left_out:
        named = listed(f"« {title} »" for title in given.left_out)
        say(console, f"Colonnes laissées de côté : {named}.")
    for cell in given.unclear:
        warn(errors, cell.said)
    console.print(_changes(enrolment))
    said = [
        counted(enrolment.count("nouveau"), "nouveau candidat"),
        counted(enrolment.count("changé"), "candidat changé"),
        counted(enrolment.count("inchangé"), "candidat inchangé"),
    ]
    say(console, f"{listed(said)}.")
    if enrolment.absent:
        many = listed(plain(one.id) for one in enrolment.absent)
        say(console, f"Déjà inscrits et absents de cette liste, laissés tels quels : {many}.")
    for warning in enrolment.warnings:
        warn(errors, warning)
    if simulated:
        say(console, "Rien n'est écrit : c'était une simulation.")
        return
    if enrolment.warnings and not yes and not agreed(console, "Inscrire quand même ces candidats ?"):
        stop(
            errors,
            "Rien n'est inscrit. Corrigez la liste, ou relancez avec --oui si ce sont des personnes différentes.",
            1,
        )
    with errors.status("Inscription…"):
        enrol.write(course, rules, enrolment)
    say(console, "C'est inscrit." if enrolment.count("inchangé") < len(enrolment.lines) else "Tout y était.")


@app.command("export")
def export(
    path: Annotated[Path, Argument(metavar="FICHIER", help="Le fichier à écrire : .xlsx ou .csv.")] = Path(
        "exports/candidats.xlsx"
    ),
    force: Annotated[bool, Option("--force", "-f", help="Remplacer le fichier s'il existe.")] = False,
) -> None:
    """Écrire la liste des candidats dans un tableur ; complétée, elle se reprend par « epreuves candidats import ».

    Code de sortie : 0 si le fichier est écrit, 2 sinon.
    """
    from epreuves.exam.enrol import candidates, table
    from epreuves.exports import making, spreadsheets

    console, errors = Console(), Console(stderr=True)
    course, rules = _course()
    kind = path.suffix.casefold()
    if kind not in (".xlsx", ".csv"):
        stop(errors, f"« {path} » : donnez un nom qui finit par .xlsx ou .csv.", 2)
    making.check_folder(path.parent, course.root)
    unasked(errors, [path], force)
    found = candidates(course, rules)
    made = table(found)
    content = spreadsheets.xlsx_content([made]) if kind == ".xlsx" else spreadsheets.csv_content(made)
    making.write({path.name: content}, path.parent)
    say(console, f"{path} : {counted(len(found), 'candidat')}.")


def _course() -> tuple[Course, JuryRules]:
    from epreuves.course.folders import Course, course_root
    from epreuves.rules import jury_rules

    root = course_root(Path.cwd())
    return Course(root), jury_rules.read(root)


def _table(found: list[EnrolledCandidate]) -> Table:
    built = Table()
    for title in ("Nom", "Prénom", "Identifiant", "Courriel", "Campus", "Blocs"):
        built.add_column(title)
    for one in found:
        cells = (one.surname, one.first_name, one.id, one.email, one.campus, one.asks)
        built.add_row(*(Text(plain(cell)) for cell in cells))
    return built


def _changes(enrolment: Enrolment) -> Table:
    built = Table()
    for title in ("Candidat·e", "Identifiant", "État", "Ce qui change"):
        built.add_column(title)
    for line in enrolment.lines:
        cells = (line.candidate.name, line.candidate.id, line.state, " ; ".join(line.changes))
        built.add_row(*(Text(plain(cell)) for cell in cells))
    return built
