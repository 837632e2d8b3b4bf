"""`epreuves releve`, `rapport`, `livrable`, `rapports`, `tableau`: what is handed over, with progress on a terminal or one JSON object a line."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.console import Console
from typer import Argument, Option

from epreuves.cli.console import Candidates, Jobs, json_lines, jury_record, plain, progress, say, stop
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

if TYPE_CHECKING:
    from epreuves.jury.record import JuryRecord
    from epreuves.reports.batch import Kind
    from epreuves.rules.jury_rules import JuryRules


def tableau(
    epreuve: Annotated[
        list[str] | None,
        Option("--epreuve", "-e", metavar="ID", help="Seulement cette épreuve, e17 par exemple (option répétable)."),
    ] = None,
    campus: Annotated[
        str, Option("--campus", metavar="NOM", help="Seulement les candidats de ce campus, d'après campus.csv.")
    ] = "",
    group: Annotated[
        str, Option("--groupe", metavar="NOM", help="Seulement les copies de ce groupe, dans les épreuves de groupe.")
    ] = "",
    named: Annotated[
        bool,
        Option(
            "--nominatif", help="Écrire les noms des candidats et des correcteurs, au lieu de numéros et de lettres."
        ),
    ] = False,
) -> None:
    """Écrire le tableau de bord de la cohorte : répartition, compétences, analyse des questions, erreurs, équité, correcteurs, durées."""
    from epreuves.course.folders import course_root
    from epreuves.reports.dashboard.making import DATA, FOLDER, write

    errors = Console(stderr=True)
    try:
        root = course_root(Path.cwd())
        out = root / FOLDER
        with errors.status("Tableau de bord…") if errors.is_terminal else nullcontext():
            write(root, out, epreuve, named, campus, group)
    except OSError as error:
        stop(errors, f"Le tableau de bord ne s'écrit pas dans « {out} » : {error.strerror or error}.", 2)
    console = Console()
    for name, told in (
        ("tableau.html", "la page, à ouvrir dans un navigateur"),
        ("tableau.ipynb", "le notebook, à ouvrir dans JupyterLab"),
        (DATA.as_posix(), "les données que lit le notebook"),
    ):
        console.print(f"{FOLDER}/{name} : {told}", highlight=False, markup=False)


Every = Annotated[bool, Option("--all", help="Tous les candidats.")]
Force = Annotated[bool, Option("--force", "-f", help="Écrire de nouveau ce qui est à jour.")]
AsJson = Annotated[bool, json_lines("rapport")]

_KINDS = {
    "releve": "relevé",
    "rapport": "rapport",
    "restitution": "restitution",
    "tableau": "tableau de bord",
}
_STATUSES = {"written": "écrit", "skipped": "inchangé"}


def _reports(kind: Kind, told: str) -> Callable[..., None]:
    """The command that writes one kind of report; told: its help."""

    def command(
        candidate: Candidates = None,
        every: Every = False,
        jobs: Jobs = None,
        force: Force = False,
        as_json: AsJson = False,
    ) -> None:
        with jury_record() as (record, rules):
            candidates = _candidates(record, rules, candidate, every)
            failed = _write(record, rules, (kind,), candidates, jobs, force, as_json)
        if failed:
            raise typer.Exit(1)

    command.__doc__ = told
    return command


transcript = _reports(
    "releve",
    "Écrire les relevés de compétences : points, niveaux, décisions, ce qui manque ; une page et un PDF accessible par candidat.",
)
portfolio = _reports(
    "rapport",
    "Écrire les rapports de compétences : fiches et parties du projet assemblées, avec sommaire, annexes et auto-évaluation ; une page et un PDF accessible par candidat.",
)


def deliverable(
    candidate: Annotated[str, Argument(help="Le candidat, par son identifiant.", metavar="CANDIDAT")],
    epreuve: Annotated[str, Argument(help="L'épreuve, par son identifiant ou son numéro (e17).", metavar="EPREUVE")],
) -> None:
    """Écrire le livrable d'une copie : textes, tableaux et figures, sans le code, comme on le remet à un commanditaire."""
    with jury_record() as (record, rules):
        from epreuves.jury.sources import gather
        from epreuves.reports.batch import write_deliverable

        facts = gather(record, rules, [candidate])[0]
        path, lacking = write_deliverable(
            record.places, facts.candidate, facts.name, record.places.resolve(epreuve), datetime.date.today()
        )
    say(Console(), f"{path} — livrable écrit.")
    if lacking:
        say(Console(stderr=True), f"⚠ La copie ne contient rien pour : {' ; '.join(lacking)}.")


