"""Hours of candidates before an épreuve; minutes given back after an incident; those who handed in after their own end."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import between, counted, hour, lasting, moment, number
from epreuves.wording.remedies import remedy
from epreuves_kit.course import given_minutes
from epreuves_kit.exam.asking import EXPORTS, Outcome, OutcomeTable
from epreuves_kit.operations.declared import (
    REPLACE,
    SURE,
    Doing,
    Epreuve,
    Epreuves,
    Parameter,
    Parameters,
    Variation,
    operation,
)
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course
    from epreuves_kit.course.timetable import Sitting, Timetable
    from epreuves_kit.exam.enrol import EnrolledCandidate
    from epreuves_kit.exam.hours import SeatHours
    from epreuves_kit.gradebook.rows import People


class TimetableParameters(Parameters, frozen=True):
    """The épreuves, and the file written of them."""

    epreuves: Epreuves = ()
    path: Annotated[
        Path | None, Parameter("Écrire la liste dans un tableur, .xlsx ou .csv.", flag="--sortie", metavar="FICHIER")
    ] = None
    posted: Annotated[
        bool,
        Parameter(
            "Sans les heures de fin, les pauses ni les assistants : une liste que tous peuvent lire.",
            "À afficher sur la porte : sans heures de fin, ni pauses, ni assistants",
            flag="--affichage",
        ),
    ] = False
    every: Annotated[bool, Parameter(label="Toutes les épreuves qui ont une date, une feuille par épreuve")] = False
    written: Annotated[bool, Parameter(fixed="oui")] = False


@operation("horaires", label="Écrire les horaires", title="Horaires", accept="Remplacer le fichier", sure=REPLACE)
def timetable(doing: Doing, asked: TimetableParameters) -> Outcome:
    """Dire les horaires de chaque candidat, par nom : lieu, début, fin, pauses et assistant, d'après seance.yaml et amenagements.csv.

    Un classeur a une feuille par épreuve ; un .csv n'en a qu'une. Code de sortie : 0 si la liste est donnée, 2 si les dates manquent ou
    ne se lisent pas, ou si le fichier est déjà là et que personne n'a dit de le remplacer.
    """
    from epreuves_kit.exam import hours

    doing.progress("Lecture des dates et des aménagements", 0, 0)
    chosen = () if asked.every else asked.epreuves
    lists = hours.lists(doing.course, chosen)
    if not any(people for _, people in lists):
        raise KitError("Aucun candidat n'est attendu : prenez d'abord la liste de l'école.")
    sentences = [_sitting(sitting, people, asked.posted) for sitting, people in lists]
    if asked.path is None and not asked.written:
        return Outcome(
            tuple(sentences), tables=tuple(_table(sitting, people, asked.posted) for sitting, people in lists)
        )
    stem = f"-{chosen[0].partition('_')[0]}" if len(chosen) == 1 else ""
    place = asked.path or Path(EXPORTS, f"horaires{stem}{'-affichage' if asked.posted else ''}.xlsx")
    written = _write(doing, place, lists, asked.posted)
    what = (
        "Les heures de fin, les pauses et les assistants n'y sont pas : cette liste peut être affichée."
        if asked.posted
        else "Cette liste est pour qui surveille : elle montre qui a un aménagement."
    )
    return Outcome((*sentences, what), files=(written,))


def _write(doing: Doing, path: Path, lists: Sequence[tuple[Sitting, list[SeatHours]]], posted: bool) -> str:
    """Write lists as a workbook, or one as a .csv; gives the path as it is told."""
    from epreuves_kit.exam import hours
    from epreuves_kit.exports import making, spreadsheets

    kind = path.suffix.casefold()
    if kind not in (".xlsx", ".csv"):
        raise KitError(f"« {path} » : donnez un nom qui finit par .xlsx ou .csv.")
    if kind == ".csv" and len(lists) > 1:
        raise KitError("Un .csv n'a qu'une liste : nommez une épreuve (e17 par exemple), ou écrivez un .xlsx.")
    place = doing.place(path)
    made = [hours.table(sitting, people, posted) for sitting, people in lists]
    content = spreadsheets.xlsx_content(made) if kind == ".xlsx" else spreadsheets.csv_content(made[0])
    making.write({place.name: content}, place.parent)
    return path.as_posix()


def _sitting(sitting: Sitting, people: Sequence[SeatHours], posted: bool) -> str:
    when = moment(sitting.begins) if posted else between(sitting.begins, sitting.ends)
    place = f", {sitting.place}" if sitting.place else ""
    return f"{called(sitting.epreuve)} : {when}{place}. {counted(len(people), 'candidat')}."


def _table(sitting: Sitting, people: Sequence[SeatHours], posted: bool) -> OutcomeTable:
    coded = ("Code",) if any(seat.code for seat in people) else ()
    head = (
        "Nom",
        "Prénom",
        "Identifiant",
        "Lieu",
        "Début",
        *(() if posted else ("Fin", "Pauses", "Assistant", *coded)),
    )
    lines = []
    for seat in people:
        who = seat.candidate
        cells = (who.surname or who.id, who.first_name, who.id, seat.place, hour(seat.begins))
        ends = hour(seat.ends) if seat.ends.date() == sitting.ends.date() else moment(seat.ends)
        more: tuple[str, ...] = (ends, f"{seat.pauses} min" if seat.pauses else "", "oui" if seat.assistant else "")
        more += (seat.code,) if coded else ()
        lines.append(cells if posted else (*cells, *more))
    return OutcomeTable(head, tuple(lines), called(sitting.epreuve))


def _expected(course: Course, epreuve: EpreuveId) -> list[EnrolledCandidate]:
    from epreuves_kit.exam.enrol import candidates
    from epreuves_kit.exam.expected import due
    from epreuves_kit.rules import jury_rules

    is_due = due(course.root, epreuve)
    return [candidate for candidate in candidates(course, jury_rules.read(course.root)) if is_due(candidate.id)]


def expected_names(course: Course, epreuve: str) -> Iterable[tuple[str, str]]:
    """Those who are expected at an épreuve, to choose among: the identifier, and the name."""
    return [(candidate.id, candidate.name) for candidate in _expected(course, EpreuveId(epreuve))] if epreuve else []


def expected_people(help: str, label: str, note: str) -> Parameter:
    """The parameter by which some of those who are expected at an épreuve are told; note: what it means that none is."""
    return Parameter(
        f"{help} (option répétable).",
        label,
        flag="--candidat",
        metavar="ID",
        kind="boxes",
        options=expected_names,
        note=note,
    )


class GivenBackParameters(Parameters, frozen=True):
    """The épreuve, the minutes, why, to whom; True to take them back."""

    epreuve: Epreuve
    minutes: Annotated[
        int,
        Parameter(
            "Nombre de minutes.", "Minutes", flag="--minutes", metavar="N", minimum=1, maximum=given_minutes.MOST
        ),
    ]
    reason: Annotated[
        str,
        Parameter(
            "Pourquoi : gardé avec les minutes.",
            "Pourquoi (coupure du réseau, alarme…) : gardé avec les minutes",
            flag="--raison",
            metavar="TEXTE",
        ),
    ]
    candidates: Annotated[
        tuple[str, ...],
        expected_people("À ce candidat seulement, et non à tous", "À qui", "Personne de coché : à tous."),
    ] = ()
    back: Annotated[bool, Parameter("Reprendre des minutes rendues par erreur.", flag="--reprendre")] = False


@operation(
    "minutes",
    sealed=True,
    label="Rendre des minutes",
    title="Minutes rendues",
    accept="Changer ces heures de fin",
    sure=SURE,
    author="Qui les rend ; le compte de la machine par défaut.",
    variations=(
        Variation(
            "--reprendre",
            "Reprendre des minutes rendues par erreur",
            "Minutes reprises",
            ("minutes", "reason", "candidates"),
            {"back": "oui"},
        ),
    ),
)
def minutes(doing: Doing, asked: GivenBackParameters) -> Outcome:
    """Rendre des minutes à un candidat, ou à tous, après un incident : leur heure de fin en est plus tardive, et les retards sont comptés d'après elle.

    Les minutes s'ajoutent à celles qui ont déjà été rendues, et à l'aménagement de chacun ; la raison, l'heure et l'auteur sont gardés dans
    minutes.csv. Code de sortie : 0 si elles sont rendues, 2 si l'épreuve n'a pas de date ou si quelqu'un n'y est pas attendu.
    """
    from epreuves_kit.exam.extending import ask
    from epreuves_kit.grading.lateness import timetable_of
    from epreuves_kit.variants.identity import ByCandidate
    from epreuves_kit.variants.session import now

    course, id = doing.course, asked.epreuve
    doing.progress("Lecture des heures", 0, 0)
    before = timetable_of(course)
    if id not in before.sittings:
        raise KitError(f"{called(id)} n'a pas de date : donnez-la ({remedy('session date', id)}).")
    reason = " ".join(asked.reason.split())
    if not reason:
        raise KitError("Dites pourquoi ces minutes sont rendues : la raison est gardée avec elles.")
    everybody = ByCandidate((candidate.id, candidate) for candidate in _expected(course, id))
    for who in asked.candidates:
        if who not in everybody:
            raise KitError(
                f"« {who} » n'est pas attendu à {called(id)} : vérifiez l'identifiant ({remedy('candidats')})."
            )
    people = [everybody[who] for who in asked.candidates or everybody]
    if not people:
        raise KitError(f"Personne n'est attendu à {called(id)}.")
    if asked.back:
        for person in people:
            if (own := before.given_back(id, person.id)) < asked.minutes:
                raise KitError(
                    f"{person.name} n'a que {counted(own, 'minute rendue')} à {called(id)} : on n'en reprend pas {asked.minutes}."
                )
    at = now(course.root)
    if at > before.sittings[id].ends + datetime.timedelta(hours=12):
        doing.confirm(
            f"{called(id)} a fini le {moment(before.sittings[id].ends)} : changer les heures de fin maintenant change les retards déjà comptés."
        )
    amount = -asked.minutes if asked.back else asked.minutes
    given_minutes.add(course.root, [person.id for person in people], id, amount, reason, at, doing.author)
    after = timetable_of(course)
    ends = ByCandidate((person.id, after.end(id, person.id)) for person in people)
    lines = tuple(
        (person.name, hour(before.end(id, person.id)), hour(ends[person.id]), after.counting(id, person.id))
        for person in people
    )
    what = "reprises à" if asked.back else "rendues à"
    whom = people[0].name if len(people) == 1 else counted(len(people), "candidat")
    sentences = [f"{counted(asked.minutes, 'minute')} {what} {whom} ({reason})."]
    sentences += ask().hours_changed(course=course, epreuve=id, ends=ends, minutes=amount, reason=reason)
    table = OutcomeTable(("Candidat·e", "Finissait à", "Finit à", "Détail"), lines, called(id))
    return Outcome(tuple(sentences), tables=(table,))


class LateParameters(Parameters, frozen=True):
    """The épreuves; True if nothing is entered in the gradebook."""

    epreuves: Epreuves = ()
    simulated: Annotated[
        bool, Parameter("Dire qui est en retard et ce qu'il perd, sans rien écrire.", flag="--simuler")
    ] = False


@operation("retards", label="Voir qui est en retard", title="Retards")
def late(doing: Doing, asked: LateParameters) -> Outcome:
    """Inscrire au carnet de notes les dates de la séance, et dire qui a rendu après son heure de fin.

    L'heure de fin d'une épreuve, le délai de chacun et les pénalités y sont écrits comme ceux de nbgrader. La correction et les
    restitutions le font d'elles-mêmes. Code de sortie : 0 si les dates sont inscrites, 2 si elles manquent ou ne se lisent pas.
    """
    from epreuves_kit.exam import hours
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.grading.lateness import settle, timetable_of

    course = doing.course
    doing.progress("Lecture des heures de remise", 0, 0)
    dates = timetable_of(course)
    chosen = [sitting.epreuve for sitting in hours.sittings(dates, asked.epreuves)]
    entered, people = hours.entered(course), known_people(course.db_url)
    lost = settle(course, dates, [id for id in chosen if id in entered], simulated=asked.simulated)
    sentences, tables = [], []
    for id in chosen:
        if id not in entered:
            sentences.append(f"{called(id)} n'est pas encore au carnet de notes : distribuez-la.")
            continue
        handed = hours.handed_in(course, id)
        after = {who: at for who, at in handed.items() if at > dates.sittings[id].ends}
        if after:
            tables.append(_late(dates, id, after, lost[id], people))
        many = sum(bool(dates.lateness(id, who, at)) for who, at in after.items())
        late_ = f"{counted(many, 'copie')} en retard" if many else "aucune copie en retard"
        sentences.append(
            f"{called(id)} : {late_}, sur {counted(len(handed), 'copie datée')} ; les aménagements sont comptés."
        )
    if asked.simulated:
        sentences.append("Rien n'est écrit : c'était une simulation.")
    return Outcome(tuple(sentences), tables=tuple(tables))


def _late(
    timetable: Timetable,
    id: EpreuveId,
    after: Mapping[str, datetime.datetime],
    lost: Mapping[str, float],
    people: People,
) -> OutcomeTable:
    lines = []
    for who in people.in_order(after):
        ends, by = timetable.end(id, who), timetable.lateness(id, who, after[who])
        granted = f" ({counting})" if (counting := timetable.counting(id, who)) else ""
        handed = moment(after[who].astimezone(ends.tzinfo))
        points = f"− {number(lost[who])}" if lost.get(who) else ""
        late_ = lasting(by) if by else "dans son temps"
        lines.append((people.named(who), handed, f"{moment(ends)}{granted}", late_, points))
    return OutcomeTable(("Candidat·e", "Remise", "Heure de fin", "Retard", "Pénalité"), tuple(lines), called(id))
