"""A table of the candidate's own: what makes it one to work on. Whether it is true is for people to judge.

What is refused is what nobody notes down: the same figure everywhere, 1, 2, 3…, one column that is another multiplied, the case's own
figures. The same reading refuses it while the candidate works and when the copy is marked.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

import msgspec

from epreuves.answers.equality import is_total
from epreuves.answers.forms import NUMERIC, InvalidForm, OwnTableForm, PercentageForm, TableForm
from epreuves.answers.keys import fold
from epreuves.answers.numbers import Refusal, shown
from epreuves.answers.portable import portable
from epreuves.wording.french import counted, number, significant

#: The least number of rows that an author may ask for, and the most: fewer tell nothing apart, more are not typed by a person.
FEWEST, MOST = 5, 1000
#: The share of rows that one value of a column may take up, the least number of its values, and how far apart they must be at least.
COMMON, DISTINCT, SPREAD = 0.75, 3, 0.01
#: How near two figures are that are one.
_SAME = 1e-6
#: Rows of a table that the candidate was given which are compared with theirs: the first of them, as `head` gives.
_COMPARED = 500
#: From which share of the rows a table is another's, and by how many powers of ten chance must be excluded.
_COPIED, _EVIDENCE = 0.5, 4.0
#: Codes of the refusals that say all there is to say: the form is right, the table is not one to work on.
UNFIT = frozenset({"lignes", "formule", "echelle", "trivial", "copie"})


def vos_donnees(
    forme: TableForm, lignes: tuple[int, int] = (6, 200), varie: Sequence[str] | None = None, pas_de: Any = ()
) -> OwnTableForm:
    """A table of the candidate's own, of at least and at most so many rows.

    `varie` names the columns that may be neither constant nor multiples of one another: every column of numbers if nothing is said.
    `pas_de` gives the tables that the candidate was given (DataFrames, or what `preparer` returned): theirs is none of these.
    Percentages say their `echelle`: nothing else tells in which one the reference works.
    """
    if type(forme) is not TableForm or forme.keys:
        raise InvalidForm("« forme » : un tableau(…) sans « cles » est attendu")
    low, high = lignes if isinstance(lignes, tuple) and len(lignes) == 2 else (0, 0)
    if type(low) is not int or type(high) is not int or not FEWEST <= low <= high <= MOST:
        raise InvalidForm(
            f"« lignes » : deux entiers de {FEWEST} à {number(MOST)} sont attendus, ex. (6, 200), reçu {lignes!r}"
        )
    for name, of in forme.columns.items():
        if isinstance(of, PercentageForm) and of.scale is None:
            raise InvalidForm(f'« colonnes[{name!r}] » : dites echelle="pourcent" ou "ratio"')
    numbers = [name for name, of in forme.columns.items() if isinstance(of, NUMERIC)]
    varied = tuple(numbers if varie is None else varie)
    if unknown := [name for name in varied if name not in forme.columns]:
        raise InvalidForm(f"« varie » : {unknown[0]!r} n'est pas une colonne du tableau")
    if not any(name in numbers for name in varied):
        raise InvalidForm("« varie » : une colonne de nombres au moins est attendue")
    return OwnTableForm(forme.key, forme.columns, rows=(low, high), varied=varied, seen=tuple(_tables(pas_de)))


def _tables(given: Any) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The tables of `pas_de`, as texts, row by row."""
    if isinstance(given, list | tuple):
        for table in given:
            yield from _tables(table)
    elif isinstance(given, Mapping):
        yield from _tables(list(given.values()))
    elif hasattr(given, "head"):
        tree = portable(given.head(_COMPARED))
        if not isinstance(tree, dict) or tree.get("$") != "tableau":
            raise InvalidForm("« pas_de » : un tableau ne se lit pas")
        keys = [[] if tree["index"]["defaut"] else [key] for key in tree["index"]["cles"]]
        yield tuple(
            tuple(_cell(value) for value in (*key, *line)) for key, line in zip(keys, tree["lignes"], strict=True)
        )
    else:
        raise InvalidForm("« pas_de » : des tableaux (DataFrame) sont attendus, ou ce que preparer() a rendu")


