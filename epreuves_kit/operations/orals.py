"""The order of an épreuve's oral: who is heard when, where and by whom."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.answers.keys import fold
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, hour, listed, week_day
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.exam.asking import EXPORTS, Outcome, OutcomeTable
from epreuves_kit.operations.declared import REPLACE, YES, Doing, Epreuve, Parameter, Parameters, Variation, operation
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from epreuves_kit.course.folders import Course
    from epreuves_kit.course.oral_hours import OralHour
    from epreuves_kit.exam.enrol import EnrolledCandidate
    from epreuves_kit.exam.papers.oral_order import Heard, HearingPanel
    from epreuves_kit.rules.jury_rules import Juror

#: Minutes between two passages, where nobody says.
_TURN = 5


class OrderParameters(Parameters, frozen=True):
    """The oral's day and hours, its panels, who must not hear whom."""

    epreuve: Epreuve
    day: Annotated[
        datetime.date | None, Parameter("Le jour.", "Jour", flag="--jour", metavar="AAAA-MM-JJ", needed=True)
    ] = None
    panels: Annotated[
        str,
        Parameter(
            "Les jurys, séparés par des points-virgules : « Jury A, salle 12 : Nadia Roux, Idriss Koné ».",
            "Jurys, un par ligne (Jury A, salle 12 : Nadia Roux, Idriss Koné)",
            flag="--jurys",
            metavar="TEXTE",
            kind="long",
        ),
    ] = ""
    begins: Annotated[
        str, Parameter("Le premier passage.", "Premier passage", flag="--debut", metavar="HH:MM", kind="time")
    ] = "09:00"
    ends: Annotated[
        str,
        Parameter("La fin du dernier, au plus tard.", "Fin, au plus tard", flag="--fin", metavar="HH:MM", kind="time"),
    ] = "17:30"
    pauses: Annotated[
        str, Parameter("Les pauses (10:30-10:45, 12:30-13:30).", "Pauses", flag="--pauses", metavar="TEXTE")
    ] = "12:30-13:30"
    minutes: Annotated[
        int | None,
        Parameter(
            "La durée d'un passage, en minutes ; celle de la fiche d'oral par défaut.",
            "Durée d'un passage (minutes)",
            flag="--minutes",
            minimum=5,
            maximum=180,
        ),
    ] = None
    turn: Annotated[
        int,
        Parameter(
            "Les minutes entre deux passages.", "Minutes entre deux passages", flag="--battement", minimum=0, maximum=60
        ),
    ] = _TURN
    apart: Annotated[
        str,
        Parameter(
            "Qui ne doit pas entendre qui, séparés par des points-virgules : « Léa Fontaine : Nadia Roux ».",
            "Jurés à écarter, un candidat par ligne (Léa Fontaine : Nadia Roux)",
            flag="--ecarter",
            metavar="TEXTE",
            kind="long",
        ),
    ] = ""
    undo: Annotated[bool, Parameter("Ôter l'ordre qui est gardé.", flag="--annuler")] = False


