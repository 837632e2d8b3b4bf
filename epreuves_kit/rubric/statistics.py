"""Statistics of graders' levels: Cohen's weighted kappa, severity and its drift, each with its interval.

Drift is the slope of a least-squares line, one of the simple ways of C. M. Myford and E. W. Wolfe, « Monitoring rater
performance over time », Journal of Educational Measurement 46 (2009), 371-389: marks against those of a co-grader, or against
the grader's own mean, in the order in which they were given. Judgements of one copy resemble each other: the interval takes
each copy for one piece of evidence (K.-Y. Liang and S. L. Zeger, Biometrika 73 (1986), 13-22, with the correction G/(G-1)).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from epreuves.referentiel.levels import LEVELS
from epreuves.wording.french import counted

#: Fewer copies than that say nothing of a trend.
FEWEST_COPIES = 10


class Estimate(msgspec.Struct, frozen=True):
    """A figure with its 95 % interval, in levels; `reason` says why it lacks."""

    copies: int
    value: float | None = None
    error: float | None = None  # standard error
    low: float | None = None
    high: float | None = None
    reason: str = ""

    @property
    def marked(self) -> bool:
        """True if zero is outside of the interval."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def slope(x: ArrayLike, y: Sequence[float], copies: Sequence[Hashable] | None = None) -> Estimate:
    """Slope of `y` against `x` by least squares; interval by Student's law, robust where `copies` names what goes together."""
    across, up = np.asarray(x, float), np.asarray(y, float)
    groups = list(copies) if copies is not None else list(range(len(across)))
    count = len(set(groups))
    if count < FEWEST_COPIES:
        return Estimate(count, reason=_few(count))
    centred = across - across.mean()
    squares = float(centred @ centred)
    if squares == 0:
        return Estimate(count, reason="tous les niveaux sont arrivés ensemble : leur ordre n'est pas connu")
    value = float(centred @ up) / squares
    residuals = up - up.mean() - value * centred
    if copies is None:
        freedom = len(across) - 2
        error = math.sqrt(float(residuals @ residuals) / freedom / squares)
    else:
        freedom = count - 1
        sums: dict[Hashable, float] = {}
        for group, score in zip(groups, centred * residuals, strict=True):
            sums[group] = sums.get(group, 0.0) + float(score)
        error = math.sqrt(count / freedom * sum(s * s for s in sums.values())) / squares
    return _student(count, value, error, freedom)


def drift(order: Sequence[float], gap: Sequence[float], copies: Sequence[Hashable] | None = None) -> Estimate:
    """By how many levels `gap` changes from the first judgement to the last; `order` is anything that grows with time.

    Equal times share their mean rank. `gap` is the grader's level less the co-grader's, or less the grader's own mean.
    """
    from scipy.stats import rankdata

    ranks = rankdata(order) if len(order) else np.zeros(0)
    return slope((ranks - 1) / max(len(ranks) - 1, 1), gap, copies)


def severity(gap: Sequence[float], copies: Sequence[Hashable]) -> Estimate:
    """Mean difference of level between two graders, by Student's paired interval on the means of the copies."""
    means: dict[Hashable, list[float]] = {}
    for copy, difference in zip(copies, gap, strict=True):
        means.setdefault(copy, []).append(difference)
    values = np.array([sum(gaps) / len(gaps) for gaps in means.values()])
    if len(values) < FEWEST_COPIES:
        return Estimate(len(values), reason=_few(len(values)))
    value = float(values.mean())
    return _student(len(values), value, float(values.std(ddof=1)) / math.sqrt(len(values)), len(values) - 1)


def _student(count: int, value: float, error: float, freedom: int) -> Estimate:
    """A figure with its interval by Student's law."""
    from scipy.stats import t

    margin = float(t.ppf(0.975, freedom)) * error
    return Estimate(count, value, error, value - margin, value + margin)


def _few(count: int) -> str:
    return f"{counted(count, 'copie')} : il en faut {FEWEST_COPIES} au moins"


Weights = Literal["linear", "quadratic"]
#: Below it the standard error, which holds for large samples, would promise what it does not hold.
FEWEST_PAIRS = 10
#: Of the normal law: 95 % lie within.
_Z = 1.959963984540054
#: Sums of shares and weights that should be equal differ by less.
_ROUNDING = 1e-12
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


def weights(kind: Weights, size: int = len(LEVELS)) -> NDArray[np.float64]:
    """Weights of agreement, `size` × `size`: 1 on the diagonal, 0 between the first level and the last."""
    distance = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / (size - 1)
    return 1 - (distance if kind == "linear" else distance**2)


