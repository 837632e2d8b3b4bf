"""What a grader typed in a cell, read as a level or as a comment; a cell that cannot be is told in French."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Any

from epreuves.rubric.known import LONGEST
from epreuves.rubric.niveaux import NIVEAUX
from epreuves.rubric.workbook_layout import clean, kept
from epreuves.wording.errors import KitError
from epreuves.wording.french import significant

_EXPECTED = "un niveau de 0 à 3, ou son nom (" + ", ".join(n.libelle for n in NIVEAUX) + ")"
_RANKED = re.compile(r"([0-3])(?:\s*[-—–·:.]\s*(.+))?")
_SHOWN = 60
_LONGEST_LEVEL = 100


class CaseRefusee(KitError):
    """What was read and what is expected: the end of a sentence that names the cell."""


def level(cell: Any) -> int | None:
    """A level from 0 to 3, or None for an empty cell."""
    value = _plain(cell, _EXPECTED)
    if value is None:
        return None
    if isinstance(value, int | float) and value in (0, 1, 2, 3):
        return int(value)
    if isinstance(value, str):
        said = _folded(value)
        if not said:
            return None
        if said in _NAMES:
            return _NAMES[said]
        found = _RANKED.fullmatch(said)
        if found and (found[2] is None or _NAMES.get(found[2]) == int(found[1])):
            return int(found[1])
    raise CaseRefusee(f"« {shown(value)} » reçu, attendu {_EXPECTED}")


def comment(cell: Any) -> str:
    """A comment, empty for an empty cell; a number typed is the text that was typed."""
    value = _plain(cell, "un texte")
    if value is None:
        return ""
    if not isinstance(value, str):
        value = significant(value, 6, grouped=False)
    said = clean(value)
    if len(said) > LONGEST:
        raise CaseRefusee(f"{len(said)} caractères reçus, attendu {LONGEST} au plus")
    return kept(said)


def text(cell: Any) -> str:
    """The text of a cell that nobody should have changed."""
    value = cell.value
    return clean("" if value is None else str(value))


def _plain(cell: Any, expected: str) -> str | int | float | None:
    """A text or a number; formulas, errors, dates and true-or-false are none."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return None
    if kind == "f":
        formula = value if isinstance(value, str) else getattr(value, "text", "") or "=…"
        raise CaseRefusee(f"une formule reçue ({shown(formula)}), attendu {expected} : tapez la valeur")
    if kind == "e":
        raise CaseRefusee(f"l'erreur {shown(value)} reçue, attendu {expected}")
    if kind == "b" or isinstance(value, bool):
        raise CaseRefusee(f"{'VRAI' if value else 'FAUX'} reçu, attendu {expected}")
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        raise CaseRefusee(f"une date ou une heure reçue ({shown(value)}), attendu {expected}")
    return value


def _folded(said: str) -> str:
    """A text without case, accents or typographic apostrophes."""
    # No level has so many characters; what is longer is only told apart from them.
    brief = " ".join(said.split())[:_LONGEST_LEVEL]
    bare = unicodedata.normalize("NFD", brief.replace("’", "'").casefold())
    return "".join(c for c in bare if not unicodedata.combining(c))


_NAMES = {_folded(n.libelle): int(n) for n in NIVEAUX} | {
    "en cours": 1, "acquise": 2, "maitrisee": 3, "non acquise": 0,
}  # fmt: skip


def shown(value: object) -> str:
    """A value on one line, cut where it is long."""
    said = " ".join(str(value).split())
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
