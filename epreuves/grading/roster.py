"""A course's groups as an instructor looks at them: who handed in what, which copy counts, by which rule, what is odd."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from epreuves.course.folders import Course
from epreuves.gradebook.rows import enrolled
from epreuves.grading.assignment import Assignment
from epreuves.grading.collective import Handed
from epreuves.grading.groups import Shares
from epreuves.variants.attribution import normalise
from epreuves.variants.groups import Group, Member
from epreuves.wording.errors import KitError

NONE = (
    "Ce cours n'a pas de groupes.csv : écrivez-le à côté de seance.yaml, une ligne par membre, "
    "« epreuve;groupe;candidat;etat;depot »."
)
NOT_RELEASED = "L'épreuve n'est pas publiée : ce qui est rendu ne peut pas être lu (epreuves build)."


class MemberState(
    msgspec.Struct,
    frozen=True,
    rename={
        "candidate": "candidat",
        "state": "etat",
        "deposit": "depot",
        "line": "ligne",
        "collective": "collectif",
        "own": "propres",
    },
):
    """One member: as written, and what became of the collective notebook and of their own ones in their folder."""

    candidate: str
    state: str
    deposit: bool
    line: int
    collective: Handed
    own: dict[str, Handed]


class GroupState(
    msgspec.Struct,
    frozen=True,
    rename={
        "group": "groupe",
        "variant": "variante",
        "rules": "regles",
        "sentences": "phrases",
        "members": "membres",
    },
):
    """One group: its letter, the rules by which its copy counts, sentences, members; empty letter where nothing is released."""

    epreuve: str
    group: str
    variant: str
    rules: tuple[int, ...]
    sentences: tuple[str, ...]
    members: tuple[MemberState, ...]


class Roster(msgspec.Struct, frozen=True):
    """All the groups of a course, and a sentence for each thing to look at."""

    groups: tuple[GroupState, ...]
    warnings: tuple[str, ...]


def roster(course: Course) -> Roster:
    """The groups of a course, `groupes.csv` validated whole; raises KitError where it cannot be applied, or is not there."""
    groups = course.groups()
    if groups is None:
        raise KitError(NONE)
    states, warnings = [], list(_unknown(course, groups))
    for name in dict.fromkeys(g.epreuve for g in groups):
        own = tuple(g for g in groups if g.epreuve == name)
        release = course.folder("release", ".", name)
        if not (release / f"{name}.ipynb").is_file():
            states += [_unread(g) for g in own]
            continue
        assignment = Assignment(course.root, name, course.folder("source", ".", name), release)
        shares = Shares(own, name, assignment.notebooks, course.folder("submitted", "*", name).parent.parent)
        states += [_state(g, assignment, shares) for g in own]
        warnings += [
            said for s in course.to_mark(name) if (share := shares.of(s)).group is None and shares.folders(s) for said in share.said
        ]  # fmt: skip
    return Roster(tuple(states), tuple(warnings))


def _state(group: Group, assignment: Assignment, shares: Shares) -> GroupState:
    found = [shares.of(m.candidate) for m in group.members]
    rules = sorted({rule for share in found for rule in share.rules} | {shares.choice(group).rule})
    said = dict.fromkeys([shares.choice(group).said, *(said for share in found for said in share.said)])
    others = [n for n in assignment.notebooks if n != group.epreuve]

    def of(member: Member) -> MemberState:
        folders = shares.folders(member.candidate) or [Path("-")]
        return MemberState(
            member.candidate,
            member.state,
            member.deposit,
            member.line,
            shares.collective(member, folders[-1]),
            {n: shares.handed(folders[-1], n) for n in others},
        )

    letter = assignment.variant(group.members[0].candidate)
    return GroupState(
        group.epreuve, group.name, letter, tuple(rules), tuple(said), tuple(of(m) for m in group.members)
    )


def _unread(group: Group) -> GroupState:
    members = tuple(MemberState(m.candidate, m.state, m.deposit, m.line, "absent", {}) for m in group.members)
    return GroupState(group.epreuve, group.name, "", (), (NOT_RELEASED,), members)


def _unknown(course: Course, groups: tuple[Group, ...]) -> Iterator[str]:
    """A sentence for each name that nobody bears, in the gradebook or in `submitted/`."""
    submitted = course.folder("submitted", "*", "*").parent.parent
    folders = (p.name for p in submitted.iterdir() if p.is_dir()) if submitted.is_dir() else ()
    known = {normalise(name) for name in (*folders, *enrolled(course.db_url)[0])}
    for member in (m for g in groups for m in g.members):
        if normalise(member.candidate) not in known:
            yield (
                f"groupes.csv, ligne {member.line}, champ « candidat » : « {member.candidate} » n'est pas au carnet de notes et "
                "n'a rien rendu ; vérifiez l'identifiant."
            )
