"""Groups as an instructor composes them: formed by size and campus, moved by hand, kept in the course's file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import GROUPS_FILE, GroupId, group_id, keyed
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults
from epreuves.wording.french import counted
from epreuves_kit.course import files
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.enrol import EnrolledCandidate, candidates
from epreuves_kit.exam.expected import due
from epreuves_kit.referentiel.model import called
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants import groups
from epreuves_kit.variants.groups import Group, Size
from epreuves_kit.variants.identity import ByCandidate, Candidates

#: Candidates by the name of their group, in the order of the groups.
Composition = Mapping[str, Sequence[str]]

_HEAD = ("epreuve", "groupe", "candidat", "etat", "depot")
#: Signs that a group's name has not in a composition written as a text.
_RESERVED = "=,;"
#: The mark of who hands in for a group: not there, there.
_MARKS = ("", "x")


def people(course: Course, epreuve: EpreuveId) -> list[EnrolledCandidate]:
    """Those who may be in a group of an épreuve: expected there, or in one already. Raises KitError."""
    placed = Candidates(m.candidate for g in groups.groups_of(course.root, epreuve) or () for m in g.members)
    is_due = due(course.root, epreuve)
    enrolled = candidates(course, jury_rules.read(course.root))
    return [candidate for candidate in enrolled if candidate.id in placed or is_due(candidate.id)]


def formed(
    pool: Iterable[EnrolledCandidate], size: Size, wanted: int, by_campus: bool, key: str, epreuve: EpreuveId
) -> tuple[list[list[str]], list[str]]:
    """Groups of nearly the same size, drawn by lot from the session's key, and who is left: too few for one more group.

    by_campus: a campus by itself, as far as it makes groups; who is left of each is then drawn together.
    """
    drawn = sorted(pool, key=lambda candidate: keyed(key, "groupes", epreuve, candidate.key))
    made: list[list[str]] = []
    rest = [candidate.id for candidate in drawn]
    if by_campus:
        places = dict[str, list[str]]()
        for candidate in drawn:
            places.setdefault(candidate.campus.casefold(), []).append(candidate.id)
        rest = []
        for _, own in sorted(places.items()):
            own_groups, left = _shared(own, size, wanted)
            made += own_groups
            rest += left
    more, left = _shared(rest, size, wanted)
    made += more
    # Who is left joins a group that has room, the smallest first.
    while left and made and len(smallest := min(made, key=len)) < size.maximum:
        smallest.append(left.pop(0))
    return made, left


def _shared(people: Sequence[str], size: Size, wanted: int) -> tuple[list[list[str]], list[str]]:
    """People shared out in groups as equal as can be, and who is left."""
    most, least = len(people) // size.minimum, -(-len(people) // size.maximum)
    count = most if least > most else min(max(round(len(people) / wanted), least), most)
    kept = people[: count * size.maximum]
    return [list(kept[rank::count]) for rank in range(count)], list(people[len(kept) :])


def names(taken: Iterable[str], count: int) -> list[str]:
    """So many names of groups that none has: G1, G2…"""
    before = {group_id(name) for name in taken}
    free = (name for rank in range(1, len(before) + count + 1) if group_id(name := f"G{rank}") not in before)
    return [name for name, _ in zip(free, range(count), strict=False)]


def text(composition: Composition) -> str:
    """A composition as a form sends it: « G1=lea.fontaine,karim.benali;G2=… »."""
    return ";".join(f"{name}={','.join(members)}" for name, members in composition.items())


def from_text(written: str) -> Composition:
    """The composition that a text says. Raises Faults."""
    composition = dict[str, list[str]]()
    for piece in filter(None, (piece.strip() for piece in written.split(";"))):
        name, equal, members = piece.partition("=")
        if not equal or not name.strip():
            raise Faults(f"« {piece} » n'est pas un groupe : écrivez son nom, « = », puis ses membres.")
        own = [member for each in members.split(",") if (member := each.strip())]
        composition.setdefault(" ".join(name.split()), []).extend(own)
    return {name: members for name, members in composition.items() if members}


def current(course: Course, epreuve: EpreuveId) -> Composition:
    """The groups of an épreuve as they are kept. Raises KitError where the file cannot be read, or a name cannot be written in a text."""
    kept = groups.groups_of(course.root, epreuve) or ()
    every = [name for group in kept for name in (group.name, *(member.candidate for member in group.members))]
    if refused := [name for name in every if set(name).intersection(_RESERVED)]:
        advice = "pour composer les groupes ici, un nom n'a ni « = », ni « , », ni « ; » : changez-le dans"
        raise Faults(*(f"« {name} » : {advice} {GROUPS_FILE}." for name in refused))
    return {group.name: [member.candidate for member in group.members] for group in kept}


def placed(composition: Composition) -> Candidates:
    """Those who are in a group of a composition."""
    return Candidates(member for members in composition.values() for member in members)


def moved(course: Course, epreuve: EpreuveId, composition: Composition) -> list[str]:
    """Those whose group a composition changes."""
    before, after = _groups_of(current(course, epreuve)), _groups_of(composition)
    everyone = Candidates([*before, *after])
    return [candidate for candidate in everyone if before.get(candidate) != after.get(candidate)]


def _groups_of(composition: Composition) -> ByCandidate[GroupId]:
    return ByCandidate((member, group_id(name)) for name, members in composition.items() for member in members)


def write(course: Course, epreuve: EpreuveId, composition: Composition) -> None:
    """Keep a composition; the groups of other épreuves stay as they are, and so does what is said of who stays in a group.

    Raises Faults with all that is wrong in it; nothing is then written.
    """
    if wrong := list(_faults(course, epreuve, composition)):
        raise Faults(*wrong)
    every = groups.read(course.root) or ()
    before = {group.key: group for group in every if group.epreuve == epreuve}
    lines = [
        line
        for name, members in composition.items()
        for member in members
        for line in [_line(epreuve, name, member, before.get(group_id(name)))]
    ]
    others = [
        (group.epreuve, group.name, member.candidate, member.state, _MARKS[member.deposit])
        for group in every
        if group.epreuve != epreuve
        for member in group.members
    ]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([_HEAD, *(map(strict_csv.neutral, line) for line in [*others, *lines])])
    content = out.getvalue().encode()
    groups.read_groups(content, lambda id: groups.size(course.root, id), groups.known(course.root))
    files.write(course.root / GROUPS_FILE, content)


def _faults(course: Course, epreuve: EpreuveId, composition: Composition) -> Iterable[str]:
    """The sentences on groups of a size that is not allowed, written twice, and on people who are in two of them."""
    size = groups.size(course.root, epreuve)
    gone = Candidates(
        m.candidate for g in groups.groups_of(course.root, epreuve) or () for m in g.members if m.state == "parti"
    )
    where, spelled = ByCandidate[str](), dict[GroupId, str]()
    for name, members in composition.items():
        if (other := spelled.setdefault(group_id(name), name)) != name:
            yield f"« {other} » et « {name} » ne diffèrent que par l'écriture : donnez un autre nom à l'un des deux."
        for member in members:
            if member in where:
                yield f"« {member} » est deux fois dans les groupes : {where[member]}, puis {name} ; n'en gardez qu'un."
            where[member] = name
        many = sum(member not in gone for member in members)
        if size is not None and not size.minimum <= many <= size.maximum:
            yield f"« {name} » a {counted(many, 'membre')} : {called(epreuve)} demande {size} personnes. Qui n'y trouve pas de place peut rester sans groupe : sa copie est corrigée seule."


def _line(epreuve: EpreuveId, name: str, candidate: str, before: Group | None) -> tuple[str, ...]:
    member = before.member(candidate) if before is not None else None
    if member is None:
        return (epreuve, name, candidate, "présent", "")
    return (epreuve, name, candidate, member.state, _MARKS[member.deposit])


def not_known(composition: Composition, enrolled: Iterable[EnrolledCandidate]) -> list[str]:
    """Those of a composition who are not among the people enrolled."""
    everyone = Candidates(candidate.id for candidate in enrolled)
    return [member for members in composition.values() for member in members if member not in everyone]
