"""`epreuves demo`: the whole course on a fictional cohort, then a table and the way to look at it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from epreuves.cli.autograde import STATUSES
from epreuves.cli.console import progress
from epreuves.demo import parcours
from epreuves.demo.cohorte import COHORTE
from epreuves.gradebook import batch
from epreuves.gradebook.marks import french

EPREUVE = "e17_impact_digital"


def demo(
    serve: Annotated[
        bool,
        typer.Option(
            "--serve", help="Ouvrir JupyterLab sur la démonstration, sans la refaire si elle est là."
        ),
    ] = False,
    port: Annotated[int, typer.Option(help="Port de JupyterLab.")] = 8888,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Ouvrir le navigateur.")] = True,
) -> None:
    """Faire vivre une épreuve à douze candidats fictifs : sujet, copies, correction, jury, restitutions."""
    console = Console()
    try:
        root = batch.course_root(Path.cwd())
        pages = [root / "feedback" / c.id / EPREUVE / f"{EPREUVE}.html" for c in COHORTE]
        if not serve or not all(p.is_file() for p in pages):
            _play(console, batch.Course(root))
    except batch.ErreurCours as error:
        Console(stderr=True).print(f"✗ {error}", style="bold red", highlight=False)
        raise typer.Exit(2) from None
    if serve:
        raise typer.Exit(_serve(root, port, browser))


def _play(console: Console, course: batch.Course) -> None:
    with console.status("Construction et publication de l'épreuve…"):
        parcours.release(course, EPREUVE)
    with progress(console, False) as bar:
        parcours.submit(course, EPREUVE, progress=_told(console, bar, "Copies fictives"))
        results = parcours.autograde(course, EPREUVE, progress=_told(console, bar, "Correction"))
        parcours.judge(course, EPREUVE)
        pages = parcours.feedback(course, EPREUVE, progress=_told(console, bar, "Restitutions"))
    console.print(_table(results))
    failed = [r for r in results if r.status == "error"]
    for r in failed:
        console.print(f"✗ {r.student} : {r.reason}", style="bold red", highlight=False, markup=False)
    if failed:
        raise typer.Exit(1)
    console.print(
        f"{sum(p.is_file() for p in pages)} restitutions dans feedback/, par exemple :\n  {pages[0].relative_to(course.root)}",
        highlight=False,
    )
    console.print(
        "Pour ouvrir la démonstration dans JupyterLab (Formgrader : menu Nbgrader) :\n  .venv/bin/epreuves demo --serve",
        highlight=False,
    )


def _told(console: Console, bar: Progress, step: str) -> parcours.Progress:
    task = bar.add_task(step, total=len(COHORTE))

    def told(what: str, done: int, total: int) -> None:
        bar.update(task, completed=done, description=what)
        if not console.is_terminal:
            console.print(f"{step} {done}/{total} · {what}", highlight=False)

    return told


def _table(results: list[batch.Result]) -> Table:
    table = Table(title="Douze copies fictives", title_justify="left")
    for name, justify in (
        ("Candidat·e", "left"),
        ("Ce que montre la copie", "left"),
        ("Statut", "left"),
        ("Var.", "center"),
        ("Points", "right"),
    ):
        table.add_column(name, justify=justify)
    # Results come in the order in which copies are marked, which is not the cohort's.
    by_student = {r.student: r for r in results}
    for candidat in COHORTE:
        r = by_student[candidat.id]
        score = f"{french(r.score)} / {french(r.max_score)}" if r.score is not None else "—"
        table.add_row(candidat.id, candidat.profile, STATUSES[r.status][0], r.variant, score)
    return table


def _serve(root: Path, port: int, browser: bool) -> int:
    """Start JupyterLab on the course and stay with it."""
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--port={port}",
        "--ip=127.0.0.1",
        f"--ServerApp.root_dir={root}",
    ]
    if not browser:
        command.append("--no-browser")
    if getattr(os, "geteuid", lambda: 1)() == 0:  # a container or a fresh machine
        command.append("--allow-root")
    try:
        return subprocess.call(command, cwd=root)
    except KeyboardInterrupt:
        return 0
