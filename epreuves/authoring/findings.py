"""What the lint finds, as values; rendering is the command's."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["erreur", "avertissement"]


class Finding(msgspec.Struct, frozen=True):
    """One finding: the rule's slug, the épreuve, and where it can be told the file, the cell and the line."""

    rule: str
    epreuve: str
    message: str
    level: Level = "erreur"
    file: str = ""
    cell: str = ""
    line: int = 0

    def sentence(self) -> str:
        """The finding in one French sentence: where, what, and the rule in brackets."""
        layout = [
            self.file or self.epreuve,
            *([f"ligne {self.line}"] if self.line else []),
            *([f"cellule « {self.cell} »"] if self.cell else []),
        ]
        return f"{self.level} — {', '.join(layout)} : {self.message} [{self.rule}]"
