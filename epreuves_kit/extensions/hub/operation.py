"""The room in the instructor's hands: shown, spoken to, and emptied at the end."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, lasting
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import Outcome, OutcomeTable, some
from epreuves_kit.extensions.hub import requests
from epreuves_kit.extensions.hub.requests import MOST_SIGNS, Announce, CollectAsIs, NewHours
from epreuves_kit.operations.declared import SURE, Doing, Epreuve, Parameter, Parameters, operation
from epreuves_kit.operations.hours import expected_names, expected_people
from epreuves_kit.referentiel.model import called
from epreuves_kit.variants.session import now

if TYPE_CHECKING:
    from pathlib import Path

    from epreuves_kit.course.folders import Course
    from epreuves_kit.extensions.hub.exam_room import ExamRoom, RoomLine
    from epreuves_kit.variants.identity import ByCandidate


class RoomLookParameters(Parameters, frozen=True):
    """The épreuve."""

    epreuve: Epreuve


@operation("salle voir", label="Voir la salle", title="Salle", lines="candidat")
def show(doing: Doing, asked: RoomLookParameters) -> Outcome:
    """Montrer la salle d'une épreuve en cours sur le hub : qui est là, ce qui est enregistré et quand, le temps qui reste, qui a rendu.

    Rien de ce que les candidats écrivent n'est montré. Code de sortie : 0 si tout va, 1 si quelqu'un est à voir, 2 si aucune épreuve n'est en cours.
    """
    from epreuves_kit.extensions.hub import page

    room = _room(doing, asked.epreuve)
    lines = tuple(page.cells(line, room.at) for line in room.lines)
    table = OutcomeTable(page.HEAD, lines, called(room.epreuve))
    odd = any(line.kind == "à voir" for line in room.lines)
    return Outcome(tuple(page.told(room)), tables=(table,), code=1 if odd else 0)


class MessageParameters(Parameters, frozen=True):
    """The épreuve, the message, to whom."""

    epreuve: Epreuve
    text: Annotated[
        str,
        Parameter(
            "Ce qui s'affiche sur leur page.",
            "Message, affiché sur leur page",
            flag="--texte",
            metavar="TEXTE",
            kind="long",
        ),
    ]
    candidates: Annotated[
        tuple[str, ...],
        expected_people("À ce candidat seulement, et non à tous", "À qui", "Personne de coché : à tous."),
    ] = ()


@operation("salle message", label="Écrire à la salle", title="Message à la salle")
def speak(doing: Doing, asked: MessageParameters) -> Outcome:
    """Afficher un message sur la page des candidats d'une épreuve en cours sur le hub, jusqu'à ce que chacun l'ait lu.

    Code de sortie : 0 si tous l'ont reçu, 1 s'il en manque, 2 si le hub ne répond pas.
    """
    text = " ".join(asked.text.split())
    if not text:
        raise KitError("Le message est vide : écrivez ce que les candidats doivent lire.")
    if len(text) > MOST_SIGNS:
        raise KitError(f"Ce message a {len(text)} signes : {MOST_SIGNS} au plus, pour être lu d'un coup d'œil.")
    doing.progress("Envoi du message", 0, 0)
    people = _chosen(doing.course, asked.epreuve, asked.candidates)
    answer = requests.send(_folder(doing.course), Announce(tuple(people), now(doing.course.root), text, asked.epreuve))
    sentences = [
        f"Message affiché à {some(people[who] for who in answer.done)} : « {text} »."
        if len(answer.done) < len(people)
        else f"Message affiché à {counted(len(answer.done), 'candidat')} : « {text} »."
    ]
    return Outcome(tuple(sentences), tuple(_refusals(answer.refused, people)), code=1 if answer.refused else 0)


class CollectAsIsParameters(Parameters, frozen=True):
    """The épreuve, and whose work."""

    epreuve: Epreuve
    candidates: Annotated[
        tuple[str, ...],
        expected_people(
            "De ce candidat seulement, et non de tous ceux qui n'ont pas rendu",
            "De qui",
            "Personne de coché : de tous ceux qui ont enregistré quelque chose et n'ont pas rendu.",
        ),
    ] = ()


@operation(
    "salle prendre",
    label="Prendre ce qui n'est pas rendu",
    title="Copies prises telles quelles",
    accept="Prendre ces copies",
    sure=SURE,
)
def collect(doing: Doing, asked: CollectAsIsParameters) -> Outcome:
    """Prendre, telles qu'elles sont enregistrées sur le hub, les copies de ceux qui n'ont pas rendu ; « ramasser » les prend ensuite comme les autres.

    L'heure d'une copie ainsi prise est celle de son dernier enregistrement. Qui rend ensuite dans son temps garde la copie qu'il a rendue. Code de
    sortie : 0 si toutes sont prises, 1 s'il en manque, 2 si rien n'est à prendre ou si le hub ne répond pas.
    """
    course = doing.course
    room = _room(doing, asked.epreuve)
    people = _chosen(course, asked.epreuve, asked.candidates) if asked.candidates else {}
    lines = [line for line in room.left if not people or line.candidate.id in people]
    if not lines:
        raise KitError("Il n'y a rien à prendre : qui a enregistré quelque chose a rendu.")
    names = {line.candidate.id: line.candidate.name for line in lines}
    early = [_early(line, room.at) for line in lines if line.ends is not None and line.ends > room.at]
    doing.confirm(
        f"{counted(len(lines), 'copie')} à prendre telle quelle : {some(names.values())}."
        if len(lines) < 2
        else f"{len(lines)} copies à prendre telles quelles : {some(names.values())}.",
        early,
    )
    doing.progress("Les copies sont prises", 0, 0)
    answer = requests.send(_folder(course), CollectAsIs(tuple(names), asked.epreuve))
    sentences = []
    if answer.done:
        taken = some(names[who] for who in answer.done)
        sentences.append(
            f"{counted(len(answer.done), 'copie')} {'prise telle quelle' if len(answer.done) < 2 else 'prises telles quelles'} : {taken}. Ramassez-les avec les autres ({remedy('ramasser', asked.epreuve)})."
        )
        text = "Votre copie a été prise telle qu'elle était enregistrée. Si vous avez encore du temps, vous pouvez continuer et rendre : c'est la copie rendue qui comptera."
        requests.send(_folder(course), Announce(answer.done, room.at, text, asked.epreuve))
    return Outcome(tuple(sentences), tuple(_refusals(answer.refused, names)), code=1 if answer.refused else 0)


def tell_hours(
    course: Course, epreuve: EpreuveId, ends: ByCandidate[datetime.datetime], minutes: int, reason: str
) -> str | None:
    """Announce to candidates that their time has changed; the sentence on it, None on no hub."""
    from epreuves_kit.grading.lateness import timetable_of

    if course.arrivals is None:
        return None
    begins = timetable_of(course).sittings[epreuve].begins
    hours = {who: NewHours(begins, end) for who, end in ends.items()}
    change = "vous sont rendues" if minutes > 0 else "sont reprises"
    if abs(minutes) == 1:
        change = "vous est rendue" if minutes > 0 else "est reprise"
    text = f"{counted(abs(minutes), 'minute')} {change} ({reason})."[:MOST_SIGNS]
    try:
        answer = requests.send(course.arrivals, Announce(tuple(hours), now(course.root), text, epreuve, hours))
    except KitError as error:
        return f"Les candidats ne sont pas prévenus : {error.sentence} Dites-leur leur nouvelle heure de fin."
    if answer.refused:
        return f"Non prévenus, à qui il faut le dire : {some(answer.refused)}."
    return "Leur page le leur dit, et compte le temps qui reste d'après la nouvelle heure."


def tell_own_hours(course: Course, epreuve: EpreuveId) -> str | None:
    """Have candidates' pages count the hours that are their own, and say it to those who have more time; the sentence on it, None where there is nothing to say."""
    from epreuves_kit.exam import hours
    from epreuves_kit.grading.lateness import timetable_of

    if course.arrivals is None or epreuve not in timetable_of(course).sittings:
        return None
    [(sitting, seats)] = hours.lists(course, [epreuve])
    at = now(course.root)
    arranged = {seat.candidate.id: seat.candidate.name for seat in seats if seat.ends != sitting.ends}
    # Everybody's are announced too, for what was announced before counts until something else is.
    messages = [("", [seat for seat in seats if seat.candidate.id not in arranged])]
    messages.append(("Votre aménagement est compté.", [seat for seat in seats if seat.candidate.id in arranged]))
    refused = dict[str, str]()
    for text, own in messages:
        if own:
            ends = {seat.candidate.id: NewHours(seat.begins, seat.ends) for seat in own}
            try:
                refused |= requests.send(course.arrivals, Announce(tuple(ends), at, text, epreuve, ends)).refused
            except KitError as error:
                return f"Les pages ne comptent pas les aménagements : {error.sentence} Dites à chacun son heure de fin."
    if missed := [name for who, name in arranged.items() if who in refused]:
        return f"Sans compte sur ce hub, à qui il faut dire leur heure de fin : {some(missed)}."
    if not arranged:
        return None
    return f"L'heure de fin de {some(arranged.values())} est comptée sur leur page, aménagement compris."