def _cell(value: Any) -> str:
    """A value as it is compared with others: figures to nine digits, texts folded."""
    match value:
        case bool():
            return "vrai" if value else "faux"
        case int() | float():
            return f"{float(value):.9g}"
        case {"valeur": float() | int() as percentage}:
            return _cell(percentage)
        case {"$": "date" | "instant" | "periode", "v": str() as text}:
            return text.removesuffix("T00:00:00")
        case str():
            return fold(text) if (text := value.strip()) else ""
        case list():
            return " ".join(map(_cell, value))
    return ""


def in_percent(values: Sequence[Mapping[str, Any]]) -> list[float] | None:
    """A column of canonical percentages, in percent; None where 0.4 could be 0.4 % or 40 %."""
    unsigned = [v["valeur"] for v in values if not v["signe"]]
    doubtful = unsigned and all(abs(v) <= 1 for v in unsigned) and any(unsigned)
    return None if doubtful else [v["valeur"] for v in values]


def refuse_unfit(form: OwnTableForm, rows: Sequence[Any]) -> None:
    """Raise Refusal where a table, read already, is not one to work on; rows: canonical."""
    low, high = form.rows
    if not low <= len(rows) <= high:
        many = counted(len(rows), "ligne")
        wanted = f"{low} au moins" if len(rows) < low else f"{number(high)} au plus"
        raise Refusal("lignes", f"votre tableau a {many} : il en faut {wanted}")
    if any(is_total(key) for key, _ in rows):
        raise Refusal("total", "ôtez la ligne du total : ce qui suit la compterait avec les autres")
    columns = {name: [row[name] for _, row in rows] for name in form.columns}
    figures: dict[str, list[float]] = {}
    for name, of in form.columns.items():
        _refuse_formulas(name, columns[name])
        if isinstance(of, PercentageForm):
            shares = in_percent(columns[name])
            if shares is None:
                reason = "des valeurs sous 1 se lisent de deux façons (0,4 % ou 40 %) : écrivez-les avec leur signe, « 40 % »"
                raise Refusal("echelle", f"colonne « {name} » : {reason}")
            figures[name] = shares
        elif isinstance(of, NUMERIC):
            figures[name] = [float(v) for v in columns[name]]
    for name in form.varied:
        if reason := _trivial(figures[name]) if name in figures else _same(columns[name]):
            raise Refusal("trivial", f"colonne « {name} » : {reason} ; donnez ce que vous avez relevé")
    varied = [name for name in form.varied if name in figures]
    for first, other in combinations(varied, 2):
        if reason := _tied(figures[first], figures[other]):
            raise Refusal(
                "trivial",
                f"colonnes « {first} » et « {other} » : {reason} ; donnez ce que vous avez relevé pour chacune",
            )
    for table in form.seen:
        if _copied(list(figures), rows, table) or _figures_copied(varied, rows, table):
            raise Refusal(
                "copie",
                "ces lignes sont celles d'un tableau qui vous a été donné ; donnez les données de votre organisation",
            )


def _refuse_formulas(name: str, values: Sequence[Any]) -> None:
    texts = (v for v in values if isinstance(v, str))
    if formula := next((v for v in texts if v.startswith("=")), ""):
        raise Refusal("formule", f"colonne « {name} » : « {shown(formula)} » est une formule ; donnez ce qu'elle vaut")


def _same(values: Sequence[Any]) -> str:
    """The sentence on a column, not of figures, that has one value."""
    return "la même valeur partout" if len({msgspec.json.encode(v) for v in values}) < 2 else ""


