"""Answer against reference → score and sentence. Reads no notebook of a candidate, runs no code of theirs."""

from epreuves.marking.marks import Mark, mark
from epreuves.marking.reference import compute
from epreuves.marking.scheme import Mistake, Question, Scheme

__all__ = ["Mark", "Mistake", "Question", "Scheme", "compute", "mark"]
