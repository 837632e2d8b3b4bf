"""Whether groups of copies that should fare alike do: variants of the data, above all.

The test is that of W. H. Kruskal and W. A. Wallis, Journal of the American Statistical Association 47 (1952), 583-621, which
asks nothing of the shape of the marks; the effect is epsilon squared, H / (n - 1) (M. Tomczak and E. Tomczak, Trends in Sport
Sciences 1 (2014), 19-25): the part of the spread of ranks that goes with the group. Intervals of means are Student's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

#: The law of chi-squared holds from five copies a group on (Kruskal and Wallis, section 1.3); an interval of fewer says nothing.
FEWEST = 5
#: A difference that chance makes less than once in twenty; and one that takes up enough of the spread to matter.
CHANCE, EFFECT = 0.05, 0.06


class CopiesGroup(msgspec.Struct, frozen=True):
    """A group: mean of its shares (0 to 1), with a 95 % interval where it has copies enough."""

    name: str
    copies: int
    mean: float
    low: float | None = None
    high: float | None = None


class Fairness(msgspec.Struct, frozen=True):
    """Groups compared.

    tested: those with copies enough for the test. statistic: H. chance: probability of so much by chance, 0 to 1. effect:
    epsilon squared, 0 to 1. None where there is no test; `sentence` says what is to be understood, in French.
    """

    groups: tuple[CopiesGroup, ...]
    tested: tuple[str, ...] = ()
    statistic: float | None = None
    chance: float | None = None
    effect: float | None = None
    sentence: str = ""

    @property
    def alarming(self) -> bool:
        """Whether groups differ by more than chance makes, and by enough to matter."""
        return self.chance is not None and self.chance < CHANCE and (self.effect or 0) >= EFFECT


def compare(shares: Mapping[str, Sequence[float]]) -> Fairness:
    """Compare groups by the shares (0 to 1) of their copies; groups without a copy are left out."""
    from scipy.stats import kruskal

    groups = tuple(_group(name, values) for name, values in sorted(shares.items()) if len(values))
    tested = tuple(g.name for g in groups if g.copies >= FEWEST)
    if len(groups) < 2:
        return Fairness(groups, sentence="Toutes les copies ont la même variante : il n'y a rien à comparer.")
    if len(tested) < 2:
        return Fairness(
            groups,
            sentence=f"Trop peu de copies par variante pour conclure : il en faut {FEWEST} au moins, dans deux variantes au moins. "
            "Les moyennes peuvent s'écarter par le seul hasard des copies.",
        )
    samples = [np.asarray(shares[name], float) for name in tested]
    every = np.concatenate(samples)
    if np.ptp(every) == 0:
        return Fairness(
            groups, tested, sentence="Toutes les copies comparées ont la même part : aucun écart."
        )
    statistic, chance = (float(x) for x in kruskal(*samples))
    effect = min(1.0, max(0.0, statistic / (len(every) - 1)))
    found = Fairness(groups, tested, statistic, chance, effect)
    return msgspec.structs.replace(found, sentence=_sentence(found, len(groups) - len(tested)))


def _group(name: str, values: Sequence[float]) -> CopiesGroup:
    from scipy.stats import t

    found = np.asarray(values, float)
    mean = float(found.mean())
    if len(found) < FEWEST:
        return CopiesGroup(name, len(found), mean)
    margin = float(t.ppf(0.975, len(found) - 1)) * float(found.std(ddof=1)) / math.sqrt(len(found))
    return CopiesGroup(name, len(found), mean, mean - margin, mean + margin)


def _sentence(found: Fairness, left_out: int) -> str:
    said = (
        "Des variantes semblent plus difficiles que d'autres : comparez leurs données avant de délibérer."
        if found.alarming
        else "Les écarts entre variantes s'expliquent par le hasard, ou sont trop petits pour compter."
    )
    if left_out == 1:
        said += f" Une variante de moins de {FEWEST} copies n'est pas dans la comparaison."
    elif left_out:
        said += f" {left_out} variantes de moins de {FEWEST} copies ne sont pas dans la comparaison."
    return said
