"""An answer that a question received, written for a grader: a number, a text, or a small table."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec

from epreuves.answers.arbre import ReponseIllisible, decode_portable
from epreuves.answers.inerte import inert
from epreuves.wording import french
from epreuves.wording.french import short_day, significant

#: Rows and columns of an answer that are shown.
ROWS, COLUMNS, CHARACTERS = 30, 12, 400


class Answer(msgspec.Struct, frozen=True):
    """An answer in words (`text`), or as a table: its header and its rows of texts; `more` rows are not shown."""

    text: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: int = 0


def answer(tree: Any) -> Answer | None:
    """A portable tree as it is shown; None where it is a chart, which its figure shows, or nothing that can be read."""
    try:
        node = decode_portable(tree)
    except ReponseIllisible:
        return None
    kind = node.get("$") if isinstance(node, dict) else None
    if node is None or kind == "graphique":
        return None
    if kind == "dict":
        return _table((), [[_words(a), _words(b)] for a, b in node["paires"]])
    if kind == "serie":
        return _table((), [[_key(k), _words(v)] for k, v in zip(node["index"]["cles"], node["valeurs"], strict=True)])  # fmt: skip
    if kind == "tableau":
        rows = [[_key(k), *map(_words, line)] for k, line in zip(node["index"]["cles"], node["lignes"], strict=True)]  # fmt: skip
        return _table(("", *map(_words, node["colonnes"])), rows)
    return Answer(text=_words(node))


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
        case "flottant" | "entier" | "decimal" | "instant" | "periode":
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


def number(value: float) -> str:
    """A number as it is written in French, six significant digits at least: « 111 704,07 », « 0,018296 »."""
    return french.number(value) if 1_000 <= abs(value) < 1e15 else significant(value, 6)


def _cut(text: str) -> str:
    return text if len(text) <= CHARACTERS else text[:CHARACTERS] + " …"
