"""Variants of an épreuve: letters, sessions, tables, archives, and `preparer`, the candidate's first call."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from epreuves.variants.attribution import LETTERS, variant

if TYPE_CHECKING:
    from epreuves.variants.preparation import Data, preparer

__all__ = ["LETTERS", "Data", "preparer", "variant"]


def __getattr__(name: str) -> Any:
    # It reads tables, with pandas, which takes half a second to load: those who only ask for a letter go without.
    if name in ("Data", "preparer"):
        return getattr(importlib.import_module("epreuves.variants.preparation"), name)
    raise AttributeError(name)