def _room(doing: Doing, epreuve: EpreuveId) -> ExamRoom:
    from epreuves_kit.exam.enrol import candidates
    from epreuves_kit.extensions.hub import exam_room
    from epreuves_kit.rules import jury_rules

    course = doing.course
    _folder(course)
    doing.progress("Regard sur la salle", 0, 0)
    seen = exam_room.look(course, epreuve, candidates(course, jury_rules.read(course.root)), now(course.root))
    if seen is None:
        raise KitError(f"{called(epreuve)} n'est pas en cours sur ce hub : sa salle se voit le jour de l'épreuve.")
    return seen


def _folder(course: Course) -> Path:
    if course.arrivals is None:
        raise KitError("Ce cours n'est pas sur un hub : il n'y a pas de salle à voir d'ici. Voyez docs/deploiement.md.")
    return course.arrivals


def _chosen(course: Course, epreuve: EpreuveId, asked: Iterable[str]) -> dict[str, str]:
    """The names of those asked for, all who are expected where none is, by identifier. Raises KitError."""
    from epreuves_kit.variants.identity import ByCandidate

    everybody = ByCandidate((id, (id, name)) for id, name in expected_names(course, epreuve))
    for who in asked:
        if who not in everybody:
            raise KitError(
                f"« {who} » n'est pas attendu à {called(epreuve)} : vérifiez l'identifiant ({remedy('candidats')})."
            )
    chosen = [everybody[who] for who in asked] or list(everybody.values())
    if not chosen:
        raise KitError(f"Personne n'est attendu à {called(epreuve)}.")
    return dict(chosen)


def _early(line: RoomLine, at: datetime.datetime) -> str:
    assert line.ends is not None
    return f"{line.candidate.name} a encore {lasting(line.ends - at)}."


def _refusals(refused: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    return [f"{names.get(who, who)} : {why}" for who, why in refused.items()]
