"""The session as it is prepared: its name, its key, the épreuves held, their days and places, what they allow, what lateness costs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

from epreuves.answers.allowed import Allowed
from epreuves.variants.attribution import LEAST, MOST, USUAL
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import between, counted, day, listed, moment, number
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import Outcome
from epreuves_kit.operations.declared import SURE, Doing, Epreuve, Parameter, Parameters, Variation, among, operation
from epreuves_kit.referentiel.model import Oral, called

if TYPE_CHECKING:
    from epreuves.referentiel.spelling import EpreuveId
    from epreuves_kit.course.folders import Course
    from epreuves_kit.course.session_file import FieldPath, FieldValue
    from epreuves_kit.course.timetable import Sitting
    from epreuves_kit.variants.session import WrittenSession

_HOUR = re.compile(r"(\d\d?)(?:\s*[h:]\s*(\d\d)?)?", re.IGNORECASE)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
#: The kinds of help, as operations and as the file name them.
_ALLOWED = {
    "documents": "documents",
    "internet": "internet",
    "ai": "ia",
    "calculator": "calculatrice",
    "person": "aide",
}
#: What is said of the oral that goes with an épreuve, after its title.
_ORALS = {
    Oral.NONE_OFFERED: "",
    Oral.COLLECTIVE: ", oral collectif",
    Oral.INDIVIDUAL: ", oral individuel",
    Oral.GRAND_ORAL: ", grand oral",
}
_YES_OR_NO = among(("oui", "oui"), ("non", "non"))
_ANSWERS = among(
    ("", "comme d'habitude"), ("oui", "autorisé"), ("declarer", "autorisé, à déclarer"), ("non", "interdit")
)


def _held(course: Course, epreuve: str) -> Iterable[tuple[str, str]]:
    """The épreuves that a session of the course may hold, by their number and title."""
    from epreuves_kit.course.folders import epreuves
    from epreuves_kit.referentiel.reading import referentiel

    whole = referentiel(course.root)
    for id in sorted({*epreuves(course.root), *course.sources()}):
        official = whole.known(id)
        if official is None:
            yield id, called(id)
            continue
        other = "" if id == official.id else f", autre cas que {called(official.id)}"
        group = "" if official.group is None else ", en groupe"
        yield id, f"{called(id)} · {official.title}{other}{group}{_ORALS[official.oral]}"


#: Where schools are: the zone, and what it is called.
_ZONES = {
    "Europe/Paris": "heure de Paris",
    "America/Guadeloupe": "heure de la Guadeloupe",
    "America/Martinique": "heure de la Martinique",
    "America/Cayenne": "heure de la Guyane",
    "Indian/Reunion": "heure de La Réunion",
    "Indian/Mayotte": "heure de Mayotte",
    "Pacific/Noumea": "heure de la Nouvelle-Calédonie",
    "Pacific/Tahiti": "heure de la Polynésie",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
    "Pacific/Wallis": "heure de Wallis-et-Futuna",
}


def _zones(course: Course, epreuve: str) -> Iterable[tuple[str, str]]:
    """The zones that a form offers, that of the session among them."""
    from epreuves_kit.variants.session import written

    pair = written(course.root)
    return (_ZONES if pair is None else {pair[0].zone: pair[0].zone} | _ZONES).items()


class SettingsParameters(Parameters, frozen=True):
    """The settings of the whole session; what is left out stays as it is, and a text that is given empty goes."""

    name: Annotated[str | None, Parameter("Nom de la session.", "Nom de la session", flag="--nom", metavar="TEXTE")] = (
        None
    )
    held: Annotated[
        tuple[str, ...] | None,
        Parameter(
            "Épreuve de la session (option répétable) ; sans elle, rien ne change.",
            "Épreuves de la session",
            flag="--epreuve",
            metavar="ID",
            kind="boxes",
            options=_held,
            note="Aucune cochée : toutes celles du cours.",
        ),
    ] = None
    codes: Annotated[
        str | None,
        Parameter(
            "Donner à chacun un code pour commencer : oui ou non.",
            "Un code à chacun pour commencer",
            flag="--codes",
            metavar="OUI|NON",
            kind="choice",
            options=_YES_OR_NO,
            optional=True,
        ),
    ] = None
    appeal: Annotated[
        str | None,
        Parameter(
            "Comment contester une décision, dit aux candidats.",
            "Comment contester une décision (dit aux candidats)",
            flag="--recours",
            metavar="TEXTE",
            kind="long",
            optional=True,
        ),
    ] = None
    conservation: Annotated[
        datetime.date | None,
        Parameter(
            "Jour jusqu'auquel se gardent les données des personnes.",
            "Les données des personnes se gardent jusqu'au",
            flag="--conservation",
            optional=True,
        ),
    ] = None
    tolerance: Annotated[
        int | None,
        Parameter(
            "Minutes de retard sans effet.",
            "Retard sans effet (minutes)",
            flag="--tolerance",
            metavar="MINUTES",
            minimum=0,
            maximum=1440,
            note="Vide : inchangé.",
            optional=True,
        ),
    ] = None
    per_hour: Annotated[
        float | None,
        Parameter(
            "Points ôtés par heure de retard commencée.",
            "Points ôtés par heure de retard commencée",
            flag="--par-heure",
            metavar="POINTS",
            minimum=0,
            maximum=1000,
            note="Vide : inchangé.",
            optional=True,
        ),
    ] = None
    refusal: Annotated[
        int | None,
        Parameter(
            "Heures de retard à partir desquelles la copie compte zéro.",
            "Copie refusée après (heures de retard)",
            flag="--refus",
            metavar="HEURES",
            minimum=1,
            maximum=8760,
            note="Vide : inchangé.",
            optional=True,
        ),
    ] = None
    variants: Annotated[
        int | None,
        Parameter(
            "Nombre de jeux de données que chaque épreuve a ; deux voisins en ont rarement le même s'il est grand.",
            "Jeux de données de chaque épreuve",
            flag="--variantes",
            metavar="N",
            minimum=LEAST,
            maximum=MOST,
            note=f"De {LEAST} à {MOST} ; {USUAL} d'habitude.",
            optional=True,
        ),
    ] = None
    zone: Annotated[
        str | None,
        Parameter(
            "Fuseau horaire des heures de la session : Europe/Paris, Indian/Reunion…",
            "Heures de la session données en",
            flag="--fuseau",
            metavar="FUSEAU",
            kind="choice",
            options=_zones,
            optional=True,
        ),
    ] = None
    on_time: Annotated[
        bool, Parameter("Ne rien ôter pour un retard.", "Ne rien ôter pour un retard", flag="--sans-retard")
    ] = False
    new_key: Annotated[
        bool, Parameter("Changer la clé, qui donne à chacun ses données.", fixed="", flag="--nouvelle-cle")
    ] = False


@operation(
    "session reglages",
    label="Régler la session",
    title="Réglages de la session",
    accept="Écrire ces changements",
    sure=SURE,
    variations=(Variation("--nouvelle-cle", "Changer la clé", "Clé de la session", values={"new_key": "oui"}),),
)
def session(doing: Doing, asked: SettingsParameters) -> Outcome:
    """Montrer ou écrire les réglages de la session : nom, épreuves, codes, recours, conservation, retards, données, fuseau, clé.

    Écrits dans seance.yaml, dont le reste ne change pas. Une session sans clé, ou qui a encore celle de la démonstration, en reçoit une quand on
    la nomme. Code de sortie : 0 si les réglages sont écrits ou montrés, 2 si l'un d'eux ne va pas, ou si personne ne confirme un changement.
    """
    from epreuves_kit.course import session_file
    from epreuves_kit.variants.session import DEMONSTRATION_KEY, written

    course = doing.course
    doing.progress("Lecture de la séance", 0, 0)
    pair = written(course.root)
    before = None if pair is None else pair[0]
    fields = _asked_fields(course, asked, before)
    if before is None and not fields:
        raise KitError(f"La session n'a pas encore de nom : donnez-le ({remedy('session reglages', '--nom')}).")
    if before is None and ("nom",) not in fields:
        raise KitError("La session n'a pas encore de nom : donnez-le avec le reste.")
    named_anew = ("nom",) in fields and (before is None or fields["nom",] != before.name)
    public = before is None or not before.key.strip() or before.key == DEMONSTRATION_KEY
    changes, added = ([], []) if before is None else _changes(before, fields)
    if asked.new_key or (named_anew and public):
        changes += _drawn_again(course, "une autre clé")
        fields["cle",] = session_file.new_key()
    elif ("variantes",) in fields:
        changes += _drawn_again(course, "un autre nombre de jeux de données")
    if not fields:
        return Outcome(tuple(_told(course)))
    _check_held(course, fields)
    look = []
    if asked.conservation is not None and asked.conservation <= datetime.date.today():
        look.append(f"Les données se garderaient jusqu'au {day(asked.conservation)}, qui est passé : vérifiez l'année.")
    if changes or look:
        doing.confirm("Cela change ce qui est écrit de la session.", [*changes, *added, *look])
    session_file.change(course, fields)
    sentences = ["Les réglages de la session sont écrits."]
    if ("cle",) in fields:
        sentences.append(
            "La session a maintenant sa clé, dont ses données sont tirées : gardez-la secrète jusqu'à la dernière épreuve."
        )
    return Outcome((*sentences, *_told(course)), tuple(look))


def _asked_fields(
    course: Course, asked: SettingsParameters, before: WrittenSession | None
) -> dict[FieldPath, FieldValue]:
    """The fields that are given, as the file has them. Raises KitError."""
    from epreuves_kit.variants.session import USUAL_ZONE

    fields: dict[FieldPath, FieldValue] = {}
    if asked.name is not None:
        if not (name := _line(asked.name)):
            raise KitError("Une session a un nom : écrivez-le, « Session de juin 2026 » par exemple.")
        fields["nom",] = name
    if asked.held is not None:
        fields["epreuves",] = _named(course, asked.held)
    if asked.codes:  # a form that chooses neither says nothing of them
        fields["codes",] = _yes_or_no(asked.codes)
    if asked.appeal is not None:
        fields["recours",] = asked.appeal.strip()
    if asked.conservation is not None:
        fields["conservation",] = asked.conservation
    # What stands already, or goes without saying, is not written.
    if asked.variants is not None and asked.variants != (USUAL if before is None else before.variants):
        fields["variantes",] = asked.variants
    if asked.zone and asked.zone != (USUAL_ZONE if before is None else before.zone):
        fields["fuseau",] = asked.zone
    late: dict[str, int | float | None] = {
        "tolerance": asked.tolerance,
        "par_heure": asked.per_hour,
        "refus": asked.refusal,
    }
    late = {name: value for name, value in late.items() if value is not None}
    if asked.on_time:
        fields |= {("retard", name): None for name in ("tolerance", "par_heure", "refus")}
    elif late:
        if before is None or not before.dates:
            raise KitError(
                "Un retard se compte à partir d'une heure de fin : donnez d'abord la date d'une épreuve, puis ce que coûte un retard."
            )
        fields |= {("retard", name): value for name, value in late.items()}
    return fields


def _line(text: str) -> str:
    """A text on one line, its no-break spaces kept."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def _named(course: Course, names: Iterable[str]) -> tuple[str, ...]:
    """The épreuves named, by their whole ids; none where they are all that the course usually holds. Raises KitError."""
    from epreuves_kit.referentiel.reading import referentiel

    which = course.meant(names)
    every = {*course.meant(id for id, _ in _held(course, ""))}
    return () if {*which} == {*referentiel(course.root).usual(every)} else which


