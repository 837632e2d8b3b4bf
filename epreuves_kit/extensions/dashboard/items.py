"""Item analysis by the classical theory of tests, and the relation of what the machine marks to what graders judge.

Sources: R. L. Ebel and D. A. Frisbie, Essentials of Educational Measurement (5th ed., 1991), chapter 13, for the difficulty, the
index of discrimination and the thresholds of both; T. L. Kelley, Journal of Educational Psychology 30 (1939), 17-24, for groups
of 27 %; D. R. Whitney and D. L. Sabers (1970) for items with partial credit; L. Crocker and J. Algina, Introduction to Classical
and Modern Test Theory (1986), chapter 14, for the correlation of an item with the rest of the test; L. J. Cronbach,
Psychometrika 16 (1951), 297-334, for alpha; L. S. Feldt, Psychometrika 30 (1965), 357-370, for its interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Fewer copies than that say nothing of an item's discrimination.
FEWEST_COPIES = 10
#: Share of the copies in the upper group, and in the lower one.
EXTREME = 0.27
#: Below or above: too hard, too easy to tell copies apart. Below: an item that tells them apart badly.
HARD, EASY, WEAK = 0.20, 0.90, 0.20
#: The gravest that is said of an item.
REVERSED = "À l'envers : les copies les plus faibles le réussissent mieux. Vérifiez le corrigé et la consigne."


class Item(msgspec.Struct, frozen=True):
    """The figures of one item.

    difficulty: mean share of its points, 0 (nobody) to 1 (all). correlation: Pearson's, of the item's points with the rest of
    the total, -1 to 1. upper, lower: mean shares in the 27 % best and weakest copies; index: their difference, -1 to 1. None
    where it cannot be told; `flags` are French sentences, empty where nothing deserves a look.
    """

    copies: int
    difficulty: float | None = None
    correlation: float | None = None
    upper: float | None = None
    lower: float | None = None
    flags: tuple[str, ...] = ()

    @property
    def index(self) -> float | None:
        """Upper-lower index of discrimination."""
        return None if self.upper is None or self.lower is None else self.upper - self.lower


class Alpha(msgspec.Struct, frozen=True):
    """Cronbach's alpha with its 95 % interval, from minus infinity to 1; without value, `reason` says why, in French."""

    copies: int
    items: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""


def analyse(points: ArrayLike, maxima: Sequence[float]) -> tuple[Item, ...]:
    """Analyse a table of points, a row a copy, a column an item; a missing point is NaN.

    Difficulty is of the copies that have a point for the item; what compares items is of the copies that have them all, or
    would have but for items that nobody has. maxima: points that each item can give, > 0. ValueError where shapes differ.
    """
    table, most = _table(points, maxima)
    whole = complete(table)
    ranked = whole.shape[0] >= FEWEST_COPIES
    upper, lower = extremes(np.nansum(whole, axis=1)) if ranked else (None, None)
    items = []
    for column in range(table.shape[1]):
        given = table[:, column][~np.isnan(table[:, column])]
        if not given.size:
            items.append(Item(0, flags=("Personne n'a encore de note ici.",)))
            continue
        own = whole[:, column]
        item = Item(
            len(given),
            float(given.mean() / most[column]),
            corrected_correlation(whole, column) if ranked else None,
            float(own @ upper / most[column]) if upper is not None else None,
            float(own @ lower / most[column]) if lower is not None else None,
        )
        items.append(msgspec.structs.replace(item, flags=flags(item, bool(np.ptp(given) == 0))))
    return tuple(items)


def complete(points: ArrayLike) -> NDArray[np.float64]:
    """The rows that lack nothing, columns that are missing in all rows left aside (they stay, full of NaN)."""
    table = np.asarray(points, float)
    present = ~np.isnan(table).all(axis=0)
    return table[~np.isnan(table[:, present]).any(axis=1)]


def corrected_correlation(points: NDArray[np.float64], column: int) -> float | None:
    """Pearson's correlation of an item with the sum of the others; None where one of them does not vary, or no other is there."""
    others = np.delete(points, column, axis=1)
    others = others[:, ~np.isnan(others).all(axis=0)]
    if not others.shape[1]:
        return None
    return correlation(points[:, column], others.sum(axis=1))


