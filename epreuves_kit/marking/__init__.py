"""Answer against reference → score and sentence. Reads no notebook of a candidate, runs no code of theirs."""

from epreuves_kit.marking.marks import Mark, Mistake, Question, Scheme, mark
from epreuves_kit.marking.reference import compute

__all__ = ["Mark", "Mistake", "Question", "Scheme", "compute", "mark"]
