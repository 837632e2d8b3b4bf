"""Kendall's coefficient of concordance between any number of judges who rank the same things."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np


class Concordance(msgspec.Struct, frozen=True):
    """W, from 0 (no common order) to 1 (the same order); `chance` is the probability of as much by chance."""

    judges: int
    things: int
    value: float | None = None
    chance: float | None = (
        None  # by the law of chi-squared with n - 1 degrees of freedom: from eight things on
    )
    reason: str = ""


def concordance(marks: Sequence[Sequence[float]]) -> Concordance:
    """W of a table of marks, a row a judge, a column a thing, corrected for ties.

    Marks are ranked within each row; equal ones share their mean rank. Without a value: fewer than two judges or three things,
    or judges who all put everything level. ValueError where rows differ in length or a mark is not a finite number.
    Source: M. G. Kendall, Rank Correlation Methods (1948), chapter 6.
    """
    from scipy.stats import chi2, rankdata

    if len({len(row) for row in marks}) > 1:
        raise ValueError("chaque juge doit noter les mêmes objets, un nombre pour chacun")
    table = np.asarray(marks, float).reshape(len(marks), -1)
    if not np.isfinite(table).all():
        raise ValueError("une note manque ou n'est pas un nombre")
    judges, things = table.shape
    if judges < 2 or things < 3:
        return Concordance(judges, things, reason="il faut au moins deux juges et trois objets")
    ranks = rankdata(table, axis=1)
    sums = ranks.sum(axis=0)
    spread = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(float((n**3 - n).sum()) for row in ranks for n in [np.unique(row, return_counts=True)[1]])
    widest = judges**2 * (things**3 - things) - judges * ties
    if widest == 0:
        return Concordance(judges, things, reason="tous les juges ont tout mis à égalité")
    value = 12 * spread / widest
    return Concordance(judges, things, value, float(chi2.sf(judges * (things - 1) * value, things - 1)))
