"""A school's list brought into a course: its changes, told first, then written where each thing is kept.

Names and addresses go to the gradebook, where nbgrader's screens show them too; campus to `campus.csv`; births to `naissances.csv`; blocs, and whether somebody comes by the VAE, to `inscriptions.csv`;
what candidates are granted, to `amenagements.csv`, which nothing else repeats.
Nobody is taken out: who is enrolled and not in the list is told. An empty cell changes nothing.
"""

from __future__ import annotations

import csv
import difflib
import io
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from sqlalchemy.exc import DBAPIError

from epreuves.variants.attribution import CandidateId, candidate_id
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import listed, short_day
from epreuves.wording.remedies import remedy
from epreuves_kit.course import arrangements, files
from epreuves_kit.course.arrangements import Arrangement
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.identifying import identified
from epreuves_kit.exam.school_list import TITLES, Person, SchoolList, bare
from epreuves_kit.exports.tables import ExportColumn, ExportTable
from epreuves_kit.gradebook.config import reach_own_programs
from epreuves_kit.gradebook.rows import full_name, identities
from epreuves_kit.gradebook.transactions import of_database, of_disk, patient
from epreuves_kit.jury import births, registrations
from epreuves_kit.jury.births import Birth
from epreuves_kit.jury.registrations import BLOCS, CAMPUS, VAE, Registration
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.variants.identity import ByCandidate, Candidates

State = Literal["nouveau", "changé", "inchangé"]
#: How alike two names must be for somebody to be asked whether they are one person's.
_ALIKE = 0.92
#: How many such pairs are told: where there are more, the list is not one of people.
_MOST_ALIKE = 100
#: The signs that `bare` leaves in a name.
_SIGNS = " abcdefghijklmnopqrstuvwxyz0123456789"
_FIELDS = ("surname", "first_name", "email", "campus", "blocs", "acquired", "way", "birth", "birth_place")


class EnrolledCandidate(msgspec.Struct, frozen=True):
    """A candidate as a course knows them; what is not known is empty, and no blocs means all of them.

    blocs, acquired, way: as `registrations` writes them. birth: « 03/03/2001 ».
    """

    id: str
    surname: str = ""
    first_name: str = ""
    email: str = ""
    campus: str = ""
    blocs: str = ""
    acquired: str = ""
    way: str = ""
    birth: str = ""
    birth_place: str = ""

    @property
    def key(self) -> CandidateId:
        """The candidate, as candidates are compared."""
        return candidate_id(self.id)

    @property
    def name(self) -> str:
        """First name and surname, or the identifier where there is neither."""
        return full_name(self.id, self.first_name, self.surname)

    @property
    def asks(self) -> str:
        """A candidate's request, in a few words: « tous », « B2 », « tous, B1 déjà acquis, par la VAE »."""
        held = listed(part.split()[0] for part in self.acquired.split(", ") if part)
        parts = [self.blocs or "tous", f"{held} déjà acquis" if held else "", "par la VAE" if self.way else ""]
        return ", ".join(filter(None, parts))


def told_apart(people: Iterable[EnrolledCandidate]) -> dict[str, EnrolledCandidate]:
    """People by identifier, as papers tell them: who bears the name of another has their day of birth after it, which a card shows; else their identifier."""
    every = {person.id: person for person in people}
    bearers = Counter(bare(person.name) for person in every.values())
    born = Counter((bare(person.name), person.birth) for person in every.values())

    def marked(person: EnrolledCandidate) -> EnrolledCandidate:
        if bearers[bare(person.name)] < 2:
            return person
        alone = person.birth and born[bare(person.name), person.birth] == 1
        mark = f"né·e le {person.birth}" if alone else person.id
        return msgspec.structs.replace(person, surname=f"{person.surname} ({mark})")

    return {id: marked(person) for id, person in every.items()}


class EnrolmentLine(msgspec.Struct, frozen=True):
    """The change that a line of a list makes: the candidate as they will be, what changes, in words, and what they are granted, where that changes."""

    candidate: EnrolledCandidate
    state: State
    changes: tuple[str, ...] = ()
    granted: Arrangement | None = None


class Enrolment(msgspec.Struct, frozen=True):
    """The changes that a list makes to a course: a line a person, what somebody should look at, and who is enrolled and not in it."""

    lines: tuple[EnrolmentLine, ...]
    warnings: tuple[str, ...] = ()
    absent: tuple[EnrolledCandidate, ...] = ()

    def count(self, state: State) -> int:
        """The number of lines in that state."""
        return sum(line.state == state for line in self.lines)


