"""A copy taken out of the course, or a person who was enrolled by mistake.

A copy's files go aside, and can be put back; what graders said of it stays in their record, and counts no more. Each step can be stopped anywhere
and done again.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from sqlalchemy.exc import DBAPIError

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import candidate_id
from epreuves.wording import strict_csv
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed
from epreuves_kit.course import arrangements, files, oral_hours
from epreuves_kit.course.folders import Course
from epreuves_kit.exam import laying
from epreuves_kit.exam.awards import register as awards
from epreuves_kit.gradebook.config import reach_own_programs
from epreuves_kit.gradebook.rows import made
from epreuves_kit.gradebook.transactions import of_database, of_disk, patient
from epreuves_kit.grading.collective import KeptCopies
from epreuves_kit.jury import births, registrations
from epreuves_kit.jury.record import JuryRecord, PersonOutAct, oral_levels, stand
from epreuves_kit.referentiel.model import called
from epreuves_kit.rubric.register import Register
from epreuves_kit.variants.groups import Group, by_member
from epreuves_kit.variants.identity import Candidates
from epreuves_kit.variants.session import SEATS_FILE

#: The small tables at the course's root that have lines on each person.
_TABLES = (
    registrations.BLOCS,
    registrations.CAMPUS,
    births.FILE,
    arrangements.FILE,
    SEATS_FILE,
    oral_hours.FILE,
)
_STEPS = ("autograded", "feedback")


class WithdrawnCopy(msgspec.Struct, frozen=True):
    """A copy that would be taken out, or was: the identifiers of those who lose their marking by it, the whole group where it is the one that counts
    for all; the keys of the copies as graders know them, and the levels that they gave.
    """

    candidate: str
    epreuve: EpreuveId
    marked: tuple[str, ...]
    keys: tuple[str, ...]
    levels: int
    graders: tuple[str, ...]
    group: str = ""


def look(course: Course, candidate: str, epreuve: EpreuveId) -> WithdrawnCopy:
    """The copy that would be taken out. Raises KitError where there is none, or the session is closed."""
    laying.refuse_closed(course)
    if candidate not in Candidates(course.students(epreuve)):
        raise KitError(f"Il n'y a pas de copie de {called(epreuve)} à ce nom : rien n'est à retirer.")
    group = by_member(course.groups(epreuve) or ()).get(candidate)
    counts_for_all = group is not None and _owns(course, candidate, epreuve, group)
    members = [m.candidate for m in group.members] if group is not None and counts_for_all else [candidate]
    marked = tuple(who for who in members if course.folder("autograded", who, epreuve).is_dir() or who == candidate)
    if not made(course.db_url, course.root):
        return WithdrawnCopy(candidate, epreuve, marked, (), 0, ())
    with Register(course.root) as register:
        own = [copy for copy in register.copies(epreuve) if _is_taken(copy.students, candidate, counts_for_all)]
        words = [
            word
            for copy in own
            for word in register.judgements(epreuve, copy=copy.key).values()
            if word.level is not None
        ]
    keys = tuple(copy.key for copy in own)
    graders = tuple(dict.fromkeys(word.grader for word in words))
    return WithdrawnCopy(
        candidate, epreuve, marked, keys, len(words), graders, group.name if counts_for_all and group else ""
    )


def _is_taken(students: Iterable[str], candidate: str, counts_for_all: bool) -> bool:
    """True if a copy goes: the candidate's own, and their group's where theirs is the one that counts."""
    who = Candidates(students)
    return candidate in who and (counts_for_all or len(who) == 1)


def _owns(course: Course, candidate: str, epreuve: EpreuveId, group: Group) -> bool:
    """True if a group's copy is a candidate's: the one that was marked, or the only one that is there."""
    submitted = course.folder("submitted", candidate, epreuve).parent.parent
    if (kept := KeptCopies(submitted, epreuve).get(group.name)) is not None:
        return candidate_id(kept.owner) == candidate_id(candidate)
    came = Candidates(course.submitters(epreuve))
    return [m.key for m in group.members if m.candidate in came] == [candidate_id(candidate)]


def take_out(course: Course, asked: WithdrawnCopy, author: str, reason: str) -> None:
    """Take out a copy: its files go aside, its levels count no more, its marking is undone. Raises KitError."""
    laying.refuse_closed(course)
    if asked.keys:
        with Register(course.root) as register:
            register.withdraw(asked.epreuve, asked.keys, author, reason)
    try:
        if asked.group:
            submitted = course.folder("submitted", asked.candidate, asked.epreuve).parent.parent
            KeptCopies(submitted, asked.epreuve).let_go(asked.group)
        _undo_marking(course, asked)
    except DBAPIError as error:
        raise KitError(of_database(error)) from None
    except OSError as error:
        raise KitError(of_disk(error)) from None
    # Last: as long as it is there, what was stopped can be seen, and done again.
    laying.take_out(course, asked.candidate, asked.epreuve)


def _undo_marking(course: Course, asked: WithdrawnCopy) -> None:
    """Take a copy's rows out of nbgrader's tables, and what was made of it."""
    from nbgrader.api import Gradebook, MissingEntry

    reach_own_programs()
    if made(course.db_url, course.root):
        with Gradebook(patient(course.db_url)) as gradebook:
            for who in asked.marked:
                try:
                    gradebook.remove_submission(asked.epreuve, who)
                except MissingEntry:  # it was never marked
                    continue
    for step in _STEPS:
        for who in asked.marked:
            shutil.rmtree(course.folder(step, who, asked.epreuve), ignore_errors=True)


class PersonOut(msgspec.Struct, frozen=True):
    """A person who would be taken out: what goes with them, in words, and the numbers of the signed procès-verbaux that name them."""

    candidate: str
    parts: tuple[str, ...]
    minutes: tuple[str, ...]


def look_at(course: Course, candidate: str) -> PersonOut:
    """Everything that goes with a person. Raises KitError where something has to be undone first, with what."""
    laying.refuse_closed(course)
    if copies := [id for id in course.sources() if candidate in Candidates(course.students(id))]:
        raise KitError(f"Une copie est à ce nom ({listed(map(called, copies))}) : retirez-la d'abord.")
    if groups := [g for g in course.groups() or () if g.member(candidate) is not None]:
        which = listed(f"« {group.name} » de {called(group.epreuve)}" for group in groups)
        raise KitError(f"Cette personne est dans un groupe, {which} : ôtez-la d'abord de ce groupe.")
    with JuryRecord(course.root) as record:
        entries = record.entries()
        delivered = [
            award
            for award in awards.register(record).values()
            if not award.cancelled and candidate_id(award.candidate) == candidate_id(candidate)
        ]
        minutes = [act.number for act in record.minutes() if candidate in Candidates(act.decided)]
    if delivered:
        raise KitError(
            f"Un parchemin est délivré à ce nom ({listed(award.number for award in delivered)}) : annulez-le d'abord."
        )
    standing, key = stand(entries), candidate_id(candidate)
    counts = (
        (
            sum(
                level.level is not None
                for (_, who, _), level in oral_levels(entries).items()
                if candidate_id(who) == key
            ),
            "niveau d'oral",
        ),
        (sum(candidate_id(who) == key for _, who in standing.absences), "absence"),
        (sum(candidate_id(who) == key for who, _, _ in standing.makeups), "rattrapage"),
        (sum(candidate_id(who) == key for who, _ in standing.changes), "décision du jury"),
    )
    parts = tuple(counted(many, noun) for many, noun in counts if many)
    return PersonOut(candidate, parts, tuple(minutes))


def take_person_out(course: Course, candidate: str, author: str, reason: str) -> None:
    """Take a person out of the course: their lines in its tables, their name in the gradebook, what the jury's record says of them. Raises KitError."""
    from nbgrader.api import Gradebook, MissingEntry

    reach_own_programs()
    try:
        for name in _TABLES:
            _drop(course.root / name, candidate)
        with JuryRecord(course.root) as record:
            if candidate in Candidates(stand(record.entries()).candidates):
                record.add(author, PersonOutAct(candidate, reason))
        with Gradebook(patient(course.db_url)) as gradebook:
            try:
                gradebook.remove_student(candidate)
            except MissingEntry:  # named by a table alone
                return
    except DBAPIError as error:
        raise KitError(of_database(error)) from None
    except OSError as error:
        raise KitError(of_disk(error)) from None


def _drop(path: Path, candidate: str) -> None:
    """Write one of the course's tables without the lines on a person; the others stay as they are, in their order."""
    if not path.exists():
        return
    rows = [row for _, row in strict_csv.cells(path.read_bytes()) if any(row)]
    kept = list(_without(rows, candidate))
    if len(kept) == len(rows):
        return
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(kept)
    files.write(path, out.getvalue().encode())


def _without(rows: list[list[str]], candidate: str) -> Iterator[list[str]]:
    column = [title.strip().casefold() for title in rows[0]].index("candidat")
    key = candidate_id(candidate)
    yield rows[0]
    yield from (row for row in rows[1:] if candidate_id(strict_csv.read_text(row[column])) != key)
