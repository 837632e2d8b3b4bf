"""French as the kit writes it: numbers, percentages, euros, counts, plurals, days, hours and lists; elision before a name.

The rules are those of the Unicode CLDR; a test lays them beside Babel's, which candidates' machines do not have.

A narrow no-break space stands between thousands, a no-break space before « % » and « € »; a minus is a true minus.
Numbers are exact until they are written: half to even on the last digit, as Python's own formats do.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal, localcontext
from numbers import Rational

Number = float | Decimal | Rational

NARROW, FIXED = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
#: Digits enough for any float written in full. Contexts of our own: a notebook may change the one that it finds.
_DIGITS = 400
_ROUNDED, _CUT = (Context(prec=_DIGITS, rounding=rounding) for rounding in (ROUND_HALF_EVEN, ROUND_DOWN))
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
#: Powers of ten from which a number is written in full, and from which it is not.
_SMALL, _LARGE = -5, 15


def number(value: Number, places: int = 2, *, fixed: bool = False, signed: bool = False, grouped: bool = True) -> str:
    """« 12 345,68 »: rounded to so many decimals, without the zeros that end them unless `fixed`; `signed` writes a plus too."""
    return _written(value, places, fixed, signed, grouped=grouped)


def significant(value: Number, digits: int, *, grouped: bool = True) -> str:
    """« 0,018296 »: a finite number to so many significant digits, zeros at the end dropped; « 1,5E+20 » past fifteen figures."""
    with localcontext(_ROUNDED):
        rounded = Context(prec=digits, rounding=ROUND_HALF_EVEN).plus(_exact(value))
        power = rounded.adjusted()
        if rounded and not _SMALL <= power < _LARGE:
            return _scientific(rounded)
    return number(rounded, max(0, digits - 1 - power), grouped=grouped)


def percent(share: Number, places: int = 0, *, fixed: bool = False, signed: bool = False, cut: bool = False) -> str:
    """« 12,5 % », of a share of 1; `cut` never rounds up: 49,999 % does not read 50 %."""
    return _written(share, places, fixed, signed, "%", cut=cut)


def euros(value: Number, places: int = 0, *, fixed: bool = False, signed: bool = False) -> str:
    """« 12 345 € »."""
    return _written(value, places, fixed, signed, "€")


def counted(count: Number, noun: str) -> str:
    """« 1 copie », « 3 copies jugées », « 2,5 points »: a count, to two decimals, with what it counts."""
    return f"{number(count)} {plural(round(float(count), 2), noun)}"


def plural(count: Number, words: str) -> str:
    """« copie jugée », or « copies jugées » from two on; each word takes its s, or its x (« niveaux »)."""
    if abs(float(count)) < 2:
        return words
    return " ".join(map(_several, words.split(" ")))


def out_of(points: float, maximum: float) -> str:
    """« 2 points sur 3 », « 0,67 point sur 2 »."""
    return f"{counted(points, 'point')} sur {number(maximum)}"


def listed(names: Iterable[str]) -> str:
    """Names as a sentence has them: « a », « a et b », « a, b et c »; nothing for none."""
    return _together(list(names), "et")


def either(names: Iterable[str]) -> str:
    """Names of which one is meant: « a », « a ou b », « a, b ou c »; nothing for none."""
    return _together(list(names), "ou")


def day(at: datetime.date, *, year: bool = True) -> str:
    """« 1er juin 2026 »."""
    written = f"{'1er' if at.day == 1 else at.day} {_MONTHS[at.month - 1]}"
    return f"{written} {at.year}" if year else written


def week_day(at: datetime.date) -> str:
    """« mercredi 10 juin 2026 »."""
    return f"{_DAYS[at.weekday()]} {day(at)}"


def short_day(at: datetime.date) -> str:
    """« 01/06/2026 »."""
    return f"{at:%d/%m}/{at.year:04d}"


def moment(at: datetime.datetime, *, seconds: bool = False) -> str:
    """« 01/06/2026 à 14:05 », in the time zone that it has."""
    return f"{short_day(at)} à {hour(at, seconds=seconds)}"


def hour(at: datetime.datetime, *, seconds: bool = False) -> str:
    """« 14:05 », « 14:05:30 »."""
    return f"{at:%H:%M:%S}" if seconds else f"{at:%H:%M}"


def between(start: datetime.datetime, end: datetime.datetime) -> str:
    """« le 1er juin 2026, de 09:00 à 13:00 », « du 1er juin 2026 à 09:00 au 3 juin 2026 à 12:00 », by the clocks that they have."""
    if start.date() == end.date():
        return f"le {day(start)}, de {hour(start)} à {hour(end)}"
    return f"du {day(start)} à {hour(start)} au {day(end)} à {hour(end)}"


def lasting(time: datetime.timedelta) -> str:
    """« 14 minutes », « 1 heure et 5 minutes », « 2 jours et 3 heures »: its two largest units, the rest left out."""
    minutes = int(time.total_seconds()) // 60
    if not minutes:
        return "moins d'une minute"
    days, hours = divmod(minutes // 60, 24)
    parts = [(days, "jour"), (hours, "heure"), (0 if days else minutes % 60, "minute")]
    return listed(counted(count, noun) for count, noun in parts if count)


def words(text: str) -> list[str]:
    """The words of a text: signs that stand alone, as French has them before and after a space, are none."""
    return [word for word in text.split() if any(c.isalnum() for c in word)]


def of(name: str) -> str:
    """« d'Alice », « de Bruno », « d'Hélène », « d'Yves », « de Yasmine »."""
    start = unicodedata.normalize("NFD", name.strip().casefold()[:4])
    letters = "".join(c for c in start if not unicodedata.combining(c))
    first, second = letters[:1], letters[1:2]
    # An h that begins a first name is mute as a rule; a y is a vowel before a consonant.
    elided = (
        first in tuple("aeiouœæ")
        or (first == "h" and second in tuple("eiouy"))
        or (first == "y" and second not in tuple("aeiou"))
    )
    return f"d'{name}" if elided else f"de {name}"