@operation(
    "oraux",
    label="Écrire l'ordre des oraux",
    title="Ordre des oraux",
    accept="Écrire cet ordre",
    sure=REPLACE,
    variations=(
        Variation("--annuler", "Ôter l'ordre des oraux", "Ordre des oraux ôté", (), {"undo": YES}, "Ôter cet ordre"),
    ),
)
def order(doing: Doing, asked: OrderParameters) -> Outcome:
    """Écrire l'ordre de passage d'un oral : une heure et un jury à chacun, un groupe ensemble, sans que personne soit à deux endroits.

    Un PDF accessible, une page par jury, et un calendrier (.ics) qu'un agenda prend ; les heures sont gardées, et dites dans les convocations. Personne n'est entendu par un juré que --ecarter nomme,
    ni pendant une autre de ses épreuves ; un juré nommé n'est pas à deux oraux à la fois ; qui a du temps en plus passe plus longtemps. La même demande donne le même ordre. --annuler ôte l'ordre qui est gardé. Code de sortie : 0 s'il est écrit, ou ôté, 2 si aucun ordre ne
    convient, si l'épreuve n'a pas d'oral ou si personne n'y est attendu.
    """
    from epreuves_kit.course import letterhead as letterheads
    from epreuves_kit.course import oral_hours
    from epreuves_kit.course.oral_hours import OralHour
    from epreuves_kit.exam.enrol import candidates, told_apart
    from epreuves_kit.exam.expected import due
    from epreuves_kit.exam.papers import oral_order, orals
    from epreuves_kit.exports import making
    from epreuves_kit.grading.lateness import timetable_of
    from epreuves_kit.referentiel.model import Oral
    from epreuves_kit.referentiel.reading import referentiel
    from epreuves_kit.rules import jury_rules

    course, id = doing.course, EpreuveId(asked.epreuve)
    if asked.undo:
        return _undone(doing, id)
    if asked.day is None:
        raise KitError(f"Il manque le jour de l'oral ({parameter('oraux', '--jour')}).")
    doing.progress("Lecture de qui passe", 0, 0)
    official = referentiel(course.root).known(id)
    if official is None or official.oral is Oral.NONE_OFFERED:
        raise KitError(f"{called(id)} n'a pas d'oral.")
    is_due = due(course.root, id)
    enrolled = candidates(course, jury_rules.read(course.root))
    named = [person for person in enrolled if is_due(person.id)]
    apart = told_apart(enrolled)
    people = [apart[person.id] for person in named]
    if not people:
        raise KitError(f"Personne n'est attendu à {called(id)}.")
    timetable = timetable_of(course)
    others = [kept for kept in oral_hours.of_session(course, timetable.zone) if kept.epreuve != id]
    begins, ends = (_moment(asked.day, text, timetable.zone) for text in (asked.begins, asked.ends))
    minutes = asked.minutes or _minutes(course, id)
    granted = {person.id: timetable.granted(person.id).time for person in people}
    heard = _heard(course, id, people, official.oral is Oral.COLLECTIVE, granted)
    times = oral_order.slots(begins, ends, minutes, asked.turn, oral_order.pauses(asked.pauses))
    doing.progress("Recherche de l'ordre", 0, 0)
    panels = oral_order.panels(asked.panels)
    passages = oral_order.order(
        heard,
        panels,
        times,
        oral_order.tutors(asked.apart, named),
        _busy(course, id, asked.day, others),
        _hearing(others),
    )
    odd = list(_unknown(panels, jury_rules.read(course.root).composition))
    if odd:
        doing.confirm("L'ordre est trouvé, mais des jurés ne sont pas ceux que l'on attend :", odd)
    stem = f"oraux-{called(id).casefold()}-{asked.day.isoformat()}"
    path = Path(EXPORTS, f"{stem}.pdf")
    place = doing.place(path)
    title = f"Grand oral ({official.heading})" if official.oral is Oral.GRAND_ORAL else official.heading
    now = datetime.datetime.now(datetime.UTC)
    content = orals.sheets(course, letterheads.read(course.root), title, passages, now.date())
    diary = orals.calendar(course, called(id), passages, now)
    making.write({place.name: content, f"{stem}.ics": diary}, place.parent)
    hours = [
        OralHour(
            id, person.id, passage.begins, passage.ends, passage.panel.name, passage.panel.place, passage.panel.jurors
        )
        for passage in passages
        for person in passage.people
    ]
    oral_hours.write(course.root, timetable.zone, id, hours)
    table = OutcomeTable(("Heure", "Jury", "Lieu", "Qui passe"), tuple(oral_order.rows(passages)))
    last = max(passage.ends for passage in passages)
    sentence = f"{counted(len(passages), 'passage')} le {week_day(asked.day)}, le dernier finit à {hour(last)}."
    return Outcome((sentence,), tuple(odd), tables=(table,), files=(path.as_posix(), f"{EXPORTS}/{stem}.ics"))


def _undone(doing: Doing, id: EpreuveId) -> Outcome:
    """The kept order of an oral taken away."""
    from epreuves_kit.course import oral_hours
    from epreuves_kit.variants.session import zone_of

    course = doing.course
    zone = zone_of(course.root).key
    hours = [kept for kept in oral_hours.read(course.root, zone) if kept.epreuve == id]
    if not hours:
        raise KitError(f"Aucun ordre n'est gardé pour l'oral de {called(id)} : rien n'est à ôter.")
    days = listed(week_day(day) for day in sorted({kept.begins.date() for kept in hours}))
    doing.confirm(
        f"L'ordre de l'oral de {called(id)}, {counted(len(hours), 'personne')} le {days}, ne sera plus dans les convocations ni dans l'ordre des autres oraux. Si des convocations sont envoyées, envoyez-les de nouveau."
    )
    oral_hours.write(course.root, zone, id, ())
    return Outcome((f"L'ordre de l'oral de {called(id)} est ôté.",))


