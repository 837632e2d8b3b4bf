"""`epreuves jury`: what each candidate has and lacks, decisions, absences, make-ups, the record of the session."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from epreuves.cli.console import plain, unasked
from epreuves.wording.french import counted

if TYPE_CHECKING:
    from epreuves.jury.decision import Decision, Verdict
    from epreuves.jury.record import JuryRecord
    from epreuves.jury.rules import JuryRules

app = typer.Typer(
    help="Tenir la session du jury : ce que chacun a, ce qui manque, les décisions, les absences, le procès-verbal.",
    add_completion=False, rich_markup_mode="rich",
)  # fmt: skip

#: The sign of each status, which does not rely on colour.
SIGNS = {"validé": "✓", "non validé": "✗", "à compléter": "…", "rattrapage": "↻", "absent": "–"}

Candidate = Annotated[str, typer.Argument(help="Le candidat, par son identifiant.", metavar="CANDIDAT")]
Author = Annotated[str, typer.Option("--auteur", metavar="NOM", help="Qui écrit.")]


@app.callback(invoke_without_command=True)
def session(
    context: typer.Context,
    candidate: Annotated[
        list[str] | None,
        typer.Option("--candidat", metavar="ID", help="Seulement ce candidat, en détail (option répétable)."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Un objet JSON par ligne et par candidat, sur la sortie standard.")
    ] = False,
) -> None:
    """Tenir la session du jury : ce que chacun a, ce qui manque, les décisions proposées.

    Code de sortie : 2 si les règles, le carnet ou le registre ne se lisent pas.
    """
    if context.invoked_subcommand is not None:
        return
    with _record() as (record, rules):
        from epreuves.jury.sources import decisions

        found = decisions(record, rules, candidate or ())
    if as_json:
        for one in found:
            print(msgspec.json.encode(one, enc_hook=_encoded).decode(), flush=True)
        return
    console = Console()
    if not found:
        _say(
            console,
            "Aucun candidat : ni le carnet de notes, ni groupes.csv, ni inscriptions.csv n'en nomment.",
        )
    elif candidate:
        for one in found:
            detail(console, one)
    else:
        console.print(table(found))
        _say(console, " · ".join(f"{sign} {word}" for word, sign in SIGNS.items()))
        _say(console, "Certif : la certification entière. Manque : combien de choses manquent encore.")
        _say(console, "Le détail de chacun : epreuves jury --candidat ID")


@app.command()
def decider(
    candidate: Candidate,
    about: Annotated[
        str,
        typer.Argument(
            help="Une compétence (C15.1), une épreuve (e17), un bloc (B2), ou « certification ».",
            metavar="OBJET",
        ),
    ],
    decision: Annotated[
        str,
        typer.Option(
            "--decision",
            help="« validé », « non validé », « rattrapage », ou « règles » pour revenir aux règles.",
        ),
    ],
    reason: Annotated[
        str, typer.Option("--motif", help="Pourquoi le jury en décide ainsi ; figure au procès-verbal.")
    ],
    author: Author,
) -> None:
    """Écrire une décision que le jury prend lui-même, avec son motif : rien n'est effacé, la dernière compte."""
    with _record() as (record, rules):
        from epreuves.jury import session as session_

        candidate = session_.decide(record, rules, author, candidate, about, decision, reason)
        _after(record, rules, candidate)


@app.command()
def absence(
    candidate: Candidate,
    epreuve: Annotated[
        str, typer.Argument(help="L'épreuve, par son identifiant ou son numéro (e17).", metavar="EPREUVE")
    ],
    author: Author,
    justified: Annotated[
        bool | None,
        typer.Option(
            "--justifiee/--non-justifiee",
            help="L'absence est justifiée, ou ne l'est pas.",
            show_default=False,
        ),
    ] = None,
    oral: Annotated[bool, typer.Option("--oral", help="À l'oral seulement.")] = False,
    present: Annotated[
        bool, typer.Option("--present", help="Revenir sur une absence écrite par erreur.")
    ] = False,
    reason: Annotated[str, typer.Option("--motif", help="Le motif donné, ou la pièce reçue.")] = "",
) -> None:
    """Écrire une absence à une épreuve ou à son oral, justifiée ou non."""
    with _record() as (record, rules):
        from epreuves.jury import session as session_

        candidate = session_.absent(
            record, rules, author, candidate, epreuve, justified, oral, present, reason
        )
        _after(record, rules, candidate)


@app.command("rattrapage")
def make_up(
    candidate: Candidate,
    competence: Annotated[str, typer.Argument(help="La compétence (C15.1).", metavar="COMPETENCE")],
    author: Author,
    note: Annotated[
        str | None,
        typer.Option(
            "--note", metavar="N/M", help="La note sur son maximum (« 12,5/20 »).", show_default=False
        ),
    ] = None,
    level: Annotated[
        int | None, typer.Option("--niveau", min=0, max=3, help="Ou le niveau, de 0 à 3.", show_default=False)
    ] = None,
    absent: Annotated[
        bool, typer.Option("--absent", help="Le candidat n'est pas venu au rattrapage.")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--annuler", help="Revenir sur un rattrapage écrit par erreur.")
    ] = False,
    reason: Annotated[
        str, typer.Option("--motif", help="La date, le sujet, ce qui est utile à savoir.")
    ] = "",
) -> None:
    """Écrire le résultat d'un rattrapage ; jury.yaml dit s'il remplace la première note, ou si la meilleure compte."""
    with _record() as (record, rules):
        from epreuves.jury import session as session_

        candidate = session_.makeup(
            record, rules, author, candidate, competence, note, level, absent, undo, reason
        )
        _after(record, rules, candidate)


