"""`epreuves demo`: the whole course on a fictional cohort, then a table and the way to look at it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.panel import Panel
from rich.progress import Progress
from rich.table import Table
from rich.text import Text
from typer import Option

from epreuves.authoring.demonstration import played
from epreuves.cli.autograde import STATUSES, score
from epreuves.cli.console import progress, say
from epreuves.course.folders import course_root
from epreuves.demo import journey
from epreuves.demo.cohort import COHORT, cohort, lay_groups
from epreuves.grading import batch
from epreuves.runner.sandbox import shared
from epreuves.wording.errors import KitError


def demo(
    serve: Annotated[
        bool,
        Option("--serve", help="Ouvrir JupyterLab sur la démonstration, sans la refaire si elle est là."),
    ] = False,
    port: Annotated[int, Option(help="Port de JupyterLab.")] = 8888,
    browser: Annotated[bool, Option("--browser/--no-browser", help="Ouvrir le navigateur.")] = True,
) -> None:
    """Faire vivre les épreuves du cours à vingt-quatre candidats fictifs : sujets, copies, correction, jury, restitutions."""
    console = Console()
    root = course_root(Path.cwd())
    epreuves = played(root)
    if not epreuves:
        raise KitError(
            f"{root / 'sujets'} : aucune épreuve n'a de demo.yaml, que la démonstration demande ; le guide de l'auteur dit comment "
            "l'écrire."
        )
    if not serve or not all((root / "feedback" / COHORT[0].id / e).is_dir() for e in epreuves):
        course = batch.MarkingCourse(root)
        if warning := shared("auto").warning:
            console.print(
                Panel(Text(warning), title="Sans bac à sable", style="bold yellow"), highlight=False
            )
        lay_groups(root, epreuves)
        if not all([_play(console, course, epreuve) for epreuve in epreuves]):
            raise typer.Exit(1)
        _conclude(console, course, epreuves)
        opening = "Pour ouvrir la démonstration dans JupyterLab (Formgrader : menu Nbgrader) :"
        say(console, opening, "  .venv/bin/epreuves demo --serve")
    if serve:
        raise typer.Exit(_serve(root, port, browser))


def _play(console: Console, course: batch.MarkingCourse, epreuve: str) -> bool:
    """Play one épreuve and show what became of each copy; whether all of them could be marked."""
    with console.status(f"Construction et publication de {epreuve}…"):
        journey.release(course, epreuve)
    with progress(console, False) as bar:
        journey.submit(course, epreuve, progress=_told(console, bar, f"{epreuve} : copies fictives"))
        results = journey.autograde(course, epreuve, progress=_told(console, bar, f"{epreuve} : correction"))
        journey.judge(course, epreuve)
        pages = journey.feedback(course, epreuve, progress=_told(console, bar, f"{epreuve} : restitutions"))
    console.print(_table(results, epreuve, journey.late(course, epreuve)))
    failed = [r for r in results if r.status == "error"]
    for r in failed:
        say(console, f"✗ {r.student} : {r.reason}", style="bold red")
    example = f"  {pages[0].relative_to(course.root)}"
    say(console, f"{len(pages)} restitutions dans feedback/, par exemple :", example, "")
    return not failed


def _conclude(console: Console, course: batch.MarkingCourse, epreuves: Sequence[str]) -> None:
    """Hold the fictional orals and the jury's session, and say where to look."""
    with console.status("Oraux fictifs, tableau de bord et procès-verbal…"):
        for epreuve in epreuves:
            journey.orals(course, epreuve)
        page, minutes = (path.relative_to(course.root) for path in journey.conclude(course))
    say(
        console,
        "Le tableau de bord de la cohorte :",
        f"  {page}",
        "Le procès-verbal du jury :",
        f"  {minutes}",
    )
    say(console, "Ce que chacun a, et ce qui manque :", "  .venv/bin/epreuves jury", "")


def _told(console: Console, bar: Progress, step: str) -> journey.Progress:
    task = bar.add_task(step, total=len(COHORT))

    def told(what: str, done: int, total: int) -> None:
        bar.update(task, completed=done, total=total, description=what)
        if not console.is_terminal:
            say(console, f"{step} {done}/{total} · {what}")

    return told


def _table(results: list[batch.CopyResult], epreuve: str, late: Mapping[str, int]) -> Table:
    # Every word fits in eighty columns: a first look at the kit is often on such a terminal.
    table = Table(
        title=f"{epreuve} : vingt-quatre copies fictives", title_justify="left", box=SIMPLE_HEAD, padding=0
    )
    table.add_column("Candidat·e", no_wrap=True)
    table.add_column("Ce que montre la copie")
    table.add_column("Statut", no_wrap=True)
    table.add_column("Var.", justify="center", no_wrap=True)
    table.add_column("Points", justify="right", no_wrap=True)
    # Results come in the order in which copies are marked, which is not the cohort's.
    by_student = {r.student: r for r in results}
    for candidate in cohort(epreuve):
        r = by_student[candidate.id]
        status = STATUSES[r.status][0]
        if r.status == "missing" and r.score is not None:
            status += " (REX seul)"
        elif candidate.id in late:
            status += f" (+{late[candidate.id]} min)"
        table.add_row(candidate.id, candidate.profile, status, r.variant, score(r))
    return table


def _serve(root: Path, port: int, browser: bool) -> int:
    """Start JupyterLab on the course and stay with it."""
    command = [sys.executable, "-m", "jupyterlab", f"--port={port}", "--ip=127.0.0.1"]
    command.append(f"--ServerApp.root_dir={root}")
    if not browser:
        command.append("--no-browser")
    if getattr(os, "geteuid", lambda: 1)() == 0:  # a container or a fresh machine
        command.append("--allow-root")
    try:
        return subprocess.call(command, cwd=root)
    except KeyboardInterrupt:
        return 0