def filled(course: Course, epreuve: EpreuveId) -> dict[str, str]:
    """The fields of the form as the order that is kept has them; without one, the whole jury as one panel."""
    from epreuves_kit.course import oral_hours
    from epreuves_kit.exam.papers import oral_order
    from epreuves_kit.exam.papers.oral_order import HearingPanel
    from epreuves_kit.rules import jury_rules
    from epreuves_kit.variants.session import zone_of

    try:
        hours = [hour for hour in oral_hours.read(course.root, zone_of(course.root).key) if hour.epreuve == epreuve]
        if not hours:
            jury = tuple(juror.name for juror in jury_rules.read(course.root).composition)
            return {"panels": oral_order.text([HearingPanel("Jury", "", jury)])} if jury else {}
    except KitError:  # what is at fault is told when the order is asked for
        return {}
    panels = dict.fromkeys(HearingPanel(hour.panel, hour.place, hour.jurors) for hour in hours)
    first = min(hour.begins for hour in hours)
    return {
        "day": first.date().isoformat(),
        "begins": first.time().isoformat("minutes"),
        "minutes": str(min(hour.ends - hour.begins for hour in hours) // datetime.timedelta(minutes=1)),
        "panels": oral_order.text(panels),
    }


def _unknown(panels: Sequence[HearingPanel], composition: Sequence[Juror]) -> Iterator[str]:
    """The sentences on panels whose jurors are not said, or are not of the jury."""
    members = {fold(juror.name) for juror in composition}
    for panel in panels:
        if not panel.jurors and (members & {fold(panel.name), fold(panel.place)} or "," in panel.place):
            yield f"« {panel.name} » est pris pour un jury, et « {panel.place} » pour son lieu : pour nommer ses jurés, écrivez « Jury A, salle 12 : {panel.name} »."
    if strangers := [juror for panel in panels for juror in panel.jurors if members and fold(juror) not in members]:
        are = "n'est pas" if len(strangers) == 1 else "ne sont pas"
        yield f"{listed(strangers)} {are} du jury de la session : complétez le jury ({remedy('jury membre')}), ou corrigez ce qui est écrit."


def _moment(day: datetime.date, text: str, zone: str) -> datetime.datetime:
    from zoneinfo import ZoneInfo

    try:
        return datetime.datetime.combine(day, datetime.time.fromisoformat(text.strip().zfill(5)), ZoneInfo(zone))
    except ValueError:
        raise KitError(f"« {text} » n'est pas une heure : écrivez 09:00.") from None


def _minutes(course: Course, id: EpreuveId) -> int:
    """The minutes of a passage, by the oral's own sheet. Raises KitError where there is none."""
    from epreuves_kit.authoring import oral
    from epreuves_kit.course.folders import Layout

    path = Layout(course.root, id).sujet / "oral.yaml"
    if not path.exists():
        raise KitError(
            f"Rien ne dit combien dure l'oral de {called(id)} : donnez la durée d'un passage ({parameter('oraux', '--minutes')})."
        )
    text = oral.read(path)
    return text.presentation_minutes + text.discussion_minutes


def _heard(
    course: Course,
    id: EpreuveId,
    people: Sequence[EnrolledCandidate],
    together: bool,
    granted: Mapping[str, Fraction],
) -> list[Heard]:
    """Those who pass, a group at once where the oral is collective, its members one after the other where it is not."""
    from epreuves_kit.exam.papers.oral_order import Heard
    from epreuves_kit.variants.groups import by_member

    of_each = by_member(group for group in course.groups() or () if group.epreuve == id)
    grouped: dict[str, list[EnrolledCandidate]] = {}
    # In the order of the list: somebody alone, or the name of the group of which the first comes.
    made: list[EnrolledCandidate | str] = []
    for person in people:
        group = of_each.get(person.id)
        if group is None:
            made.append(person)
            continue
        if group.name not in grouped:
            made.append(group.name)
        grouped.setdefault(group.name, []).append(person)
    return [
        Heard(tuple(grouped[who]), who, together, granted) if isinstance(who, str) else Heard((who,), granted=granted)
        for who in made
    ]


def _busy(
    course: Course, id: EpreuveId, day: datetime.date, orals: Iterable[OralHour]
) -> dict[str, list[tuple[datetime.datetime, datetime.datetime]]]:
    """The hours of each person's other épreuves on a day, and of their other orals."""
    from epreuves_kit.exam import hours
    from epreuves_kit.grading.lateness import timetable_of

    sittings = timetable_of(course).sittings
    others = [
        other
        for other, sitting in sittings.items()
        if other != id and sitting.begins.date() == sitting.ends.date() == day
    ]
    made: dict[str, list[tuple[datetime.datetime, datetime.datetime]]] = {}
    for _, seats in hours.lists(course, others) if others else ():
        for seat in seats:
            made.setdefault(seat.candidate.id, []).append((seat.begins, seat.ends))
    for kept in orals:
        made.setdefault(kept.candidate, []).append((kept.begins, kept.ends))
    return made


def _hearing(orals: Iterable[OralHour]) -> dict[str, list[tuple[datetime.datetime, datetime.datetime]]]:
    """The hours at which each juror who is named hears other orals, by folded name."""
    made: dict[str, list[tuple[datetime.datetime, datetime.datetime]]] = {}
    for kept in orals:
        for juror in kept.jurors:
            made.setdefault(fold(juror), []).append((kept.begins, kept.ends))
    return made
