"""Variants of an épreuve: letters, sessions, tables, archives, and `preparer`, the candidate's first call."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from epreuves.variantes.attribution import variante
from epreuves.variantes.lettres import LETTRES

if TYPE_CHECKING:
    from epreuves.variantes.donnees import Donnees
    from epreuves.variantes.preparation import preparer

__all__ = ["LETTRES", "Donnees", "preparer", "variante"]


def __getattr__(name: str) -> Any:
    # It reads tables, with pandas, which takes half a second to load: those who only ask for a letter go without.
    if name in ("Donnees", "preparer"):
        return getattr(importlib.import_module("epreuves.variantes.preparation"), name)
    raise AttributeError(name)
