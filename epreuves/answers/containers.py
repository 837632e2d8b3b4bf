"""Reading several values: lists, series, tables, whatever container holds them."""

import re
from typing import Any

from epreuves.answers.forms import ListForm, SeriesForm, TableForm
from epreuves.answers.keys import fold, fold_column
from epreuves.answers.numbers import shown
from epreuves.answers.scalars import Refusal, flat_items, is_missing, kind_of, read_scalar, unwrap

_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(:00(\.0+)?)?", re.ASCII)
Key = str | list[str]


def read_list(form: ListForm, tree: Any) -> list[Any]:
    """Canonical list; a set is refused where order counts."""
    kind = tree["$"] if type(tree) is dict else ""
    if kind == "ensemble" and form.order:
        raise Refusal("type", "une liste dans l'ordre est attendue, reçu un ensemble, qui n'a pas d'ordre")
    items = flat_items(tree)
    if not items:
        raise Refusal("vide", "la liste est vide")
    return [_element(form.de, item, f"élément {place}") for place, item in enumerate(items, 1)]


def _element(form: Any, item: Any, where: str) -> Any:
    try:
        return read_scalar(form, item if getattr(form, "several", False) else unwrap(item))
    except Refusal as refusal:
        raise Refusal(refusal.code, f"{where} : {refusal.sentence}") from None


def read_series(form: SeriesForm, tree: Any) -> tuple[list[Any], str]:
    """([[key, value], …], note) from a dict, a Series, a DataFrame of one value column, or pairs."""
    pairs, note = _pairs(form, tree)
    if not pairs:
        raise Refusal("vide", "la série est vide")
    keyed = [[canonical_key(key, len(form.key)), value] for key, value in pairs]
    _refuse_twice(keyed)
    return [[key, _element(form.values, value, f"clé « {show_key(key)} »")] for key, value in keyed], note


def _pairs(form: SeriesForm, tree: Any) -> tuple[list[Any], str]:
    kind = tree["$"] if type(tree) is dict else ""
    levels = len(form.key)
    if kind == "dict":
        if (
            len(tree["paires"]) == 1
            and type(inner := tree["paires"][0][1]) is dict
            and inner["$"] in ("dict", "serie")
        ):
            return _pairs(form, inner)
        return tree["paires"], ""
    if kind == "serie":
        if tree["index"]["defaut"]:
            raise Refusal(
                "cle",
                f"la Series n'a pas de clés : mettez « {' », « '.join(form.key)} » en index "
                "(set_index, groupby…)",
            )
        return list(zip(tree["index"]["cles"], tree["valeurs"], strict=True)), ""
    if kind == "tableau":
        rows, columns = _keyed_rows(form.key, tree)
        if len(columns) != 1:
            names = ", ".join(f"« {column_name(column)} »" for column in columns)
            raise Refusal(
                "colonne",
                f"une seule colonne de valeurs est attendue en plus de la clé « {' », « '.join(form.key)} », "
                f"reçu {len(columns)} : {names}"
                if columns
                else "le DataFrame n'a pas de colonne de valeurs",
            )
        return [[key, row[0]] for key, row in rows], ""
    if type(tree) is list:
        if all(type(item) is list and len(item) == levels + 1 for item in tree):
            return [[item[0] if levels == 1 else item[:-1], item[-1]] for item in tree], ""
        if all(type(item) is list and len(item) == 2 for item in tree):
            return tree, ""
        raise Refusal(
            "cle", "une série de clés et de valeurs est attendue, reçu une liste de valeurs sans clés"
        )
    raise Refusal("type", f"une série est attendue (Series ou dictionnaire), reçu {kind_of(tree)}")


