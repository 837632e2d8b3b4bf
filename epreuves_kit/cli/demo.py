"""`epreuves demo`: the whole course on a fictional cohort, then a table and the way to look at it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.panel import Panel
from rich.progress import Progress
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.answers.files.kinds import REFUSALS
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted
from epreuves_kit.authoring.demonstration import chosen
from epreuves_kit.cli.console import progress, say, stop
from epreuves_kit.course.folders import course_root
from epreuves_kit.demo.cohort import COHORT, FEW, FictionalCandidate, cohort, lay_groups, there
from epreuves_kit.grading.copies import CopyResult
from epreuves_kit.operations.marking import STATUSES, score
from epreuves_kit.runner.sandbox import shared

if TYPE_CHECKING:
    from epreuves_kit.demo import journey
    from epreuves_kit.grading import batch


def demo(
    epreuve: Annotated[
        list[str] | None,
        Argument(
            metavar="ÉPREUVE",
            help="Épreuves à jouer, par leur identifiant ou leur numéro (e17) ; toutes si aucune n'est nommée.",
        ),
    ] = None,
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
    root = course_root(Path.cwd())
    epreuves = chosen(root, epreuve or ())
    candidates = {id: cohort(id, COHORT if whole else FEW) for id in epreuves}
    # Of those that are named, each is to be there; where none is, what was played is what there is to see.
    if not serve or not (all if epreuve else any)(there(root, id, candidates[id]) for id in epreuves):
        try:
            played = _played(root, candidates)
        except KeyboardInterrupt:
            sentence = "Interrompu : la même commande joue la démonstration de nouveau, depuis le début."
            stop(Console(stderr=True), sentence, 130)
        if not played:
            raise typer.Exit(1)
    if serve:
        raise typer.Exit(_serve(root, port, browser))


def _played(root: Path, candidates: Mapping[EpreuveId, Sequence[FictionalCandidate]]) -> bool:
    """Play épreuves, the first feedback page first, and say where to look; True if all copies could be marked."""
    # With nbgrader, a second that the list of commands does not need.
    from epreuves_kit.demo import journey
    from epreuves_kit.grading import batch

    console, course = Console(), batch.MarkingCourse(root)
    if warning := shared("auto").warning:
        console.print(Panel(Text(warning), title="Sans bac à sable", style="bold yellow"), highlight=False)
    lay_groups(root, list(candidates), next(iter(candidates.values())))
    first, *others = candidates
    with _doing(console, f"Construction de {first}"):
        journey.construct(course, [first])
    marked = [_play(console, course, first, candidates[first], first=True)]
    if others:
        with _doing(
            console,
            f"Construction des {len(others)} autres" if len(others) > 1 else f"Construction de {others[0]}",
        ):
            journey.construct(course, others)
    marked += [_play(console, course, id, candidates[id], first=False) for id in others]
    if not all(marked):
        return False
    _conclude(console, course, candidates)
    return True


def _play(
    console: Console,
    course: batch.MarkingCourse,
    epreuve: EpreuveId,
    candidates: Sequence[FictionalCandidate],
    first: bool,
) -> bool:
    """Play one épreuve and show the status of each copy; True if all of them could be marked.

    first: True to take the first candidate's copy all the way to its feedback, before the others'.
    """
    from epreuves_kit.demo import journey

    with _doing(console, f"Publication de {epreuve}"):
        journey.publish(course, epreuve)
    done: list[CopyResult] = []
    if first:
        with _doing(console, f"{epreuve} : une première copie, jusqu'à sa restitution"):
            done, page = journey.first(course, epreuve, candidates)
        if page is not None:
            say(console, "", "Une première restitution :", f"  {page.relative_to(course.root)}", "")
    played = {r.student for r in done}
    rest = [c for c in candidates if c.id not in played]
    with progress(console, False) as bar:

        def shown(step: str) -> journey.Progress:
            return _told(console, bar, f"{epreuve} : {step}", len(rest))

        journey.submit(course, epreuve, rest, shown("copies fictives"))
        results = journey.autograde(course, epreuve, rest, shown("correction"))
        journey.judge(course, epreuve, rest)
        journey.feedback(course, epreuve, rest, shown("restitutions"))
    # The last word on each copy, in the cohort's order: copies are marked in another.
    by_student = {r.student: r for r in (*done, *results)}
    results = [by_student[c.id] for c in candidates]
    unopened = journey.unopened(course, epreuve, candidates)
    console.print(_table(results, epreuve, journey.late(course, epreuve), candidates, unopened))
    for line in _remarks(results, unopened):
        say(console, line, style="yellow")
    failed = [r for r in results if r.status == "error"]
    for r in failed:
        say(console, f"✗ {r.student} : {r.reason}", style="bold red")
    return not failed


def _conclude(
    console: Console, course: batch.MarkingCourse, played: Mapping[EpreuveId, Sequence[FictionalCandidate]]
) -> None:
    """Hold the fictional orals and the jury's session, and say where to look."""
    from epreuves_kit.demo import journey
    from epreuves_kit.page import opened

    with _doing(console, "Oraux fictifs, tableau de bord et procès-verbal"):
        for epreuve, candidates in played.items():
            journey.orals(course, epreuve, candidates)
        page, minutes = (path.relative_to(course.root) for path in journey.conclude(course))
    panel = opened.lay(course.root, "panel", next(iter(played)))
    say(
        console,
        "",
        "Les restitutions de tous les candidats :",
        "  feedback/",
        "Le panneau des correcteurs, à ouvrir dans JupyterLab :",
        f"  {panel}",
        "Le procès-verbal du jury :",
        f"  {minutes}",
        "Ce que chacun a, et ce qui manque :",
        "  .venv/bin/epreuves jury",
        "Le tableau de bord de la promotion :",
        f"  {page}",
        "Pour ouvrir JupyterLab sur tout cela (Formgrader : menu Nbgrader) :",
        "  .venv/bin/epreuves demo --serve",
    )


