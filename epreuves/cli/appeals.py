"""`epreuves recours`: appeals received, given to two others, answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.cli.console import jury_record, plain, say, warn
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, short_day

if TYPE_CHECKING:
    from epreuves.jury.appeals import Appeal, SecondLook
    from epreuves.jury.record import JuryRecord
    from epreuves.rubric.register import Register
    from epreuves.rules.jury_rules import JuryRules

app = typer.Typer(
    help="Tenir les recours : les recevoir, les faire juger de nouveau par deux autres personnes, y répondre.",
    add_completion=False,
    rich_markup_mode="rich",
)

Number = Annotated[int, Argument(metavar="NUMERO", min=1, help="Le recours, par son numéro.")]
Author = Annotated[str, Option("--auteur", metavar="NOM", help="Qui écrit.")]
Day = Option("--date", metavar="AAAA-MM-JJ", show_default=False)


@app.callback(invoke_without_command=True)
def appeals(
    context: typer.Context,
    number: Annotated[
        int | None,
        Option("--numero", metavar="N", min=1, help="Seulement ce recours, en détail.", show_default=False),
    ] = None,
) -> None:
    """Montrer les recours : qui, sur quoi, dans le délai ou non, et où en est chacun.

    Code de sortie : 0 si tous ont leur réponse, 1 sinon, 2 si rien ne se lit.
    """
    if context.invoked_subcommand is not None:
        return
    console = Console()
    with _jury() as (record, rules, register):
        from epreuves.jury import appeals as found

        known = found.appeals(record)
        if number is not None:
            one = found.appeal(record, number)
            _detail(console, one, found.compared(register, rules, one))
            known = {number: one}
        elif not known:
            say(console, "Aucun recours n'est reçu.")
        else:
            console.print(_table(list(known.values())))
    if any(one.answer is None for one in known.values()):
        raise typer.Exit(1)


@app.command("recevoir")
def receive(
    candidate: Annotated[str, Argument(help="Le candidat, par son identifiant.", metavar="CANDIDAT")],
    about: Annotated[
        str,
        Argument(
            help="Ce qui est contesté : une compétence (C15.1), une épreuve (e17), un bloc (B2), ou « certification ».",
            metavar="OBJET",
        ),
    ],
    reason: Annotated[str, Option("--motif", help="Le motif qu'en donne le candidat.")],
    author: Author,
    date: Annotated[
        str,
        Option(
            "--date", metavar="AAAA-MM-JJ", help="Le jour où il est reçu ; aujourd'hui par défaut.", show_default=False
        ),
    ] = "",
) -> None:
    """Recevoir un recours ; dit s'il est dans le délai que donnent notification et delai, dans deliberation.yaml."""
    with jury_record() as (record, rules):
        from epreuves.jury import appeals as found
        from epreuves.jury.minutes import date as read_date

        one = found.receive(record, rules, author, candidate, about, read_date(date), reason)
    console = Console()
    say(console, f"Recours n° {one.number} reçu : {_what(one)}.")
    if one.received.deadline is None:
        said = "deliberation.yaml ne dit ni notification ni delai : rien ne dit si ce recours vient à temps."
        warn(Console(stderr=True), said)
    else:
        say(console, one.time)
    say(console, f"Ensuite : epreuves recours confier {one.number} --correcteurs A B --auteur NOM")


@app.command("confier")
def entrust(
    number: Number,
    graders: Annotated[
        tuple[str, str], Option("--correcteurs", metavar="A B", help="Deux personnes qui n'ont pas jugé ces copies.")
    ],
    author: Author,
) -> None:
    """Confier le second tour à deux personnes qui n'ont pas jugé : chacune a la copie sans nom, et une grille vide.

    Rien de ce qu'elles donnent ne compte avant la réponse du jury. Code de sortie : 2 si l'une d'elles a déjà jugé.
    """
    console = Console()
    with _jury() as (record, rules, register):
        from epreuves.jury import appeals as found
        from epreuves.jury import second_round

        one = found.entrust(record, register, rules, number, graders, author)
        files = second_round.hand_out(record, register, rules, one)
        root = record.places.root
    for rank, grader in enumerate(graders, 1):
        own = second_round.folder(root, number) / f"correcteur-{rank}"
        say(
            console,
            f"{own.relative_to(root).as_posix()}/ — à remettre à {plain(grader)} : {counted(len([f for f in files if f.parent == own]), 'fichier')}.",
        )
    say(console, f"Au retour : epreuves recours lire {number} FICHIER.xlsx --correcteur NOM")


@app.command("lire")
def take(
    number: Number,
    file: Annotated[Path, Argument(metavar="FICHIER", help="La grille remplie, au format xlsx.")],
    grader: Annotated[str, Option("--correcteur", metavar="NOM", help="Qui l'a remplie.")],
) -> None:
    """Prendre la grille d'une des deux personnes ; elle doit être entière, et ses fautes sont toutes dites."""
    console = Console()
    with _jury() as (record, rules, register):
        from epreuves.jury import second_round

        epreuve, one = second_round.take(record, register, rules, number, grader, file)
    say(console, f"Recours n° {number}, {epreuve} : les niveaux de {plain(grader)} sont enregistrés.")
    if one.waiting:
        say(console, f"Attendus encore : {listed(f'{plain(who)} ({what})' for what, who in one.waiting)}.")
    else:
        say(
            console,
            f"Le second tour est fini : epreuves recours --numero {number} le montre à côté du premier.",
        )


