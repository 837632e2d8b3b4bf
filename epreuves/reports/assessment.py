"""What a candidate said of themselves, by compétence, as a report shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from epreuves.gradebook.record import Record
from epreuves.referentiel import referentiel
from epreuves.rubric.niveaux import NIVEAUX, Niveau


class Assessed(msgspec.Struct, frozen=True):
    """A compétence and the level that its candidate gives to it (None: none), with their words."""

    code: str
    title: str
    level: Niveau | None
    words: str


def assessments(codes: Iterable[str], record: Record | None) -> tuple[Assessed, ...]:
    """The self-assessment of these compétences; what cannot be read in it counts as not said."""
    told = _mapping(_mapping(record.autoevaluation if record else None).get("competences"))
    return tuple(_one(code, _mapping(told.get(code))) for code in codes)


def _one(code: str, told: Mapping[str, Any]) -> Assessed:
    level: Any = told.get("niveau")
    words = told.get("pourquoi")
    known = level in tuple(int(n) for n in NIVEAUX) and not isinstance(level, bool)
    return Assessed(
        code,
        referentiel().competence(code).groupe.titre,
        Niveau(level) if known else None,
        words if isinstance(words, str) else "",
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
