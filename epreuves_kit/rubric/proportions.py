"""A number of times out of others, and how many it would be of many more: a proportion with its interval, from one case on.

The interval is Jeffreys', the middle 95 % of Beta(k + 1/2, n − k + 1/2), which L. D. Brown, T. T. Cai and A. DasGupta recommend for
few cases: « Interval estimation for a binomial proportion », Statistical Science 16 (2001), 101-133. As they have it, it reaches 0 where
nothing happened and 1 where everything did. Times that go together, as the criteria of one copy, count for one case.
"""

from __future__ import annotations

import msgspec


class Proportion(msgspec.Struct, frozen=True):
    """Times that something happened, of `whole` in as many `cases` or fewer; bounds of the 95 % interval, from 0 to 1."""

    times: int
    whole: int
    cases: int
    low: float
    high: float


def proportion(times: int, whole: int, cases: int | None = None) -> Proportion | None:
    """A proportion with its interval; None of nothing. cases: where fewer than `whole` are independent of one another."""
    from scipy.stats import beta

    if not whole:
        return None
    count = whole if cases is None else cases
    happened = times / whole * count
    law = beta(happened + 0.5, count - happened + 0.5)
    low = 0.0 if not times else float(law.ppf(0.025))
    high = 1.0 if times == whole else float(law.ppf(0.975))
    return Proportion(times, whole, count, low, high)
