"""Quantities of a French text: value, unit, the digits that were written, what bounds it, and where it stands.

A year, a law's article, the number of a question, a code (« 4P »), an hour and a telephone number are no quantities.
The scan is one passage of a pattern whose repetitions are all bounded: a text costs its length, and no more than so many quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal

import msgspec

from epreuves.answers.keys import MONTH_OF_NAME, fold

#: Quantities that are read of one text: what holds more is no writing.
MAXIMUM = 300

#: How a quantity is given: as it is, roughly, as a bound, or as an end of a range.
Manner = Literal["", "about", "bound", "range"]


class Quantity(msgspec.Struct, frozen=True):
    """A quantity: its place and text; values: its readings (« 12.314 » has two), none for a day; unit: folded and singular
    (« € », « % », « jour »), empty where none is written.

    step: what the last digit is worth; coarse: what the last digit that is not zero is worth; digits: how many are significant.
    day: year (0 where it is not written), month, day.
    """

    start: int
    end: int
    text: str
    values: tuple[float, ...] = ()
    unit: str = ""
    step: float = 1.0
    coarse: float = 1.0
    manner: Manner = ""
    signed: bool = False
    day: tuple[int, int, int] | None = None

    digits: int = 2


def _digits(written: str) -> int:
    """Significant digits, the zeros that end a whole number left out."""
    whole, decimals = re.sub(r"\D", "", written.partition(",")[0]), _decimals(written)
    return len(whole.lstrip("0") if decimals else whole.strip("0")) + len(decimals)


_BLANK = "[ \u00a0\u202f\u2009]"
_MONTH = "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
_SCAN = re.compile(
    rf"""(?<![\w/])(?:
      (?P<phone>(?:\+33|0)\d?(?:[ .\u00a0]?\d\d){{4,5}}(?!\d))
    | (?P<iso>\d{{4}}-\d\d-\d\d)(?!\w)
    | (?P<day>\d{{1,2}})(?:er)?{_BLANK}(?P<month>{_MONTH})\b(?:{_BLANK}(?P<year>\d{{4}})(?!\d))?
    | (?P<short>\d{{1,2}}/\d\d(?:/(?:\d{{4}}|\d\d))?)(?![\w/])
    | (?P<number>(?<![.,]\b)(?:\d{{1,3}}(?:(?:[\u00a0\u202f\u2009 ]\d{{3}}){{1,4}}|(?:\.\d{{3}}){{1,4}})(?![\d])(?:,\d{{1,6}})?|\d{{1,15}}(?:[.,]\d{{1,8}})?)(?!\d))
    | (?P<word>deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante)
      (?={_BLANK}[a-zà-ÿ])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_WORDS = "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante"
_VALUE_OF_WORD = dict(zip(_WORDS.split(), (*range(2, 17), 20, 30, 40, 50), strict=True))
#: Nouns that a number in words is read with: « deux raisons » quotes nothing.
_COUNTED_IN_WORDS = frozenset({"jour", "semaine", "mois", "an", "heure", "point", "visite", "commande", "euro"})
_SCALE = {"k": 1e3, "m": 1e6, "millier": 1e3, "million": 1e6, "milliard": 1e9}
_UNIT = re.compile(
    rf"""{_BLANK}?(?:
      (?P<scale>[kKM])?{_BLANK}?(?P<money>€|(?i:euros?)\b)
    | (?P<percent>%|pour{_BLANK}cent\b)
    | (?P<large>(?:millions?|milliards?|milliers?)\b|[kK](?!\w))(?:{_BLANK}?(?P<of>(?:d['’]euros?|euros?)\b|€))?
    | (?P<short>j|sem|km|kg|g|cm|mm|m|s|min|h|pts?)(?![\w'’])
    )""",
    re.VERBOSE,
)
_NOUN = re.compile(rf"{_BLANK}(?:de{_BLANK}|d['’])?([^\W\d_]{{2,30}})")
_SHORT = {"j": "jour", "sem": "semaine", "pt": "point", "pts": "point", "s": "seconde", "min": "minute", "h": "heure"}
#: Words after a number that name no unit.
_NO_UNIT = frozenset(
    [
        "et",
        "ou",
        "mais",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "au",
        "aux",
        "en",
        "sur",
        "sous",
        "par",
        "pour",
        "contre",
        "dans",
        "que",
        "qui",
        "est",
        "sont",
        "sera",
        "a",
        "ont",
        "avec",
        "sans",
        "plus",
        "moins",
        "soit",
        "donc",
        "car",
        "puis",
        "dont",
        "ce",
        "cette",
        "ces",
        "son",
        "sa",
        "ses",
        "nos",
        "vos",
        "leur",
        "leurs",
        "nous",
        "vous",
        "ils",
        "elles",
        "il",
        "elle",
        "on",
        "fait",
        "font",
        "vaut",
        "valent",
        "ne",
        "pas",
        "ni",
        "depuis",
        "avant",
        "apres",
        "entre",
        "vers",
        "ht",
        "ttc",
        "net",
        "nette",
        "brut",
        "c",
        "ca",
        "ici",
        "la",
        "y",
        "d",
        "l",
        "seulement",
        "environ",
        "premier",
        "dernier",
        "autre",
    ]
)
_BEFORE_CODE = re.compile(
    r"(?:questions?|étapes?|écrits?|articles?|art\.|pages?|tableaux?|figures?|annexes?|n°|numéros?|loi|règlement|directive|ordonnance|lignes?|"
    r"version|sprint|semaine|phase|option|chapitre|partie|niveau|L\.|R\.|D\.|p\.)\s{0,2}(?:n°\s?)?(?:\d{1,3}(?:\s(?:et|à|,)\s))?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:environ|près de|presque|autour de|aux alentours de|à peu près|quelque|quasi(?:ment)?|vers|~|≈|un peu (?:plus|moins) de|approximativement|à peine|"
    r"bientôt)\s?(?:les\s|le\s|la\s|d[eu]\s)?$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:plus de|moins de|au moins|au plus|au maximum|au minimum|au-delà de|au-dessus de|au-dessous de|en dessous de|sous|jusqu['’](?:à|au)|dépass\w{1,6}|"
    r"supérieure?s? à|inférieure?s? à|maximum|minimum|<|>|≥|≤|avant|après|dès|d['’]ici)\s?(?:le\s|les\s|la\s|l['’]|au\s|de\s)?"
    r"(?:lundi\s|mardi\s|mercredi\s|jeudi\s|vendredi\s|samedi\s|dimanche\s)?$",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(
    r"(?:\bentre|\bdu|\bde|\d(?:\s?[%€])?\s(?:à|et|au|ou)|\d\s?[-–—/]|fourchette de)\s?(?:le\s|les\s)?$", re.IGNORECASE
)
_RANGE_AFTER = re.compile(r"\s?(?:[%€]|k€|jours|euros)?\s?(?:à|au|[-–—/]|ou)\s?(?:le\s)?\d", re.IGNORECASE)
_RANGE_BETWEEN = re.compile(r"\bentre\s(?:le\s)?$", re.IGNORECASE)
#: Words that end so by themselves.
_SINGULAR = frozenset({"mois", "prix", "taux", "temps", "acces", "cours"})
_YEARS = range(1900, 2101)


def quantities(text: str) -> list[Quantity]:
    """The quantities of a text, in order: at most MAXIMUM."""
    return list(islice(_read(text), MAXIMUM))


def singular(word: str) -> str:
    """A word folded, without the s or x of a plural."""
    folded = fold(word)
    return folded[:-1] if len(folded) > 3 and folded[-1] in "sx" and folded not in _SINGULAR else folded


def bare(word: str) -> str:
    """A word as the name of a row is compared: `singular`, and « facturé » is not « facture »."""
    ending = word.rstrip("s").casefold()[-2:]
    return singular(word) + ("'" if ending == "ée" or ending[-1:] == "é" else "")


def _read(text: str) -> Iterator[Quantity]:
    # What is no quantity costs its look too: a text of codes alone ends as soon.
    for match in islice(_SCAN.finditer(text), 2 * MAXIMUM):
        kind = match.lastgroup
        before = text[max(0, match.start() - 40) : match.start()]
        if match["phone"]:
            continue
        if match["iso"] or match["month"] or match["short"]:
            quantity = _dated(match, before, text)
        elif kind == "word":
            quantity = _in_words(match, before, text)
        else:
            quantity = _figured(match, before, text)
        if quantity is not None:
            yield quantity


def _dated(match: re.Match[str], before: str, text: str) -> Quantity | None:
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
    elif match["month"]:
        year, month, day = int(match["year"] or 0), MONTH_OF_NAME[fold(match["month"])], int(match["day"])
    else:
        day, month, year = map(int, (*match["short"].split("/"), "0")[:3])
        year += 2000 if 0 < year < 100 else 0
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    manner = _manner(before, text[match.end() : match.end() + 24])
    return Quantity(match.start(), match.end(), match[0], day=(year, month, day), unit="date", manner=manner)


def _in_words(match: re.Match[str], before: str, text: str) -> Quantity | None:
    noun = _NOUN.match(text, match.end())
    unit = singular(noun[1]) if noun else ""
    if noun is None or unit not in _COUNTED_IN_WORDS or fold(before[-8:]).endswith(("vingt-", "et ", "-")):
        return None
    value = float(_VALUE_OF_WORD[fold(match[0])])
    end = noun.end()
    manner = _manner(before, text[end : end + 24])
    unit = "€" if unit == "euro" else unit
    return Quantity(
        match.start(), end, text[match.start() : end], (value,), unit, manner=manner, digits=1 if value < 10 else 2
    )


def _figured(match: re.Match[str], before: str, text: str) -> Quantity | None:
    written, end = match["number"], match.end()
    if before.endswith((".", ",")) and before[-2:-1].isdigit():  # what goes on a number that is none: « 1.2.3 »
        return None
    if _BEFORE_CODE.search(before) or not _stands_alone(match, before, text):
        return None
    values = _values(written)
    step, coarse = _weights(written)
    unit, scale = "", 1.0
    if tail := _UNIT.match(text, end):
        end = tail.end()
        unit, scale = _unit(tail)
    elif noun := _NOUN.match(text, end):
        unit = "" if fold(noun[1]) in _NO_UNIT else singular(noun[1])
    if unit == "heure" and tail and tail["short"]:
        return None  # « 9 h 30 »
    if unit in ("", "date") and written.isdigit() and int(written) in _YEARS:
        return None
    if unit == "mot":
        return None
    sign = before[-1:] in ("-", "−", "–", "+") and not before[-2:-1].isalnum()
    after = text[end : end + 24]
    return Quantity(
        match.start() - sign,
        end,
        text[match.start() - sign : end],
        tuple(value * scale for value in values),
        unit,
        step * scale,
        coarse * scale,
        _manner(before, after),
        sign,
        digits=_digits(written),
    )


def _stands_alone(match: re.Match[str], before: str, text: str) -> bool:
    """False for what is part of a code, of an article, of an hour, or numbers a list."""
    after = text[match.end() : match.end() + 4]
    if before[-1:] in ("-", "−", "–", "—", "/") and before[-2:-1].isalnum():
        return False  # « B2B-3 », « 215-1 »
    if re.search(r"\dh?\s?[hH]\s$", before):
        return False  # « 9 h 30 »
    if re.match(r"[-.]\d|/\w", after):
        return False
    if re.match(r"[^\W\d_]", after):
        glued = _UNIT.match(text, match.end())
        return glued is not None and glued.start() == match.end()
    return bool(before.strip(" *_|")) or not re.match(r"(?:[.)]|°)(?:\s|$)", after)


def _unit(tail: re.Match[str]) -> tuple[str, float]:
    if tail["money"]:
        return "€", _SCALE[tail["scale"].casefold()] if tail["scale"] else 1.0
    if tail["percent"]:
        return "%", 1.0
    if tail["large"]:
        return ("€" if tail["of"] else ""), _SCALE[singular(tail["large"])]
    return _SHORT.get(tail["short"], tail["short"]), 1.0


def _values(written: str) -> tuple[float, ...]:
    bare = re.sub(_BLANK, "", written)
    readings = {float(bare.replace(".", "").replace(",", ".")) if "," in bare or bare.count(".") > 1 else float(bare)}
    if re.fullmatch(r"\d{1,3}\.\d{3}", bare):
        readings.add(float(bare.replace(".", "")))
    return tuple(sorted(readings, reverse=True))


def _decimals(written: str) -> str:
    comma = re.search(r"[,.](\d{1,8})", written)
    return comma[1] if comma and not re.search(r"\d\.\d{3}(?!\d)", written) else ""


def _weights(written: str) -> tuple[float, float]:
    decimals = _decimals(written)
    if decimals:
        step = 10.0 ** -len(decimals)
        return step, step
    whole = re.sub(r"\D", "", written)
    return 1.0, 10.0 ** (len(whole) - len(whole.rstrip("0"))) if whole.strip("0") else 1.0


def _manner(before: str, after: str) -> Manner:
    before = before.rstrip("-−–+ \u00a0") + " "
    if _RANGE_BETWEEN.search(before) or _RANGE_AFTER.match(after):
        return "range"
    if re.search(r"\d\s?(?:%|€|k€|jours)?\s?(?:à|au|ou|[-–—])\s(?:le\s)?$", before) or re.search(
        r"\bentre\s[^.;]{1,25}\set\s(?:le\s)?$", before
    ):
        return "range"
    if _ABOUT.search(before):
        return "about"
    return "bound" if _BOUND.search(before) else ""
