"""A grader's severity against the other, and whether it drifts from the first copy to the last.

Drift is the slope of a least-squares line, one of the simple ways of C. M. Myford and E. W. Wolfe, « Monitoring rater
performance over time », Journal of Educational Measurement 46 (2009), 371-389: marks against those of a co-grader, or against
the grader's own mean, in the order in which they were given. Judgements of one copy resemble each other: the interval takes
each copy for one piece of evidence (K.-Y. Liang and S. L. Zeger, Biometrika 73 (1986), 13-22, with the correction G/(G-1)).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import msgspec
import numpy as np
from numpy.typing import ArrayLike

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
        """Whether zero is outside of the interval."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def slope(x: ArrayLike, y: Sequence[float], copies: Sequence[Hashable] | None = None) -> Estimate:
    """Slope of `y` against `x` by least squares; interval by Student's law, robust where `copies` names what goes together."""
    from scipy.stats import t

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
    margin = float(t.ppf(0.975, freedom)) * error
    return Estimate(count, value, error, value - margin, value + margin)


def drift(order: Sequence[float], gap: Sequence[float], copies: Sequence[Hashable] | None = None) -> Estimate:
    """By how many levels `gap` changes from the first judgement to the last; `order` is anything that grows with time.

    Equal times share their mean rank. `gap` is the grader's level less the co-grader's, or less the grader's own mean.
    """
    from scipy.stats import rankdata

    ranks = rankdata(order) if len(order) else np.zeros(0)
    return slope((ranks - 1) / max(len(ranks) - 1, 1), gap, copies)


def severity(gap: Sequence[float], copies: Sequence[Hashable]) -> Estimate:
    """Mean difference of level between two graders, by Student's paired interval on the means of the copies."""
    from scipy.stats import t

    means: dict[Hashable, list[float]] = {}
    for copy, difference in zip(copies, gap, strict=True):
        means.setdefault(copy, []).append(difference)
    values = np.array([sum(found) / len(found) for found in means.values()])
    if len(values) < FEWEST_COPIES:
        return Estimate(len(values), reason=_few(len(values)))
    value = float(values.mean())
    error = float(values.std(ddof=1)) / math.sqrt(len(values))
    margin = float(t.ppf(0.975, len(values) - 1)) * error
    return Estimate(len(values), value, error, value - margin, value + margin)


def _few(count: int) -> str:
    return f"{counted(count, 'copie')} : il en faut {FEWEST_COPIES} au moins"