def _written(
    value: Number,
    places: int,
    fixed: bool,
    signed: bool,
    unit: str = "",
    grouped: bool = True,
    cut: bool = False,
) -> str:
    with localcontext(_CUT if cut else _ROUNDED):
        last = Decimal(1).scaleb(-places - 2 * (unit == "%"))
        exact = _exact(value)
        # What rounds to zero has no sign.
        rounded = exact.quantize(last) + 0 if exact.is_finite() else exact
        shown = rounded.scaleb(2) if unit == "%" and rounded.is_finite() else rounded
        sign = "" if shown.is_nan() else _MINUS if shown < 0 else "+" if signed else ""
        return f"{sign}{_digits(abs(shown), fixed, grouped)}{FIXED + unit if unit else ''}"


def _digits(value: Decimal, fixed: bool, grouped: bool) -> str:
    """A number without its sign, already rounded."""
    if not value.is_finite():
        return "∞" if value.is_infinite() else "NaN"
    whole, _, decimals = f"{value:,f}".partition(".")
    if not fixed:
        decimals = decimals.rstrip("0")
    return whole.replace(",", NARROW if grouped else "") + (f",{decimals}" if decimals else "")


def _exact(value: Number) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, Rational):
        return Decimal(int(value.numerator)) / int(value.denominator)
    return Decimal(float(value))


def _scientific(value: Decimal) -> str:
    """« 1,5E+20 », of a number already rounded."""
    power = value.adjusted()
    digits = _digits(abs(value).scaleb(-power), False, False)
    return f"{_MINUS if value < 0 else ''}{digits}E{power:+d}"


def _together(names: list[str], word: str) -> str:
    *first, last = names or [""]
    return f"{', '.join(first)} {word} {last}" if first else last


def _several(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    return word + ("x" if word.endswith("au") else "s")
