"""`epreuves feedback`: write the candidates' pages, with progress on a terminal or one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text
from typer import Option

from epreuves.cli.console import Epreuve, Jobs, Students, json_lines, plain, progress, say, stop
from epreuves.course.folders import Course, course_root
from epreuves.feedback import batch
from epreuves.feedback.batch import FeedbackResult
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

#: What each status is called.
STATUSES = {
    "written": "écrite",
    "skipped": "inchangée",
    "missing": "absente",
    "unknown": "inconnue",
    "unreadable": "illisible",
    "error": "erreur",
}


def feedback(
    assignment: Epreuve = None,
    every: Annotated[bool, Option("--all", help="Toutes les épreuves dont une copie au moins est corrigée.")] = False,
    student: Students = None,
    jobs: Jobs = None,
    force: Annotated[bool, Option("--force", "-f", help="Écrire de nouveau les pages à jour.")] = False,
    as_json: Annotated[bool, json_lines("page")] = False,
) -> None:
    """Écrire les restitutions des candidats : chaque page finit par un statut et, s'il le faut, sa raison."""
    errors = Console(stderr=True)
    if bool(assignment) == every:
        raise KitError("Donnez une épreuve (e17), ou bien --all pour toutes.")
    places = Course(course_root(Path.cwd()))
    assignments = places.assignments() if every else [places.resolve(assignment or "")]
    batch.check(places, assignments)
    batch.settle_lateness(places, assignments)
    copies = [(a, s) for a in assignments for s in student or places.students(a)]
    if not copies:
        raise KitError(
            f"Aucune copie corrigée{'' if every else f' pour l’épreuve « {assignments[0]} »'} : "
            f"lancez « epreuves autograde {'ID' if every else assignments[0]} »."
        )
    kept: list[FeedbackResult] = []
    failed = done = 0
    # Before the progress bar: it starts a thread, which no fork should meet.
    written = batch.write(places, copies, jobs, force)
    try:
        with progress(errors, as_json) as bar:
            task = bar.add_task("Restitutions", total=len(copies))
            for results in written:
                done += 1
                bar.update(task, advance=1, description=f"Restitutions · {plain(results[0].student)}")
                for result in results:
                    failed += result.failed
                    if as_json:
                        print(json.dumps(result.as_json(), ensure_ascii=False), flush=True)
                        continue
                    kept.append(result)
                    if not errors.is_terminal:
                        say(errors, f"{done}/{len(copies)} {line(result)}")
    except KeyboardInterrupt:
        stop(errors, "Interrompu : les pages écrites sont entières ; la même commande écrira les autres.", 130)
    if not as_json:
        Console().print(table(kept, assignments))
    if failed:
        raise typer.Exit(1)


def line(result: FeedbackResult) -> str:
    """One page's result on one line."""
    name = f" ({plain(result.notebook)})" if result.notebook not in ("", result.assignment) else ""
    said = f" — {plain(result.reason)}" if result.reason else ""
    return f"{plain(result.student)}{name} : {STATUSES[result.status]}{said}"


def table(results: list[FeedbackResult], assignments: list[str]) -> Group:
    """All the results, as a table for a terminal, then a line for each page that is not there."""
    many = counted(len(results), "page")
    built = Table(
        title=Text(f"{assignments[0] if len(assignments) == 1 else 'Toutes les épreuves'} : {many}"),
        title_justify="left",
    )
    for name in ("Candidat·e", "Statut", "Page"):
        built.add_column(name, overflow="fold")
    notes = []
    for r in results:
        status = f"⚠ {STATUSES[r.status]}" if r.failed else STATUSES[r.status]
        built.add_row(Text(plain(r.student)), status, Text(plain(r.path)))
        if r.failed:
            notes.append(Text(f"⚠ {line(r)}"))
    return Group(built, *notes)