def read_table(form: TableForm, tree: Any) -> tuple[list[Any], str]:
    """([[key, {column: value}], …], note) from a DataFrame, dict of Series or of dicts, list of dicts."""
    wanted = frozenset(fold_column(name) for name in form.columns)
    rows, columns = _keyed_rows(form.key, _as_frame(form, tree), wanted)
    found = {fold_column(column_name(column)): place for place, column in reversed(list(enumerate(columns)))}
    missing = [name for name in form.columns if fold_column(name) not in found]
    if missing and len(form.columns) == 1 == len(columns):
        # One column is asked for, one is there: its name is not what is being judged.
        found, missing = {fold_column(missing[0]): 0}, []
    if missing:
        received = ", ".join(f"« {column_name(column)} »" for column in columns) or "aucune"
        raise Refusal(
            "colonne", f"il manque la colonne « {' », « '.join(missing)} » ; colonnes reçues : {received}"
        )
    if not rows:
        raise Refusal("vide", "le tableau est vide")
    extra = [column_name(column) for column in columns if fold_column(column_name(column)) not in wanted]
    keyed = [[canonical_key(key, len(form.key)), row] for key, row in rows]
    _refuse_twice(keyed)
    table = [
        [
            key,
            {
                name: _element(
                    of, row[found[fold_column(name)]], f"ligne « {show_key(key)} », colonne « {name} »"
                )
                for name, of in form.columns.items()
            },
        ]
        for key, row in keyed
    ]
    ignored = ", ".join(f"« {shown(name)} »" for name in extra[:5])
    return table, f"colonnes laissées de côté : {ignored}" if len(form.columns) < len(
        columns
    ) and extra else ""


def _as_frame(form: TableForm, tree: Any) -> dict[str, Any]:
    """A "tableau" node from any of the containers of rows or columns."""
    kind = tree["$"] if type(tree) is dict else ""
    if kind == "tableau":
        return tree
    if kind == "serie" and len(form.columns) == 1:
        lines = [[value] for value in tree["valeurs"]]
        return {
            "$": "tableau",
            "index": tree["index"],
            "colonnes": [next(iter(form.columns))],
            "lignes": lines,
        }
    if kind == "dict":
        return _frame_of_dict(form, tree["paires"])
    if type(tree) is list and tree and all(type(row) is dict and row["$"] == "dict" for row in tree):
        return _frame_of_records([row["paires"] for row in tree])
    raise Refusal("type", f"un tableau est attendu (DataFrame), reçu {kind_of(tree)}")


def _frame_of_records(records: list[list[Any]], index: dict[str, Any] | None = None) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for record in records:
        for name, _ in record:
            names.setdefault(column_name(name), name)
    cells = [{column_name(name): value for name, value in record} for record in records]
    lines = [[row.get(name) for name in names] for row in cells]
    index = index or {"noms": [None], "cles": list(range(len(records))), "defaut": True}
    return {"$": "tableau", "index": index, "colonnes": list(names.values()), "lignes": lines}


def _frame_of_dict(form: TableForm, pairs: list[Any]) -> dict[str, Any]:
    """A dict of columns (lists, Series or dicts by key) or a dict of rows by key (dicts by column)."""
    columns = {fold_column(name) for name in form.columns}
    by_column = any(fold_column(column_name(name)) in columns for name, _ in pairs)
    if by_column and all(type(values) is list for _, values in pairs):
        if len({len(values) for _, values in pairs}) > 1:
            raise Refusal("taille", "les colonnes n'ont pas toutes le même nombre de valeurs")
        size = len(pairs[0][1]) if pairs else 0
        index = {"noms": [None], "cles": list(range(size)), "defaut": True}
        lines = [[values[row] for _, values in pairs] for row in range(size)]
        return {"$": "tableau", "index": index, "colonnes": [name for name, _ in pairs], "lignes": lines}
    inner = [(name, values) for name, node in pairs if (values := _pairs_of(node)) is not None]
    if not inner or len(inner) < len(pairs):
        raise Refusal("type", "un tableau est attendu (DataFrame), reçu un dictionnaire de valeurs simples")
    if not by_column:
        rows = [name for name, _ in inner]
        return _frame_of_records([v for _, v in inner], {"noms": [None], "cles": rows, "defaut": False})
    lookups = [{_hashable(key): value for key, value in values} for _, values in inner]
    keys: dict[Any, Any] = {}
    for _, values in inner:
        for key, _ in values:
            keys.setdefault(_hashable(key), key)
    lines = [[lookup.get(key) for lookup in lookups] for key in keys]
    index = {"noms": [None], "cles": list(keys.values()), "defaut": False}
    return {"$": "tableau", "index": index, "colonnes": [name for name, _ in inner], "lignes": lines}


