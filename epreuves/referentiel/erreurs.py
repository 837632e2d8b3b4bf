"""Errors of the référentiel.

    Erreur
    ├── DonneesInvalides      the YAML files contradict the model or one another
    ├── CodeInconnu           a well-formed code, identifier or slug that the référentiel does not hold
    ├── CodeMalForme          a text that is no code at all
    └── DocumentIllisible     the official document cannot be read
        ├── DocumentAbsent    no such file, a folder, no right to read it
        ├── DocumentVide      nothing but blanks
        ├── DocumentBinaire   a PDF, a word processor's file, anything that is not text
        └── DocumentEtranger  text, but not the référentiel's table

Every message is French and says what was expected, what was received and what to do.
"""

import msgspec


class Erreur(Exception):
    """Root of the référentiel's errors."""


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


class DonneesInvalides(Erreur, ValueError):
    """The data files hold at least one fault; `problemes` has them all, in reading order."""

    def __init__(self, problemes: tuple[Probleme, ...]):
        self.problemes = problemes
        super().__init__("\n".join(str(probleme) for probleme in problemes))


class CodeMalForme(Erreur, ValueError):
    """A text is neither a code of the référentiel nor the slug of one."""


class CodeInconnu(Erreur, LookupError):
    """A code has the right form but names nothing."""


class DocumentIllisible(Erreur):
    """The official document cannot be compared with the labels."""


class DocumentAbsent(DocumentIllisible):
    """The path leads to no readable file."""


class DocumentVide(DocumentIllisible):
    """The file holds no text."""


class DocumentBinaire(DocumentIllisible):
    """The file is not plain text."""


class DocumentEtranger(DocumentIllisible):
    """The file is text, but not the référentiel's table."""
