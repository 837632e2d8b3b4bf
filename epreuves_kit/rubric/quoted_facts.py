"""A copy's own answers as figures that its prose may quote: value, unit, and the words that name it."""

from __future__ import annotations

import ast
import datetime
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from epreuves.answers.keys import fold
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking.in_words import PERCENT, PERCENT_ONLY, units
from epreuves_kit.rubric.quoted_numbers import bare, singular

#: Figures of a copy that prose is held against.
MAXIMUM = 600

Words = tuple[str, ...]


class Fact(msgspec.Struct, frozen=True):
    """A figure of an answer.

    question, title: its grade id and heading. row: the words of its row's name, none in an answer of one figure or one line; label: its row and
    column, to be shown. name: stems of its column's name, columns: with those that stand for them; topics: stems of its title and variable.
    unit: as `Quantity.unit`, empty where it has none; written: as its form has it. exact: the value, of a day its ordinal.
    """

    question: str
    title: str
    label: str
    row: Words
    name: frozenset[str]
    columns: frozenset[str]
    topics: frozenset[str]
    unit: str
    exact: float
    day: tuple[int, int, int] | None = None
    written: str = ""

    @property
    def column(self) -> tuple[str, frozenset[str]]:
        """The column that it stands in, among all answers."""
        return self.question, self.columns


#: Words of titles and names that tell no answer from another.
_COMMON = frozenset(
    [
        "question",
        "quel",
        "quelle",
        "quels",
        "quelles",
        "combien",
        "comment",
        "chaque",
        "quand",
        "dans",
        "pour",
        "avec",
        "sans",
        "plus",
        "moins",
        "entre",
        "leur",
        "leurs",
        "votre",
        "vos",
        "nos",
        "notre",
        "que",
        "qui",
        "est",
        "ce",
        "cette",
        "une",
        "des",
        "les",
        "aux",
        "par",
        "sur",
        "sous",
        "tout",
        "tous",
        "toute",
        "toutes",
        "fois",
        "nombre",
        "nombres",
        "chiffre",
        "chiffres",
        "tableau",
        "graphique",
        "faut",
        "fait",
        "donner",
        "remettre",
        "ht",
        "ttc",
        "pct",
        "eur",
        "valeur",
        "valeurs",
        "total",
        "ligne",
        "lignes",
        "mon",
        "mes",
        "son",
        "ses",
        "qu",
        "et",
        "ou",
        "de",
        "du",
        "la",
        "le",
        "un",
        "en",
        "au",
        "jours",
        "jour",
        "semaine",
        "semaines",
        "pourcent",
        "pourcentage",
        "vous",
        "nous",
        "classeur",
        "reponse",
        "reponses",
    ]
)
#: Words by which prose names what a column abbreviates.
_SYNONYMS = {
    "ca": ("chiffr", "vent", "rapport"),
    "cout": ("depens", "investi"),
    "budget": ("depens",),
    "ecart": ("depass", "ecart"),
    "reel": ("reell",),
    "atterrissage": ("atterr", "fin", "termin"),
    "roi": ("rentabil",),
    "favorabl": ("favorabl",),
}
_ENDINGS = re.compile(
    r"(?:issement|eraient|eront|erait|aient|ement|ations?|erai|era|ees|ait|ant|ent|ra|ee|es|er|ir|it|e|s|x|i)$"
)


@functools.lru_cache(8192)
def stem(word: str) -> str:
    """The part that a word has in common with those of its family: « coûts », « coûté » and « coûtera » are « cout »."""
    folded = fold(word)
    if len(folded) <= 3:
        return folded
    kept = _ENDINGS.sub("", folded, count=1)
    return (kept if len(kept) >= 3 else folded)[:7]


_WORD = re.compile(r"[^\W_]+")