@contextmanager
def _doing(console: Console, what: str) -> Iterator[None]:
    """Say what is under way, for as long as it is on a terminal."""
    if console.is_terminal:
        with console.status(f"{what}…"):
            yield
    else:
        say(console, what)
        yield


def _told(console: Console, bar: Progress, step: str, total: int) -> journey.Progress:
    task = bar.add_task(step, total=total)

    def report(what: str, done: int, total: int) -> None:
        bar.update(task, completed=done, total=total, description=what)
        if not console.is_terminal:
            say(console, f"{step} {done}/{total} · {what}")

    return report


def _table(
    results: list[CopyResult],
    epreuve: EpreuveId,
    late: Mapping[str, int],
    candidates: Sequence[FictionalCandidate],
    unopened: Mapping[str, Mapping[str, str]],
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
    by_student = {r.student: r for r in results}
    for candidate in candidates:
        r = by_student[candidate.id]
        status, eye = STATUSES[r.status]
        if eye:
            status = f"⚠ {status}"
        if r.status == "missing" and r.score is not None:
            status += " (REX seul)"
        elif candidate.id in late:
            status += f" (+{late[candidate.id]} min)"
        if files := unopened.get(candidate.id):
            status += f",\n{counted(len(files), 'fichier')} à relire"
        table.add_row(candidate.id, candidate.profile, status, r.variant, score(r))
    return table


def _remarks(results: list[CopyResult], unopened: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Sentences on copies that wait for a person, in the words of the marking."""
    codes = dict.fromkeys(code for files in unopened.values() for code in files.values())
    seen = [f"⚠ {r.student} : {r.reason}" for r in results if r.reason and STATUSES[r.status][1]]
    return [*(f"⚠ À relire : {REFUSALS[code]}." for code in codes), *seen]


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