def _yes_or_no(text: str) -> str:
    if (answer := text.strip().casefold()) not in ("oui", "non"):
        raise KitError(f"« {text} » : répondez oui ou non.")
    return answer


def _drawn_again(course: Course, what: str) -> Iterable[str]:
    """A sentence where épreuves are built by what goes. what: what they would be built by. Raises KitError where copies hang on it."""
    from epreuves_kit.variants.session import published

    if handed := [id for id in course.sources() if course.students(id)]:
        raise KitError(
            f"Des copies de {listed(map(called, handed))} sont rendues : avec {what}, elles seraient corrigées sur d'autres données "
            "que les leurs."
        )
    if built := [id for id in course.sources() if published(course.root, id) is not None]:
        yield (
            f"{counted(len(built), 'épreuve')} : des données sont déjà tirées d'après ce qui est écrit aujourd'hui. Avec {what}, chacun en aura "
            f"d'autres ; construisez alors les épreuves de nouveau ({remedy('build', '--nouvelle-seance')}). Ne le faites que si rien n'est "
            "distribué."
        )


def _check_held(course: Course, fields: Mapping[FieldPath, FieldValue]) -> None:
    """Raise KitError where an épreuve of which copies are handed in would be held no more."""
    if ("epreuves",) not in fields:
        return
    kept = fields["epreuves",]
    if lost := [id for id in course.held() if kept and id not in kept and course.students(id)]:  # type: ignore[operator]
        which = "cette épreuve" if len(lost) == 1 else "ces épreuves"
        raise KitError(f"Des copies de {listed(map(called, lost))} sont rendues : gardez {which} dans la session.")