@app.command("repondre")
def answer(
    number: Number,
    decision: Annotated[str, Option("--decision", help="« admis », « admis en partie » ou « rejeté ».")],
    reason: Annotated[str, Option("--motif", help="Pourquoi ; le candidat le lira.")],
    author: Author,
    date: Annotated[
        str,
        Option(
            "--date", metavar="AAAA-MM-JJ", help="Le jour de la réponse ; aujourd'hui par défaut.", show_default=False
        ),
    ] = "",
    level: Annotated[
        list[str] | None,
        Option(
            "--niveau",
            metavar="CRITERE=N",
            show_default=False,
            help="Le niveau que retient le jury pour un critère (C15.1-k1=2) ; option répétable.",
        ),
    ] = None,
) -> None:
    """Répondre à un recours : la réponse et son motif sont gardés, les niveaux admis comptent, la lettre est écrite.

    Un recours ne fait baisser aucun niveau. Code de sortie : 2 si le second tour n'est pas fini, ou qu'un niveau reste à dire.
    """
    console = Console()
    with _jury() as (record, rules, register):
        from epreuves.jury import appeal_letter
        from epreuves.jury import appeals as found
        from epreuves.jury.minutes import date as read_date

        chosen = dict(map(_level, level or ()))
        one, raised = found.answer(record, register, rules, number, decision, reason, author, read_date(date), chosen)
        path = appeal_letter.write(record, rules, one)
        root = record.places.root
    say(console, f"Recours n° {number} : {one.answer.outcome if one.answer else ''}.")
    for look in raised:
        members = (
            f" (copie de groupe : {counted(len(look.copy.students), 'membre')})" if len(look.copy.students) > 1 else ""
        )
        say(console, f"{_criterion(look)} : le niveau monte{members}.")
    say(console, f"{path.relative_to(root).as_posix()} — la lettre, à signer.")
    if one.answer and one.answer.outcome != "rejeté":
        if not raised:
            warn(
                Console(stderr=True),
                "Aucun niveau ne change ; si le jury décide autrement que les règles : epreuves jury decider.",
            )
        say(console, "Ensuite : epreuves jury pv --rectificatif")


@app.command("lettre")
def letter(number: Number) -> None:
    """Écrire de nouveau la lettre d'un recours qui a sa réponse, d'après ce que les décisions sont à présent."""
    with jury_record() as (record, rules):
        from epreuves.jury import appeal_letter
        from epreuves.jury.appeals import appeal

        path = appeal_letter.write(record, rules, appeal(record, number))
        root = record.places.root
    say(Console(), f"{path.relative_to(root).as_posix()} — la lettre, à signer.")


@contextmanager
def _jury() -> Iterator[tuple[JuryRecord, JuryRules, Register]]:
    """The jury's record and rules, and the graders' register."""
    from epreuves.rubric.register import Register

    with jury_record() as (record, rules), Register(record.places.root) as register:
        yield record, rules, register


def _level(written: str) -> tuple[str, int]:
    """« C15.1-k1=2 » as a criterion and a level; KitError."""
    name, sign, value = written.partition("=")
    if not (sign and name.strip() and value.strip() in ("0", "1", "2", "3")):
        raise KitError(f"« {written} » n'est pas un niveau : écrivez --niveau C15.1-k1=2.")
    return name.strip(), int(value)


def _what(one: Appeal) -> str:
    from epreuves.jury.appeal_letter import about

    return f"{plain(one.received.candidate)}, {about(one)}"


def _table(known: list[Appeal]) -> Table:
    built = Table(title=counted(len(known), "recours"), title_justify="left")
    for name in ("N°", "Candidat·e", "Objet", "Reçu", "Délai", "État"):
        built.add_column(name, overflow="fold")
    for one in known:
        time = "inconnu" if one.received.deadline is None else "dépassé" if one.late else "tenu"
        cells = (
            str(one.number),
            one.received.candidate,
            one.received.code,
            short_day(one.received.received),
            time,
            plain(one.standing),
        )
        built.add_row(*(Text(plain(cell)) for cell in cells))
    return built


def _detail(console: Console, one: Appeal, looks: list[SecondLook]) -> None:
    say(console, f"Recours n° {one.number} : {_what(one)}. {one.time or 'Délai inconnu.'}")
    say(console, f"Motif : {one.received.ground}", f"État : {plain(one.standing)}.")
    if one.round is not None and not looks and one.answer is None:
        say(console, "Les deux tours se montrent côte à côte quand le second est fini.")
    if looks and one.round is not None:
        built = Table()
        for name in ("Critère", "Ce qui est jugé", "Compte", *map(plain, one.round.graders)):
            built.add_column(Text(name), overflow="fold")
        for look in looks:
            first = "—" if look.first is None else str(look.first)
            cells = (_criterion(look), look.criterion.label, first, *map(str, look.second))
            built.add_row(*(Text(plain(cell)) for cell in cells))
        console.print(built)
    if one.answer is not None:
        say(console, f"Réponse : {one.answer.outcome}. {one.answer.reason}")


def _criterion(look: SecondLook) -> str:
    from epreuves.rubric.appreciation import code

    return code(look.criterion.grade_id)
