"""`epreuves groupes`: the groups, who handed in what, and which copy counts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from epreuves.cli.console import json_lines, plain, say, warn
from epreuves.course.folders import Course, course_root
from epreuves.grading.groups import GroupState, Handed, roster
from epreuves.wording.french import counted

HANDED: dict[Handed, str] = {"written": "rendu", "blank": "vierge", "unreadable": "illisible", "absent": "—"}


def groups(as_json: Annotated[bool, json_lines("groupe")] = False) -> None:
    """Vérifier groupes.csv et montrer les groupes : qui a rendu quoi, quelle copie collective compte, par quelle règle.

    Code de sortie : 0 si groupes.csv peut être appliqué, 2 sinon ; toutes ses erreurs sont alors dites.
    """
    errors = Console(stderr=True)
    found = roster(Course(course_root(Path.cwd())))
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
            built.add_row(
                *(Text(plain(cell)) for cell in cells), end_section=number == len(group.members) - 1
            )
    return built
