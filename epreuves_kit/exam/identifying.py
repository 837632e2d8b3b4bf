"""The identifiers of a list's lines: what each says, that of who is enrolled already, or one made of the name."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from epreuves.variants.attribution import candidate_id
from epreuves_kit.exam.school_list import bare


class NamedPerson(Protocol):
    """A person of a list, or one who is enrolled; what is not known of them is empty."""

    @property
    def id(self) -> str:
        """The identifier."""

    @property
    def surname(self) -> str:
        """The surname."""

    @property
    def first_name(self) -> str:
        """The first name."""

    @property
    def birth(self) -> str:
        """The day of birth, in one writing."""

    @property
    def email(self) -> str:
        """The address."""


def identified(people: Sequence[NamedPerson], enrolled: Iterable[NamedPerson]) -> list[str | None]:
    """The identifier of each person of a list.

    Of those who have none: that of who is enrolled under the same name, told by birth, by address, or as the only one who may be meant;
    else one made of the name, with a number where a homonym is told to be another. Empty where the name gives none; None where several
    who are enrolled may be meant.
    """
    ids: list[str | None] = [person.id for person in people]
    taken = {candidate_id(person.id) for person in people if person.id}
    homonyms: dict[tuple[str, str], list[NamedPerson]] = {}
    for candidate in enrolled:
        if candidate_id(candidate.id) not in taken:
            homonyms.setdefault(_name(candidate), []).append(candidate)
    left = [rank for rank, person in enumerate(people) if not person.id]
    for mark in ("birth", "email"):
        for rank in left.copy():
            own = bare(getattr(people[rank], mark))
            same = homonyms.get(_name(people[rank]), [])
            alike = [candidate for candidate in same if own and bare(getattr(candidate, mark)) == own]
            if len(alike) == 1 and not (mark == "email" and _two(people[rank], alike[0])):
                same.remove(alike[0])
                ids[rank] = alike[0].id
                left.remove(rank)
    taken |= {candidate_id(id) for id in ids if id} | {candidate_id(c.id) for same in homonyms.values() for c in same}
    made: dict[tuple[str, str], list[NamedPerson]] = {}
    for person in people:
        if person.id:
            made.setdefault(_name(person), []).append(person)
    for rank in left:
        person = people[rank]
        same = homonyms.get(_name(person), [])
        alike = [candidate for candidate in same if not _two(person, candidate)]
        if len(alike) > 1:
            ids[rank] = None
        elif alike:
            same.remove(alike[0])
            ids[rank] = alike[0].id
        else:
            before = made.setdefault(_name(person), [])
            id = _made(person)
            if id and (same or before) and all(_two(person, other) for other in before):
                id = next(free for free in _numbered(id) if candidate_id(free) not in taken)
            ids[rank] = id
            taken |= {candidate_id(id)} if id else set()
            before.append(person)
    return ids


def _name(person: NamedPerson) -> tuple[str, str]:
    return bare(person.surname), bare(person.first_name)


def _made(person: NamedPerson) -> str:
    """An identifier made of a name: « zoe.le-goff »; empty where the letters of one of the two are not Latin."""
    both = [bare(name).replace(" ", "-") for name in (person.first_name, person.surname)]
    return ".".join(both) if all(both) else ""


def _numbered(id: str) -> Iterator[str]:
    """An identifier, then the same with the numbers that homonyms have: « camille.martin », « camille.martin.2 »."""
    yield id
    yield from (f"{id}.{number}" for number in itertools.count(2))


def _two(person: NamedPerson, other: NamedPerson) -> bool:
    """True if two people of one name are told to be two: by their births or, of two lines of a list where these say nothing, by their addresses."""
    if person.birth and other.birth:
        return person.birth != other.birth
    both_new = not other.id
    return bool(both_new and person.email and other.email and bare(person.email) != bare(other.email))
