"""`epreuves export cdc`: certified persons transmitted to the Caisse des Dépôts, and what comes back."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer import Option

from epreuves.cli.console import Candidates, jury_record, plain, say, warn
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed

if TYPE_CHECKING:
    from epreuves.exports.certified.transmissions import Transmissions
    from epreuves.exports.certified.transmitting import Certified, Transmission
    from epreuves.jury.record import JuryRecord


def certified_persons(
    date: Annotated[
        str,
        Option(
            "--date",
            metavar="AAAA-MM-JJ",
            show_default=False,
            help="La date de la délibération, d'où la certification vaut ; avec elle, le flux est écrit.",
        ),
    ] = "",
    candidate: Candidates = None,
    without: Annotated[
        list[str] | None,
        Option("--sans", metavar="ID", help="Laisser de côté ce candidat certifié (option répétable)."),
    ] = None,
    schema: Annotated[
        Path | None,
        Option("--xsd", metavar="FICHIER", help="Le schéma téléchargé, auquel le flux doit être conforme."),
    ] = None,
    model: Annotated[
        bool, Option("--modele", help="Écrire titulaires.csv, ou les lignes qui y manquent, à remplir.")
    ] = False,
    receipt: Annotated[
        list[Path] | None,
        Option("--retour", metavar="FICHIER", help="Prendre un compte rendu de traitement (option répétable)."),
    ] = None,
    abandon: Annotated[
        str,
        Option(
            "--abandonner",
            metavar="FLUX",
            show_default=False,
            help="Ce flux n'a pas été déposé, ou a été rejeté en entier : ses passages repartent au prochain.",
        ),
    ] = "",
    stamp: Annotated[
        str,
        Option(
            "--horodatage",
            metavar="MOMENT",
            show_default=False,
            help="Le moment que porte le flux (2026-07-02T10:00:00, à l'heure de Paris) ; maintenant par défaut.",
        ),
    ] = "",
    simulated: Annotated[bool, Option("--simuler", help="Dire ce qui serait fait, sans rien écrire.")] = False,
) -> None:
    """Transmettre à la Caisse des Dépôts les personnes que le jury a certifiées, et prendre ce qu'elle répond.

    Seule, la commande montre où en est chacun. Avec --date, elle écrit le flux de ceux qui n'ont pas été transmis ou ont été refusés :
    qui est accepté n'est jamais renvoyé. Code de sortie : 0 si c'est fait, 1 si quelqu'un manque encore ou est refusé, 2 si rien
    n'a pu être fait.
    """
    from epreuves.exports.certified import transmissions, transmitting

    modes = {"--date": date, "--modele": model, "--retour": receipt, "--abandonner": abandon}
    asked = [name for name, value in modes.items() if value]
    if len(asked) > 1:
        raise KitError(f"{listed(asked)} ne vont pas ensemble : une chose à la fois.")
    of_flow = {"--candidat": candidate, "--sans": without, "--xsd": schema, "--horodatage": stamp}
    if not date and (given := [name for name, value in of_flow.items() if value]):
        raise KitError(f"{listed(given)} : ajoutez --date, la date de la délibération.")
    console = Console()
    with jury_record() as (record, rules):
        root = record.places.root
        with transmissions.alone(root) if asked and not simulated else nullcontext():
            kept = transmissions.read(root)
            known, waiting = transmitting.certified(record, rules, kept)
            if date:
                flow = _Flow(date, stamp, candidate or [], without or [], schema)
                kept, lacks = _transmit(console, record, kept, known, flow, simulated)
                if waiting:
                    many = counted(waiting, "candidat")
                    said = f"{many} à compléter : le jury n'en a pas décidé, rien n'en est transmis."
                    warn(Console(stderr=True), said)
            elif model:
                lacks = _model(console, record, known, simulated)
            elif receipt:
                kept = transmitting.take(root, kept, receipt)
                known, _ = transmitting.certified(record, rules, kept)
                lacks = _taken(console, root, kept, known, simulated)
            elif abandon:
                kept, lacks = _abandoned(console, root, kept, abandon, simulated)
            else:
                lacks = _shown(console, record, known, waiting)
            if simulated:
                say(console, "Rien n'est écrit : c'était une simulation.")
            elif asked and not model:
                known, _ = transmitting.certified(record, rules, kept)
                try:
                    say(console, f"{_short(transmitting.lay_list(root, known), root)} — où en est chacun.")
                except (
                    KitError
                ) as error:  # open in a spreadsheet, say: what matters is kept, and the next command writes it
                    warn(Console(stderr=True), str(error))
    warn(Console(stderr=True), transmitting.no_longer(known))
    if lacks:
        raise typer.Exit(1)


class _Flow(NamedTuple):
    """What is asked of a flow."""

    date: str
    stamp: str
    only: list[str]
    without: list[str]
    schema: Path | None


def _transmit(
    console: Console, record: JuryRecord, kept: Transmissions, known: list[Certified], asked: _Flow, simulated: bool
) -> tuple[Transmissions, bool]:
    """Write the next flow; gives what is kept now, and whether somebody was left out of it."""
    from epreuves.exports.certified import flow, transmitting
    from epreuves.jury import minutes

    day, at = minutes.date(asked.date), flow.stamp(asked.stamp)
    made = transmitting.prepare(record, kept, known, day, at, asked.only, asked.without)
    if asked.schema is not None:
        transmitting.check(made, asked.schema)
    _said(console, made, asked.schema)
    if not simulated:
        path, kept = transmitting.keep(record.places.root, kept, made)
        say(
            console,
            f"{_short(path, record.places.root)} — le flux, à déposer dans l'espace des certificateurs.",
        )
    return kept, bool(made.left_out)


def _model(console: Console, record: JuryRecord, known: list[Certified], simulated: bool) -> bool:
    from epreuves.exports.certified import transmitting

    added = sum(one.certified and one.holder is None for one in known)
    if added and not simulated:
        transmitting.lay_model(record, known)
    said = f"{counted(added, 'ligne')} de plus, à remplir" if added else "rien à y ajouter"
    say(console, f"titulaires.csv — {said}.")
    return False


def _taken(console: Console, root: Path, kept: Transmissions, known: list[Certified], simulated: bool) -> bool:
    """Keep receipts; whether somebody is refused."""
    from epreuves.exports.certified import transmissions

    console.print(_table(known))
    if not simulated:
        transmissions.write(root, kept)
    states = [one.standing.state for one in known]
    told = (
        (transmissions.PassageState.ACCEPTED, "passage accepté"),
        (transmissions.PassageState.REFUSED, "passage refusé"),
        (transmissions.PassageState.SENT, "passage sans réponse"),
    )
    say(console, f"{listed(counted(states.count(state), said) for state, said in told if state in states)}.")
    return transmissions.PassageState.REFUSED in states


def _abandoned(
    console: Console, root: Path, kept: Transmissions, written: str, simulated: bool
) -> tuple[Transmissions, bool]:
    from epreuves.exports.certified import transmissions

    kept, gone = transmissions.abandoned(kept, written)
    if not simulated:
        transmissions.write(root, kept)
    say(
        console,
        f"{gone.file} est abandonné : {counted(len(gone.passages), 'passage')} à transmettre de nouveau.",
    )
    return kept, False


def _said(console: Console, made: Transmission, schema: Path | None) -> None:
    """What a flow holds, and what it does not."""
    built = Table()
    for title in ("Candidat·e", "Titulaire", "Identifiant technique"):
        built.add_column(title, overflow="fold")
    for passage, holder in zip(made.flow.passages, made.holders, strict=True):
        name = f"{holder.birth_name} {' '.join(holder.first_names)}"
        built.add_row(*(Text(plain(cell)) for cell in (passage.candidate, name, passage.id)))
    console.print(built)
    say(
        console,
        f"{counted(len(made.holders), 'personne')} dans ce flux{', conforme à ' + schema.name if schema else ''}.",
    )
    errors = Console(stderr=True)
    if made.left_out:
        warn(errors, f"{listed(map(plain, made.left_out))} : laissé de côté, et non transmis.")
    for said in made.warnings:
        warn(errors, said)


def _shown(console: Console, record: JuryRecord, known: list[Certified], waiting: int) -> bool:
    """Where everybody stands; whether somebody is still to be accepted."""
    from epreuves.exports.certified import transmitting
    from epreuves.exports.certified.transmissions import PassageState

    if not known:
        say(console, "Le jury n'a certifié personne : il n'y a rien à transmettre.")
        return False
    console.print(_table(known))
    due = sum(one.due for one in known)
    if due:
        say(console, f"{counted(due, 'personne')} à transmettre : epreuves export cdc --date AAAA-MM-JJ")
    if waiting:
        say(console, f"{counted(waiting, 'candidat')} à compléter par le jury.")
    if others := transmitting.lines_of_nobody(record.places.root, known):
        say(
            console,
            f"Dans titulaires.csv sans être certifiés, et donc jamais transmis : {listed(map(plain, others))}.",
        )
    return any(one.certified and one.standing.state is not PassageState.ACCEPTED for one in known)


def _table(known: list[Certified]) -> Table:
    from epreuves.exports.certified.transmitting import state

    built = Table()
    for title in ("Candidat·e", "État", "Flux", "Motif du refus"):
        built.add_column(title, overflow="fold")
    for one in known:
        cells = (one.candidate, state(one), one.standing.flow, one.standing.reason)
        built.add_row(*(Text(plain(cell)) for cell in cells))
    return built


def _short(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
