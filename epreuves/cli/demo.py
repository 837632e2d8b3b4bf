"""`epreuves demo`: the whole course on a fictional cohort, then a table and the way to look at it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.panel import Panel
from rich.progress import Progress
from rich.table import Table
from rich.text import Text
from typer import Option

from epreuves.authoring.demonstration import played
from epreuves.cli.autograde import score
from epreuves.cli.console import progress, say
from epreuves.course.folders import course_root
from epreuves.demo.cohort import COHORT, FEW, FictionalCandidate, cohort, lay_groups
from epreuves.exam.watch import STATUSES
from epreuves.runner.sandbox import shared
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

if TYPE_CHECKING:
    from epreuves.demo import journey
    from epreuves.grading import batch


def demo(
    serve: Annotated[
        bool,
        Option("--serve", help="Ouvrir JupyterLab sur la démonstration, sans la refaire si elle est là."),
    ] = False,
    port: Annotated[int, Option(help="Port de JupyterLab.")] = 8888,
    browser: Annotated[bool, Option("--browser/--no-browser", help="Ouvrir le navigateur.")] = True,
    whole: Annotated[
        bool, Option("--complet", help="Jouer toute la promotion : vingt-quatre candidats au lieu de douze.")
    ] = False,
) -> None:
    """Faire vivre les épreuves du cours à des candidats fictifs : sujets, copies, correction, jury, restitutions."""
    # With nbgrader, a second that the list of commands does not need.
    from epreuves.grading import batch

    console = Console()
    root = course_root(Path.cwd())
    epreuves = played(root)
    if not epreuves:
        raise KitError(
            f"{root / 'sujets'} : aucune épreuve n'a de demo.yaml, que la démonstration demande ; le guide de l'auteur dit comment "
            "l'écrire."
        )
    among = COHORT if whole else FEW
    if not serve or not all((root / "feedback" / among[0].id / e).is_dir() for e in epreuves):
        course = batch.MarkingCourse(root)
        if warning := shared("auto").warning:
            console.print(
                Panel(Text(warning), title="Sans bac à sable", style="bold yellow"), highlight=False
            )
        lay_groups(root, epreuves, among)
        if not all([_play(console, course, epreuve, cohort(epreuve, among)) for epreuve in epreuves]):
            raise typer.Exit(1)
        _conclude(console, course, {epreuve: cohort(epreuve, among) for epreuve in epreuves})
        opening = "Pour ouvrir la démonstration dans JupyterLab (Formgrader : menu Nbgrader) :"
        say(console, opening, "  .venv/bin/epreuves demo --serve")
    if serve:
        raise typer.Exit(_serve(root, port, browser))


def _play(
    console: Console, course: batch.MarkingCourse, epreuve: str, candidates: Sequence[FictionalCandidate]
) -> bool:
    """Play one épreuve and show what became of each copy; whether all of them could be marked."""
    from epreuves.demo import journey

    with console.status(f"Construction et publication de {epreuve}…"):
        journey.release(course, epreuve)
    with progress(console, False) as bar:

        def told(step: str) -> journey.Progress:
            return _told(console, bar, f"{epreuve} : {step}", len(candidates))

        journey.submit(course, epreuve, candidates, told("copies fictives"))
        results = journey.autograde(course, epreuve, candidates, told("correction"))
        journey.judge(course, epreuve, candidates)
        pages = journey.feedback(course, epreuve, candidates, told("restitutions"))
    console.print(_table(results, epreuve, journey.late(course, epreuve), candidates))
    failed = [r for r in results if r.status == "error"]
    for r in failed:
        say(console, f"✗ {r.student} : {r.reason}", style="bold red")
    example = f"  {pages[0].relative_to(course.root)}"
    say(console, f"{len(pages)} restitutions dans feedback/, par exemple :", example, "")
    return not failed


def _conclude(
    console: Console, course: batch.MarkingCourse, played: Mapping[str, Sequence[FictionalCandidate]]
) -> None:
    """Hold the fictional orals and the jury's session, and say where to look."""
    from epreuves.demo import journey

    with console.status("Oraux fictifs, tableau de bord et procès-verbal…"):
        for epreuve, candidates in played.items():
            journey.orals(course, epreuve, candidates)
        page, minutes = (path.relative_to(course.root) for path in journey.conclude(course))
    say(
        console,
        "Le tableau de bord de la cohorte :",
        f"  {page}",
        "Le procès-verbal du jury :",
        f"  {minutes}",
    )
    say(console, "Ce que chacun a, et ce qui manque :", "  .venv/bin/epreuves jury", "")


def _told(console: Console, bar: Progress, step: str, total: int) -> journey.Progress:
    task = bar.add_task(step, total=total)

    def told(what: str, done: int, total: int) -> None:
        bar.update(task, completed=done, total=total, description=what)
        if not console.is_terminal:
            say(console, f"{step} {done}/{total} · {what}")

    return told


def _table(
    results: list[batch.CopyResult],
    epreuve: str,
    late: Mapping[str, int],
    candidates: Sequence[FictionalCandidate],
) -> Table:
    # Every word fits in eighty columns: a first look at the kit is often on such a terminal.
    table = Table(
        title=f"{epreuve} : {counted(len(candidates), 'copie fictive')}",
        title_justify="left",
        box=SIMPLE_HEAD,
        padding=0,
    )
    table.add_column("Candidat·e", no_wrap=True)
    table.add_column("Ce que montre la copie")
    table.add_column("Statut", no_wrap=True)
    table.add_column("Var.", justify="center", no_wrap=True)
    table.add_column("Points", justify="right", no_wrap=True)
    # Results come in the order in which copies are marked, which is not the cohort's.
    by_student = {r.student: r for r in results}
    for candidate in candidates:
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
