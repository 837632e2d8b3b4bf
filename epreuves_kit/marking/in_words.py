"""A candidate's answer in words, as people read it beside a result: a text or a small table, its figures in French, its units.

Everything shown comes from a copy: it is cut, on one line, without characters that act; whoever writes it as HTML escapes it.
"""

from __future__ import annotations

import ast
import contextlib
import datetime
import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import msgspec

from epreuves.answers.keys import fold
from epreuves.answers.tree import CheckedTree
from epreuves.wording import french
from epreuves.wording.french import moment, short_day, significant
from epreuves.wording.inert import inert

#: Rows and columns of an answer that are shown.
ROWS, COLUMNS, CHARACTERS = 30, 12, 400


class Answer(msgspec.Struct, frozen=True):
    """An answer in words (`text`), or as a table: its header and its rows of texts; `more` rows are not shown.

    figures: the columns that hold figures alone, by their place, where `set_out` looked for them.
    """

    text: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: int = 0
    figures: tuple[int, ...] = ()


def answer(tree: Any) -> Answer | None:
    """A portable tree as it is shown; None where it is a chart, which its figure shows, or nothing that can be read."""
    checked = CheckedTree(tree)
    node = checked.node
    kind = node.get("$") if isinstance(node, dict) else None
    if node is None or checked.unreadable or kind == "graphique":
        return None
    if columns := _columns(node):
        return columns
    if kind == "dict":
        return _table((), [[_words(a), _words(b)] for a, b in node["paires"]])
    if kind == "serie":
        return _table((), [[_key(k), _words(v)] for k, v in zip(node["index"]["cles"], node["valeurs"], strict=True)])
    if kind == "tableau":
        rows = [[_key(k), *map(_words, line)] for k, line in zip(node["index"]["cles"], node["lignes"], strict=True)]
        return _table(("", *map(_words, node["colonnes"])), rows)
    return Answer(text=_words(node))


def _columns(node: Any) -> Answer | None:
    """A table told as a list of its rows, or as its columns; None where it is told otherwise."""
    match node:
        case [{"$": "dict"}, *_] if all(isinstance(row, dict) and row.get("$") == "dict" for row in node):
            rows = [{_words(name): _words(value) for name, value in row["paires"]} for row in node]
            header = tuple(dict.fromkeys(name for row in rows for name in row))
            return _table(header, [[row.get(name, "") for name in header] for row in rows])
        case {"$": "dict", "paires": [[_, list()], *_] as pairs} if all(isinstance(v, list) for _, v in pairs):
            lines = zip_longest(*(map(_words, values) for _, values in pairs), fillvalue="")
            return _table(tuple(_words(name) for name, _ in pairs), [list(line) for line in lines])
    return None


def _table(header: tuple[str, ...], rows: list[list[str]]) -> Answer:
    kept = tuple(tuple(row[:COLUMNS]) for row in rows[:ROWS])
    return Answer(header=header[:COLUMNS], rows=kept, more=max(0, len(rows) - ROWS))


def _key(node: Any) -> str:
    return " · ".join(map(_words, node)) if isinstance(node, list) else _words(node)


def _words(node: Any) -> str:
    """A leaf, or what is nested too deep for a table, in one line."""
    if node is None:
        return "rien"
    if isinstance(node, bool):
        return "vrai" if node else "faux"
    if isinstance(node, int | float):
        return number(node)
    if isinstance(node, str):
        return _cut(inert(node))
    if isinstance(node, list):
        return _cut(", ".join(map(_words, node[:COLUMNS])) + (" …" if len(node) > COLUMNS else ""))
    match node["$"]:
        case "ensemble":
            return _words(node["elements"])
        case "dict":
            return _cut(", ".join(f"{_words(a)} : {_words(b)}" for a, b in node["paires"][:COLUMNS]))
        case "date":
            return short_day(datetime.date.fromisoformat(node["v"]))
        case "instant":
            return _instant(datetime.datetime.fromisoformat(node["v"]))
        case "flottant" | "entier" | "decimal" | "periode":
            return _cut(str(node["v"]))
        case "duree":
            return f"{number(node['secondes'])} s"
        case "manquant":
            return "valeur manquante"
        case "objet":
            return _cut(f"un objet de type {inert(node['type'])}")
        case "trop_grand":
            return "réponse trop grande"
    return "…"


