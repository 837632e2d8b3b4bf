"""Variants of an épreuve: letters, sessions, tables, archives, and `preparer`, the candidate's first call."""

from epreuves.variantes.attribution import variante
from epreuves.variantes.erreurs import ErreurVariante
from epreuves.variantes.lettres import LETTRES
from epreuves.variantes.preparation import Donnees, preparer

__all__ = ["LETTRES", "Donnees", "ErreurVariante", "preparer", "variante"]
