"""`epreuves autograde`: mark the copies of an épreuve, with progress on a terminal or one JSON object a line, and say what is odd around them."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text
from typer import Option

from epreuves.cli.console import Epreuve, Jobs, Students, json_lines, plain, progress, say, stop, warn
from epreuves.course.folders import course_root
from epreuves.exam.watch import STATUSES, Watch, status_word
from epreuves.grading import odd
from epreuves.grading.copies import CopyResult
from epreuves.runner.sandbox import Runner, marking_modules, start_early
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, number

if TYPE_CHECKING:
    from epreuves.grading.batch import Batch


class Sandbox(StrEnum):
    """How far walls around the copies are asked for."""

    auto = "auto"
    required = "required"
    none = "none"


#: Exit code of a marking that went well, after which something around the copies asks for somebody's eye.
ODD = 3
CHANGED = (
    "« c.{} » change les étapes de nbgrader : les copies sont corrigées par nbgrader, une à une, donc plus lentement."
)


def autograde(
    assignment: Epreuve = None,
    every: Annotated[bool, Option("--all", help="Toutes les épreuves dont une copie est rendue.")] = False,
    student: Students = None,
    jobs: Jobs = None,
    force: Annotated[bool, Option("--force", "-f", help="Corriger de nouveau les copies déjà corrigées.")] = False,
    sandbox: Annotated[
        Sandbox | None,
        Option(
            help="Bac à sable : required l'exige, auto s'en passe sur une machine qui ne peut pas en avoir, none s'en passe. Par défaut, ce que dit le cours, sinon required."
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        Option(
            metavar="ADRESSE",
            help="Corriger sur un cluster Dask, par l'adresse de son ordonnanceur (tcp://…).",
        ),
    ] = None,
    as_json: Annotated[bool, json_lines("copie")] = False,
) -> None:
    """Corriger les copies d'une épreuve : chaque copie finit par un statut et, s'il le faut, sa raison.

    Code de sortie : 0 si tout est corrigé, 1 si une copie est en erreur, 2 si le cours n'est pas prêt, 3 si tout est corrigé mais que quelque chose est à vérifier autour des copies.
    """
    errors = Console(stderr=True)
    if bool(assignment) == every:
        stop(errors, "Donnez une épreuve (e17), ou bien --all pour toutes.", 2)
    if scheduler and jobs:
        stop(errors, "--jobs compte les processus de cette machine : il ne va pas avec --scheduler.", 2)
    # What is being loaded stays: nothing is to be gained in looking for what could go.
    gc.disable()
    asked, modules = sandbox.value if sandbox else None, marking_modules(Path.cwd(), assignment)
    # First of all: it loads its libraries while this process loads its own, nbgrader's among them.
    early = None if scheduler else start_early(asked, modules)
    from epreuves.grading import batch

    kept: dict[str, list[CopyResult]] = {}
    said: list[str] = []
    try:
        root = course_root(Path.cwd())
        course = batch.MarkingCourse(root)
        mode = course.sandbox(asked)
        runner = None if scheduler else Runner(mode, modules, early)
        with closing(runner or _cluster(scheduler or "", mode)) as means:
            assignments = course.assignments_to_mark() if every else [course.resolve(assignment or "")]
            for place, name in enumerate(assignments):
                cluster = None if isinstance(means, Runner) else means
                with batch.Batch(course, name, runner, jobs, force, cluster) as marking:
                    if not place:
                        gc.freeze()
                        gc.enable()
                    if runner is not None:
                        # As late as can be: its libraries are loading meanwhile.
                        runner.ready()
                    if not place:
                        warn(errors, means.warning)
                    warn(errors, marking.fewer)
                    if marking.changed:
                        warn(errors, CHANGED.format(marking.changed))
                    watch = Watch(course, marking.assignment)
                    warn(errors, watch.note)
                    asked_for = student or course.to_mark(name)
                    for sentence in watch.before(asked_for):
                        warn(errors, sentence)
                    kept[name] = list(_shown(marking, asked_for, errors, as_json))
                    said += watch.said(kept[name], whole=not student, strays=not every)
            if every:
                said += odd.told_of_strays(odd.strays(course))
    except KeyboardInterrupt:
        ended = (
            "Interrompu : rien n'est perdu, les copies corrigées le restent ; la même commande reprendra les autres."
        )
        stop(errors, ended, 130)
    finally:
        gc.enable()
        if early is not None:
            early.close()
    for name, results in kept.items() if not as_json else ():
        Console().print(table(sorted(results, key=lambda r: r.student), name))
    for sentence in said:
        warn(errors, sentence)
    failed = any(r.status == "error" for results in kept.values() for r in results)
    if failed or said:
        raise typer.Exit(1 if failed else ODD)


def _cluster(address: str, mode: Any) -> Any:
    """The cluster at an address; raises KitError where it cannot be had."""
    try:
        from epreuves.grading.cluster import Cluster
    except ImportError as error:
        raise KitError(
            f"--scheduler demande le paquet « distributed » ({error}) : pip install 'epreuves[cluster]'."
        ) from None
    return Cluster(address, mode)


def _shown(marking: Batch, students: list[str], errors: Console, as_json: bool) -> Iterator[CopyResult]:
    """Results of a batch, with progress on a terminal, plain lines or JSON lines elsewhere."""
    results = marking.run(students)
    with progress(errors, as_json) as bar:
        task = bar.add_task("Correction", total=len(students))
        for rank, result in enumerate(results, start=1):
            bar.update(task, advance=1, description=f"Correction · {plain(result.student)}")
            if as_json:
                print(json.dumps(result.as_json(), ensure_ascii=False), flush=True)
            elif not errors.is_terminal:
                say(errors, f"{rank}/{len(students)} {line(result)}")
            yield result


def line(result: CopyResult) -> str:
    """One copy's result on one line."""
    reason = f" — {result.reason}" if result.reason else ""
    return plain(f"{result.student} : {status_word(result)} {score(result)}{reason}")


def score(result: CopyResult) -> str:
    """« 3,5 / 4 »: the points that the machine gave, of those it could; a dash where it gave none."""
    if result.score is None or result.max_score is None:
        return "—"
    return f"{number(result.score)} / {number(result.max_score)}"


def table(results: list[CopyResult], assignment: str) -> Group:
    """All the results, as a table for a terminal, then a line for each copy that asks for somebody's eye."""
    built = Table(title=Text(plain(f"{assignment} : {counted(len(results), 'copie')}")), title_justify="left")
    for name in ("Candidat·e", "Statut"):
        built.add_column(name)
    built.add_column("Variante", justify="center")
    for name in ("Points", "Réparations"):
        built.add_column(name, justify="right")
    for r in results:
        status = status_word(r)
        told = f"⚠ {status}" if STATUSES[r.status][1] else status
        built.add_row(Text(plain(r.student)), told, r.variant, score(r), str(len(r.mends) or ""))
    return Group(built, *map(Text, notes(results)))


def notes(results: Iterable[CopyResult]) -> list[str]:
    """A line for each copy that asks for somebody's eye, with its reason."""
    return [
        f"⚠ {plain(r.student)} : {plain(r.reason)}"
        for r in results
        if r.reason and (STATUSES[r.status][1] or r.status == "marked")
    ]