@app.command("regles")
def rules() -> None:
    """Montrer les règles par défaut, telles qu'un jury.yaml les écrit : epreuves jury regles > jury.yaml."""
    from epreuves.jury.rules import text_of_defaults

    print(text_of_defaults(), end="")


@app.command()
def pv(
    file: Annotated[Path, typer.Argument(help="Où écrire le PDF.", metavar="[FICHIER]")] = Path(
        "proces-verbal.pdf"
    ),
    date: Annotated[
        str,
        typer.Option(
            "--date",
            metavar="AAAA-MM-JJ",
            help="La date de la délibération ; aujourd'hui par défaut.",
            show_default=False,
        ),
    ] = "",
    place: Annotated[str, typer.Option("--lieu", help="Le lieu de la délibération.")] = "",
    candidate: Annotated[
        list[str] | None,
        typer.Option("--candidat", metavar="ID", help="Seulement ce candidat (option répétable)."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Remplacer le fichier s'il existe.")] = False,
) -> None:
    """Écrire le procès-verbal de la session : un PDF accessible (PDF/UA-1), à signer."""
    unasked(Console(stderr=True), [file], force)
    with _record() as (record, rules):
        from epreuves.jury import minutes

        told = minutes.gather(record, rules, candidate or (), date, place)
        minutes.write(told, file)
    _say(
        Console(),
        f"{file} — procès-verbal écrit : {counted(len(told.decisions), 'candidat')}.",
    )
    waiting = [
        one
        for one in told.decisions
        if any(v.status.value == "à compléter" for v in (*one.blocs, one.certification) if v)
    ]
    if waiting:
        _say(
            Console(stderr=True),
            f"⚠ {counted(len(waiting), 'candidat')} à compléter : le procès-verbal le dit.",
        )


@contextmanager
def _record() -> Iterator[tuple[JuryRecord, JuryRules]]:
    """The record and the rules of the course around; what goes wrong is said in a sentence, and the command ends with code 2."""
    from epreuves.course.folders import course_root
    from epreuves.jury import rules
    from epreuves.jury.record import JuryRecord

    root = course_root(Path.cwd())
    found = rules.read(root)
    with JuryRecord(root) as record:
        yield record, found


def _after(record: JuryRecord, rules: JuryRules, candidate: str) -> None:
    """Say that it is kept, and what the rules now decide of the candidate."""
    from epreuves.jury.sources import decisions

    console = Console()
    _say(console, "Enregistré.")
    for one in decisions(record, rules, [candidate]):
        for verdict in (*one.blocs, *([one.certification] if one.certification else [])):
            _say(console, f"{SIGNS[verdict.status.value]} {verdict.why}")


def table(found: list[Decision]) -> Table:
    """The candidates, a line each: the épreuves of which somebody has something, every bloc, the certification, how much lacks."""
    built = Table(title=counted(len(found), "candidat"), title_justify="left", padding=0)
    held = _held(found)
    blocs = list(dict.fromkeys(verdict.code for one in found for verdict in one.blocs))
    built.add_column("Candidat·e", no_wrap=True)
    for name in (*(id.partition("_")[0] for id in held), *blocs):
        built.add_column(name, overflow="fold")
    for name in ("Certif", "Manque"):
        built.add_column(name, no_wrap=True)
    for one in found:
        by = {verdict.code: verdict for verdict in (*one.epreuves, *one.blocs)}
        lacks = sum(len(verdict.lacking) for verdict in one.competences)
        cells = [status(by.get(code)) for code in (*held, *blocs)] + [status(one.certification)]
        built.add_row(Text(plain(one.name)), *cells, str(lacks or ""))
    return built


def _held(found: list[Decision]) -> list[str]:
    """The épreuves of which a candidate has handed something in, or that are decided, in the référentiel's order."""
    from epreuves.jury.sources import NO_COPY
    from epreuves.referentiel import referentiel

    told = {v.code for one in found for v in one.competences if NO_COPY not in v.lacking}
    decided = {v.code for one in found for v in one.epreuves if v.status.value != "à compléter" or v.changed}
    return [e.id for e in referentiel().epreuves if e.id in decided or told.intersection(e.competences)]


def detail(console: Console, one: Decision) -> None:
    """All that is decided of a candidate, with the sentence of each decision."""
    from epreuves.jury.sentences import lacking

    console.rule(
        escape(plain(f"{one.name} ({one.candidate})" if one.name != one.candidate else one.name)),
        align="left",
    )
    held = _held([one])
    for title, verdicts in (
        ("Compétences", [v for v in one.competences if v.status.value != "à compléter" or v.share is not None]),
        ("Épreuves", [v for v in one.epreuves if v.code in held]), ("Blocs", one.blocs), ("", [one.certification] if one.certification else []),
    ):  # fmt: skip
        if title and verdicts:
            _say(console, title)
        for verdict in verdicts:
            _say(console, f"  {SIGNS[verdict.status.value]} {verdict.why}")
    for said in lacking(one.competences):
        _say(console, f"… {said}")
    for said in one.remarks:
        _say(console, f"⚠ {said}")


def status(verdict: Verdict | None) -> str:
    """A status as a table shows it: its sign, and whether the jury changed it."""
    if verdict is None:
        return ""
    return f"{SIGNS[verdict.status.value]}{' (jury)' if verdict.changed else ''}"


def plain_lines(said: str) -> str:
    """A text of several lines, each without what a terminal would obey."""
    return "\n".join(plain(line) for line in re.split(r"\r?\n", said))


def _say(console: Console, said: str) -> None:
    console.print(plain_lines(said), highlight=False, markup=False, soft_wrap=True)


def _encoded(value: Any) -> Any:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise NotImplementedError(type(value).__name__)