_TITLES = {
    "nom": "Nom",
    "epreuves": "Épreuves",
    "codes": "Codes",
    "recours": "Recours",
    "conservation": "Conservation",
    "tolerance": "Retard sans effet (minutes)",
    "par_heure": "Points ôtés par heure de retard",
    "refus": "Copie refusée après (heures)",
    "variantes": "Jeux de données de chaque épreuve",
    "fuseau": "Fuseau horaire",
    "debut": "Début",
    "fin": "Fin",
    "lieu": "Lieu",
    "campus": "Campus",
}


def _changes(before: WrittenSession, fields: Mapping[FieldPath, FieldValue]) -> tuple[list[str], list[str]]:
    """A line for each field that was written and is otherwise, and for each that was not and will be."""
    from epreuves_kit.wording import TO_WRITE

    late = before.late
    held = {
        ("nom",): before.name if TO_WRITE not in before.name else "",
        ("epreuves",): before.epreuves,
        ("codes",): before.codes if before.codes == "oui" else "",
        ("recours",): before.appeal.strip(),
        ("conservation",): before.conservation,
        ("variantes",): before.variants,
        ("fuseau",): before.zone,
        ("retard", "tolerance"): late and late.tolerance,
        ("retard", "par_heure"): late and late.per_hour,
        ("retard", "refus"): late and late.refusal,
    }
    replaced, added = [], []
    for field, value in fields.items():
        old = held.get(field)
        if old and old != value:
            replaced.append(f"{_TITLES[field[-1]]} : {_read_aloud(old)} devient {_read_aloud(value)}")
        elif old != value and value not in (None, "", ()) and field in held:
            added.append(f"{_TITLES[field[-1]]} : {_read_aloud(value)}")
    return replaced, added


