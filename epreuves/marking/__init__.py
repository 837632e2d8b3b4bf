"""Answer against reference → score and sentence. Reads no notebook of a candidate, runs no code of theirs."""

from epreuves.marking.bareme import Bareme, Mistake, Question
from epreuves.marking.notation import Mark, mark
from epreuves.marking.reference import compute

__all__ = ["Bareme", "Mark", "Mistake", "Question", "compute", "mark"]
