"""Portable trees checked again on the trusted side: how large they may be, and no node that is not known."""

import datetime
import math
import re
from collections.abc import Callable
from typing import Any

import msgspec

from epreuves.wording.errors import KitError

MAX_LEAVES = 100_000
MAX_TEXT = 20_000
MAX_DEPTH = 8
MAX_BYTES = 2_000_000
MAX_INT = 2**63 - 1
MAX_DIGITS = 300
MAX_NAME = 100

SENTENCES = {
    "valeurs": "plus de 100 000 valeurs",
    "octets": "plus de 2 Mo de données",
    "texte": "un texte de plus de 20 000 caractères",
    "profondeur": "des conteneurs emboîtés sur plus de 8 niveaux",
    "nombre": "un nombre de plus de 300 chiffres",
}


class UnreadableAnswer(KitError, ValueError):
    """What came from the candidate's process is not a portable tree; the message says where it is not."""


_DIGITS = re.compile(rf"[+-]?\d{{1,{MAX_DIGITS}}}", re.ASCII)
_DECIMAL = re.compile(rf"[+-]?\d{{1,{MAX_DIGITS}}}(\.\d{{1,{MAX_DIGITS}}})?(E[+-]?\d{{1,3}})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?", re.ASCII)
_PERIOD = re.compile(r"\d{4}(-\d{2}|-T[1-4])?", re.ASCII)

# Fields of each marker, in no order; None where a chart is read as a whole.
MARKERS: dict[str, set[str] | None] = {
    "dict": {"paires"},
    "ensemble": {"elements"},
    "serie": {"nom", "index", "valeurs"},
    "tableau": {"index", "colonnes", "lignes"},
    "flottant": {"v"},
    "entier": {"v"},
    "decimal": {"v"},
    "date": {"v"},
    "instant": {"v"},
    "periode": {"v"},
    "duree": {"secondes"},
    "manquant": set(),
    "objet": {"type"},
    "trop_grand": {"quoi"},
    "graphique": None,
}


def decode_portable(data: bytes | Any) -> Any:
    """The tree, from its JSON (bytes) or already parsed, checked node by node; raises `UnreadableAnswer`.

    A str is a parsed tree, a text answer, never JSON.

    Bounds are those of `portable`; markers unknown or with other fields than theirs are refused.
    """
    try:
        if not isinstance(data, bytes):
            # Round trip: what is checked is exactly what JSON can carry, with no shared or cyclic node.
            data = msgspec.json.encode(data)
        if len(data) > MAX_BYTES * 2:
            raise UnreadableAnswer("réponse de plus de 2 Mo")
        tree = msgspec.json.decode(data)
    except (msgspec.MsgspecError, TypeError, OverflowError, UnicodeError, RecursionError) as error:
        raise UnreadableAnswer(f"réponse illisible : {type(error).__name__}") from error
    _Checker().node(tree, 0)
    return tree


