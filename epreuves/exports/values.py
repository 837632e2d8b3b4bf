"""Numbers, dates and texts as a spreadsheet is given them, whatever the file."""

from __future__ import annotations

import datetime
import math
import re
from fractions import Fraction

#: What no spreadsheet's cell holds: control characters but tab and newline, halves of a character, XML's two forbidden ones.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def percent(share: Fraction) -> Fraction:
    """A share out of 100, cut at two decimals, never rounded up to a threshold that it does not reach."""
    return Fraction(math.floor(share * 10_000), 100)


def points(value: Fraction) -> float:
    """Points to four digits, as nbgrader keeps those of a level."""
    return round(float(value), 4)


def local(at: datetime.datetime) -> datetime.datetime:
    """A moment by the clock of this machine, to the second, without its zone, which spreadsheets do not have."""
    return at.astimezone().replace(tzinfo=None, microsecond=0)


def plain(text: str) -> str:
    """A text as any cell can hold it: one kind of end of line, no invisible character that a file could not carry."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
