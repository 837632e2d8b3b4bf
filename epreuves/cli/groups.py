"""`epreuves groupes`, `epreuves rex`: the groups, who handed in what, which copy counts; and what is given to each after the oral."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.cli.console import agreed, json_lines, plain, say, stop, warn
from epreuves.course.folders import Course, course_root
from epreuves.grading.groups import GroupState, Handed, roster, take_later
from epreuves.wording.french import counted

HANDED: dict[Handed, str] = {"written": "rendu", "blank": "vierge", "unreadable": "illisible", "absent": "—"}


def groups(
    assignment: Annotated[
        str | None, Argument(metavar="ÉPREUVE", help="L'épreuve, avec --prendre : e06.", show_default=False)
    ] = None,
    take: Annotated[
        str | None,
        Option(
            "--prendre",
            metavar="GROUPE",
            help="Prendre, pour ce groupe, la copie collective arrivée depuis la première correction, une fois dit ce que cela change.",
        ),
    ] = None,
    sure: Annotated[bool, Option("--oui", "-o", help="Prendre la copie sans demander, avec --prendre.")] = False,
    as_json: Annotated[bool, json_lines("groupe")] = False,
) -> None:
    """Vérifier groupes.csv et montrer les groupes : qui a rendu quoi, quelle copie collective compte, par quelle règle.

    Code de sortie : 0 si groupes.csv peut être appliqué, ou si la copie est prise ; 2 sinon ; toutes ses erreurs sont alors dites.
    """
    errors = Console(stderr=True)
    course = Course(course_root(Path.cwd()))
    if (take is None) is not (assignment is None):
        stop(
            errors,
            "Pour prendre une copie collective, donnez l'épreuve et le groupe : epreuves groupes e06 --prendre G1.",
            2,
        )
    if take is not None and assignment is not None:
        id = course.resolve(assignment)
        if not sure:
            warn(errors, take_later(course, id, take, sure=False))
            if not agreed(errors, "La prendre ?"):
                stop(errors, "Rien n'est changé. Pour la prendre : la même commande, avec --oui.", 2)
        say(Console(), take_later(course, id, take, sure=True))
        return
    found = roster(course)
    for said in found.warnings:
        warn(errors, said)
    for name in dict.fromkeys(group.epreuve for group in found.groups):
        own = [group for group in found.groups if group.epreuve == name]
        if as_json:
            for group in own:
                print(msgspec.json.encode(group).decode(), flush=True)
            continue
        console = Console()
        console.print(table(name, own))
        for group in own:
            for said in group.sentences:
                say(console, said)


def rex(
    assignment: Annotated[str, Argument(metavar="ÉPREUVE", help="L'épreuve de groupe : e06.")],
    sure: Annotated[
        bool, Option("--oui", "-o", help="Distribuer sans demander, même si l'oral n'est pas fini.")
    ] = False,
) -> None:
    """Distribuer le REX d'une épreuve, après l'oral : jusque-là, il n'est dans rien de ce que les candidats reçoivent.

    Code de sortie : 0 s'il est distribué, 2 sinon.
    """
    from epreuves.exam.asking import Unconfirmed
    from epreuves.exam.rex import give_rex

    console, errors = Console(), Console(stderr=True)
    course = Course(course_root(Path.cwd()))
    id = course.resolve(assignment)
    try:
        told, archive = give_rex(course, id, sure)
    except Unconfirmed as question:
        warn(errors, str(question))
        if not agreed(errors, "Le distribuer quand même ?"):
            stop(errors, "Rien n'est distribué. Pour distribuer quand même : la même commande, avec --oui.", 2)
        told, archive = give_rex(course, id, True)
    for said in told:
        say(console, said)
    if archive:
        say(console, f"Archive : {archive}")


def table(name: str, groups: list[GroupState]) -> Table:
    """The groups of one épreuve, a line a member."""
    built = Table(title=Text(plain(f"{name} : {counted(len(groups), 'groupe')}")), title_justify="left")
    own = sorted({n for group in groups for member in group.members for n in member.own})
    for title in ("Groupe", "Variante", "Candidat·e", "État", "Collectif", *(n.upper() for n in own)):
        built.add_column(Text(plain(title)))
    for group in groups:
        for number, member in enumerate(group.members):
            first = (group.group, group.variant) if number == 0 else ("", "")
            state = member.state + (" · depot" if member.deposit else "")
            handed = [member.collective, *(member.own.get(n, "absent") for n in own)]
            cells = (*first, member.candidate, state, *(HANDED[h] for h in handed))
            built.add_row(*(Text(plain(cell)) for cell in cells), end_section=number == len(group.members) - 1)
    return built
