"""`epreuves autograde`: mark the copies of an épreuve, with progress on a terminal or one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from epreuves.gradebook import batch
from epreuves.gradebook.marks import french

#: What each status is called, and whether it asks for somebody's eye.
STATUSES = {
    "marked": ("corrigée", False), "skipped": ("inchangée", False), "interrupted": ("interrompue", True), "unreadable": ("illisible", True),
    "foreign": ("étrangère", True), "missing": ("absente", True), "error": ("erreur", True),
}  # fmt: skip


def autograde(
    assignment: Annotated[
        str, typer.Argument(metavar="ID", help="Épreuve, par son identifiant ou son numéro (e17).")
    ],
    student: Annotated[
        list[str] | None, typer.Option("--student", "-s", help="Seulement ce candidat (option répétable).")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Corriger de nouveau les copies déjà corrigées.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Un objet JSON par ligne et par copie, sur la sortie standard.")
    ] = False,
) -> None:
    """Corriger les copies d'une épreuve : chaque copie finit par un statut et, s'il le faut, sa raison."""
    errors = Console(stderr=True)
    try:
        course = batch.Course(batch.course_root(Path.cwd()))
        assignment = course.resolve(assignment)
        course.check(assignment)
        students = student or course.students(assignment)
    except batch.ErreurCours as error:
        errors.print(f"✗ {error}", style="bold red", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    results = []
    with progress(errors, as_json) as bar:
        task = bar.add_task("Correction", total=len(students))
        for result in batch.autograde(course, assignment, students, force):
            results.append(result)
            bar.update(task, advance=1, description=f"Correction · {result.student}")
            if as_json:
                print(json.dumps(result.as_json(), ensure_ascii=False), flush=True)
            elif not errors.is_terminal:
                errors.print(f"{len(results)}/{len(students)} {line(result)}", highlight=False, markup=False)
    if not as_json:
        Console().print(table(results, assignment))
    if any(r.status == "error" for r in results):
        raise typer.Exit(1)


def progress(console: Console, hidden: bool) -> Progress:
    """A progress bar with the time left, shown on a terminal only."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("· reste"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, disable=hidden or not console.is_terminal, transient=True)


def line(result: batch.Result) -> str:
    """One copy's result on one line."""
    score = f"{french(result.score)} / {french(result.max_score)}" if result.score is not None else "—"
    return f"{result.student} : {STATUSES[result.status][0]} {score}" + (
        f" — {result.reason}" if result.reason else ""
    )


def table(results: list[batch.Result], assignment: str) -> Group:
    """All the results, as a table for a terminal, then a line for each copy that asks for somebody's eye."""
    built = Table(
        title=f"{assignment} : {len(results)} copie{'s' if len(results) > 1 else ''}", title_justify="left"
    )
    for name, justify in (
        ("Candidat·e", "left"),
        ("Statut", "left"),
        ("Variante", "center"),
        ("Points", "right"),
        ("Réparations", "right"),
    ):
        built.add_column(name, justify=justify)
    notes = []
    for r in results:
        status, eye = STATUSES[r.status]
        score = f"{french(r.score)} / {french(r.max_score)}" if r.score is not None else "—"
        built.add_row(
            r.student,
            f"⚠ {status}" if eye else status,
            r.variant,
            score,
            str(len(r.mends)) if r.mends else "",
        )
        if eye and r.reason:
            notes.append(Text(f"⚠ {r.student} : {r.reason}"))
    return Group(built, *notes)
