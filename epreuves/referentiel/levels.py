"""The four levels of every criterion, and what each is worth."""

import functools
from enum import IntEnum
from fractions import Fraction


class Level(IntEnum):
    """One of the four levels a grader gives; its integer value is what is stored."""

    NOT_ACQUIRED = 0
    IN_PROGRESS = 1
    ACQUIRED = 2
    MASTERED = 3

    @property
    def label(self) -> str:
        """The word that graders and candidates read."""
        return _LABELS[self]

    @property
    def part(self) -> Fraction:
        """Share of the criterion's points, exact: 0, 1/3, 2/3, 1."""
        return Fraction(int(self), 3)

    def points(self, maximum: float) -> float:
        """Points earned at this level out of `maximum` points."""
        return float(self.part * Fraction(maximum))


_LABELS = {
    Level.NOT_ACQUIRED: "non acquis",
    Level.IN_PROGRESS: "en cours d'acquisition",
    Level.ACQUIRED: "acquis",
    Level.MASTERED: "maîtrisé",
}

LEVELS: tuple[Level, ...] = tuple(Level)


@functools.lru_cache(4096)
def nearest(points: float | Fraction, maximum: float | Fraction) -> Level:
    """The level whose points, out of `maximum`, are nearest to some; the lower of two as near."""
    return min(LEVELS, key=lambda level: abs(level.part * Fraction(maximum) - Fraction(points)))
