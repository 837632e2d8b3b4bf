"""`epreuves statut`: where each épreuve of the session stands, and what comes next."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer import Argument

from epreuves.cli.console import json_lines, plain, say
from epreuves.wording.french import between, counted, hour, lasting, listed

if TYPE_CHECKING:
    from epreuves.exam.status import EpreuveStatus, LateCopy
    from epreuves.gradebook.rows import People

#: Names told on a line.
_NAMED = 12


def status(
    epreuve: Annotated[
        list[str] | None, Argument(metavar="ID", help="Seulement ces épreuves (e17 par exemple).")
    ] = None,
    as_json: Annotated[bool, json_lines("épreuve")] = False,
) -> None:
    """Dire où en est chaque épreuve, ce qui manque, et la prochaine chose à faire.

    Rien n'est écrit. Code de sortie : 0 si tout est corrigé, jugé et restitué, 1 s'il reste à faire, 2 si le cours ne se lit pas.
    """
    from epreuves.course.folders import Course, course_root
    from epreuves.exam.status import status as found_status

    course = Course(course_root(Path.cwd()))
    found = found_status(course, course.meant(epreuve or ()))
    if as_json:
        for one in found.epreuves:
            print(msgspec.json.encode(one).decode(), flush=True)
    else:
        console = Console()
        console.print(_table(found.epreuves))
        for one in found.epreuves:
            for said in (*_dates(one, found.people), *_lacking(one, found.people), *_judging(one)):
                say(console, f"{one.epreuve} : {said}")
        say(console, f"{counted(found.enrolled, 'candidat inscrit')}.")
        say(console, f"À faire ensuite — {found.next}", *(f"    {line}" for line in _how(found.command)))
    if not found.finished:
        raise typer.Exit(1)


def _how(command: str) -> list[str]:
    """The command that does what comes next, and what a notebook does instead, where one does."""
    verb, _, epreuve = command.rpartition(" ")
    panel = [f'ou, dans JupyterLab : corriger("{epreuve}")'] if verb == "epreuves grille export" else []
    return [*([command] if command else []), *panel]


def _table(found: tuple[EpreuveStatus, ...]) -> Table:
    built = Table()
    for title in ("Épreuve", "Étape"):
        built.add_column(title, no_wrap=True)
    for title in ("Copies", "Notées", "Jugés", "Oral", "Rendues"):
        built.add_column(title, justify="right", no_wrap=True)
    for one in found:
        begun = one.stage not in ("à construire", "à inscrire")
        cells = (
            _of(one.received, one.expected or one.received), _of(one.marked, one.received), _of(one.judged, one.to_judge),
            _of(one.oral_levels, one.oral_due), _of(one.returned, one.marked),
        )  # fmt: skip
        built.add_row(Text(plain(one.epreuve)), one.stage, *(Text(plain(cell)) if begun else "" for cell in cells))
    return built


def _of(count: int, total: int) -> str:
    return f"{count}/{total}" if total else "—"


def _lacking(one: EpreuveStatus, people: People) -> list[str]:
    """Who has handed nothing in, whose copies are nobody's who is enrolled, and which were worked on another variant."""
    said = []
    if one.received and one.missing:
        said.append(f"n'{'a' if len(one.missing) == 1 else 'ont'} rien rendu : {_names(people.each(one.missing))}.")
    if one.unknown and one.expected:
        have = "n'est pas inscrit·e et a" if len(one.unknown) == 1 else "ne sont pas inscrits et ont"
        said.append(f"{have} une copie : {_names(people.each(one.unknown))}.")
    if one.nameless:
        have = "a" if len(one.nameless) == 1 else "ont"
        said.append(
            f"{have} une copie et aucun nom au carnet de notes, vérifiez qui c'est : {_names(list(one.nameless))}."
        )
    said += [plain(copy.said(one.epreuve, people)) for copy in one.other_variants]
    return [*said, *(plain(copy.said(people)) for copy in one.later)]


def _judging(one: EpreuveStatus) -> Iterator[str]:
    """How far each grader is, what is nobody's to judge, and what graders told."""
    from epreuves.rubric.sharing import told

    if one.graders:
        yield f"copies jugées — {' ; '.join(told(grader) for grader in one.graders)}."
    if one.unclaimed:
        yield f"{counted(one.unclaimed, 'copie')} sans correcteur : epreuves correcteurs repartir {one.epreuve}"
    for flag in one.flags:
        yield f"signalement n° {flag.rank}, copie n° {flag.copy}, par {plain(flag.grader)} : {plain(flag.text)}"


def _dates(one: EpreuveStatus, people: People) -> Iterator[str]:
    """When the épreuve is held, and whose copies came after its end: late, or within the time that they are granted."""
    if not one.begins:
        return
    begins, ends = (datetime.datetime.fromisoformat(at) for at in (one.begins, one.ends))
    granted = f" ; {counted(one.granted, 'aménagement')}" if one.granted else ""
    yield f"{between(begins, ends)}{granted}."
    late = [plain(people.named(c.candidate, _by(c))) for c in one.after if c.late]
    within = people.each(c.candidate for c in one.after if not c.late)
    if late:
        more = len(late) - _NAMED
        yield f"en retard : {listed([*late[:_NAMED], *([f'{more} de plus'] if more > 0 else [])])}."
    if within:
        yield f"après {hour(ends)}, dans leur temps : {_names(within)}."


def _by(one: LateCopy) -> str:
    told = lasting(datetime.timedelta(minutes=one.minutes))
    return f"{told}, aménagement compris" if one.granted else told


def _names(names: list[str]) -> str:
    more = len(names) - _NAMED
    return listed([*(plain(name) for name in names[:_NAMED]), *([f"{more} de plus"] if more > 0 else [])])
