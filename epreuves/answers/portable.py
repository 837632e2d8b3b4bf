"""From any value a candidate hands over to a plain JSON tree, bounded; the candidate's side of the wire.

`checking` sends the tree from the candidate's process as an output of the question's tests cell, `{"v": 1, "question": id,
"reponse": tree}` under `MIMETYPE`; nothing comes back. Whoever marks takes it by `runner.run.answers_of`.

Nodes: null, booleans, integers below 2**63, finite floats, strings, arrays (lists and tuples), and objects
that carry their kind under "$" (see `tree`, which has the bounds too). Nothing here is trusted by the marking: what comes out is
checked there, by `CheckedTree`. Nothing of a foreign object runs: kinds are told by real
types (`type(x)`, never `__class__`), and read through the methods of the known base type.
A form, a right value, a mark or an object that would have to be unpickled is never in a tree.
"""

import datetime
import decimal
import fractions
import math
import sys
from collections.abc import Iterable
from typing import Any

import msgspec

from epreuves.answers.tree import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_INT,
    MAX_LEAVES,
    MAX_NAME,
    MAX_TEXT,
    Excess,
)
from epreuves.wording.inert import clean_text

_TYPE_NAME = type.__dict__["__name__"].__get__


class _TooBig(Exception):
    """The whole answer passes a bound; its argument says which."""


def portable(value: Any) -> Any:
    """The JSON tree of any value; never raises, never runs a foreign object's code.

    A text, a depth or a number beyond the bounds becomes a marker where it stands;
    an answer beyond MAX_LEAVES or MAX_BYTES becomes one marker as a whole.
    """
    try:
        tree = _Writer().write(value, 0)
        if len(msgspec.json.encode(tree)) > MAX_BYTES:
            return _too_big("octets")
        return tree
    except _TooBig as bound:
        return _too_big(bound.args[0])
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        # A pandas or matplotlib that was patched, a broken extension array: the answer is then unreadable,
        # and that must be a result rather than the end of the cell.
        return {"$": "objet", "type": type_name(value)}


def type_name(value: Any) -> str:
    """The real name of a value's type, bounded; metaclasses have no say."""
    return clean_text(_TYPE_NAME(type(value)))[:MAX_NAME]


def _too_big(what: Excess) -> dict[str, Any]:
    return {"$": "trop_grand", "quoi": what}