def chosen(enrolled: Sequence[EnrolledCandidate], asked: Iterable[str] | None) -> list[EnrolledCandidate]:
    """Those asked for by their identifiers, in that order; all of them where nobody is. Raises KitError for who is not enrolled."""
    by_id = ByCandidate((candidate.id, candidate) for candidate in enrolled)
    wanted = list(asked or ())
    for name in wanted:
        if name not in by_id:
            raise KitError(f"« {name} » n'est pas inscrit : vérifiez l'identifiant ({remedy('candidats')}).")
    return [by_id[name] for name in wanted] or list(enrolled)


def candidates(course: Course, rules: JuryRules) -> list[EnrolledCandidate]:
    """Those who are enrolled, by surname. Raises KitError where the gradebook or a file of the course cannot be read."""
    where = registrations.campus(course.root)
    asked = registrations.read(course.root, rules)
    born = births.read(course.root)
    excluded = Candidates(course.excluded)
    enrolled = [
        EnrolledCandidate(
            id,
            surname,
            first_name,
            email,
            where.get(id, ""),
            *_registered(registrations.of(asked, id)),
            *((short_day(born[id].day), born[id].place) if id in born else ()),
        )
        for id, first_name, surname, email in identities(course.db_url)
        if id not in excluded
    ]
    return sorted(
        enrolled,
        key=lambda candidate: (bare(candidate.surname or candidate.id), bare(candidate.first_name), candidate.id),
    )


def plan(course: Course, rules: JuryRules, given: SchoolList, name: str) -> Enrolment:
    """The changes that a list would make to a course; nothing is written. name: of the list's file. Raises Faults with all that is wrong in it."""
    enrolled = candidates(course, rules)
    ids = identified(given.people, enrolled)
    by_id = ByCandidate((candidate.id, candidate) for candidate in enrolled)
    granted = arrangements.read(course.root)
    faults: list[str] = []
    lines: list[EnrolmentLine] = []
    taken = ByCandidate[Person]()
    for person, id in zip(given.people, ids, strict=True):
        if id is None:
            faults.append(
                f"{name}, ligne {person.line} : plusieurs personnes inscrites s'appellent « {person.name} » ; donnez l'identifiant, la date "
                "de naissance ou le courriel de celle-ci."
            )
            continue
        if not id:
            faults.append(
                f"{name}, ligne {person.line} : aucun identifiant ne se fait de « {person.name} » ; ajoutez une colonne « Identifiant »."
            )
            continue
        before = taken.setdefault(id, person)
        if before is not person:
            faults.append(_double(name, person, before, id))
            continue
        registration, wrong = _asked(person, rules)
        faults += (f"{name}, ligne {person.line} : {fault}" for fault in wrong)
        line = _line(person, id, registration, by_id.get(id))
        if (both := _both(line.candidate, rules)) and not wrong:
            faults.append(
                f"{name}, ligne {person.line} : « {both} » serait à la fois demandé et acquis ; corrigez l'un des deux."
            )
        lines.append(_with_granted(line, person, granted.get(id, Arrangement())))
    if faults:
        raise Faults(*faults)
    absent = tuple(candidate for candidate in enrolled if candidate.id not in taken)
    alike = tuple(itertools.islice(_alike(lines, absent), _MOST_ALIKE + 1))
    if len(alike) > _MOST_ALIKE:
        alike = (*alike[:-1], "D'autres noms se ressemblent encore : voyez d'abord ceux-ci.")
    return Enrolment(tuple(lines), alike, absent)


def write(course: Course, rules: JuryRules, enrolment: Enrolment) -> None:
    """Enrol them. Raises KitError; done again after an interruption, it ends what it began."""
    from nbgrader.api import Gradebook, Student
    from sqlalchemy import insert, select, update

    reach_own_programs()
    changed = [line.candidate for line in enrolment.lines if line.state != "inchangé"]
    granted = {line.candidate.id: line.granted for line in enrolment.lines if line.granted is not None}
    try:
        with Gradebook(patient(course.db_url)) as gradebook:
            # One transaction: nbgrader's own way has one a person, each of which waits for the disk.
            entered = set(gradebook.db.scalars(select(Student.id)))
            rows = [
                {
                    "id": candidate.id,
                    "first_name": candidate.first_name or None,
                    "last_name": candidate.surname or None,
                    "email": candidate.email or None,
                }
                for candidate in changed
            ]
            for what, own in (
                (insert(Student), [row for row in rows if row["id"] not in entered]),
                (update(Student), [row for row in rows if row["id"] in entered]),
            ):
                if own:
                    gradebook.db.execute(what, own)
            gradebook.db.commit()
        _lay(course.root / CAMPUS, "campus", {candidate.id: candidate.campus for candidate in changed})
        _register(course.root, rules, changed)
        _bear(course.root, changed)
        _grant(course.root, granted)
    except DBAPIError as error:
        raise KitError(of_database(error)) from None
    except OSError as error:
        raise KitError(of_disk(error)) from None