def _read_aloud(value: object) -> str:
    match value:
        case None | "" | ():
            return "rien"
        case datetime.date():
            return day(value)
        case int() | float():
            return number(value)
        case tuple() | list():
            return listed(map(called, value))
        case str() if _MOMENT.fullmatch(value):
            return moment(datetime.datetime.fromisoformat(value))
    return f"« {value} »"


def _told(course: Course) -> Iterable[str]:
    """The session as it is written, a line a setting."""
    from epreuves_kit.variants.session import known_to_all, written

    pair = written(course.root)
    assert pair is not None  # it has just been read, or written
    now, late = pair[0], pair[0].late
    yield f"Nom : {now.name}"
    yield f"Épreuves : {listed(map(called, course.held()))}{'' if now.epreuves else ', toutes celles du cours'}"
    yield f"Un code à chacun : {now.codes}"
    yield f"Recours : {' '.join(now.appeal.split()) or '—'}"
    yield f"Conservation : {day(now.conservation) if now.conservation else '—'}"
    if late is None:
        yield "Retard : rien n'est ôté"
    else:
        refusal = f", copie refusée après {late.refusal} h" if late.refusal else ""
        yield f"Retard : {late.tolerance} min sans effet, {counted(late.per_hour, 'point')} par heure commencée{refusal}"
    yield f"Jeux de données de chaque épreuve : {now.variants}"
    yield f"Heures : {_ZONES.get(now.zone, now.zone)}"
    if warning := known_to_all(course.root):
        yield warning


