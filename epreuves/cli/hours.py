"""`epreuves horaires`, `epreuves retards`: each candidate's own hours, and what came after them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.cli.console import plain, say, stop, unasked
from epreuves.wording.french import between, counted, hour, lasting, moment, number

if TYPE_CHECKING:
    from epreuves.course.timetable import Timetable
    from epreuves.exam.hours import SeatHours

Epreuves = Annotated[list[str] | None, Argument(metavar="ID", help="Seulement ces épreuves (e17 par exemple).")]


def hours(
    epreuve: Epreuves = None,
    path: Annotated[
        Path | None,
        Option("--sortie", metavar="FICHIER", help="Écrire la liste dans un tableur, .xlsx ou .csv."),
    ] = None,
    posted: Annotated[
        bool,
        Option(
            "--affichage",
            help="Sans les heures de fin, les pauses ni les assistants : une liste que tous peuvent lire.",
        ),
    ] = False,
    force: Annotated[bool, Option("--force", "-f", help="Remplacer le fichier s'il existe.")] = False,
) -> None:
    """Dire les horaires de chaque candidat, par nom : lieu, début, fin, pauses et assistant, d'après seance.yaml et amenagements.csv.

    Un classeur a une feuille par épreuve ; un .csv n'en a qu'une. Code de sortie : 0 si la liste est donnée, 2 si les dates manquent ou
    ne se lisent pas.
    """
    from epreuves.course.folders import Course, course_root
    from epreuves.exam import hours as found_hours
    from epreuves.exports import making, spreadsheets

    console, errors = Console(), Console(stderr=True)
    course = Course(course_root(Path.cwd()))
    lists = found_hours.lists(course, course.meant(epreuve or ()))
    if path is None:
        for sitting, people in lists:
            when = moment(sitting.begins) if posted else between(sitting.begins, sitting.ends)
            place = f", {sitting.place}" if sitting.place else ""
            say(console, f"{sitting.epreuve} : {when}{place}.")
            console.print(_table(people, sitting.ends, posted))
        return
    kind = path.suffix.casefold()
    if kind not in (".xlsx", ".csv"):
        stop(errors, f"« {path} » : donnez un nom qui finit par .xlsx ou .csv.", 2)
    if kind == ".csv" and len(lists) > 1:
        stop(errors, "Un .csv n'a qu'une liste : nommez une épreuve (e17 par exemple), ou écrivez un .xlsx.", 2)
    making.check_folder(path.parent, course.root)
    unasked(errors, [path], force)
    made = [found_hours.table(sitting, people, posted) for sitting, people in lists]
    content = spreadsheets.xlsx_content(made) if kind == ".xlsx" else spreadsheets.csv_content(made[0])
    making.write({path.name: content}, path.parent, force)
    say(console, f"{path} : {counted(sum(len(people) for _, people in lists), 'ligne')}.")


def late(
    epreuve: Epreuves = None,
    simulated: Annotated[
        bool, Option("--simuler", help="Dire qui est en retard et ce qu'il perd, sans rien écrire.")
    ] = False,
) -> None:
    """Inscrire au carnet de notes les dates de la séance, et dire qui a rendu après son heure de fin.

    L'heure de fin d'une épreuve, le délai de chacun et les pénalités y sont écrits comme ceux de nbgrader. La correction et les
    restitutions le font d'elles-mêmes. Code de sortie : 0 si les dates sont inscrites, 2 si elles manquent ou ne se lisent pas.
    """
    from epreuves.course.folders import Course, course_root
    from epreuves.exam import hours as found_hours
    from epreuves.grading.lateness import settle, timetable_of

    console = Console()
    course = Course(course_root(Path.cwd()))
    timetable = timetable_of(course)
    asked = [one.epreuve for one in found_hours.sittings(timetable, course.meant(epreuve or ()))]
    known = found_hours.entered(course)
    lost = settle(course, timetable, [id for id in asked if id in known], simulated=simulated)
    for id in asked:
        if id not in known:
            say(console, f"{id} : pas encore au carnet de notes (nbgrader generate_assignment {id} --force).")
            continue
        found = found_hours.handed_in(course, id)
        after = {who: at for who, at in found.items() if at > timetable.sittings[id].ends}
        if after:
            console.print(_late_table(timetable, id, after, lost[id]))
        many = sum(bool(timetable.lateness(id, who, at)) for who, at in after.items())
        said = f"{counted(many, 'copie')} en retard" if many else "aucune copie en retard"
        say(console, f"{id} : {said}, sur {counted(len(found), 'copie datée')}.")
    if simulated:
        say(console, "Rien n'est écrit : c'était une simulation.")


def _table(people: list[SeatHours], common: datetime.datetime, posted: bool) -> Table:
    built = Table()
    titles = ["Nom", "Prénom", "Identifiant", "Lieu", "Début"]
    for title in (*titles, *([] if posted else ["Fin", "Pauses", "Assistant"])):
        built.add_column(title)
    for one in people:
        who = one.candidate
        told = [who.surname or who.id, who.first_name, who.id, one.place, hour(one.begins)]
        if not posted:
            ends = hour(one.ends) if one.ends.date() == common.date() else moment(one.ends)
            told += [ends, f"{one.pauses} min" if one.pauses else "", "oui" if one.assistant else ""]
        built.add_row(*(Text(plain(cell)) for cell in told))
    return built


def _late_table(timetable: Timetable, id: str, after: dict[str, datetime.datetime], lost: dict[str, float]) -> Table:
    built = Table()
    for title in ("Candidat·e", "Remise", "Heure de fin", "Retard", "Pénalité"):
        built.add_column(title)
    for who, at in after.items():
        ends, by = timetable.end(id, who), timetable.lateness(id, who, at)
        granted = " (aménagement compris)" if timetable.granted(who).longer else ""
        points = f"− {number(lost[who])}" if who in lost else ""
        told = (
            who,
            moment(at.astimezone(ends.tzinfo)),
            f"{moment(ends)}{granted}",
            lasting(by) if by else "dans son temps",
            points,
        )
        built.add_row(*(Text(plain(cell)) for cell in told))
    return built
