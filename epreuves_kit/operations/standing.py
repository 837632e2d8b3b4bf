"""The state of each épreuve of the session, and the next step."""

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
    """The épreuves."""

    epreuves: Epreuves = ()


@operation("statut", label="Voir où en est chaque épreuve", title="Où en est la session", lines="épreuve")
def status(doing: Doing, asked: StatusParameters) -> Outcome:
    """Dire où en est chaque épreuve, ce qui manque, et la prochaine chose à faire.

    Rien n'est écrit. Code de sortie : 0 si tout est corrigé, jugé et restitué, 1 s'il reste à faire, 2 si le cours ne se lit pas.
    """
    from epreuves_kit.exam.status import status as found_status

    session = found_status(doing.course, asked.epreuves)
    sentences = [
        f"{state.epreuve} : {sentence}"
        for state in session.epreuves
        for sentence in (*_dates(state, session.people), *lacking(state, session.people), *_judging(state))
    ]
    sentences.append(f"{counted(session.enrolled, 'candidat inscrit')}.")
    sentences.append(f"À faire ensuite — {session.next}")
    sentences += [f"    {line}" for line in _how(session.command)]
    return Outcome(
        tuple(sentences),
        tables=(_table(session.epreuves),),
        objects=session.epreuves,
        code=0 if session.finished else 1,
    )


def _how(typed: str) -> list[str]:
    """The step that does what comes next, and the notebook to open instead, where there is one."""
    verb, _, epreuve = typed.rpartition(" ")
    panel = [f'ou, dans JupyterLab : corriger("{epreuve}")'] if verb == command("grille export") else []
    return [*([remedy(typed.removeprefix("epreuves "))] if typed else []), *panel]


def _table(states: tuple[EpreuveStatus, ...]) -> OutcomeTable:
    lines = []
    for state in states:
        begun = state.stage not in ("à construire", "à inscrire")
        cells = (
            _of(state.received, state.expected or state.received), _of(state.marked, state.received), _of(state.judged, state.to_judge),
            _of(state.oral_levels, state.oral_due), _of(state.returned, state.marked),
        )  # fmt: skip
        lines.append((state.epreuve, state.stage, *(cell if begun else "" for cell in cells)))
    head = ("Épreuve", "Étape", "Copies", "Notées", "Jugés", "Oral", "Rendues")
    return OutcomeTable(head, tuple(lines), numbers=(2, 3, 4, 5, 6))


def _of(count: int, total: int) -> str:
    return f"{count}/{total}" if total else "—"


def lacking(state: EpreuveStatus, people: People) -> list[str]:
    """Candidates who have handed nothing in, copies of nobody who is enrolled, and those worked on another variant, in sentences."""
    sentences = []
    if state.received and state.missing:
        sentences.append(
            f"n'{'a' if len(state.missing) == 1 else 'ont'} rien rendu : {some(people.each(state.missing))}."
        )
    if state.unknown and state.expected:
        have = "n'est pas inscrit·e et a" if len(state.unknown) == 1 else "ne sont pas inscrits et ont"
        sentences.append(f"{have} une copie : {some(people.each(state.unknown))}.")
    if state.nameless:
        have = "a" if len(state.nameless) == 1 else "ont"
        sentences.append(
            f"{have} une copie et aucun nom au carnet de notes, vérifiez qui c'est : {some(state.nameless)}."
        )
    sentences += [copy.said(state.epreuve, people) for copy in state.other_variants]
    return [*sentences, *(copy.said(people) for copy in state.later)]


def _judging(state: EpreuveStatus) -> Iterator[str]:
    """The progress of each grader, what is nobody's to judge, and graders' flags."""
    from epreuves_kit.rubric.sharing import told

    if state.graders:
        yield f"copies jugées — {' ; '.join(told(grader) for grader in state.graders)}."
    if state.unclaimed:
        yield f"{counted(state.unclaimed, 'copie')} sans correcteur : {remedy('correcteurs repartir', state.epreuve)}"
    for flag in state.flags:
        yield f"signalement n° {flag.rank}, copie n° {flag.copy}, par {flag.grader} : {flag.text}"


def _dates(state: EpreuveStatus, people: People) -> Iterator[str]:
    """The hours of the épreuve, and the copies that came after its end."""
    if not state.begins:
        return
    begins, ends = (datetime.datetime.fromisoformat(at) for at in (state.begins, state.ends))
    granted = f" ; {counted(state.granted, 'aménagement')}" if state.granted else ""
    yield f"{between(begins, ends)}{granted}."
    yield from after(state, people)


def after(state: EpreuveStatus, people: People) -> Iterator[str]:
    """The candidates whose copies came after the épreuve's end: late, or within the time that they are granted."""
    if late := [people.named(copy.candidate, _by(copy)) for copy in state.after if copy.late]:
        yield f"en retard : {some(late)}."
    if within := people.each(copy.candidate for copy in state.after if not copy.late):
        yield f"après {hour(datetime.datetime.fromisoformat(state.ends))}, dans leur temps : {some(within)}."


def _by(copy: LateCopy) -> str:
    lateness = lasting(datetime.timedelta(minutes=copy.minutes))
    return f"{lateness}, aménagement compris" if copy.granted else lateness