class DateParameters(Parameters, frozen=True):
    """The day, the hours and the place of an épreuve; what is left out stays as it is, and what is given empty goes."""

    epreuve: Epreuve
    day: Annotated[datetime.date | None, Parameter("Jour.", "Jour", flag="--jour", needed=True)] = None
    begins: Annotated[
        str | None, Parameter("Heure de début.", "Début", flag="--debut", metavar="HH:MM", kind="time", needed=True)
    ] = None
    ends: Annotated[
        str | None, Parameter("Heure de fin.", "Fin", flag="--fin", metavar="HH:MM", kind="time", needed=True)
    ] = None
    last: Annotated[
        datetime.date | None,
        Parameter(
            "Jour de la fin, si ce n'est pas celui du début.",
            "Jour de la fin, si c'en est un autre",
            flag="--jour-de-fin",
            optional=True,
        ),
    ] = None
    place: Annotated[
        str | None, Parameter("Lieu.", "Lieu (salle, adresse)", flag="--lieu", metavar="TEXTE", optional=True)
    ] = None
    campus: Annotated[
        tuple[str, ...] | None,
        Parameter(
            "Campus qui passe ce sujet (option répétable), d'une épreuve qui en a plusieurs.",
            "Campus qui passent ce sujet (séparés par des virgules)",
            flag="--campus",
            metavar="TEXTE",
            optional=True,
        ),
    ] = None
    none: Annotated[bool, Parameter("Ôter la date et le lieu.", flag="--sans-date")] = False


