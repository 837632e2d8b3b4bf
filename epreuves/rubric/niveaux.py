"""The four levels of every criterion, and what each is worth."""

from enum import IntEnum
from fractions import Fraction


class Niveau(IntEnum):
    """One of the four levels a grader gives; its integer value is what is stored."""

    NON_ACQUIS = 0
    EN_COURS = 1
    ACQUIS = 2
    MAITRISE = 3

    @property
    def libelle(self) -> str:
        """What graders and candidates read."""
        return _LIBELLES[self]

    @property
    def part(self) -> Fraction:
        """Share of the criterion's points, exact: 0, 1/3, 2/3, 1."""
        return Fraction(int(self), 3)

    def points(self, maximum: float) -> float:
        """Points earned at this level out of `maximum` points."""
        return float(self.part * Fraction(maximum))


_LIBELLES = {
    Niveau.NON_ACQUIS: "non acquis",
    Niveau.EN_COURS: "en cours d'acquisition",
    Niveau.ACQUIS: "acquis",
    Niveau.MAITRISE: "maîtrisé",
}

NIVEAUX: tuple[Niveau, ...] = tuple(Niveau)