def report(
    every: Every = False,
    candidate: Candidates = None,
    jobs: Jobs = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Écrire tous les rapports : restitutions, relevés, rapports de compétences, et le tableau de bord de la session.

    Interrompue, la même commande reprend où elle en était ; ce qui est à jour n'est pas refait.
    """
    failed = 0
    with jury_record() as (record, rules):
        from epreuves.feedback import batch as feedback
        from epreuves.reports.batch import KINDS

        candidates = _candidates(record, rules, candidate, every)
        places = record.places
        asked = set(candidates)
        assignments = places.assignments()
        feedback.check(places, assignments)
        copies = [(a, s) for a in assignments for s in places.students(a) if s in asked]
        # Before the progress bar: it starts a thread, which no fork should meet.
        pages = feedback.write(places, copies, jobs, force) if copies else iter(())
        told = (
            [_told(r.student, "restitution", r.status, r.reason, [r.path] if r.path else [])]
            for results in pages
            for r in results
        )
        failed += _follow("Restitutions", told, len(copies), as_json)
        failed += _write(record, rules, KINDS, candidates, jobs, force, as_json)
        if every:
            failed += _dashboard(places.root, as_json)
    if failed:
        raise typer.Exit(1)


def _candidates(record: JuryRecord, rules: JuryRules, candidate: list[str] | None, every: bool) -> list[str]:
    """The identifiers asked for; KitError where nobody is, or there is nobody."""
    from epreuves.jury.sources import identifier, known_candidates

    if bool(candidate) == every:
        raise KitError("Dites de qui : --candidat ID (option répétable), ou --all pour tous.")
    found = known_candidates(record, rules)
    if candidate:
        return list(dict.fromkeys(identifier(found, one) for one in candidate))
    if not found:
        raise KitError(
            "Aucun candidat : inscrivez-les d'après la liste de l'école (epreuves candidats import LISTE.xlsx)."
        )
    return found


def _write(
    record: JuryRecord,
    rules: JuryRules,
    kinds: tuple[Kind, ...],
    candidates: Sequence[str],
    jobs: int | None,
    force: bool,
    as_json: bool,
) -> int:
    """Write reports, tell of each, and give how many failed."""
    from epreuves.reports import batch

    asked = batch.asked_of(record.places.root, rules, kinds, datetime.date.today(), force)
    written = batch.write(record.places.root, asked, candidates, jobs)
    name = "Relevés et rapports" if len(kinds) > 1 else f"{_KINDS[kinds[0]].capitalize()}s"
    told = ([msgspec.to_builtins(result) for result in results] for results in written)
    return _follow(name, told, len(candidates), as_json)


def _told(candidate: str, kind: str, status: str, reason: str = "", paths: Sequence[str] = ()) -> dict[str, Any]:
    """What became of one report, as --json writes it."""
    return {"candidat": candidate, "kind": kind, "status": status, "reason": reason, "paths": list(paths)}


def _follow(name: str, written: Iterator[list[dict[str, Any]]], total: int, as_json: bool) -> int:
    """Tell of reports as they are written, those of one step of the progress together, and give how many failed."""
    errors = Console(stderr=True)
    counts = dict.fromkeys((*_STATUSES, "error"), 0)
    try:
        with progress(errors, as_json) as bar:
            task = bar.add_task(name, total=total)
            for results in written:
                bar.update(task, advance=1, description=f"{name} · {plain(results[0]['candidat'])}")
                for one in results:
                    failed = one["status"] not in _STATUSES
                    counts["error" if failed else one["status"]] += 1
                    if as_json:
                        _print(one)
                    elif failed:
                        say(errors, f"⚠ {one['candidat']}, {_KINDS[one['kind']]} : {one['reason']}")
                    elif one.get("manque") and total == 1:
                        told = (f"  – {lacking}" for lacking in one["manque"])
                        say(errors, f"Ce qui manque encore au rapport de {one['candidat']} :", *told)
    except KeyboardInterrupt:
        stop(errors, "Interrompu : ce qui est écrit est entier ; la même commande écrira le reste.", 130)
    if not as_json:
        _summary(name, counts)
    return counts["error"]


def _dashboard(root: Path, as_json: bool) -> int:
    """Write the session's dashboard; gives how many failed."""
    from epreuves.reports.dashboard.making import FOLDER, write

    errors = Console(stderr=True)
    try:
        with errors.status("Tableau de bord…"):
            write(root, root / FOLDER)
    except KeyboardInterrupt:
        said = "Interrompu : les rapports des candidats sont écrits, le tableau de bord ne l'est pas."
        stop(errors, said, 130)
    except Exception as error:  # the candidates' reports are there all the same
        said = str(error) if isinstance(error, KitError) else f"{type(error).__name__} : {error}"
        reason = f"Le tableau de bord n'est pas écrit : {said}"
        if as_json:
            _print(_told("", "tableau", "error", reason))
        else:
            say(errors, f"⚠ {reason}")
        return 1
    if as_json:
        _print(_told("", "tableau", "written", paths=[FOLDER]))
    else:
        say(Console(), f"Tableau de bord : {FOLDER}/")
    return 0


def _summary(name: str, counts: dict[str, int]) -> None:
    """« Restitutions : 71 écrites, 1 en erreur. »"""
    e = "e" if name == "Restitutions" else ""
    said = [counted(counts[status], word + e) for status, word in _STATUSES.items() if counts[status]]
    if counts["error"]:
        said.append(f"{counts['error']} en erreur")
    say(Console(), f"{name} : {', '.join(said) or 'rien à écrire'}.")


def _print(told: dict[str, Any]) -> None:
    print(json.dumps(told, ensure_ascii=False), flush=True)