@operation(
    "session date",
    label="Donner la date et le lieu",
    title="Date et lieu",
    accept="Écrire ces changements",
    sure=SURE,
    variations=(Variation("--sans-date", "Ôter la date", "Date ôtée", values={"none": "oui"}),),
)
def sitting(doing: Doing, asked: DateParameters) -> Outcome:
    """Écrire quand et où se tient une épreuve : jour, heures, salle, et campus si elle a plusieurs sujets.

    Écrits dans seance.yaml, dont le reste ne change pas. Code de sortie : 0 si la date est écrite, 2 si l'heure n'existe pas, si la fin précède
    le début, ou si personne ne confirme un changement.
    """
    from epreuves_kit.course import session_file, timetable

    course = doing.course
    doing.progress("Lecture des dates", 0, 0)
    session, id = _written(course), _only(course, asked.epreuve)
    own = next((name for name in session.dates if id in course.meant([name])), id)
    before = session.dates.get(own)
    if asked.none:
        if before is None:
            return Outcome((f"{called(id)} n'a pas de date.",))
        doing.confirm(f"{called(id)} n'aura plus ni date, ni lieu.")
        session_file.change(course, {("dates", own, field): None for field in ("debut", "fin", "lieu", "campus")})
        return Outcome((f"{called(id)} n'a plus de date.",))
    given = _hours(course, id, asked)
    if asked.place is not None:
        given["lieu"] = _line(asked.place)
    if asked.campus is not None:
        given["campus"] = asked.campus
    if before is not None:
        held = {"debut": before.begins, "fin": before.ends, "lieu": before.place, "campus": before.campus}
        changes = [
            f"{_TITLES[field]} : {_read_aloud(held[field])} devient {_read_aloud(value)}"
            for field, value in given.items()
            if held[field] and held[field] != value
        ]
        if changes:
            doing.confirm(f"Cela change la date ou le lieu de {called(id)}.", changes)
    session_file.change(course, {("dates", own, field): value for field, value in given.items()})
    try:
        now = timetable.read(course).sittings.get(id)
    except Faults as other:  # another épreuve's, which was at fault before
        return Outcome((f"La date de {called(id)} est écrite.",), tuple(other.faults))
    if now is None:
        away = f"{called(id)} n'est pas tenue dans cette session, et n'y appelle personne : ajoutez-la aux épreuves tenues ({remedy('session reglages')})."
        return Outcome((f"La date de {called(id)} est écrite.",), (away,))
    place = f", {now.place}" if now.place else ""
    late = (
        ()
        if now.ends.date() >= datetime.date.today()
        else (f"Ce jour est passé : vérifiez l'année ({now.begins.year}).",)
    )
    return Outcome((f"{called(id)} : {between(now.begins, now.ends)}{place}.",), (*late, *_clashes(course, id, now)))


def _clashes(course: Course, id: EpreuveId, now: Sitting) -> Iterator[str]:
    """The sentences on other épreuves of the day that the same people sit; on the hours alone while nobody is enrolled."""
    from epreuves_kit.exam import hours
    from epreuves_kit.grading.lateness import timetable_of

    try:
        day = now.begins.date()
        held = timetable_of(course).sittings.values()
        same = [sitting for sitting in held if sitting.begins.date() == day == sitting.ends.date()]
        seats = [
            (sitting.epreuve, seat)
            for sitting, people in hours.lists(course, [sitting.epreuve for sitting in same])
            for seat in people
        ]
    except KitError:  # what is at fault elsewhere is told by what it keeps from being done
        return
    if seats:
        names = {seat.candidate.id: seat.candidate.name for _, seat in seats}
        yield from (sentence for sentence in hours.clashes(seats, names) if called(id) in sentence)
        return
    for other in same:
        if other.epreuve != id and other.begins < now.ends and now.begins < other.ends:
            yield f"{called(id)} et {called(other.epreuve)} ont lieu en même temps : qui passe les deux ne peut être aux deux."


def _written(course: Course) -> WrittenSession:
    """The session as it is written; raises KitError where it has no name yet."""
    from epreuves_kit.variants.session import written

    if (pair := written(course.root)) is None:
        raise KitError(f"La session n'a pas encore de nom : donnez-le d'abord ({remedy('session reglages', '--nom')}).")
    return pair[0]


def _only(course: Course, name: str) -> EpreuveId:
    """The one épreuve that a name means. Raises KitError."""
    which = course.meant([name])
    if len(which) > 1:
        raise KitError(f"« {name} » désigne {listed(which)} : écrivez l'identifiant entier.")
    return which[0]


def _hours(course: Course, id: EpreuveId, asked: DateParameters) -> dict[str, FieldValue]:
    """The beginning and the end as the file has them, of what is given and what was written. Raises KitError."""
    from epreuves_kit.course import timetable

    try:
        old = timetable.read(course).sittings.get(id)
    except KitError:  # what is at fault is written anew
        old = None
    first = asked.day or (old and old.begins.date())
    last = asked.last or asked.day or (old and old.ends.date())
    begins = asked.begins or (old and old.begins.time().isoformat("minutes"))
    ends = asked.ends or (old and old.ends.time().isoformat("minutes"))
    if first and last and begins and ends:
        starts, stops = f"{first} {_hour(begins)}", f"{last} {_hour(ends)}"
        if stops <= starts:
            raise KitError(f"{called(id)} finirait avant d'avoir commencé : vérifiez les heures et le jour de la fin.")
        return {"debut": starts, "fin": stops}
    named = {"le jour": first, "l'heure de début": begins, "l'heure de fin": ends}
    raise KitError(f"Il manque {listed(name for name, value in named.items() if not value)} de {called(id)}.")


