"""The scheme of an épreuve on one variant: what each question expects, the ways it is known to go wrong."""

from __future__ import annotations

from typing import Any

import msgspec

from epreuves.answers.forms import Form


class Mistake(msgspec.Struct, frozen=True):
    """A wrong way worked out by the author: a code that no variant changes, its value, its sentence, the share it keeps."""

    code: str
    value: Any
    sentence: str
    part: float


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question on one variant.

    expected: canonical value of `form`; tolerance is relative, ecart absolute.
    depends: questions whose answers the reference uses, directly or not, in the order of the notebook.
    """

    id: str
    title: str
    points: float
    variable: str
    form: Form
    tolerance: float
    gap: float
    expected: Any
    mistakes: tuple[Mistake, ...] = ()
    depends: tuple[str, ...] = ()


class Scheme(msgspec.Struct, frozen=True):
    """All the questions of an épreuve on one variant, in the order of the notebook."""

    epreuve: str
    variant: str
    questions: tuple[Question, ...]

    @property
    def maximum(self) -> float:
        """Points that the machine can give."""
        return sum(q.points for q in self.questions)

    def question(self, id: str) -> Question | None:
        """The question of that id, or None."""
        return next((q for q in self.questions if q.id == id), None)