def table(enrolled: Iterable[EnrolledCandidate]) -> ExportTable:
    """The list of candidates, as it can be taken in again."""
    note = "Les candidats inscrits. Complété, ce tableau se reprend comme une liste de l'école."
    notes = {
        "blocs": "Les blocs demandés, par exemple B1,B3 ; vide pour toute la certification.",
        "acquired": "Les blocs obtenus à une session antérieure, avec la date du jury : B1 2025-06-30.",
        "way": "VAE pour qui n'est évalué que par le jury, sur dossier et entretien ; vide sinon.",
    }
    columns = tuple(ExportColumn(title, note=notes.get(field, "")) for field, title in TITLES.items())
    return ExportTable(
        "candidats",
        "Candidats",
        note,
        columns,
        tuple(tuple(getattr(candidate, f) for f in TITLES) for candidate in enrolled),
    )


def _double(name: str, person: Person, before: Person, id: str) -> str:
    if person.id or before.id:
        what = f"l'identifiant « {id} » est déjà ligne {before.line} ; gardez une seule ligne, ou donnez-en un autre."
        return f"{name}, ligne {person.line} : {what}"
    return (
        f"{name}, ligne {person.line} : « {person.name} » est déjà ligne {before.line}. Si ce sont deux personnes, donnez leurs dates de "
        "naissance ou leurs courriels, ou ajoutez une colonne « Identifiant » qui les distingue ; sinon, gardez une seule ligne."
    )


def _asked(person: Person, rules: JuryRules) -> tuple[Registration, list[str]]:
    """The blocs and the way in that a line asks for, and what is wrong in it; any other way in than the VAE asks nothing of the kit."""
    blocs, wrong = registrations.blocs_of(person.blocs or "", rules)
    acquired, wrong_too = registrations.acquired_of(person.acquired or "", rules)
    return Registration(blocs, acquired, registrations.is_vae(person.way or "")), wrong + wrong_too


def _both(candidate: EnrolledCandidate, rules: JuryRules) -> str:
    """A bloc that a candidate would both ask for and hold; empty for none."""
    held = dict(registrations.acquired_of(candidate.acquired, rules)[0])
    return next((code for code in registrations.blocs_of(candidate.blocs, rules)[0] if code in held), "")


def _registered(registration: Registration) -> tuple[str, str, str]:
    """Blocs, blocs held already and way in, as a cell says each."""
    return ",".join(registration.blocs), registrations.acquired_text(registration.acquired), VAE * registration.vae


def _register(root: Path, rules: JuryRules, changed: Iterable[EnrolledCandidate]) -> None:
    """Write what is asked for and held; the lines of the others stay, in their order."""
    new = {
        candidate.id: Registration(
            registrations.blocs_of(candidate.blocs, rules)[0],
            registrations.acquired_of(candidate.acquired, rules)[0],
            bool(candidate.way),
        )
        for candidate in changed
        if candidate.blocs or candidate.acquired or candidate.way
    }
    if not new:
        return
    lines = registrations.read(root, rules)
    lines.update(new)
    files.write(root / BLOCS, registrations.content(lines))


def _bear(root: Path, changed: Iterable[EnrolledCandidate]) -> None:
    """Write when and where they were born; the lines of the others stay, in their order."""
    new = {c.id: Birth(births.day_of(c.birth), c.birth_place) for c in changed if c.birth}
    if not new:
        return
    lines = births.read(root)
    lines.update(new)
    files.write(root / births.FILE, births.content(lines))


def _line(person: Person, id: str, registration: Registration, before: EnrolledCandidate | None) -> EnrolmentLine:
    blocs, acquired, way = _registered(registration)
    values = {
        "surname": person.surname,
        "first_name": person.first_name,
        "email": person.email,
        "campus": person.campus or "",
        "blocs": blocs,
        "acquired": acquired,
        "way": way,
        "birth": person.birth,
        "birth_place": person.birth_place,
    }
    if before is None:
        of_new = tuple(f"{TITLES[f]} : « {values[f]} »" for f in _FIELDS[2:] if values[f])
        return EnrolmentLine(EnrolledCandidate(id, **values), "nouveau", of_new)
    after = msgspec.structs.replace(before, **{field: value for field, value in values.items() if value})
    changes = tuple(
        f"{TITLES[f]} : « {getattr(before, f)} » devient « {getattr(after, f)} »"
        if getattr(before, f)
        else f"{TITLES[f]} : « {getattr(after, f)} »"
        for f in _FIELDS
        if getattr(before, f) != getattr(after, f)
    )
    return EnrolmentLine(after, "changé" if changes else "inchangé", changes)