class _Checker:
    def __init__(self) -> None:
        self.leaves = MAX_LEAVES

    def spend(self) -> None:
        self.leaves -= 1
        if self.leaves < 0:
            raise UnreadableAnswer("réponse de plus de 100 000 valeurs")

    def node(self, node: Any, depth: int) -> None:
        if depth > MAX_DEPTH + 1:
            raise UnreadableAnswer("réponse emboîtée sur plus de 8 niveaux")
        if type(node) is list:
            for item in node:
                self.node(item, depth + 1)
        elif type(node) is dict:
            self.marker(node, depth)
        else:
            self.spend()
            if type(node) is str and len(node) > MAX_TEXT:
                raise UnreadableAnswer("texte de plus de 20 000 caractères")
            if (type(node) is int and abs(node) > MAX_INT) or (
                type(node) is float and not math.isfinite(node)
            ):
                raise UnreadableAnswer("nombre hors des bornes")

    def marker(self, node: dict[str, Any], depth: int) -> None:
        kind = node.get("$")
        if type(kind) is not str or kind not in MARKERS:
            raise UnreadableAnswer("nœud d'un genre inconnu")
        fields = MARKERS[kind]
        if fields is None:
            self.chart(node)
            return
        if set(node) != fields | {"$"}:
            raise UnreadableAnswer(f"nœud « {kind} » mal formé")
        compound = {
            "dict": self.is_dict,
            "ensemble": self.is_set,
            "serie": self.is_series,
            "tableau": self.is_table,
        }
        if check := compound.get(kind):
            check(node, depth)
        else:
            self.spend()
            if not _LEAF_CHECKS[kind](node):
                raise UnreadableAnswer(f"nœud « {kind} » mal formé")

    def chart(self, node: dict[str, Any]) -> None:
        from epreuves.answers.charts.description import read_chart

        self.spend()
        try:
            read_chart(node)
        except (msgspec.MsgspecError, ValueError) as error:
            raise UnreadableAnswer("description de graphique mal formée") from error

    def nodes(self, nodes: Any, depth: int, length: int | None = None) -> list[Any]:
        if type(nodes) is not list or (length is not None and len(nodes) != length):
            raise UnreadableAnswer("liste attendue dans un nœud, ou de longueur différente")
        for item in nodes:
            self.node(item, depth + 1)
        return nodes

    def is_dict(self, node: dict[str, Any], depth: int) -> None:
        if type(node["paires"]) is not list:
            raise UnreadableAnswer("nœud « dict » mal formé")
        for pair in node["paires"]:
            self.nodes(pair, depth, 2)

    def is_set(self, node: dict[str, Any], depth: int) -> None:
        self.nodes(node["elements"], depth)

    def is_series(self, node: dict[str, Any], depth: int) -> None:
        self.node(node["nom"], depth + 1)
        self.index(node["index"], depth, len(self.nodes(node["valeurs"], depth)))

    def is_table(self, node: dict[str, Any], depth: int) -> None:
        width = len(self.nodes(node["colonnes"], depth))
        if type(node["lignes"]) is not list:
            raise UnreadableAnswer("nœud « tableau » mal formé")
        for row in node["lignes"]:
            self.nodes(row, depth, width)
        self.index(node["index"], depth, len(node["lignes"]))

    def index(self, index: Any, depth: int, length: int) -> None:
        if type(index) is not dict or set(index) != {"noms", "cles", "defaut"}:
            raise UnreadableAnswer("index mal formé")
        if type(index["defaut"]) is not bool:
            raise UnreadableAnswer("index mal formé")
        levels = len(self.nodes(index["noms"], depth))
        for key in self.nodes(index["cles"], depth, length):
            if levels != 1 and (type(key) is not list or len(key) != levels):
                raise UnreadableAnswer("index mal formé")


def _iso(read: Any, form: re.Pattern[str], text: Any) -> bool:
    # fromisoformat alone would also take « 20260301 » or « 2026-W09-7 ».
    if type(text) is not str or not form.fullmatch(text):
        return False
    try:
        read(text)
    except ValueError:
        return False
    return True


_LEAF_CHECKS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "flottant": lambda node: node["v"] in ("nan", "inf", "-inf"),
    "entier": lambda node: type(node["v"]) is str and bool(_DIGITS.fullmatch(node["v"])),
    "decimal": lambda node: type(node["v"]) is str and bool(_DECIMAL.fullmatch(node["v"])),
    "date": lambda node: _iso(datetime.date.fromisoformat, _DAY, node["v"]),
    "instant": lambda node: _iso(datetime.datetime.fromisoformat, _MOMENT, node["v"]),
    "periode": lambda node: type(node["v"]) is str and bool(_PERIOD.fullmatch(node["v"])),
    "duree": lambda node: type(node["secondes"]) in (int, float) and math.isfinite(node["secondes"]),
    "manquant": lambda node: True,
    "objet": lambda node: type(node["type"]) is str and len(node["type"]) <= MAX_NAME,
    "trop_grand": lambda node: node["quoi"] in SENTENCES,
}
