"""The help allowed at an épreuve, in the words that candidates, graders and a jury read."""

from __future__ import annotations

from typing import Literal

import msgspec

from epreuves.wording.french import listed
from epreuves.wording.typography import spaced

#: « declarer » is « yes, if it is declared »; nothing is said of what is empty.
Permission = Literal["", "oui", "non", "declarer"]

_NAMED = {
    "documents": "vos documents",
    "internet": "internet",
    "ai": "l'intelligence artificielle",
    "calculator": "la calculatrice (ou le tableur)",
    "person": "l'aide d'une autre personne",
}
_OPENINGS = {"oui": "Autorisé", "declarer": "Autorisé à condition de le déclarer", "non": "Interdit"}


class Allowed(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename={"ai": "ia", "calculator": "calculatrice", "person": "aide"},
):
    """The permissions of an épreuve, one a kind of help."""

    documents: Permission = ""
    internet: Permission = ""
    ai: Permission = ""
    calculator: Permission = ""
    person: Permission = ""

    def over(self, usual: Allowed) -> Allowed:
        """These permissions, with the usual ones where they say nothing."""
        mine = {name: value for name, value in msgspec.structs.asdict(self).items() if value}
        return msgspec.structs.replace(usual, **mine)

    @property
    def declared(self) -> tuple[str, ...]:
        """The kinds of help that are allowed if they are declared, as a sentence names them."""
        return tuple(name for field, name in _NAMED.items() if getattr(self, field) == "declarer")

    @property
    def sentences(self) -> tuple[str, ...]:
        """« Autorisé : vos documents et la calculatrice. », « Interdit : internet. »: one for each permission that is given."""
        by_permission = {
            opening: [name for field, name in _NAMED.items() if getattr(self, field) == permission]
            for permission, opening in _OPENINGS.items()
        }
        return tuple(spaced(f"{opening} : {listed(names)}.") for opening, names in by_permission.items() if names)