@functools.lru_cache(2048)
def stems(text: str) -> frozenset[str]:
    """The stems of the words of a title or name, with those that stand for them; common words left out."""
    words = [fold(w) for w in _WORD.findall(text)]
    kept = {stem(w) for w in words if w not in _COMMON and len(w) > 1 and not w.isdecimal()}
    return frozenset(kept | {other for w in words for other in _SYNONYMS.get(w, _SYNONYMS.get(stem(w), ()))})


@functools.lru_cache(1024)
def _plain_stems(column: str) -> frozenset[str]:
    words = (fold(w) for w in _WORD.findall(column.replace("_", " ")))
    return frozenset(stem(w) for w in words if w not in _COMMON and len(w) > 1 and not w.isdecimal())


def facts(answers: Mapping[str, object], titles: Mapping[str, str], sources: Mapping[str, str]) -> tuple[Fact, ...]:
    """The figures of a copy's answers, in the order of its questions: at most MAXIMUM.

    titles, sources: the heading and the tests cell of each question, by grade id.
    """
    kept: list[Fact] = []
    for question, tree in answers.items():
        checked = CheckedTree(tree)
        if not checked.unreadable and question in sources:
            kept += _of_question(question, checked.node, titles.get(question, ""), sources[question])
        if len(kept) >= MAXIMUM:
            break
    return tuple(kept[:MAXIMUM])


def _of_question(question: str, node: Any, title: str, source: str) -> list[Fact]:
    by_column, variable = units(source), _variable(source)
    leaves = [(row, column, value) for row, column, leaf in _leaves(node) if (value := _figure(leaf)) is not None]
    several_rows = len({row for row, _, _ in leaves}) > 1
    shares = _shares(by_column, leaves)
    topics = stems(f"{title.partition('—')[2] or title} {variable.replace('_', ' ')}")
    made = []
    for row, column, value in leaves:
        written = _of_leaf(by_column, row, column)
        unit, scale = _unit(written, row)
        if isinstance(value, datetime.date):
            day, exact, unit = (value.year, value.month, value.day), float(value.toordinal()), "date"
        else:
            day, exact = None, value * scale * (100 if column in shares else 1)
        label = " · ".join(filter(None, (row, column.replace("_", " "))))
        named = tuple(map(bare, _WORD.findall(row))) if several_rows or not column else ()
        columns = stems(column.replace("_", " "))
        made.append(
            Fact(
                question,
                title,
                label,
                named,
                _plain_stems(column),
                columns,
                topics - set(map(stem, _WORD.findall(row))),
                unit,
                exact,
                day,
                written,
            )
        )
    return made


def _of_leaf(by_column: Mapping[str, str], row: str, column: str) -> str:
    return by_column.get(column) or by_column.get(row) or by_column.get("", "")


def _shares(by_column: Mapping[str, str], leaves: Iterable[tuple[str, str, Any]]) -> frozenset[str]:
    """The columns of percentages that were given as proportions."""
    most: dict[str, float] = {}
    for row, column, value in leaves:
        if _of_leaf(by_column, row, column) == PERCENT and isinstance(value, float):
            most[column] = max(most.get(column, 0.0), abs(value))
    return frozenset(column for column, value in most.items() if value <= 1)


_MONEY_ROW = frozenset(["prix", "cout", "tarif", "marge", "montant", "public", "budget"])


def _unit(written: str, row: str) -> tuple[str, float]:
    """The unit of a figure, and what its value is multiplied by; « ? » where its form names several and the row does not tell."""
    if written in (PERCENT, PERCENT_ONLY):
        return "%", 1.0
    if written in ("k€", "M€"):
        return "€", 1e3 if written == "k€" else 1e6
    if " ou " not in written:
        return ("€" if written == "€" else singular(written)), 1.0
    words = [singular(word) for word in _WORD.findall(row)]
    choices = [singular(unit) for unit in written.split(" ou ")]
    if unit := next((u for u in choices if u in words), ""):
        return unit, 1.0
    if words[:1] == ["age"] and "ans" in choices:
        return "ans", 1.0
    if words[:1] and words[0] in ("taux", "part") and "%" in choices:
        return "%", 1.0
    money = words[:1] and words[0] in _MONEY_ROW and "€" in choices
    return ("€" if money else "?"), 1.0


