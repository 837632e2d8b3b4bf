"""Where each épreuve of the session stands, and what comes next."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from epreuves.wording.french import between, counted, hour, lasting
from epreuves.wording.remedies import command, remedy
from epreuves_kit.exam.asking import Outcome, OutcomeTable, some
from epreuves_kit.operations.declared import Doing, Epreuves, Parameters, operation

if TYPE_CHECKING:
    from epreuves_kit.exam.status import EpreuveStatus, LateCopy
    from epreuves_kit.gradebook.rows import People


class StatusParameters(Parameters, frozen=True):
    """Of which épreuves."""

    epreuves: Epreuves = ()


@operation("statut", label="Voir où en est chaque épreuve", title="Où en est la session", lines="épreuve")
def status(doing: Doing, asked: StatusParameters) -> Outcome:
    """Dire où en est chaque épreuve, ce qui manque, et la prochaine chose à faire.

    Rien n'est écrit. Code de sortie : 0 si tout est corrigé, jugé et restitué, 1 s'il reste à faire, 2 si le cours ne se lit pas.
    """
    from epreuves_kit.exam.status import status as found_status

    found = found_status(doing.course, asked.epreuves)
    said = [
        f"{one.epreuve} : {sentence}"
        for one in found.epreuves
        for sentence in (*_dates(one, found.people), *lacking(one, found.people), *_judging(one))
    ]
    said.append(f"{counted(found.enrolled, 'candidat inscrit')}.")
    said.append(f"À faire ensuite — {found.next}")
    said += [f"    {line}" for line in _how(found.command)]
    return Outcome(
        tuple(said), tables=(_table(found.epreuves),), objects=found.epreuves, code=0 if found.finished else 1
    )


def _how(typed: str) -> list[str]:
    """The step that does what comes next, and what a notebook does instead, where one does."""
    verb, _, epreuve = typed.rpartition(" ")
    panel = [f'ou, dans JupyterLab : corriger("{epreuve}")'] if verb == command("grille export") else []
    return [*([remedy(typed.removeprefix("epreuves "))] if typed else []), *panel]


def _table(found: tuple[EpreuveStatus, ...]) -> OutcomeTable:
    lines = []
    for one in found:
        begun = one.stage not in ("à construire", "à inscrire")
        cells = (
            _of(one.received, one.expected or one.received), _of(one.marked, one.received), _of(one.judged, one.to_judge),
            _of(one.oral_levels, one.oral_due), _of(one.returned, one.marked),
        )  # fmt: skip
        lines.append((one.epreuve, one.stage, *(cell if begun else "" for cell in cells)))
    head = ("Épreuve", "Étape", "Copies", "Notées", "Jugés", "Oral", "Rendues")
    return OutcomeTable(head, tuple(lines), numbers=(2, 3, 4, 5, 6))


def _of(count: int, total: int) -> str:
    return f"{count}/{total}" if total else "—"


def lacking(one: EpreuveStatus, people: People) -> list[str]:
    """Who has handed nothing in, whose copies are nobody's who is enrolled, and which were worked on another variant."""
    said = []
    if one.received and one.missing:
        said.append(f"n'{'a' if len(one.missing) == 1 else 'ont'} rien rendu : {some(people.each(one.missing))}.")
    if one.unknown and one.expected:
        have = "n'est pas inscrit·e et a" if len(one.unknown) == 1 else "ne sont pas inscrits et ont"
        said.append(f"{have} une copie : {some(people.each(one.unknown))}.")
    if one.nameless:
        have = "a" if len(one.nameless) == 1 else "ont"
        said.append(f"{have} une copie et aucun nom au carnet de notes, vérifiez qui c'est : {some(one.nameless)}.")
    said += [copy.said(one.epreuve, people) for copy in one.other_variants]
    return [*said, *(copy.said(people) for copy in one.later)]


def _judging(one: EpreuveStatus) -> Iterator[str]:
    """How far each grader is, what is nobody's to judge, and what graders told."""
    from epreuves_kit.rubric.sharing import told

    if one.graders:
        yield f"copies jugées — {' ; '.join(told(grader) for grader in one.graders)}."
    if one.unclaimed:
        yield f"{counted(one.unclaimed, 'copie')} sans correcteur : {remedy('correcteurs repartir', one.epreuve)}"
    for flag in one.flags:
        yield f"signalement n° {flag.rank}, copie n° {flag.copy}, par {flag.grader} : {flag.text}"


def _dates(one: EpreuveStatus, people: People) -> Iterator[str]:
    """When the épreuve is held, and whose copies came after its end."""
    if not one.begins:
        return
    begins, ends = (datetime.datetime.fromisoformat(at) for at in (one.begins, one.ends))
    granted = f" ; {counted(one.granted, 'aménagement')}" if one.granted else ""
    yield f"{between(begins, ends)}{granted}."
    yield from after(one, people)


def after(one: EpreuveStatus, people: People) -> Iterator[str]:
    """Whose copies came after the épreuve's end: late, or within the time that they are granted."""
    if late := [people.named(copy.candidate, _by(copy)) for copy in one.after if copy.late]:
        yield f"en retard : {some(late)}."
    if within := people.each(copy.candidate for copy in one.after if not copy.late):
        yield f"après {hour(datetime.datetime.fromisoformat(one.ends))}, dans leur temps : {some(within)}."


def _by(one: LateCopy) -> str:
    told = lasting(datetime.timedelta(minutes=one.minutes))
    return f"{told}, aménagement compris" if one.granted else told
