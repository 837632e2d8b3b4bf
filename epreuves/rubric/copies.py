"""The copies of an assignment that there are to judge, without opening one: from the gradebook, `groupes.csv` and file names."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, select

from epreuves.gradebook.feedback.course import Places
from epreuves.gradebook.feedback.rows import ASSIGNMENT, COPY, NOTEBOOK, SUBMITTED
from epreuves.rubric.appreciation import Copy
from epreuves.variantes.attribution import normaliser
from epreuves.variantes.groupes import Groupe, lire
from epreuves.wording.errors import Faults, KitError


class Found(msgspec.Struct, frozen=True):
    """Copies in the order of their numbers; absent: students and notebooks (the collective one) that are not theirs, since
    `groupes.csv` says that they were not there.
    """

    copies: tuple[Copy, ...]
    absent: frozenset[tuple[str, str]]


def read_copies(
    db: Connection, places: Places, assignment: str, notebooks: Collection[str], key: str
) -> Found:
    """Copies that the gradebook knows and of which the autograded notebook is there, in the order of their numbers.

    A group's collective notebook, which is named as the assignment, makes one copy, of the members who were present. notebooks: those that have something to judge. key: what
    the copies' own keys are made with. Raises KitError where `groupes.csv` cannot be applied.
    """
    query = (
        select(SUBMITTED.c.student_id, NOTEBOOK.c.name)
        .join_from(ASSIGNMENT, SUBMITTED, SUBMITTED.c.assignment_id == ASSIGNMENT.c.id)
        .join(COPY, COPY.c.assignment_id == SUBMITTED.c.id)
        .join(NOTEBOOK, NOTEBOOK.c.id == COPY.c.notebook_id)
        .where(ASSIGNMENT.c.name == assignment, NOTEBOOK.c.name.in_(notebooks))
        .order_by(SUBMITTED.c.student_id, NOTEBOOK.c.name)
    )
    groups = {normaliser(m.candidat): g for g in _groups(places, assignment) for m in g.membres}
    students: dict[tuple[str, str, str], list[str]] = {}
    paths: dict[tuple[str, str], str] = {}
    absent = set()
    for student, notebook in db.execute(query):
        path = str(places.folder(places.autograded_directory, student, assignment) / f"{notebook}.ipynb")
        group = groups.get(normaliser(student)) if notebook == assignment else None
        if group is not None and not _present(group, student):
            absent.add((student, notebook))
            continue
        if not os.path.isfile(path):
            continue
        paths[notebook, student] = path
        whose = ("candidat", student) if group is None else ("groupe", normaliser(group.nom))
        students.setdefault((notebook, *whose), []).append(student)
    keys = sorted((_key(key, assignment, *what), what) for what in students)
    copies = []
    for number, (name, what) in enumerate(keys, 1):
        named = _in_order(students[what], groups)
        copies.append(Copy(name, number, what[0], named, paths[what[0], named[0]]))
    return Found(tuple(copies), frozenset(absent))


def _groups(places: Places, assignment: str) -> tuple[Groupe, ...]:
    try:
        return lire(places.root, assignment) or ()
    except Faults as error:
        raise KitError(
            f"Les copies de groupe ne se lisent pas tant que groupes.csv ne peut être appliqué :\n{error}"
        ) from None


def _present(group: Groupe, student: str) -> bool:
    return any(m.present for m in group.membres if normaliser(m.candidat) == normaliser(student))


def _in_order(students: list[str], groups: dict[str, Groupe]) -> tuple[str, ...]:
    """Members in the order of the file; who is alone is alone."""
    if len(students) == 1:
        return tuple(students)
    lines = {normaliser(m.candidat): m.ligne for m in groups[normaliser(students[0])].membres}
    return tuple(sorted(students, key=lambda s: (lines[normaliser(s)], s)))


def _key(key: str, *what: str) -> str:
    return hashlib.blake2b("\0".join(what).encode(), key=key.encode(), digest_size=8).hexdigest()
