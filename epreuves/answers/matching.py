"""Which received key is which expected key, whatever the spelling.

The reading of one level of keys is settled once, from all the expected ones: months, quarters, days, whole
numbers or truth values if all of them are, plain folded text otherwise. A reading is kept only if it leaves
the expected keys distinct, so that two different keys can never be taken for each other.
"""

import calendar
import functools
import re
from collections.abc import Callable, Sequence

from epreuves.answers.keys import TOTALS, fold, fold_column, month_of
from epreuves.answers.numbers import RefusedReading, read_date

Key = str | list[str] | tuple[str, ...]
Reader = Callable[[str], str | None]

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_WHOLE = re.compile(r"(?:s|sem|semaine|mois|annee)?[ .°-]*(-?\d{1,15})(?:\.0+)?", re.ASCII)
_QUARTER = (
    re.compile(r"(?P<y>\d{4})[- ]?[tq](?P<q>[1-4])", re.ASCII),
    re.compile(r"[tq](?P<q>[1-4])[- /]?(?P<y>\d{4})?", re.ASCII),
    re.compile(r"(?P<q>[1-4])(?:er|e|eme|nd)? trimestre(?: (?P<y>\d{4}))?", re.ASCII),
)
#: Sets of expected keys of which the reading is kept: the variants of a question mostly have the same.
_KEPT = 512
_TRUTH = {"true": "oui", "vrai": "oui", "oui": "oui", "false": "non", "faux": "non", "non": "non"}


def match_keys(expected: Sequence[Key], received: Sequence[Key]) -> dict[int, int]:
    """Place in `received` → place in `expected`, one to one; keys without a partner are left out."""
    return key_matcher(expected)(received)


def key_matcher(expected: Sequence[Key]) -> Callable[[Sequence[Key]], dict[int, int]]:
    """`match_keys` for the same expected keys and several received ones."""
    return _matcher(tuple(key if type(key) is str else tuple(key) for key in expected))


@functools.lru_cache(_KEPT)
def _matcher(expected: tuple[str | tuple[str, ...], ...]) -> Callable[[Sequence[Key]], dict[int, int]]:
    if not expected:
        return lambda received: {}
    levels = len(_parts(expected[0]))
    readers = [_level([_parts(key)[level] for key in expected]) for level in range(levels)]
    places = {_read(readers, key): place for place, key in enumerate(expected)}

    def match(received: Sequence[Key]) -> dict[int, int]:
        found: dict[int, int] = {}
        taken: set[int] = set()
        for place, key in enumerate(received):
            partner = places.get(_read(readers, key)) if len(_parts(key)) == levels else None
            if partner is not None and partner not in taken:
                found[place] = partner
                taken.add(partner)
        return found

    return match


def is_total(key: Key) -> bool:
    """A row that sums the others up (« Total », « Ensemble »), at any level of a composite key."""
    return any(fold(part) in TOTALS for part in _parts(key))


def _parts(key: Key) -> list[str]:
    return [key] if isinstance(key, str) else list(key)


def _read(readers: list[Callable[[str], str]], key: Key) -> tuple[str, ...]:
    return tuple(reader(part) for reader, part in zip(readers, _parts(key), strict=True))


def _level(expected: list[str]) -> Callable[[str], str]:
    distinct = {fold(part) for part in expected}
    for make in (_months, _quarters, _days, _wholes, _truths):
        reader = make(sorted(distinct))
        if reader is not None and len({reader(part) for part in distinct}) == len(distinct):
            return _or_text(reader)
    # « rendez_vous » is « rendez-vous », unless that would make one of two keys.
    spelled = fold_column if len({fold_column(part) for part in distinct}) == len(distinct) else fold
    return lambda text: "texte " + spelled(text)


def _or_text(reader: Reader) -> Callable[[str], str]:
    return lambda text: reader(fold(text)) or "texte " + fold(text)


def _months(expected: list[str]) -> Reader | None:
    found_months = [_month(part, many=len(expected) > 1) for part in expected]
    known = [month for month in found_months if month is not None]
    if len(known) < len(expected) or not any(not part.isdigit() for part in expected):
        return None
    years: dict[int, set[int]] = {}
    for year, month in known:
        years.setdefault(month, set()).add(year or 0)

    def read(text: str) -> str | None:
        found = _month(text, many=len(expected) > 1)
        if found is None:
            return None
        year, month = found
        choices = years.get(month, set())
        if len(choices) == 1 and (not year or choices == {0}):
            # The month alone tells which one is meant.
            year = next(iter(choices))
        return f"mois {year or 0}-{month:02}"

    return read


def _month(text: str, many: bool) -> tuple[int | None, int] | None:
    """A month, or a day that stands for one: the first or the last of it, where several keys are such."""
    match = _DAY.fullmatch(text)
    if match is None:
        # « 12/05/2026 » is a day, not a month.
        return None if re.fullmatch(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}", text) else month_of(text)
    year, month, day = map(int, match.groups())
    if not many or not 1 <= month <= 12 or year < 1:
        return None
    return (year, month) if day in (1, calendar.monthrange(year, month)[1]) else None


def _quarters(expected: list[str]) -> Reader | None:
    known = [quarter for quarter in map(_quarter, expected) if quarter is not None]
    if len(known) < len(expected):
        return None
    years = {year for year, _ in known}

    def read(text: str) -> str | None:
        found = _quarter(text)
        if found is None:
            return None
        year, quarter = found
        if len(years) == 1 and (year is None or years == {None}):
            year = next(iter(years))
        return f"trimestre {year} {quarter}"

    return read


def _quarter(text: str) -> tuple[str | None, str] | None:
    for form in _QUARTER:
        if match := form.fullmatch(text):
            return match["y"], match["q"]
    return None


def _days(expected: list[str]) -> Reader | None:
    if not all(_DAY.fullmatch(part) for part in expected):
        return None

    def read(text: str) -> str | None:
        try:
            return f"jour {read_date(text).isoformat()}"
        except RefusedReading:
            return None

    return read


def _wholes(expected: list[str]) -> Reader | None:
    if not all(re.fullmatch(r"-?\d{1,15}", part) for part in expected):
        return None

    def read(text: str) -> str | None:
        match = _WHOLE.fullmatch(text)
        if match is not None:
            return f"entier {int(match[1])}"
        month = month_of(text)
        return f"entier {month[1]}" if month else None

    return read


def _truths(expected: list[str]) -> Reader | None:
    return (lambda text: _TRUTH.get(text)) if set(expected) <= {"oui", "non"} else None
