"""The hours of each épreuve of a session, the end of each candidate's own time, and what lateness costs.

Read from `seance.yaml` (`dates`, `retard`, `fuseau`), `amenagements.csv` and `minutes.csv`. One's own end is the beginning, the duration with its
added share to the next whole minute, the pauses, and the minutes given back; the members of a group work together, and end together with the one who ends last.
Hours are those of the school's clocks; they are compared and added up in UTC, where no hour is missing or comes twice.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, listed
from epreuves.wording.remedies import remedy
from epreuves_kit.course import arrangements, given_minutes
from epreuves_kit.course.arrangements import Arrangement
from epreuves_kit.course.folders import Course, epreuves, meant
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants.identity import ByCandidate, Candidates
from epreuves_kit.variants.session import FILE, USUAL_ZONE, LateRule, WrittenSession, WrittenSitting, written
from epreuves_kit.wording.strict_yaml import YamlDocument

DUE = "« 2026-06-10 09:00 » est attendu (année-mois-jour, puis heure:minutes)"
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T]+(\d\d?):(\d\d)", re.ASCII)
_HOUR = re.compile(r"\d\d?\s*[h:]\s*(\d\d)?", re.ASCII)
_LONGEST = datetime.timedelta(days=366)


class Sitting(msgspec.Struct, frozen=True):
    """The beginning and the end of an épreuve for those who have no arrangement (with their zone), and its place, as the school says it."""

    epreuve: EpreuveId
    begins: datetime.datetime
    ends: datetime.datetime
    place: str = ""


def own_end(sitting: Sitting, arrangement: Arrangement, given: int = 0) -> datetime.datetime:
    """The end of a candidate's time, in the sitting's zone; at the earliest, everybody's. given: minutes given back."""
    ends = sitting.ends.astimezone(datetime.UTC)
    duration = ends - sitting.begins.astimezone(datetime.UTC)
    added = math.ceil(Fraction(duration // datetime.timedelta(seconds=1), 60) * arrangement.time)
    return (ends + datetime.timedelta(minutes=added + arrangement.pauses + given)).astimezone(sitting.ends.tzinfo)


class Timetable(msgspec.Struct, frozen=True):
    """The sittings of a session, by épreuve; what candidates are granted, and the minutes given back to them, by épreuve; what lateness costs, None
    where nothing is said; who works together, by épreuve.
    """

    sittings: dict[EpreuveId, Sitting] = {}
    arrangements: ByCandidate[Arrangement] = msgspec.field(default_factory=ByCandidate)
    given: dict[EpreuveId, ByCandidate[int]] = {}
    late: LateRule | None = None
    together: dict[EpreuveId, tuple[Candidates, ...]] = {}
    zone: str = USUAL_ZONE

    def granted(self, candidate: str) -> Arrangement:
        """The arrangement that a candidate is granted; an empty one, for most."""
        return self.arrangements.get(candidate, Arrangement())

    def given_back(self, epreuve: EpreuveId, candidate: str) -> int:
        """The minutes given back to a candidate at an épreuve."""
        return self.given.get(epreuve, ByCandidate[int]()).get(candidate, 0)

    def counting(self, epreuve: EpreuveId, candidate: str) -> str:
        """The words after an end that is later than everybody's: « aménagement compris », « 10 minutes rendues comprises »; empty for neither."""
        given = self.given_back(epreuve, candidate)
        both = [
            *(["aménagement compris"] if self.granted(candidate).longer else []),
            *([f"{counted(given, 'minute rendue comprise')}"] if given else []),
        ]
        return listed(both)

    def end(self, epreuve: EpreuveId, candidate: str) -> datetime.datetime:
        """The end of a candidate's own time at an épreuve that has a sitting, in the session's zone."""
        sitting = self.sittings[epreuve]
        members = next((group for group in self.together.get(epreuve, ()) if candidate in group), (candidate,))
        return max(own_end(sitting, self.granted(member), self.given_back(epreuve, member)) for member in members)

    def extension(self, epreuve: EpreuveId, candidate: str) -> datetime.timedelta | None:
        """The time from everybody's end to a candidate's own; None for nothing, as nbgrader has it."""
        return _elapsed(self.sittings[epreuve].ends, self.end(epreuve, candidate)) or None

    def lateness(self, epreuve: EpreuveId, candidate: str, at: datetime.datetime) -> datetime.timedelta:
        """The time from a candidate's own end to a moment (aware); zero where it is not past."""
        return max(_elapsed(self.end(epreuve, candidate), at), datetime.timedelta())

    def check(self, candidates: Iterable[str]) -> None:
        """Raise Faults where an arrangement names somebody who is none of those known."""
        enrolled = Candidates(candidates)
        faults = [
            f"{arrangements.FILE}, ligne {arrangement.line}, champ « candidat » : « {who} » n'est pas inscrit ; vérifiez l'identifiant ({remedy('candidats')}), ou ôtez la ligne."
            for who, arrangement in self.arrangements.items()
            if who not in enrolled
        ]
        if faults:
            raise Faults(*faults)


def points(rule: LateRule, score: float, late: datetime.timedelta) -> float | None:
    """The points that a copy of that score loses for having come so late; None for none, its whole score once it is refused."""
    if late <= datetime.timedelta(minutes=rule.tolerance):
        return None
    if refused(rule, late):
        return score
    return min(score, rule.per_hour * -(-late // datetime.timedelta(hours=1))) or None


def refused(rule: LateRule, late: datetime.timedelta) -> bool:
    """True if a copy came so late that it counts zero."""
    return rule.refusal is not None and late >= datetime.timedelta(hours=rule.refusal)


def read(course: Course) -> Timetable:
    """The timetable of a course; one without a sitting where its `seance.yaml` gives no dates. Raises Faults, KitError."""
    pair = written(course.root)
    return Timetable() if pair is None else of(course, pair)


def of(course: Course, pair: tuple[WrittenSession, YamlDocument]) -> Timetable:
    """The timetable of a session as it is written, with the document that it stands in. Raises Faults, KitError."""
    session, document = pair
    if not session.dates:
        if session.late is not None:
            raise Faults(
                _at(
                    document,
                    ["retard"],
                    "un retard se compte à partir d'une heure de fin ; écrivez aussi « dates », ou ôtez ce champ.",
                )
            )
        return Timetable()
    zone = _zone(session.zone, document)
    faults = [] if session.late is None else list(_wrong(session.late, document))
    sittings: dict[EpreuveId, Sitting] = {}
    names: dict[str, str] = {}
    every = sorted({*epreuves(course.root), *course.sources()})
    for name, sitting in session.dates.items():
        which = meant(name, every)
        if len(which) != 1:
            many = (
                f"désigne {listed(which)} ; écrivez l'identifiant entier"
                if which
                else f"n'est pas une épreuve du cours. Épreuves : {', '.join(every)}"
            )
            faults.append(_at(document, ["dates", name], f"« {name} » {many}."))
            continue
        [epreuve] = which
        official = referentiel(course.root).known(epreuve)
        if sitting.campus and (official is None or len(set(official.sujets).intersection(course.held())) < 2):
            alone = "ce champ partage les candidats entre plusieurs sujets d'une épreuve, et la séance n'en tient qu'un ; ôtez-le."
            faults.append(_at(document, ["dates", name, "campus"], alone))
        if epreuve in sittings:
            faults.append(
                _at(document, ["dates", name], f"c'est {epreuve}, comme « {names[epreuve]} » ; gardez l'un des deux.")
            )
            continue
        try:
            sittings[epreuve] = _sitting(epreuve, name, sitting, zone, document)
            names[epreuve] = name
        except Faults as wrong:
            faults += wrong.faults
    granted = ByCandidate[Arrangement]()
    try:
        granted = arrangements.read(course.root)
    except Faults as wrong:
        faults += wrong.faults
    back: tuple[given_minutes.GivenMinutes, ...] = ()
    try:
        back = given_minutes.read(course.root)
    except Faults as wrong:
        faults += wrong.faults
    if faults:
        raise Faults(*faults)
    # The date of an épreuve that is held no more stays written, and calls nobody, unless copies of it are in.
    if session.epreuves:
        held = set(course.meant(session.epreuves))
        sittings = {id: sitting for id, sitting in sittings.items() if id in held or course.students(id)}
    together = {id: _together(course, id) for id in sittings}
    return Timetable(sittings, granted, given_minutes.summed(back), session.late, together, session.zone)


def _together(course: Course, epreuve: EpreuveId) -> tuple[Candidates, ...]:
    groups = course.groups(epreuve) or ()
    return tuple(Candidates(m.candidate for m in group.members if m.present) for group in groups)


def _zone(name: str, document: YamlDocument) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fault = (
            f"« {name[:60]} » n'est pas un fuseau horaire ; écrivez par exemple « Europe/Paris » ou « Indian/Reunion »."
        )
        raise Faults(_at(document, ["fuseau"], fault)) from None


def _wrong(rule: LateRule, document: YamlDocument) -> Iterable[str]:
    if not math.isfinite(rule.per_hour):
        yield _at(document, ["retard", "par_heure"], "un nombre de points est attendu.")
    if rule.refusal is not None and rule.refusal * 60 <= rule.tolerance:
        yield _at(
            document,
            ["retard", "refus"],
            f"{rule.refusal} h finissent avant la tolérance de {rule.tolerance} minutes ; une copie y serait refusée sans être en retard.",
        )


def _sitting(
    epreuve: EpreuveId, name: str, written_sitting: WrittenSitting, zone: ZoneInfo, document: YamlDocument
) -> Sitting:
    faults: list[str] = []
    moments: list[datetime.datetime] = []
    for field, value in (("debut", written_sitting.begins), ("fin", written_sitting.ends)):
        try:
            moments.append(_moment(value, zone))
        except KitError as wrong:
            faults.append(_at(document, ["dates", name, field], str(wrong)))
    if faults:
        raise Faults(*faults)
    begins, ends = moments
    duration = _elapsed(begins, ends)
    if duration <= datetime.timedelta():
        raise Faults(
            _at(
                document,
                ["dates", name, "fin"],
                "la fin ne vient pas après le début ; vérifiez les deux jours et les deux heures.",
            )
        )
    if duration > _LONGEST:
        raise Faults(
            _at(document, ["dates", name, "fin"], "plus d'un an sépare le début de la fin ; vérifiez les deux années.")
        )
    return Sitting(epreuve, begins, ends, " ".join(written_sitting.place.split()))


def _moment(value: Any, zone: ZoneInfo) -> datetime.datetime:
    """The moment that a value means by the clocks of a zone; raises KitError for what is not one moment."""
    # YAML itself makes a date of « 2026-06-10 » and a number of « 9:00 ».
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        value = f"{value // 60}:{value % 60:02}"
    got = f"reçu « {str(value)[:40]} »"
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        raise KitError(f"l'heure manque ; {DUE}, {got}.")
    if isinstance(value, str) and _HOUR.fullmatch(value.strip()):
        raise KitError(f"le jour manque ; {DUE}, {got}.")
    match = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise KitError(f"{DUE}, {got}.")
    try:
        local = datetime.datetime(*map(int, match.groups()), tzinfo=zone)  # type: ignore[arg-type,misc]
    except ValueError:
        raise KitError(f"ce jour ou cette heure n'existe pas ; {DUE}, {got}.") from None
    # Both ways of reading an hour that the clocks skip or repeat: they agree on all others.
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        back = local.astimezone(datetime.UTC).astimezone(zone).replace(tzinfo=None)
        fault = "existe deux fois" if back == local.replace(tzinfo=None) else "n'existe pas"
        raise KitError(
            f"cette nuit-là, les horloges changent, et cette heure {fault} ; choisissez-en une autre, {got}."
        )
    return local


def hour_of(course: Course, written_hour: str) -> datetime.datetime:
    """The moment that « 2026-06-12 12:00 » means by the session's clocks; raises KitError, and as `read` does."""
    try:
        return _moment(written_hour, ZoneInfo(read(course).zone))
    except Faults:
        raise
    except KitError as error:
        raise KitError(f"Heure de remise : {error}") from None


def _elapsed(start: datetime.datetime, end: datetime.datetime) -> datetime.timedelta:
    """The time that passes between two moments: two hours of the same zone would be compared by their clocks."""
    return end.astimezone(datetime.UTC) - start.astimezone(datetime.UTC)


def _at(document: YamlDocument, path: list[str], fault: str) -> str:
    return f"{FILE}, ligne {document.line(path)}, champ « {'.'.join(path)} » : {fault}"


__all__ = ["LateRule", "Sitting", "Timetable", "own_end", "points", "read", "refused"]
