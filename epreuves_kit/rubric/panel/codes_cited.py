"""Codes of the data, « A04 », « P036 », told beside the writings that cite them: a grader has no table open."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence

import msgspec

from epreuves.wording.french import number, short_day
from epreuves_kit.marking.in_words import titled

_CODE = re.compile(r"(?<![\w-])[A-Z]{1,3}-?\d{1,4}(?![\w-])")
_DECIMAL, _DAY = re.compile(r"-?\d+\.\d+"), re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])")
#: Columns of a line that are told, and characters of each: enough to know what is meant.
_COLUMNS, _LONG = 7, 110
#: Codes that are told of one writing.
_MOST = 40


class Cited(msgspec.Struct, frozen=True):
    """A code that a writing cites, and its line in the data, in words."""

    code: str
    words: str


#: The line of a table, its code apart: (column, value).
Line = tuple[tuple[str, str], ...]


def coded(table: Sequence[Sequence[str]]) -> dict[str, Line]:
    """The lines of a table by the code in its first column; empty where the first column is of no codes, or has one twice.

    table: its header, then its rows.
    """
    header, *rows = table or [()]
    codes = [row[0] for row in rows if row]
    if len(header) < 2 or len(set(codes)) < len(codes) or not all(map(_CODE.fullmatch, codes)):
        return {}
    return {row[0]: tuple(zip(header[1:], row[1:], strict=False))[:_COLUMNS] for row in rows if row}


def cited(text: str, codes: Mapping[str, Line], spelled: Mapping[str, str]) -> tuple[Cited, ...]:
    """The codes of the data that a text cites, in its order, each once. spelled: the words of the statement, by the word without accents."""
    met = dict.fromkeys(code for code in _CODE.findall(text) if code in codes)
    return tuple(Cited(code, _words(codes[code], spelled)) for code in list(met)[:_MOST])


def _words(line: Line, spelled: Mapping[str, str]) -> str:
    pairs = [(name, " ".join(value.split())) for name, value in line]
    # The first column after the code is the thing's own name.
    parts = [
        _short(value) if not at else f"{_low(titled(name, spelled))} {_short(value)}"
        for at, (name, value) in enumerate(pairs)
        if value
    ]
    return ", ".join(parts)


def _low(name: str) -> str:
    return name[:1].lower() + name[1:]


def _short(value: str) -> str:
    if _DECIMAL.fullmatch(value):
        return number(float(value), 4)
    if _DAY.fullmatch(value):
        return short_day(datetime.date.fromisoformat(value))
    return value if len(value) <= _LONG else f"{value[:_LONG].rpartition(' ')[0]}…"