@functools.lru_cache(1024)
def _variable(source: str) -> str:
    try:
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return next((c.args[1].id for c in calls if len(c.args) > 1 and isinstance(c.args[1], ast.Name)), "")


def _leaves(node: Any) -> Iterator[tuple[str, str, Any]]:
    """Row, column and leaf of an answer, whichever way its table is given."""
    match node:
        case [{"$": "dict"}, *_]:
            yield from _rows(
                [{str(n): v for n, v in row["paires"]} for row in node if isinstance(row, dict) and "paires" in row]
            )
        case {"$": "dict", "paires": [[_, list()], *_] as pairs} if all(isinstance(v, list) for _, v in pairs):
            length = min(len(values) for _, values in pairs)
            yield from _rows([{str(n): values[at] for n, values in pairs} for at in range(length)])
        case {"$": "dict", "paires": pairs}:
            for key, value in pairs:
                if isinstance(value, dict) and value.get("$") == "dict":
                    yield from ((_name(key), str(name), leaf) for name, leaf in value["paires"])
                else:
                    yield _name(key), "", value
        case {"$": "serie"}:
            for key, value in zip(node["index"]["cles"], node["valeurs"], strict=True):
                yield _name(key), "", value
        case {"$": "tableau"}:
            names = [_name(n) for n in node["colonnes"]]
            lines = [dict(zip(names, line, strict=True)) for line in node["lignes"]]
            keys = [_name(k) for k in node["index"]["cles"]]
            if keys == [str(at) for at in range(len(keys))] or all(k.isdecimal() for k in keys):
                yield from _rows(lines)
            else:
                yield from ((k, name, leaf) for k, line in zip(keys, lines, strict=True) for name, leaf in line.items())
        case [[_, _, *_], *_]:
            for pair in node:
                if isinstance(pair, list) and len(pair) == 2:
                    yield _name(pair[0]), "", pair[1]
        case _ if not isinstance(node, list):
            yield "", "", node


def _rows(lines: list[dict[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    """The leaves of a table whose rows have no name of their own: the first column of distinct texts names them."""
    names = list(lines[0]) if lines else []
    key = next(
        (n for n in names if len({_name(line.get(n)) for line in lines}) == len(lines) and _is_name(lines[0].get(n))),
        "",
    )
    for line in lines:
        yield from ((_name(line.get(key)) if key else "", name, leaf) for name, leaf in line.items() if name != key)


def _is_name(leaf: Any) -> bool:
    return isinstance(leaf, str) or (isinstance(leaf, dict) and leaf.get("$") in ("date", "instant"))


def _name(node: Any) -> str:
    if isinstance(node, list):
        return " ".join(map(_name, node))
    if isinstance(node, dict):
        return str(node.get("v", ""))[:10] if node.get("$") in ("date", "instant") else str(node.get("v", ""))
    return str(node) if isinstance(node, str | int | float) else ""


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TYPED = re.compile(r"[-−]?\d{1,15}(?:[.,]\d{1,12})?")


def _figure(leaf: Any) -> float | datetime.date | None:
    """The number or day of a leaf, None where it is neither."""
    if isinstance(leaf, dict):
        leaf = leaf.get("v") if leaf.get("$") in ("flottant", "entier", "decimal", "date", "instant") else None
    if isinstance(leaf, bool) or leaf is None:
        return None
    if isinstance(leaf, int | float):
        return float(leaf) if abs(leaf) < 1e15 else None
    if not isinstance(leaf, str):
        return None
    if _DAY.match(leaf) and len(leaf) in (10, 19, 25):
        try:
            return datetime.date.fromisoformat(leaf[:10])
        except ValueError:
            return None
    bare = re.sub("[ \u00a0\u202f]", "", leaf) if len(leaf) < 40 else ""
    return float(bare.replace("−", "-").replace(",", ".")) if _TYPED.fullmatch(bare) else None
