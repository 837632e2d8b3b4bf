"""The sujet that each candidate sits, of an épreuve that has several; of the others, everybody sits the one there is.

Of the sujets that the session holds, it is that of the candidate's group, that of their seat (`places.csv`), that of their campus where
the session says one (`dates`), and else it is drawn with the session's key. Who handed in another all the same has sat that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from epreuves.answers.keys import fold
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import candidate_id, keyed
from epreuves.wording.errors import Faults
from epreuves.wording.french import listed
from epreuves_kit.course.folders import Course, meant
from epreuves_kit.jury import registrations
from epreuves_kit.referentiel.model import Epreuve
from epreuves_kit.variants import session
from epreuves_kit.variants.identity import ByCandidate, Candidates
from epreuves_kit.variants.session import WrittenSitting


class Sujets(msgspec.Struct, frozen=True):
    """The sujets of one épreuve in a course.

    held: those that the session holds, in the référentiel's order; handed_in: of each sujet, those of whom there is a copy; placed: those who have a seat
    or a group at it. of_campus: the sujet of each candidate whose campus has one; drawn: those among which the key draws for the others.
    """

    epreuve: Epreuve
    held: tuple[EpreuveId, ...]
    handed_in: dict[EpreuveId, Candidates] = {}
    placed: dict[EpreuveId, Candidates] = {}
    of_campus: ByCandidate[EpreuveId] = msgspec.field(default_factory=ByCandidate)
    drawn: tuple[EpreuveId, ...] = ()
    key: str = ""

    @classmethod
    def read(cls, course: Course, epreuve: Epreuve) -> Sujets:
        """Those of a course. Raises KitError, also Faults, where what says who sits which cannot be read."""
        if not epreuve.other_sujets:
            return cls(epreuve, epreuve.sujets)
        named = course.held()
        held = tuple(id for id in epreuve.sujets if id in named) or (epreuve.id,)
        handed_in = {id: Candidates(course.students(id)) for id in epreuve.sujets}
        if len(held) == 1:
            return cls(epreuve, held, handed_in)
        placed = {id: _placed(course, id) for id in held}
        campuses = registrations.campus(course.root)
        written = session.written(course.root)
        by_campus = {} if written is None else _by_campus(written[0].dates, held, campuses)
        of_campus = ByCandidate(
            (candidate, by_campus[fold(own)]) for candidate, own in campuses.items() if fold(own) in by_campus
        )
        drawn = tuple(id for id in held if id not in by_campus.values()) or held
        return cls(epreuve, held, handed_in, placed, of_campus, drawn, session.read(course.root).key)

    def given(self, candidate: str) -> EpreuveId:
        """The sujet that is a candidate's."""
        if len(self.held) == 1:
            return self.held[0]
        # A seat in each says nothing.
        if len(placed := [id for id, candidates in self.placed.items() if candidate in candidates]) == 1:
            return placed[0]
        if (own := self.of_campus.get(candidate)) is not None:
            return own
        drawn = keyed(self.key, "sujet", self.epreuve.id, candidate_id(candidate))
        return self.drawn[int.from_bytes(drawn[:8], "big") % len(self.drawn)]

    def handed(self, candidate: str) -> list[EpreuveId]:
        """Those of which there is a copy of a candidate's."""
        return [id for id, students in self.handed_in.items() if candidate in students]

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
            f"{id} : rendue aussi, alors que {given} lui revenait ; elle ne compte pas."
            for id in self.handed(candidate)
            if id != sat
        )


def _placed(course: Course, sujet: EpreuveId) -> Candidates:
    """Those who have a seat or a group at a sujet."""
    in_groups = (member.candidate for group in course.groups(sujet) or () for member in group.members)
    return Candidates((*course.seats(sujet), *in_groups))


def _by_campus(
    dates: Mapping[str, WrittenSitting], held: tuple[EpreuveId, ...], campuses: Mapping[str, str]
) -> dict[str, EpreuveId]:
    """The sujet of each campus that the sittings name, spelled to be compared. Raises Faults where a campus has two, or is nobody's."""
    written = {fold(campus): campus for campus in campuses.values()}
    of_campus: dict[str, EpreuveId] = {}
    for name, sitting in dates.items():
        for id in meant(name, held):
            for campus in sitting.campus:
                if (other := of_campus.setdefault(fold(campus), id)) != id:
                    wrong = f"« {campus} » est déjà celui de {other} ; gardez-le à l'un des deux."
                elif written and fold(campus) not in written:
                    wrong = f"« {campus} » n'est le campus d'aucun candidat ; ceux de la liste sont {listed(sorted(written.values()))}."
                else:
                    continue
                raise Faults(f"{session.FILE}, champ « dates.{name}.campus » : {wrong}")
    return of_campus
