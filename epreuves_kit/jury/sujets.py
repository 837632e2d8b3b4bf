"""The sujet that each candidate sits, of an épreuve that has several; of the others, everybody sits the one there is.

Of the sujets that the session holds, it is that of the candidate's group, that of their seat (`places.csv`), that of their campus where
the session says one (`dates`), and else it is drawn with the session's key. Who handed in another all the same has sat that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from epreuves.answers.keys import fold
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import candidate_id, keyed
from epreuves.wording.errors import Faults
from epreuves_kit.course.folders import Course, meant
from epreuves_kit.jury import registrations
from epreuves_kit.referentiel.model import Epreuve
from epreuves_kit.variants import session
from epreuves_kit.variants.identity import Candidates
from epreuves_kit.variants.session import WrittenSitting


class Sujets:
    """The sujets of one épreuve in a course. held: those that the session holds, in the référentiel's order; the épreuve's own where it names none.

    Raises KitError, also Faults, where what says who sits which cannot be read.
    """

    def __init__(self, course: Course, epreuve: Epreuve) -> None:
        self.epreuve = epreuve
        self.held: tuple[EpreuveId, ...] = (epreuve.id,)
        self._handed: dict[EpreuveId, Candidates] = {}
        if not epreuve.other_sujets:
            return
        named = course.held()
        self.held = tuple(id for id in epreuve.sujets if id in named) or (epreuve.id,)
        self._handed = {id: Candidates(course.students(id)) for id in epreuve.sujets}
        if len(self.held) == 1:
            return
        self._placed = {id: _placed(course, id) for id in self.held}
        self._campus = registrations.campus(course.root)
        written = session.written(course.root)
        self._of_campus = {} if written is None else _by_campus(written[0].dates, self.held)
        taken = set(self._of_campus.values())
        self._drawn = tuple(id for id in self.held if id not in taken) or self.held
        self._key = session.read(course.root).key

    def given(self, candidate: str) -> EpreuveId:
        """The sujet that is a candidate's."""
        if len(self.held) == 1:
            return self.held[0]
        # A seat in each says nothing.
        if len(placed := [id for id, candidates in self._placed.items() if candidate in candidates]) == 1:
            return placed[0]
        if (own := self._of_campus.get(fold(self._campus.get(candidate, "")))) is not None:
            return own
        drawn = keyed(self._key, "sujet", self.epreuve.id, candidate_id(candidate))
        return self._drawn[int.from_bytes(drawn[:8], "big") % len(self._drawn)]

    def handed(self, candidate: str) -> list[EpreuveId]:
        """Those of which there is a copy of a candidate's."""
        return [id for id, students in self._handed.items() if candidate in students]

    def sat(self, candidate: str) -> EpreuveId:
        """The sujet that counts: the candidate's own, or else the first of which they handed a copy in."""
        given, handed = self.given(candidate), self.handed(candidate)
        return given if given in handed or not handed else handed[0]

    def remarks(self, candidate: str) -> Iterable[str]:
        """The sentences on what was handed in besides, or in place of, a candidate's own sujet."""
        given, sat = self.given(candidate), self.sat(candidate)
        if sat != given:
            yield f"{sat} : rendue à la place de {given}, qui lui revenait ; elle compte."
        yield from (
            f"{id} : rendue aussi, alors que {sat} lui revenait ; elle ne compte pas."
            for id in self.handed(candidate)
            if id != sat
        )


def _placed(course: Course, sujet: EpreuveId) -> Candidates:
    """Those who have a seat or a group at a sujet."""
    in_groups = (member.candidate for group in course.groups(sujet) or () for member in group.members)
    return Candidates((*course.seats(sujet), *in_groups))


def _by_campus(dates: Mapping[str, WrittenSitting], held: tuple[EpreuveId, ...]) -> dict[str, EpreuveId]:
    """The sujet of each campus that the sittings name, spelled to be compared. Raises Faults where a campus has two."""
    of_campus: dict[str, EpreuveId] = {}
    for name, sitting in dates.items():
        for id in meant(name, held):
            for campus in sitting.campus:
                if (other := of_campus.setdefault(fold(campus), id)) != id:
                    raise Faults(
                        f"{session.FILE}, champ « dates.{name}.campus » : « {campus} » est déjà celui de {other} ; gardez-le à l'un des deux."
                    )
    return of_campus


def sitters(course: Course, epreuve: Epreuve, sujet: EpreuveId) -> Callable[[str], bool]:
    """A predicate, True of a candidate whose copy of a sujet is the one that counts, or is waited for."""
    sujets = Sujets(course, epreuve)
    return lambda candidate: sujets.sat(candidate) == sujet