def correlation(first: ArrayLike, other: ArrayLike) -> float | None:
    """Pearson's correlation, -1 to 1; None where one of the two does not vary."""
    left, right = (_centred(np.asarray(values, float)) for values in (first, other))
    if left is None or right is None:
        return None
    return float(np.clip(left @ right, -1.0, 1.0))


def extremes(totals: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights, which add up to 1, of each copy in the upper and in the lower 27 % by total.

    A group has 27 % of the copies, to the nearest (a half goes up), one at least. Copies of equal total at a group's edge share
    the places that are left: the order of the rows changes nothing.
    """
    values = np.asarray(totals, float)
    seats = max(1, int(EXTREME * len(values) + 0.5))
    return _seated(-values, seats), _seated(values, seats)


def alpha(points: ArrayLike) -> Alpha:
    """Cronbach's alpha of the copies that lack nothing, with Feldt's interval.

    points: a row a copy, a column an item, NaN for what is missing.
    """
    from scipy.stats import f

    table = complete(points)
    table = table[:, ~np.isnan(table).all(axis=0)] if table.size else table
    copies, items = table.shape
    if items < 2:
        return Alpha(copies, items, reason="il faut au moins deux questions ou critères notés")
    if copies < 2:
        return Alpha(copies, items, reason="il faut au moins deux copies notées en entier")
    totals = table.sum(axis=1)
    if np.ptp(totals) <= 1e-9 * max(1.0, float(np.abs(totals).max())):
        return Alpha(copies, items, reason="toutes les copies ont le même total")
    value = items / (items - 1) * (1 - float(table.var(axis=0, ddof=1).sum() / totals.var(ddof=1)))
    rows, rest = copies - 1, (copies - 1) * (items - 1)
    low, high = (1 - (1 - value) * float(f.ppf(chance, rows, rest)) for chance in (0.975, 0.025))
    return Alpha(copies, items, value, low, high)


def flags(item: Item, constant: bool) -> tuple[str, ...]:
    """The sentences, in French, on what deserves a look in an item; constant: True if all copies have the same points."""
    sentences = []
    # Sums lose their last digits in another order of the copies: those decide nothing.
    difficulty, correlated = (None if x is None else round(x, 9) for x in (item.difficulty, item.correlation))
    if difficulty is not None and item.copies >= FEWEST_COPIES:
        if constant:
            sentences.append("Toutes les copies ont la même note : cet élément ne les distingue pas.")
        elif difficulty < HARD:
            sentences.append("Très difficile : presque personne n'a les points. Relisez la consigne et le corrigé.")
        elif difficulty > EASY:
            sentences.append("Très facile : presque tout le monde a les points.")
    if not constant and correlated is not None:
        if correlated < 0:
            sentences.append(REVERSED)
        elif correlated < WEAK:
            sentences.append("Sépare mal les copies fortes des copies faibles.")
    return tuple(sentences)


def _table(points: ArrayLike, maxima: Sequence[float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    table, most = np.asarray(points, float), np.asarray(maxima, float)
    if table.ndim != 2 or table.shape[1:] != most.shape:
        raise ValueError("une colonne par élément, et un maximum pour chacun")
    if not (most > 0).all():
        raise ValueError("le maximum de chaque élément est plus grand que zéro")
    return table, most


def _centred(values: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The values, centred, of length one; None where they do not vary by more than what sums lose."""
    if values.size < 2 or np.ptp(values) <= 1e-9 * max(1.0, float(np.abs(values).max())):
        return None
    centred = values - values.mean()
    return centred / np.linalg.norm(centred)


def _seated(values: NDArray[np.float64], seats: int) -> NDArray[np.float64]:
    """Weights of the `seats` smallest values."""
    # Totals are sums of thirds: what differs by less than their last digits is equal.
    values = np.round(values, 9)
    edge = np.sort(values)[seats - 1]
    before, at = values < edge, values == edge
    return (before + at * (seats - before.sum()) / at.sum()) / seats


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