def _trivial(values: Sequence[float]) -> str:
    """The sentence on a column of figures that nobody noted down; empty where there is nothing to say."""
    (common, times), *others = Counter(values).most_common()
    if not others:
        return "la même valeur partout"
    if times > COMMON * len(values):
        return f"la valeur {significant(common, 6)} revient sur {number(times)} lignes sur {number(len(values))}"
    if len(others) + 1 < DISTINCT:
        return "deux valeurs seulement"
    if max(values) - min(values) < SPREAD * max(map(abs, values)):
        return "des valeurs égales, à 1 % près"
    if _constant([after - before for before, after in pairwise(values)]):
        return "chaque valeur suit la précédente du même écart"
    if all(values) and _constant([after / before for before, after in pairwise(values)]):
        return "chaque valeur est la précédente, multipliée par le même nombre"
    return ""


def _tied(first: Sequence[float], other: Sequence[float]) -> str:
    """The sentence on two columns of which one tells nothing that the other does not; empty otherwise."""
    if _constant([b - a for a, b in zip(first, other, strict=True)]):
        return "les mêmes valeurs, ou le même écart partout"
    if all(first) and _constant([b / a for a, b in zip(first, other, strict=True)]):
        return "l'une est l'autre, multipliée par le même nombre partout"
    return ""


def _constant(values: Sequence[float]) -> bool:
    size = max(map(abs, values))
    return math.isfinite(size) and max(values) - min(values) <= _SAME * size


def _copied(numeric: Sequence[str], rows: Sequence[Any], table: Sequence[Sequence[str]]) -> bool:
    """True if half of the rows are rows of a table, under their names or under others, and not by chance.

    By chance, a row is found that holds the same values where each of them is frequent there: scores from 1 to 5 say little, names and
    large figures a lot.
    """
    holding: dict[str, set[int]] = {}
    for rank, line in enumerate(table):
        for cell in line:
            if cell:
                holding.setdefault(cell, set()).add(rank)
    whole = [([key] if isinstance(key, str) else list(key), row) for key, row in rows]
    named = [{*map(_cell, key), *map(_cell, row.values())} for key, row in whole]
    renamed = [{_cell(row[name]) for name in numeric} for _, row in whole]
    return any(_found(side, holding, len(table)) for side in (named, renamed))


def _figures_copied(varied: Sequence[str], rows: Sequence[Any], table: Sequence[Sequence[str]]) -> bool:
    """True if half of the rows hold a figure of a table's, in a column that may not be constant, and not by chance.

    This is what is left of a table of the case whose other columns are the candidate's own. A figure of many digits says more, and
    the row's name, where it is there beside the figure in the table, says more still.
    """
    figures: dict[str, set[int]] = {}
    names: dict[str, set[int]] = {}
    for rank, line in enumerate(table):
        for cell in line:
            if cell:
                (figures if _FIGURE.fullmatch(cell) else names).setdefault(cell, set()).add(rank)
    many = math.log10(max(1, sum(map(len, figures.values()))))
    matched, evidence = 0, 0.0
    for key, row in rows:
        parts = [names.get(_cell(part), set[int]()) for part in ([key] if isinstance(key, str) else key)]
        named = set.intersection(*parts)
        best = 0.0
        for cell in (_cell(row[name]) for name in varied):
            ranks = figures.get(cell, set())
            if ranks:
                best = max(best, _digits(cell) - 1 - many + (math.log10(len(table)) if named & ranks else 0))
        if best > 0:
            matched, evidence = matched + 1, evidence + best
    return matched >= _COPIED * len(rows) and evidence >= _EVIDENCE


#: A figure as `_cell` writes it.
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def _digits(cell: str) -> int:
    """The number of digits of a figure that tell something: two of 1500, five of 1374.5."""
    return len(cell.partition("e")[0].replace("-", "").replace(".", "").strip("0"))


def _found(rows: Sequence[set[str]], holding: Mapping[str, set[int]], size: int) -> bool:
    matched, evidence = 0, 0.0
    for cells in rows:
        places = [holding.get(cell, set[int]()) for cell in cells]
        if places and set.intersection(*places):
            matched += 1
            chance = math.log10(size) + sum(math.log10(len(ranks) / size) for ranks in places)
            evidence += max(0.0, -chance)
    return matched >= _COPIED * len(rows) and evidence >= _EVIDENCE
