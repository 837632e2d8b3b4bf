"""The room in words, and as the page shows it: the same cells in both."""

from __future__ import annotations

import datetime

import msgspec

from epreuves.wording.french import counted, hour, lasting
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import some
from epreuves_kit.extensions.hub.exam_room import ExamRoom, RoomLine
from epreuves_kit.page import drawn
from epreuves_kit.page.showing import PageLine, PagePart
from epreuves_kit.referentiel.model import called

HEAD = ("Candidat·e", "Présence", "Enregistré", "Réponses", "Mots", "Fichiers", "Temps restant", "État")
#: Time after which an hour says more than how long ago it was.
_LONG = datetime.timedelta(hours=1)


def cells(line: RoomLine, at: datetime.datetime) -> tuple[str, ...]:
    """A candidate's line."""
    return (
        line.candidate.name,
        _presence(line, at),
        _ago(line.saved, at) if line.saved is not None else "—",
        f"{line.answered} sur {line.asked}",
        str(line.words),
        str(line.files) if line.files else "—",
        _left(line, at),
        _state(line, at),
    )


def told(room: ExamRoom) -> list[str]:
    """The room in a sentence or two: how many are there, how many have handed in, who is to be seen."""
    lines = room.lines
    present = sum(line.seen and line.away is None for line in lines)
    handed = sum(line.handed is not None for line in lines)
    never = sum(not line.seen and line.handed is None for line in lines)
    parts = [f"{present} devant leur page" if present > 1 else f"{present} devant sa page"]
    parts += [f"{never} pas encore là"] if never else []
    parts += [f"{counted(handed, 'copie rendue')}"] if handed else []
    sentences = [f"{hour(room.at, seconds=True)} · {counted(len(lines), 'candidat attendu')} : {', '.join(parts)}."]
    odd = [line for line in lines if line.kind == "à voir"]
    if odd:
        names = [f"{line.candidate.name} ({_state(line, room.at)})" for line in odd]
        sentences.append(f"À voir : {some(names)}.")
    return sentences


def part(course: Course, room: ExamRoom) -> PagePart:
    """The room as the page shows it, with what can be done for one or for all."""
    id = room.epreuve
    buttons = (
        drawn.button(course, "salle message", id, label="Écrire à tous ou à quelques-uns"),
        drawn.button(course, "minutes", id, label="Rendre des minutes"),
        drawn.button(
            course,
            "salle prendre",
            id,
            "à la fin : telles qu'elles sont enregistrées",
            closed="" if room.left else "Qui a enregistré quelque chose a rendu.",
        ),
    )
    lines = tuple(_line(course, room, line) for line in room.lines)
    shared = {button.what: button.fields for line in lines[:1] for button in line.buttons}
    lines = tuple(
        msgspec.structs.replace(
            line, buttons=tuple(msgspec.structs.replace(button, fields=(), like=button.what) for button in line.buttons)
        )
        for line in lines
    )
    return PagePart(
        "salle",
        f"La salle · {called(id)}",
        tuple(told(room)),
        buttons,
        (*HEAD, "Pour cette personne"),
        lines,
        "Montrer",
        shared,
    )


def _line(course: Course, room: ExamRoom, line: RoomLine) -> PageLine:
    id, who, name = room.epreuve, {"candidates": line.candidate.id}, line.candidate.name
    write = drawn.button(course, "salle message", id, values=who, label=f"Écrire à {name}", short="Écrire")
    give = drawn.button(course, "minutes", id, values=who, label=f"Rendre des minutes à {name}", short="Minutes")
    return PageLine(cells(line, room.at), (write, give), line.kind)


def _presence(line: RoomLine, at: datetime.datetime) -> str:
    if line.away is not None:
        return f"page fermée, ou réseau coupé, {_since(line.away, at)}"
    return "devant sa page" if line.seen else "pas encore là"


def _state(line: RoomLine, at: datetime.datetime) -> str:
    if line.handed is not None:
        when = hour((line.handed.as_is or line.handed.at).astimezone(at.tzinfo))
        return f"prise telle quelle ({when})" if line.handed.as_is is not None else f"rendue à {when}"
    if line.troubles:
        return ", ".join(line.troubles)
    return "page absente" if line.away is not None else "travaille" if line.seen else "pas encore là"


def _left(line: RoomLine, at: datetime.datetime) -> str:
    if line.ends is None:
        return "—"
    if line.ends <= at:
        return f"fini à {hour(line.ends)}"
    return f"{lasting(line.ends - at)} ({hour(line.ends)})"


def _ago(moment: datetime.datetime, at: datetime.datetime) -> str:
    """« il y a 12 s », « il y a 4 minutes », « à 09:12 »."""
    past = max(at - moment, datetime.timedelta())
    if past > _LONG:
        return f"à {hour(moment.astimezone(at.tzinfo))}"
    if past < datetime.timedelta(minutes=1):
        return f"il y a {int(past.total_seconds())} s"
    return f"il y a {lasting(past)}"


def _since(moment: datetime.datetime, at: datetime.datetime) -> str:
    past = max(at - moment, datetime.timedelta())
    if past < datetime.timedelta(minutes=1):
        return f"depuis {int(past.total_seconds())} s"
    return f"depuis {lasting(past)}"
