"""What can go wrong in the jury's work; every message is a French sentence that says what to do.

ErreurJury
├── ErreurRegles     jury.yaml or inscriptions.csv cannot be applied
├── ErreurEssais     a sheet of the professionals' marks cannot be taken
└── ErreurOral       the sheet of an oral cannot be kept
"""

from __future__ import annotations

from collections.abc import Iterable


class ErreurJury(Exception):
    """The base of all errors of the jury's work; shown in a notebook as its sentence alone."""

    def _render_traceback_(self) -> list[str]:
        """IPython's hook: a juror reads the sentence, not forty lines of our own code."""
        return [f"⚠ {self}"]


class _Plusieurs(ErreurJury):
    """`erreurs` are all that is wrong in a file, a sentence each, in the order of its lines."""

    def __init__(self, erreurs: Iterable[str]) -> None:
        self.erreurs = tuple(erreurs)
        super().__init__("\n".join(self.erreurs))


class ErreurRegles(_Plusieurs):
    """`jury.yaml` or `inscriptions.csv` cannot be applied; nothing of it is."""


class ErreurEssais(_Plusieurs):
    """A sheet of the professionals' marks cannot be taken; nothing of it is."""


class ErreurOral(ErreurJury):
    """What a juror gave at an oral cannot be kept."""