class _Writer:
    """One walk over one value, with what is left of the bounds."""

    def __init__(self) -> None:
        self.leaves = MAX_LEAVES
        self.bytes = MAX_BYTES

    def spend(self, leaves: int, size: int = 0) -> None:
        self.leaves -= leaves
        self.bytes -= size
        if self.leaves < 0:
            raise _TooBig("valeurs")
        if self.bytes < 0:
            raise _TooBig("octets")

    def write(self, value: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            return self.leaf("trop_grand", quoi="profondeur")
        kind = type(value)
        if value is None or kind is bool:
            self.spend(1)
            return value
        for read in (self.builtin, self.chart, self.numpy, self.pandas, self.container):
            node = read(value, kind, depth)
            if node is not NotImplemented:
                return node
        return self.leaf("objet", type=type_name(value))

    def all(self, values: Iterable[Any], depth: int) -> list[Any]:
        """The elements of a node of that depth."""
        return [self.write(value, depth + 1) for value in values]

    def leaf(self, kind: str, **fields: Any) -> dict[str, Any]:
        self.spend(1)
        return {"$": kind, **fields}

    def builtin(self, value: Any, kind: type, depth: int) -> Any:
        if issubclass(kind, str) and not _is_numpy(kind):
            return self.text(str.__str__(value))
        if issubclass(kind, int):
            return self.integer(int.__index__(value))
        if issubclass(kind, float):
            return self.floating(float.__float__(value))
        if kind is decimal.Decimal:
            return self.decimal(value)
        if kind is fractions.Fraction:
            return self.fraction(value)
        if kind is datetime.datetime:
            return self.leaf("instant", v=datetime.datetime.isoformat(value.replace(tzinfo=None)))
        if kind is datetime.date:
            return self.leaf("date", v=datetime.date.isoformat(value))
        if kind is datetime.timedelta:
            return self.leaf("duree", secondes=value.total_seconds())
        return NotImplemented

    def numpy(self, value: Any, kind: type, depth: int) -> Any:
        np = sys.modules.get("numpy")
        if np is None or not issubclass(kind, np.ndarray | np.generic):
            return NotImplemented
        if issubclass(kind, np.ndarray):
            array = np.ndarray.view(value, np.ndarray)
            if type(value) is np.ma.MaskedArray:
                array = np.where(np.ma.getmaskarray(value), None, array.astype(object))
            self.check_size(array.size)
            if array.dtype.kind in "mM":
                # Nanoseconds would come out as whole numbers.
                array = array.astype(f"{array.dtype.kind}8[us]")
            return self.write(array.tolist(), depth)
        if issubclass(kind, np.bool_):
            return self.write(bool(value), depth)
        if issubclass(kind, np.datetime64):
            defined = not np.isnat(value)
            return self.write(value.astype("datetime64[us]").item(), depth) if defined else self.leaf("manquant")
        if issubclass(kind, np.timedelta64):
            return self.leaf("duree", secondes=float(value / np.timedelta64(1, "s")))
        if issubclass(kind, np.integer | np.floating | np.str_):
            return self.write(np.generic.item(value) if kind is not np.longdouble else float(value), depth)
        return NotImplemented

    def pandas(self, value: Any, kind: type, depth: int) -> Any:
        pd = sys.modules.get("pandas")
        if pd is None or not hasattr(pd, "NaT"):
            return NotImplemented
        if value is pd.NaT or value is pd.NA:
            return self.leaf("manquant")
        if kind is pd.Timestamp:
            return self.leaf("instant", v=value.tz_localize(None).isoformat()[:26])
        if kind is pd.Timedelta:
            return self.leaf("duree", secondes=float(value.total_seconds()))
        if kind is pd.Period:
            return self.period(value)
        if kind is pd.Interval:
            return self.interval(value, depth)
        if kind is pd.Series:
            self.check_size(len(value))
            return {
                "$": "serie",
                "nom": self.write(value.name, depth + 1),
                "index": self.index(value.index, depth),
                "valeurs": self.all(value.array, depth),
            }
        if kind is pd.DataFrame:
            return self.frame(value, depth)
        of_pandas = kind.__module__.split(".")[0] == "pandas"
        if issubclass(kind, pd.Index) or (of_pandas and issubclass(kind, pd.api.extensions.ExtensionArray)):
            self.check_size(len(value))
            return self.all(value, depth)
        return NotImplemented

    def container(self, value: Any, kind: type, depth: int) -> Any:
        if issubclass(kind, dict):
            self.check_size(dict.__len__(value))
            return {"$": "dict", "paires": [self.all(pair, depth) for pair in list(dict.items(value))]}
        if issubclass(kind, list):
            return self.all(list(list.__iter__(value)), depth)
        if issubclass(kind, tuple):
            return self.all(tuple.__iter__(value), depth)
        if issubclass(kind, set | frozenset):
            walk = set.__iter__ if issubclass(kind, set) else frozenset.__iter__
            # Sets of texts come in an order of their own at each run; the wire must not.
            return {
                "$": "ensemble",
                "elements": sorted(self.all(list(walk(value)), depth), key=msgspec.json.encode),
            }
        if kind is range:
            # len(range) overflows past 2**63: count by subtraction first.
            if abs(value.stop - value.start) // abs(value.step) > MAX_LEAVES:
                raise _TooBig("valeurs")
            return self.all(value, depth)
        return self.all(list(value), depth) if kind in _VIEWS else NotImplemented

    def chart(self, value: Any, kind: type, depth: int) -> Any:
        if "matplotlib" not in sys.modules:
            return NotImplemented
        from epreuves.answers.charts.reading import describe_chart, find_figure

        figure = find_figure(value)
        if figure is None:
            return NotImplemented
        tree = describe_chart(figure)
        self.spend(1, len(msgspec.json.encode(tree)))
        return tree

    def frame(self, value: Any, depth: int) -> Any:
        rows, width = value.shape
        self.check_size(rows * max(1, width))
        columns = [value.iloc[:, place].array for place in range(width)]
        return {
            "$": "tableau",
            "index": self.index(value.index, depth),
            "colonnes": self.all(map(_flat, value.columns), depth),
            "lignes": [self.all((column[row] for column in columns), depth) for row in range(rows)],
        }

    def index(self, index: Any, depth: int) -> dict[str, Any]:
        pd = sys.modules["pandas"]
        default = type(index) is pd.RangeIndex and index.name is None and index.start == 0
        self.check_size(len(index))
        return {"noms": self.all(index.names, depth), "cles": self.all(index, depth), "defaut": bool(default)}

    def check_size(self, size: int) -> None:
        """Refuse before walking: making a million Python objects takes time and memory."""
        if size > self.leaves:
            raise _TooBig("valeurs")

    def text(self, text: str) -> Any:
        if len(text) > MAX_TEXT:
            return self.leaf("trop_grand", quoi="texte")
        text = clean_text(text)
        self.spend(1, len(text))
        return text

    def integer(self, number: int) -> Any:
        if -MAX_INT <= number <= MAX_INT:
            self.spend(1)
            return number
        if number.bit_length() > 3 * MAX_DIGITS:
            return self.leaf("trop_grand", quoi="nombre")
        return self.leaf("entier", v=str(number))

    def floating(self, number: float) -> Any:
        if math.isfinite(number):
            self.spend(1)
            return number
        return self.leaf("flottant", v="nan" if number != number else "inf" if number > 0 else "-inf")

    def decimal(self, number: decimal.Decimal) -> Any:
        if not number.is_finite():
            return self.floating(float("nan") if number.is_nan() else math.copysign(math.inf, number))
        if len(number.as_tuple().digits) > MAX_DIGITS or abs(number.adjusted()) > MAX_DIGITS:
            return self.leaf("trop_grand", quoi="nombre")
        return self.leaf("decimal", v=str(number))

    def fraction(self, number: fractions.Fraction) -> Any:
        top, bottom = number.numerator, number.denominator
        if type(top) is not int or type(bottom) is not int or bottom == 0:
            return self.leaf("objet", type="Fraction")
        try:
            return self.floating(top / bottom)
        except OverflowError:
            return self.leaf("trop_grand", quoi="nombre")

    def period(self, period: Any) -> Any:
        """Days as dates, months and years as ISO truncates them, weeks by their first day."""
        name = period.freqstr.split("-")[0]
        if name in ("D", "B", "W"):
            return self.leaf("date", v=period.start_time.date().isoformat())
        if name in ("M", "Y", "Q", "A"):
            text = {"M": "%Y-%m", "Q": "%Y-T%q"}.get(name, "%Y")
            return self.leaf("periode", v=period.strftime(text))
        return self.leaf("instant", v=period.start_time.isoformat()[:26])

    def interval(self, interval: Any, depth: int) -> Any:
        """As pandas writes it, « (0, 10] »: classes of a distribution are keys like others."""
        ends = self.all((interval.left, interval.right), depth)
        left, right = (end if type(end) in (int, float) else end.get("v", "?") for end in ends)
        opening = "[" if interval.closed_left else "("
        return f"{opening}{left}, {right}{']' if interval.closed_right else ')'}"


_VIEWS: tuple[type, ...] = (type({}.keys()), type({}.values()), type({}.items()))


def _is_numpy(kind: type) -> bool:
    np = sys.modules.get("numpy")
    return np is not None and issubclass(kind, np.generic)


def _flat(name: Any) -> Any:
    """A column's name; the levels of a MultiIndex name are joined, empty ones left out."""
    if type(name) is not tuple:
        return name
    parts = [clean_text(part) if issubclass(type(part), str) else part for part in name]
    return " ".join(str(part) for part in parts if type(part) in (str, int, float) and part != "")