def _instant(at: datetime.datetime) -> str:
    """A day where it is all that a date of pandas tells, else a moment."""
    if at.time() == datetime.time():
        return short_day(at)
    return moment(at, seconds=bool(at.second))


def number(value: float) -> str:
    """A number as it is written in French, six significant digits at least: « 111 704,07 », « 0,018296 »."""
    return french.number(value) if 1_000 <= abs(value) < 1e15 else significant(value, 6)


def _cut(text: str) -> str:
    return text if len(text) <= CHARACTERS else text[:CHARACTERS] + " …"


def brief(given: Answer, source: str) -> tuple[Answer, str]:
    """An answer as short as a reader needs it, its columns with their units, and the unit of one without columns (empty where it has none).

    source: of the tests cell that asks for it.
    """
    by_column = units(source)
    kept = _without_row_numbers(given)
    rows = tuple(tuple(map(short, row)) for row in kept.rows)
    shown = msgspec.structs.replace(kept, header=headed(by_column, kept), text=short(kept.text), rows=rows)
    return shown, told(by_column, kept)


def set_out(given: Answer, source: str, spelled: Mapping[str, str]) -> tuple[Answer, str]:
    """An answer as a document for somebody else has it, and its unit: the figures of a column to the same decimals, titles in words.

    source: of the tests cell that asks for it. spelled: as `spellings` gives it.
    """
    shown, unit = brief(given, source)
    columns = list(zip(*_without_row_numbers(given).rows, strict=True)) if _even(given.rows) else []
    figures = tuple(at for at, column in enumerate(columns) if _figures(column))
    written = [_aligned(c) if at in figures else tuple(map(short, c)) for at, c in enumerate(columns)]
    rows = tuple(zip(*written, strict=True)) if columns else shown.rows
    header = tuple(titled(name, spelled) for name in shown.header)
    return msgspec.structs.replace(shown, header=header, rows=rows, figures=figures), unit


def spellings(texts: Iterable[str]) -> dict[str, str]:
    """The spelling of each word of some texts, by the word without accents: the one met most often, code left out; « ecart » is « écart ».

    Between spellings that are met about as often, plurals and feminines speak too: « imaginée » is for « imaginé », « pièce » for « pièces ».
    """
    met: dict[str, Counter[str]] = {}
    families = Counter[str]()
    for text in texts:
        for word in _WORD.findall(_CODE.sub(" ", text).casefold()):
            met.setdefault(fold(word), Counter())[word] += 1
            families[_ENDING.sub("", word)] += 1

    def spelling(counts: Counter[str]) -> str:
        often = [word for word, times in counts.most_common() if 3 * times >= max(counts.values())]
        return max(often, key=lambda word: families[_ENDING.sub("", word)])

    return {bare: spelling(counts) for bare, counts in met.items()}


def titled(name: str, spelled: Mapping[str, str]) -> str:
    """A name in words, its accents back: « ecart pct (%) » is « Écart (%) », « point_commande » is « Point commande »."""
    if "(%" in name:
        name = re.sub(r"[ _]pct\b", "", name)
    words = _WORD.sub(lambda word: spelled.get(word[0], word[0]), name.replace("_", " "))
    return words[:1].upper() + words[1:]


#: The plural of a word, and the feminine of a participle.
_ENDING = re.compile(r"(?<=é)e?s?$|s$")
_WORD, _CODE = re.compile(r"[^\W\d_]+"), re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def _even(rows: Sequence[Sequence[str]]) -> bool:
    return len({len(row) for row in rows}) == 1


def _figures(column: Sequence[str]) -> bool:
    return all(_value(cell) is not None for cell in column)


def _aligned(column: Sequence[str]) -> tuple[str, ...]:
    """The figures of a column, to the decimals of the longest: two at most, four where none reaches one."""
    values = [value for cell in column if (value := _value(cell)) is not None]
    least = 2 if max(map(abs, values)) >= 1 else 4
    places = min(least, max(len(cell.partition(",")[2]) for cell in column))
    whole = all(value.is_integer() for value in values)
    return tuple(
        cell.replace("-", "−") if whole else french.number(v, places, fixed=True)
        for cell, v in zip(column, values, strict=True)
    )


_YEARS = range(1900, 2101)