def table(pairs: Iterable[tuple[int, int]], size: int = len(LEVELS)) -> NDArray[np.int64]:
    """The number of times that each pair of levels was given: rows for the first grader, columns for the second."""
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
        reason = f"{counted(len(pairs), 'copie jugée')} deux fois : il en faut {FEWEST_PAIRS} au moins"
        return Kappa(len(pairs), reason=reason)
    return kappa_of_table(table(pairs), weights(kind))


def kappa_of_table(counts: NDArray[np.int64], weight: NDArray[np.float64]) -> Kappa:
    """Kappa of a square table of counts with weights of agreement (1 on the diagonal, at most 1 elsewhere)."""
    total = int(counts.sum())
    if not total:
        return Kappa(0, reason="aucune copie jugée deux fois")
    if np.count_nonzero(counts) == 1:
        row, column = (int(at[0]) for at in np.nonzero(counts))
        if row == column:
            return Kappa(
                total,
                reason=f"tous deux n'ont donné que le niveau {row} : rien ne dit si c'est un accord ou une habitude",
            )
        return Kappa(total, reason=f"l'un n'a donné que le niveau {row}, l'autre que le niveau {column}")
    share = counts / total
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed = float((weight * share).sum())
    expected = float(rows @ weight @ columns)
    value = (observed - expected) / (1 - expected)
    value = 0.0 if abs(value) < _ROUNDING else value
    for grader, axis in (("le premier", 1), ("le second", 0)):
        given = np.flatnonzero(counts.sum(axis=axis))
        if len(given) == 1:
            # Observed and expected agreement are then the same number, whatever the other did.
            reason = f"{grader} correcteur n'a donné que le niveau {given[0]} : le kappa ne peut qu'être nul"
            return Kappa(total, value=0.0, reason=reason)
    if not counts[~np.eye(len(counts), dtype=bool)].any():
        # The formula would give an error of zero: certainty, from however few copies.
        return Kappa(total, value=1.0, reason="accord complet : l'intervalle ne se calcule pas")
    means = (weight @ columns)[:, None] + (rows @ weight)[None, :]
    spread = float((share * (weight * (1 - expected) - means * (1 - observed)) ** 2).sum())
    variance = (spread - (observed * expected - 2 * expected + observed) ** 2) / (total * (1 - expected) ** 4)
    if variance < _ROUNDING:
        return Kappa(
            total, value=value, reason="l'erreur est nulle d'après la formule : l'intervalle ne se calcule pas"
        )
    return _normal(total, value, math.sqrt(variance))


def pooled(judged: Sequence[tuple[Hashable, int, int]], kind: Weights = "quadratic") -> Kappa:
    """Kappa on (copy, level, level) of several criteria at once; the interval takes each copy for one piece of evidence.

    Levels of one copy resemble each other: the standard error is the jackknife's, a copy left out at a time (B. Efron and
    C. Stein, Annals of Statistics 9 (1981), 586-596). It lacks below `FEWEST_PAIRS` copies.
    """
    weight = weights(kind)
    by_copy: dict[Hashable, list[tuple[int, int]]] = {}
    for copy, first, second in judged:
        by_copy.setdefault(copy, []).append((first, second))
    count = len(by_copy)
    if count < FEWEST_PAIRS:
        reason = f"{counted(count, 'copie jugée')} deux fois : il en faut {FEWEST_PAIRS} au moins"
        return Kappa(len(judged), reason=reason)
    tables = np.array([table(pairs) for pairs in by_copy.values()])
    whole = tables.sum(axis=0)
    all_copies = kappa_of_table(whole, weight)
    if all_copies.value is None or all_copies.low is None:
        return all_copies
    without = [kappa_of_table(whole - table_of_copy, weight).value for table_of_copy in tables]
    if None in without:
        reason = "sans l'une des copies il ne se calcule plus : l'intervalle non plus"
        return Kappa(len(judged), all_copies.value, reason=reason)
    values = np.array(without, float)
    error = math.sqrt((count - 1) / count * float(((values - values.mean()) ** 2).sum()))
    return _normal(len(judged), all_copies.value, error)


def _normal(pairs: int, value: float, error: float) -> Kappa:
    """A kappa with its interval by the normal law, as far as a kappa goes."""
    return Kappa(pairs, value, error, max(value - _Z * error, -1.0), min(value + _Z * error, 1.0))


def reading(agreement: Kappa) -> str:
    """A kappa in plain French, in Landis and Koch's words, with how far the interval leaves it open."""
    if agreement.value is None:
        return agreement.reason
    sentence = f"accord {_word(agreement.value)}"
    if agreement.low is None or agreement.high is None:
        return f"{sentence} ({agreement.reason})" if agreement.reason else sentence
    low, high = _word(agreement.low), _word(agreement.high)
    return sentence if low == high else f"{sentence} (d'après l'intervalle, de {low} à {high})"


def _word(value: float) -> str:
    return next(word for bound, word in _READINGS if value > bound or value == bound == 0)
