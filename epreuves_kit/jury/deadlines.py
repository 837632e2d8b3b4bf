"""Delays counted from a day, as articles 640 to 642 of the French code of civil procedure count them.

Days: that of the event is not one of them. Months: the last day bears the event's number, or is the month's last where there is none. A delay
that would end on a Saturday, a Sunday or a public holiday ends on the next day that is none.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Literal

import msgspec

from epreuves.wording.errors import KitError

_WRITTEN = re.compile(r"(\d{1,3})\s*(jours?|mois)", re.IGNORECASE)
#: Days and months of the holidays that never move.
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
#: Days from Easter Sunday to those that follow it: Easter Monday, Ascension, Whit Monday.
_FROM_EASTER = (1, 39, 50)
_DAY = datetime.timedelta(days=1)


class Delay(msgspec.Struct, frozen=True):
    """So many days or months, at least one."""

    count: int
    unit: Literal["jours", "mois"]

    def __str__(self) -> str:
        """« 2 mois », « 1 jour »."""
        return f"{self.count} {'jour' if self.unit == 'jours' and self.count == 1 else self.unit}"


def delay(written: str) -> Delay:
    """« 2 mois » or « 15 jours » as a delay, of 366 days or 24 months at most; KitError."""
    match = _WRITTEN.fullmatch(" ".join(written.split()))
    count, unit = (int(match[1]), match[2].casefold()) if match else (0, "")
    months = unit == "mois"
    if not 1 <= count <= (24 if months else 366):
        raise KitError(f"« {written[:40]} » n'est pas un délai : écrivez « 2 mois » ou « 15 jours ».")
    return Delay(count, "mois" if months else "jours")


def last_day(event: datetime.date, due: Delay) -> datetime.date:
    """The last day of a delay that an event starts: a working day, after the event."""
    if due.unit == "mois":
        year, month = divmod(event.year * 12 + event.month - 1 + due.count, 12)
        end = datetime.date(year, month + 1, min(event.day, calendar.monthrange(year, month + 1)[1]))
    else:
        end = event + due.count * _DAY
    while end.weekday() >= 5 or end in holidays(end.year):
        end += _DAY
    return end


def holidays(year: int) -> frozenset[datetime.date]:
    """The public holidays of a year in France, those of single territories apart."""
    easter = _easter(year)
    return frozenset(
        [datetime.date(year, month, day) for month, day in _FIXED] + [easter + rank * _DAY for rank in _FROM_EASTER]
    )


def _easter(year: int) -> datetime.date:
    """Easter Sunday, by the Gregorian reckoning that Meeus, Jones and Butcher give."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + rest - 7 * ((a + 11 * h + 22 * rest) // 451) + 114, 31)
    return datetime.date(year, month, day + 1)