def _without_row_numbers(given: Answer) -> Answer:
    """A table without the numbers that pandas gave to its lines: whole numbers that rise, under no title; years are no such numbers."""
    if len(given.header) < 2 or given.header[0]:
        return given
    numbers = [int(row[0]) for row in given.rows if row and row[0].isdecimal()]
    if len(numbers) < len(given.rows) or numbers != sorted(set(numbers)) or any(n in _YEARS for n in numbers):
        return given
    return msgspec.structs.replace(given, header=given.header[1:], rows=tuple(row[1:] for row in given.rows))


#: A percentage, which may be written as a proportion; one that the épreuve asks for in percent alone.
PERCENT, PERCENT_ONLY = "%?", "%"
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WITH_UNIT = re.compile(r"(.{1,24}?)[ \u00a0\u202f]([€%]|k€|M€)")
_NUMBER = re.compile(r"[-−]?[\d\u202f]+(?:,\d+)?")


@functools.lru_cache(2048)
def units(source: str) -> dict[str, str]:
    """The units of an answer by column, under "" where it has none; empty where the form has no unit, or is not read.

    source: of a tests cell as it was distributed; what a candidate changed in it was put back before marking.
    """
    try:
        calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and _name(n) == "verifier"]
    except (SyntaxError, ValueError, RecursionError):
        return {}
    form = calls[0].args[2] if calls and len(calls[0].args) > 2 else None
    if form is None:
        return {}
    columns = next((n for n in ast.walk(form) if isinstance(n, ast.Dict)), None)
    if columns is None:
        by_column = {"": _unit(form)}
    else:
        pairs = zip(columns.keys, columns.values, strict=True)
        by_column = {str(key.value): _unit(value) for key, value in pairs if isinstance(key, ast.Constant)}
    return {name: unit for name, unit in by_column.items() if unit}


def told(by_column: Mapping[str, str], given: Answer) -> str:
    """The unit of an answer without columns, or of a series: « € », « % »; empty where it has none."""
    if "" not in by_column:
        return ""
    values = [given.text] if not given.rows else [row[-1] for row in given.rows]
    # Who typed « 12,50 € » is not read « 12,50 € € ».
    return "" if any(map(_WITH_UNIT.fullmatch, values)) else _said(by_column[""], values)


def headed(by_column: Mapping[str, str], given: Answer) -> tuple[str, ...]:
    """The header of an answer in columns, each with its unit: « cpc (€) », « taux de clic (%) »."""
    made = []
    for at, name in enumerate(given.header):
        values = [row[at] for row in given.rows if at < len(row)]
        unit = _said(by_column[name], values) if name and by_column.get(name) else ""
        # A column of answers is headed « réponses », and not « réponses (réponses) ».
        made.append(name.replace("_", " ") + (f" ({unit})" if unit and fold(unit) != fold(name) else ""))
    return tuple(made)


def _said(unit: str, values: Sequence[str]) -> str:
    if unit == PERCENT:
        above = any(abs(v) > 1 for v in map(_value, values) if v is not None)
        return PERCENT_ONLY if above else "% ou proportion"
    # Of a column that mixes quantities, « jours ou € », no value has the unit.
    return "" if " ou " in unit else unit


def short(text: str) -> str:
    """A number with what a reader needs of it, four significant digits, or a date as it is read; any other text as it is."""
    if _DATE.fullmatch(text):
        with contextlib.suppress(ValueError):  # a candidate may have typed 2026-13-45
            return short_day(datetime.date.fromisoformat(text))
    value = _value(text)
    if value is None:
        figure = _WITH_UNIT.fullmatch(text)
        return f"{short(figure[1])}\u00a0{figure[2]}" if figure else text
    if "," not in text or "\u202f" in text:
        return text.replace("-", "−")
    return french.number(value, 0) if abs(value) >= 1_000 else significant(value, 4)


def _value(text: str) -> float | None:
    return float(text.replace("\u202f", "").replace("−", "-").replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _unit(form: ast.AST) -> str:
    for node in ast.walk(form):
        if not isinstance(node, ast.Call):
            continue
        named = {k.arg: k.value.value for k in node.keywords if isinstance(k.value, ast.Constant)}
        if _name(node) == "pourcentage":
            return PERCENT_ONLY if named.get("echelle") == "pourcent" else PERCENT
        unit = named.get("unite")
        if isinstance(unit, str):
            return unit
    return ""


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""