def _with_granted(line: EnrolmentLine, person: Person, before: Arrangement) -> EnrolmentLine:
    """A line with what the list grants otherwise than the course; a cell that says nothing changes nothing."""
    after = Arrangement(
        before.time if person.time is None else person.time,
        before.pauses if person.pauses is None else person.pauses,
        before.assistant if person.assistant is None else person.assistant,
        before.line,
    )
    if after == before:
        return line
    compared = (
        ("Temps majoré", arrangements.told(before.time) or "aucun", arrangements.told(after.time) or "aucun"),
        ("Pauses", f"{before.pauses} min", f"{after.pauses} min"),
        ("Assistant", *("oui" if arrangement.assistant else "non" for arrangement in (before, after))),
    )
    changes = tuple(f"{what} : {new}" for what, old, new in compared if old != new)
    state: State = "changé" if line.state == "inchangé" else line.state
    return msgspec.structs.replace(line, state=state, changes=(*line.changes, *changes), granted=after)


def _grant(root: Path, granted: Mapping[str, Arrangement]) -> None:
    """Write what candidates are granted; the lines of the others stay, in their order."""
    if not granted:
        return
    lines = arrangements.read(root)
    lines.update(granted)
    files.write(root / arrangements.FILE, arrangements.content(lines.items()))


def _alike(lines: Iterable[EnrolmentLine], absent: Sequence[EnrolledCandidate]) -> Iterator[str]:
    """Pairs of people who may be one, of the list or enrolled already, in sentences."""
    people = [*absent, *(line.candidate for line in lines)]
    keys = [_sorted_name(person) for person in people]
    names = [(bare(person.surname), bare(person.first_name)) for person in people]
    emails = [bare(person.email) for person in people]
    of_email: dict[str, list[int]] = {}
    near = _near(keys)
    for rank, person in enumerate(people):
        if rank >= len(absent):
            for other in sorted({*near(rank), *(of_email.get(emails[rank], []) if person.email else [])}):
                who = f"« {people[other].name} » ({people[other].id}) et « {person.name} » ({person.id})"
                if person.email and emails[rank] == emails[other]:
                    yield f"{who} ont la même adresse : est-ce une seule personne ?"
                elif names[rank] == names[other]:
                    yield f"{who} ont le même nom : est-ce une seule personne ?"
                elif difflib.SequenceMatcher(None, keys[rank], keys[other]).ratio() >= _ALIKE:
                    yield f"{who} ont presque le même nom : est-ce une seule personne ?"
        of_email.setdefault(emails[rank], []).append(rank)


def _near(keys: Sequence[str]) -> Callable[[int], list[int]]:
    """Of a name, by its rank, the ranks of those before it that have nearly all its letters, in any order: others are not alike.

    It is what `difflib` calls the quick ratio, of all of them at once: one by one, a list of five thousand would take half an hour.
    """
    import numpy as np

    counts = np.array([[min(key.count(sign), 255) for sign in _SIGNS] for key in keys], np.uint8).reshape(
        -1, len(_SIGNS)
    )
    lengths = counts.sum(axis=1, dtype=np.int32)

    def near(rank: int) -> list[int]:
        shared = np.minimum(counts[:rank], counts[rank]).sum(axis=1, dtype=np.int32)
        alike = 2 * shared >= _ALIKE * (lengths[:rank] + lengths[rank])
        return np.flatnonzero(alike).tolist() if keys[rank] else []

    return near


def _sorted_name(candidate: EnrolledCandidate) -> str:
    return " ".join(sorted(bare(f"{candidate.first_name} {candidate.surname}").split()))


def _lay(path: Path, column: str, values: Mapping[str, str]) -> None:
    """Write candidates' values in one of the course's small tables; the other lines stay as they are, in their order."""
    new_values = ByCandidate((who, value) for who, value in values.items() if value)
    rows: list[list[str]] = []
    if path.exists():
        # Read without a fault before anything was planned: each line has its two values.
        text = io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
        rows = [row for row in csv.reader(text, delimiter=";") if any(row)][1:]
    for row in rows:
        if (new := new_values.pop(strict_csv.read_text(row[0]), None)) is not None:
            row[1] = strict_csv.neutral(new)
    rows += (list(map(strict_csv.neutral, line)) for line in new_values.items())
    if not rows:
        return
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([["candidat", column], *rows])
    files.write(path, out.getvalue().encode())
