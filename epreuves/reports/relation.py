"""Whether what the machine marks and what graders judge go together, copy by copy."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from epreuves.reports.items import FEWEST_COPIES, correlation

#: Of the normal law: 95 % lie within.
_Z = 1.959963984540054


class Relation(msgspec.Struct, frozen=True):
    """Pearson's correlation with its 95 % interval, -1 to 1; without value, `reason` says why, in French."""

    copies: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""


def relation(machine: Sequence[float], rubric: Sequence[float]) -> Relation:
    """Correlate two shares of the same copies; interval by R. A. Fisher's transformation (Metron 1 (1921), 3-32)."""
    copies = len(machine)
    if copies < FEWEST_COPIES:
        return Relation(copies, reason=f"trop peu de copies : il en faut {FEWEST_COPIES} au moins")
    value = correlation(machine, rubric)
    if value is None:
        return Relation(copies, reason="l'une des deux parts est la même dans toutes les copies")
    if abs(value) > 1 - 1e-12:
        return Relation(copies, value, value, value)
    across, margin = math.atanh(value), _Z / math.sqrt(copies - 3)
    return Relation(copies, value, math.tanh(across - margin), math.tanh(across + margin))
