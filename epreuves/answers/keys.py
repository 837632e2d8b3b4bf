"""Keys and names: how two spellings of the same thing are recognised."""

import functools
import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "ʼ": "'", "`": "'", "&": " et "})
# A run of blanks is tried once, from its beginning: long runs without a dash would else take the square of their length.
_DASHES = re.compile(r"(?:(?<!\s)\s++)?[\u2010-\u2015\u2212-]\s*+")
_PERCENT = re.compile(r"\( ?% ?\)|%")
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_MONTHS = (
    ("janvier", "janv", "jan", "january"),
    ("fevrier", "fevr", "fev", "february", "feb"),
    ("mars", "mar", "march"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "juil", "july", "jul"),
    ("aout", "aou", "august", "aug"),
    ("septembre", "sept", "sep", "september"),
    ("octobre", "oct", "october"),
    ("novembre", "nov", "november"),
    ("decembre", "dec", "december"),
)
MONTH_OF_NAME = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
TOTALS = frozenset({"total", "ensemble", "total general", "all", "tous"})


#: Spellings that are kept once folded: a scheme's keys come back with every copy. Long texts are no keys.
_KEPT, _KEY = 4096, 200


def fold(text: str) -> str:
    """A text without case, accents, or differences of blanks, dashes and apostrophes; « & » reads « et »."""
    return _folded_key(text) if len(text) <= _KEY else _folded(text)


def _folded(text: str) -> str:
    text = text.translate(_LIGATURES)
    bare = text if text.isascii() else "".join(map(_bare, text))
    return _BLANKS.sub(" ", _DASHES.sub("-", bare.casefold())).strip()


@functools.lru_cache(_KEPT)
def _bare(char: str) -> str:
    """A character without accents. One at a time: a whole text's accents would be put in order, in a time that is no longer linear."""
    return "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))


_folded_key = functools.lru_cache(_KEPT)(_folded)


def fold_column(text: str) -> str:
    """As `fold`, and underscores and dashes are blanks: « Taux_de-clic » is « taux de clic »."""
    return _folded_name(text) if len(text) <= _KEY else _column(text)


def _column(text: str) -> str:
    return _BLANKS.sub(" ", fold(text).replace("_", " ").replace("-", " ")).strip()


_folded_name = functools.lru_cache(_KEPT)(_column)


def fold_title(text: str) -> str:
    """As `fold_column`, and a percent sign is « pct »: a table's « Écart (%) » is « ecart_pct »."""
    return fold_column(_PERCENT.sub(" pct ", text))


_MONTH_FORMS = (
    re.compile(r"(?P<y>\d{4})[-/. ](?P<m>\d{1,2})(?:[-/. ]\d{1,2})?"),
    re.compile(r"(?:\d{1,2}[-/. ])?(?P<m>\d{1,2})[-/. ](?P<y>\d{4})"),
    re.compile(r"(?P<m>\d{1,2})"),
    re.compile(r"(?P<n>[a-z]+)\.?(?:[- /']*(?P<y>\d{4}|\d{2}))?\.?"),
    re.compile(r"(?P<y>\d{4})[- /]?(?P<n>[a-z]+)\.?"),
)


def month_of(key: str) -> tuple[int | None, int] | None:
    """(year or None, month) that a key names (« 2026-03 », « 03/2026 », « mars », « mars-26 », « 3 »), or None."""
    folded = fold(key)
    for form in _MONTH_FORMS:
        match = form.fullmatch(folded)
        if match is None:
            continue
        groups = match.groupdict()
        name = groups.get("n")
        month = MONTH_OF_NAME.get(name, 0) if name else int(groups["m"])
        if 1 <= month <= 12:
            return (full_year(groups["y"]) if groups.get("y") else None), month
    return None


def full_year(digits: str) -> int:
    """The year of four digits, or of the two that a spreadsheet leaves of it (« janv-26 »)."""
    return int(digits) + (2000 if len(digits) == 2 else 0)
