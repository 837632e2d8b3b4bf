"""Portable trees on the trusted side: how large they may be, and their check, node by node, where they leave the candidate's process.

`portable` writes trees within these bounds; a copy may send anything else in their place. What came is encoded as JSON and read again,
within twice MAX_BYTES, then each node is held to its kind, its fields, and the bounds on depth, values, texts and digits. What fails is
UNREADABLE as a whole: an answer that no form reads, never an error. Past `CheckedTree`, marking takes nothing else of a candidate's.
"""

import datetime
import math
from typing import Annotated, Any, Literal

import msgspec

from epreuves.answers.charts.description import Description

MAX_LEAVES = 100_000
MAX_TEXT = 20_000
MAX_DEPTH = 8
MAX_BYTES = 2_000_000
MAX_INT = 2**63 - 1
MAX_DIGITS = 300
MAX_NAME = 100

Excess = Literal["valeurs", "octets", "texte", "profondeur", "nombre"]
SENTENCES: dict[Excess, str] = {
    "valeurs": "plus de 100 000 valeurs",
    "octets": "plus de 2 Mo de données",
    "texte": "un texte de plus de 20 000 caractères",
    "profondeur": "des conteneurs emboîtés sur plus de 8 niveaux",
    "nombre": "un nombre de plus de 300 chiffres",
}
#: What stands for an answer that is no portable tree: no form reads it.
UNREADABLE = {"$": "illisible"}


class CheckedTree:
    """A tree that came as an answer, checked: to make one is to check it, and marking takes nothing else of a candidate's.

    `node` is plain JSON within the bounds above, or UNREADABLE where what came is not a tree that `portable` can write.
    """

    __slots__ = ("_node",)

    def __init__(self, tree: object) -> None:
        try:
            # Round trip: what is checked is exactly what JSON can carry, with no shared or cyclic node.
            data = msgspec.json.encode(tree)
            node = msgspec.json.decode(data) if len(data) <= MAX_BYTES * 2 else UNREADABLE
        except (msgspec.MsgspecError, TypeError, OverflowError, UnicodeError, RecursionError):
            node = UNREADABLE
        self._node: Any = node if _Checker().holds(node, 0) else UNREADABLE

    @property
    def node(self) -> Any:
        """The tree itself, not to be changed."""
        return self._node

    @property
    def unreadable(self) -> bool:
        """True if what came is no portable tree."""
        return self._node == UNREADABLE


class _NodeFields(
    msgspec.Struct,
    forbid_unknown_fields=True,
    rename={
        "columns": "colonnes",
        "default": "defaut",
        "keys": "cles",
        "name": "nom",
        "names": "noms",
        "pairs": "paires",
        "rows": "lignes",
        "seconds": "secondes",
        "values": "valeurs",
        "what": "quoi",
    },
):
    """Base of what nodes are checked as: closed to other fields, written with French names."""


class _Node(_NodeFields, tag_field="$"):
    """A node that carries its kind under "$"; one that holds no other nodes is a leaf."""

    def inside(self) -> list[Any] | None:
        """The nodes within it, still to be checked; None for a leaf."""
        return None


class _Dict(_Node, tag="dict"):
    pairs: list[tuple[Any, Any]]

    def inside(self) -> list[Any]:
        return [node for pair in self.pairs for node in pair]


class _Set(_Node, tag="ensemble"):
    elements: list[Any]

    def inside(self) -> list[Any]:
        return self.elements


class _Index(_NodeFields):
    names: list[Any]
    keys: list[Any]
    default: bool

    def __post_init__(self) -> None:
        levels = len(self.names)
        if levels != 1 and not all(type(key) is list and len(key) == levels for key in self.keys):
            raise ValueError("a key of another depth")


class _Series(_Node, tag="serie"):
    name: Any
    index: _Index
    values: list[Any]

    def __post_init__(self) -> None:
        if len(self.index.keys) != len(self.values):
            raise ValueError("keys and values differ in number")

    def inside(self) -> list[Any]:
        return [self.name, *self.index.names, *self.index.keys, *self.values]


class _Table(_Node, tag="tableau"):
    index: _Index
    columns: list[Any]
    rows: list[list[Any]]

    def __post_init__(self) -> None:
        width = len(self.columns)
        if len(self.index.keys) != len(self.rows) or any(len(row) != width for row in self.rows):
            raise ValueError("keys, rows and columns differ in number")

    def inside(self) -> list[Any]:
        cells = [cell for row in self.rows for cell in row]
        return [*self.index.names, *self.index.keys, *self.columns, *cells]


class _Undefined(_Node, tag="flottant"):
    v: Literal["nan", "inf", "-inf"]


class _Whole(_Node, tag="entier"):
    v: Annotated[str, msgspec.Meta(pattern=rf"\A[+-]?[0-9]{{1,{MAX_DIGITS}}}\Z")]


class _Decimal(_Node, tag="decimal"):
    v: Annotated[
        str,
        msgspec.Meta(pattern=rf"\A[+-]?[0-9]{{1,{MAX_DIGITS}}}(\.[0-9]{{1,{MAX_DIGITS}}})?(E[+-]?[0-9]{{1,3}})?\Z"),
    ]


class _Day(_Node, tag="date"):
    # fromisoformat alone would also take « 20260301 » or « 2026-W09-7 ».
    v: Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]

    def __post_init__(self) -> None:
        datetime.date.fromisoformat(self.v)


class _Moment(_Node, tag="instant"):
    v: Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?\Z")]

    def __post_init__(self) -> None:
        datetime.datetime.fromisoformat(self.v)


class _Period(_Node, tag="periode"):
    v: Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{4}(-[0-9]{2}|-T[1-4])?\Z")]


class _Duration(_Node, tag="duree"):
    seconds: int | float


class _Missing(_Node, tag="manquant"):
    pass


class _Object(_Node, tag="objet"):
    type: Annotated[str, msgspec.Meta(max_length=MAX_NAME)]


class _Excess(_Node, tag="trop_grand"):
    what: Excess


# One by one rather than as a union, which msgspec would work out again for each node.
_KINDS: dict[object, type[_Node] | type[Description]] = {
    kind.__struct_config__.tag: kind
    for kind in (
        _Dict,
        _Set,
        _Series,
        _Table,
        _Undefined,
        _Whole,
        _Decimal,
        _Day,
        _Moment,
        _Period,
        _Duration,
        _Missing,
        _Object,
        _Excess,
        Description,
    )
}


class _Checker:
    """One walk over one tree, with what is left of the values that it may hold."""

    def __init__(self) -> None:
        self.leaves = MAX_LEAVES

    def holds(self, node: Any, depth: int) -> bool:
        """True if a node, and all within it, is one that `portable` can write."""
        if depth > MAX_DEPTH + 1:
            return False
        inside = node if type(node) is list else None
        if type(node) is dict:
            tag = node.get("$")
            kind = _KINDS.get(tag) if type(tag) is str else None
            if kind is None:
                return False
            try:
                marker = msgspec.convert(node, kind)
            except msgspec.ValidationError:
                return False
            inside = marker.inside() if isinstance(marker, _Node) else None
        if inside is not None:
            return all(self.holds(child, depth + 1) for child in inside)
        self.leaves -= 1
        return self.leaves >= 0 and _bounded(node)


def _bounded(leaf: Any) -> bool:
    if type(leaf) is str:
        return len(leaf) <= MAX_TEXT
    if type(leaf) is int:
        return abs(leaf) <= MAX_INT
    return type(leaf) is not float or math.isfinite(leaf)
