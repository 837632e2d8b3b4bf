"""Errors of the référentiel.

    KitError
    ├── DonneesInvalides      the YAML files contradict the model or one another
    ├── CodeInconnu           a well-formed code, identifier or slug that the référentiel does not hold
    └── CodeMalForme          a text that is no code at all

Every message is French and says what was expected, what was received and what to do.
"""

import msgspec

from epreuves.wording.errors import Faults, KitError


class Probleme(msgspec.Struct, frozen=True):
    """One fault of the data: which file, which entry, which field, and what is wrong."""

    fichier: str
    entree: str
    champ: str
    raison: str

    def __str__(self) -> str:
        lieu = [self.fichier]
        if self.entree:
            lieu.append(self.entree)
        if self.champ:
            lieu.append(f"champ « {self.champ} »")
        return f"{', '.join(lieu)} : {self.raison}"


class DonneesInvalides(Faults, ValueError):
    """The data files hold at least one fault; `problemes` has them all, in reading order."""

    def __init__(self, problemes: tuple[Probleme, ...]):
        self.problemes = problemes
        super().__init__(*map(str, problemes))


class CodeMalForme(KitError, ValueError):
    """A text is neither a code of the référentiel nor the slug of one."""


class CodeInconnu(KitError, LookupError):
    """A code has the right form but names nothing."""