def _pairs_of(node: Any) -> list[Any] | None:
    if type(node) is dict and node["$"] == "dict":
        return node["paires"]
    if type(node) is dict and node["$"] == "serie":
        return list(zip(node["index"]["cles"], node["valeurs"], strict=True))
    return None


def _hashable(key: Any) -> str:
    try:
        canonical = canonical_key(key, len(key) if type(key) is list else 1)
    except Refusal:
        return "?"
    return canonical if type(canonical) is str else "\x1f".join(canonical)


def _keyed_rows(
    names: tuple[str, ...], frame: dict[str, Any], wanted: frozenset[str] = frozenset()
) -> tuple[list[Any], list[Any]]:
    """([(key, rest of the row)], rest of the columns); `wanted` are folded names that cannot be the key."""
    columns = [fold_column(column_name(column)) for column in frame["colonnes"]]
    levels = [fold_column(column_name(name)) for name in frame["index"]["noms"]]
    spots: list[tuple[str, int]] = []
    unnamed = not frame["index"]["defaut"] and len(levels) == len(names)
    for place, name in enumerate(fold_column(name) for name in names):
        if name in columns:
            spots.append(("colonne", columns.index(name)))
        elif name in levels:
            spots.append(("index", levels.index(name)))
        elif unnamed:
            spots.append(("index", place))
        elif frame["index"]["defaut"] and len(names) == 1 and len(columns) == 2 and columns[0] not in wanted:
            spots.append(("colonne", 0))
        else:
            raise Refusal("cle", f"la clé « {names[place]} » n'est ni en index ni parmi les colonnes")
    taken = {place for where, place in spots if where == "colonne"}
    kept = [place for place in range(len(columns)) if place not in taken]
    many = len(levels) > 1
    rows = []
    for key, line in zip(frame["index"]["cles"], frame["lignes"], strict=True):
        parts = [
            line[place] if where == "colonne" else (key[place] if many else key) for where, place in spots
        ]
        rows.append((parts[0] if len(names) == 1 else parts, [line[place] for place in kept]))
    return rows, [frame["colonnes"][place] for place in kept]


def column_name(name: Any) -> str:
    """A column's name as text; numbers and dates as keys are written."""
    try:
        return _single_key(name)
    except Refusal:
        return ""


def canonical_key(key: Any, levels: int) -> Key:
    """A key's text: days ISO, months « 2026-03 », whole numbers without a point; a list if composite."""
    if levels == 1:
        return _single_key(key)
    if type(key) is not list or len(key) != levels:
        raise Refusal("cle", f"une clé de {levels} éléments est attendue (un tuple), reçu {kind_of(key)}")
    return [_key_text(part) for part in key]


def _single_key(key: Any) -> str:
    while type(key) is list and len(key) == 1:
        key = key[0]
    return _key_text(key)


def _key_text(key: Any) -> str:
    if is_missing(key):
        raise Refusal("cle", "une clé est vide")
    kind = key["$"] if type(key) is dict else ""
    if type(key) is bool:
        return "oui" if key else "non"
    if type(key) is float:
        return str(int(key)) if key.is_integer() and abs(key) < 1e15 else repr(key)
    if type(key) is int:
        return str(key)
    if kind in ("date", "periode", "decimal", "entier"):
        return key["v"]
    if kind == "instant":
        return key["v"][:10] if _MIDNIGHT.fullmatch(key["v"]) else key["v"]
    if kind == "flottant":
        raise Refusal("cle", "une clé est vide (NaN)")
    if type(key) is str:
        text = " ".join(key.split())
        if not text:
            raise Refusal("cle", "une clé est vide")
        match = _MIDNIGHT.fullmatch(text)
        return match[1] if match else text
    raise Refusal("cle", f"une clé est un texte, un nombre ou une date, reçu {kind_of(key)}")


def show_key(key: Key) -> str:
    """A key as a sentence quotes it."""
    return shown(key if type(key) is str else ", ".join(key))


def _refuse_twice(keyed: list[Any]) -> None:
    seen: dict[str, str] = {}
    for key, _ in keyed:
        folded = "\x1f".join(fold(part) for part in ([key] if type(key) is str else key))
        if folded in seen:
            raise Refusal("doublon", f"la clé « {show_key(key)} » figure plusieurs fois")
        seen[folded] = show_key(key)