def _hour(text: str) -> str:
    """« 09:00 », of what is typed: « 9:00 », « 9h », « 9 h 30 ». Raises KitError."""
    match = _HOUR.fullmatch(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise KitError(f"« {text} » n'est pas une heure : écrivez 09:00, par exemple.")
    return f"{int(match[1]):02}:{int(match[2] or 0):02}"


def _permission(of_what: str, flag: str) -> Parameter:
    """A kind of help, allowed or not."""
    return Parameter(
        f"{of_what} : oui, non, declarer (oui, à condition de le dire), ou vide pour l'usage.",
        of_what,
        flag=flag,
        metavar="RÉPONSE",
        kind="choice",
        options=_ANSWERS,
        optional=True,
    )


class PermissionParameters(Parameters, frozen=True):
    """The help that an épreuve allows; what is left out stays as it is, and what is given empty is as its nature usually has it."""

    epreuve: Epreuve
    documents: Annotated[str | None, _permission("Ses documents", "--documents")] = None
    internet: Annotated[str | None, _permission("Internet", "--internet")] = None
    ai: Annotated[str | None, _permission("L'intelligence artificielle", "--ia")] = None
    calculator: Annotated[str | None, _permission("La calculatrice ou le tableur", "--calculatrice")] = None
    person: Annotated[str | None, _permission("L'aide d'une autre personne", "--aide")] = None


@operation(
    "session permis",
    label="Dire ce qui est permis",
    title="Ce qui est permis",
    accept="Écrire ces changements",
    sure=SURE,
)
def permissions(doing: Doing, asked: PermissionParameters) -> Outcome:
    """Montrer ou écrire ce qui est permis à une épreuve : documents, internet, intelligence artificielle, calculatrice, aide.

    Écrit dans seance.yaml ; ce dont on ne dit rien est comme d'habitude pour une épreuve de cette nature. Code de sortie : 0 si c'est écrit ou
    montré, 2 si une réponse ne se comprend pas, ou si personne ne confirme un changement.
    """
    from epreuves_kit.course import session_file
    from epreuves_kit.course.sitting import permissions as permitted
    from epreuves_kit.variants.session import published

    course = doing.course
    doing.progress("Lecture de la séance", 0, 0)
    session, id = _written(course), _only(course, asked.epreuve)
    own = next((name for name in session.allowed if id in course.meant([name])), id)
    fields: dict[FieldPath, FieldValue] = {}
    for name, field in _ALLOWED.items():
        if (answer := getattr(asked, name)) is not None:
            if answer not in ("", "oui", "non", "declarer"):
                raise KitError(f"« {answer} » : répondez oui, non ou declarer, ou rien.")
            fields["permis", own, field] = answer
    before = permitted(course).get(id, Allowed())
    if fields:
        if published(course.root, id) is not None and course.students(id):
            doing.confirm(
                f"Des copies de {called(id)} sont rendues : leurs candidats ont lu ce qui était permis. {' '.join(before.sentences)}"
            )
        session_file.change(course, fields)
    now = permitted(course).get(id, Allowed())
    rebuilt = (
        f"Construisez {called(id)} de nouveau pour que les candidats le lisent ({remedy('build', id)})."
        if now != before and published(course.root, id) is not None
        else ""
    )
    sentences = now.sentences or ("Rien n'est dit de ce qui est permis.",)
    return Outcome((f"{called(id)}. {sentences[0]}", *sentences[1:], *filter(None, (rebuilt,))))
