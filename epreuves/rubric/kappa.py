"""Cohen's weighted kappa between two graders, with its interval; a case where it says nothing has its sentence.

Sources: J. Cohen, « Weighted kappa », Psychological Bulletin 70 (1968), 213-220; the standard error is that of J. L. Fleiss,
J. Cohen and B. S. Everitt, « Large sample standard errors of kappa and weighted kappa », Psychological Bulletin 72 (1969),
323-327, their formula for a kappa that is not supposed to be zero.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from epreuves.rubric.niveaux import NIVEAUX
from epreuves.wording.french import counted

Weights = Literal["linear", "quadratic"]
#: Below it the standard error, which holds for large samples, would promise what it does not hold.
FEWEST_PAIRS = 10
#: Of the normal law: 95 % lie within.
_Z = 1.959963984540054
#: Above each value (zero included), the words of J. R. Landis and G. G. Koch, Biometrics 33 (1977), 159-174, table 2.
_READINGS = (
    (0.8, "presque parfait"),
    (0.6, "fort"),
    (0.4, "modéré"),
    (0.2, "faible"),
    (0.0, "très faible"),
    (-math.inf, "pire que le hasard"),
)


class Kappa(msgspec.Struct, frozen=True):
    """Agreement beyond chance: 1 where always the same level, 0 as by chance; `reason` says why a figure lacks."""

    pairs: int
    value: float | None = None
    error: float | None = None  # standard error
    low: float | None = None  # bounds of the 95 % interval, within [-1, 1]
    high: float | None = None
    reason: str = ""


def weights(kind: Weights, size: int = len(NIVEAUX)) -> NDArray[np.float64]:
    """Weights of agreement, `size` × `size`: 1 on the diagonal, 0 between the first level and the last."""
    distance = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / (size - 1)
    return 1 - (distance if kind == "linear" else distance**2)


def table(pairs: Iterable[tuple[int, int]], size: int = len(NIVEAUX)) -> NDArray[np.int64]:
    """How many times each pair of levels was given: rows for the first grader, columns for the second."""
    counts = np.zeros((size, size), dtype=np.int64)
    for first, second in pairs:
        if not (0 <= first < size and 0 <= second < size):
            raise ValueError(f"niveaux {first} et {second} : attendus de 0 à {size - 1}")
        counts[first, second] += 1
    return counts


def kappa(pairs: Sequence[tuple[int, int]], kind: Weights = "quadratic") -> Kappa:
    """Kappa on pairs of levels from 0 to 3; it lacks below `FEWEST_PAIRS` pairs and where both give one level only.

    ValueError for a level outside of 0 to 3.
    """
    if len(pairs) < FEWEST_PAIRS:
        said = f"{counted(len(pairs), 'copie jugée')} deux fois : il en faut {FEWEST_PAIRS} au moins"
        return Kappa(len(pairs), reason=said)
    return kappa_of_table(table(pairs), weights(kind))


def kappa_of_table(counts: NDArray[np.int64], weight: NDArray[np.float64]) -> Kappa:
    """Kappa of a square table of counts with weights of agreement (1 on the diagonal, at most 1 elsewhere)."""
    total = int(counts.sum())
    if not total:
        return Kappa(0, reason="aucune copie jugée deux fois")
    if np.count_nonzero(counts) == 1:
        row, column = (int(at[0]) for at in np.nonzero(counts))
        if row == column:
            return Kappa(total, reason=f"tous deux n'ont donné que le niveau {row} : rien ne dit si c'est un accord ou une habitude")  # fmt: skip
        return Kappa(total, reason=f"l'un n'a donné que le niveau {row}, l'autre que le niveau {column}")
    share = counts / total
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed = float((weight * share).sum())
    expected = float(rows @ weight @ columns)
    value = (observed - expected) / (1 - expected)
    for grader, axis in (("le premier", 1), ("le second", 0)):
        given = np.flatnonzero(counts.sum(axis=axis))
        if len(given) == 1:
            # Observed and expected agreement are then the same number, whatever the other did.
            said = f"{grader} correcteur n'a donné que le niveau {given[0]} : le kappa ne peut qu'être nul"
            return Kappa(total, value=0.0, reason=said)
    if not counts[~np.eye(len(counts), dtype=bool)].any():
        # The formula would give an error of zero: certainty, from however few copies.
        return Kappa(total, value=1.0, reason="accord complet : l'intervalle ne se calcule pas")
    means = (weight @ columns)[:, None] + (rows @ weight)[None, :]
    spread = float((share * (weight * (1 - expected) - means * (1 - observed)) ** 2).sum())
    variance = (spread - (observed * expected - 2 * expected + observed) ** 2) / (total * (1 - expected) ** 4)
    error = math.sqrt(max(variance, 0.0))
    return Kappa(total, value, error, max(value - _Z * error, -1.0), min(value + _Z * error, 1.0))


def pooled(judged: Sequence[tuple[Hashable, int, int]], kind: Weights = "quadratic") -> Kappa:
    """Kappa on (copy, level, level) of several criteria at once; the interval takes each copy for one piece of evidence.

    Levels of one copy resemble each other: the standard error is the jackknife's, a copy left out at a time (B. Efron and
    C. Stein, Annals of Statistics 9 (1981), 586-596). It lacks below `FEWEST_PAIRS` copies.
    """
    weight, size = weights(kind), len(NIVEAUX)
    by_copy: dict[Hashable, NDArray[np.int64]] = {}
    for copy, first, second in judged:
        by_copy.setdefault(copy, np.zeros((size, size), dtype=np.int64))
        by_copy[copy] += table([(first, second)])
    count = len(by_copy)
    if count < FEWEST_PAIRS:
        said = f"{counted(count, 'copie jugée')} deux fois : il en faut {FEWEST_PAIRS} au moins"
        return Kappa(len(judged), reason=said)
    whole = sum(by_copy.values(), np.zeros((size, size), dtype=np.int64))
    found = kappa_of_table(whole, weight)
    if found.value is None or found.low is None:
        return found
    without = [kappa_of_table(whole - one, weight).value for one in by_copy.values()]
    if None in without:
        return Kappa(
            len(judged),
            found.value,
            reason="sans l'une des copies il ne se calcule plus : l'intervalle non plus",
        )
    values = np.array(without, float)
    error = math.sqrt((count - 1) / count * float(((values - values.mean()) ** 2).sum()))
    return Kappa(
        len(judged),
        found.value,
        error,
        max(found.value - _Z * error, -1.0),
        min(found.value + _Z * error, 1.0),
    )


def reading(found: Kappa) -> str:
    """A kappa in plain French, in Landis and Koch's words, with how far the interval leaves it open."""
    if found.value is None:
        return found.reason
    said = f"accord {_word(found.value)}"
    if found.low is None or found.high is None:
        return f"{said} ({found.reason})" if found.reason else said
    low, high = _word(found.low), _word(found.high)
    return said if low == high else f"{said} (d'après l'intervalle, de {low} à {high})"


def _word(value: float) -> str:
    return next(word for bound, word in _READINGS if value > bound or value == bound == 0)
