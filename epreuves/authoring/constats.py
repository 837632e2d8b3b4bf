"""What the lint finds, as values; rendering is the command's."""

from __future__ import annotations

from typing import Literal

import msgspec

Niveau = Literal["erreur", "avertissement"]


class Constat(msgspec.Struct, frozen=True):
    """One finding: the rule's slug, the épreuve, and where it can be told the file, the cell and the line."""

    regle: str
    epreuve: str
    message: str
    niveau: Niveau = "erreur"
    fichier: str = ""
    cellule: str = ""
    ligne: int = 0

    def phrase(self) -> str:
        """The finding in one French sentence: where, what, and the rule in brackets."""
        lieux = [
            self.fichier or self.epreuve,
            *([f"ligne {self.ligne}"] if self.ligne else []),
            *([f"cellule « {self.cellule} »"] if self.cellule else []),
        ]
        return f"{self.niveau} — {', '.join(lieux)} : {self.message} [{self.regle}]"
