"""Reading an answer: from a portable tree to the canonical value of a form, or why not.

Lenient on the container, strict on the meaning. Canonical values are plain JSON:

- nombre: float; entier: int; pourcentage: {"valeur": float, "signe": bool} (as given: the scale is settled
  by the comparison); texte, choix, date (ISO): str; several choices: list of options in the form's order;
  booleen: bool;
- liste: list; serie: list of [key, value]; tableau: list of [key, {column: value}];
  a key is a str, or a list of str when the form names several keys;
- graphique: the chart's description;
- classeur: see `files.answer`.
"""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

import msgspec

from epreuves.answers.equality import is_total, match_keys
from epreuves.answers.files.answer import nothing, read_answer
from epreuves.answers.forms import (
    ChartForm,
    ChoiceForm,
    Form,
    ListForm,
    OwnTableForm,
    Scalar,
    SeriesForm,
    TableForm,
    WorkbookForm,
)
from epreuves.answers.keys import fold, fold_title
from epreuves.answers.numbers import Refusal, shown
from epreuves.answers.own_table import refuse_unfit
from epreuves.answers.scalars import (
    flat_items,
    in_one_cell,
    is_missing,
    kind_of,
    marker,
    read_scalar,
    refuse_unreadable,
    unwrap,
)
from epreuves.answers.tree import CheckedTree

_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(:00(\.0+)?)?", re.ASCII)
Key = str | list[str]
#: Keys told of in a sentence at most.
_TOLD = 5


class Valid(msgspec.Struct, frozen=True, tag_field="issue", tag="valide"):
    """The answer has the form; `value` is canonical, `note` says what was left aside, if anything; `doubt` what is surely not meant:
    keys that the statement does not give, or that lack.
    """

    value: Any
    note: str = ""
    doubt: str = ""


class Invalid(msgspec.Struct, frozen=True, tag_field="issue", tag="invalide"):
    """The answer does not have the form: `code` is stable, `sentence` is for the candidate."""

    code: str
    sentence: str


class Missing(msgspec.Struct, frozen=True, tag_field="issue", tag="manquante"):
    """There is no answer."""

    sentence: str


Reading = Valid | Invalid | Missing


def coerce(form: Form, answer: CheckedTree) -> Reading:
    """Read an answer as one of `form`; never raises."""
    tree = answer.node
    if is_missing(tree):
        if isinstance(form, WorkbookForm):
            return Missing(nothing(form))
        return Missing("aucune réponse : la variable n'a pas encore reçu de valeur")
    try:
        refuse_unreadable(tree)
        match form:
            case ListForm():
                return Valid(_read_list(form, tree))
            case SeriesForm():
                rows, note, lacking = _read_series(form, tree)
                return Valid(rows, note, _doubt(form, rows, lacking))
            case TableForm():
                rows, note, lacking = _read_table(form, tree)
                if isinstance(form, OwnTableForm):
                    refuse_unfit(form, rows)
                return Valid(rows, note, _doubt(form, rows, lacking))
            case ChartForm():
                return Valid(_read_chart(tree))
            case WorkbookForm():
                return Valid(*read_answer(form, tree, _read_one, lambda table, node: _read_table(table, node)[:2]))
            case _:
                return Valid(_read_one(form, tree))
    except Refusal as refusal:
        return Invalid(refusal.code, refusal.sentence)


def _read_chart(tree: Any) -> Any:
    if marker(tree) == "graphique":
        return tree
    sentence = "ce n'est pas un graphique : donnez la figure ou les axes, ex. fig, ax = plt.subplots() puis ax"
    raise Refusal("type", sentence)


def _read_one(form: Scalar, tree: Any) -> Any:
    several = isinstance(form, ChoiceForm) and form.several
    return read_scalar(form, tree if several else unwrap(tree))


def _read_list(form: ListForm, tree: Any) -> list[Any]:
    """Canonical list; a set is refused where order counts."""
    if marker(tree) == "ensemble" and form.order:
        raise Refusal("type", "une liste dans l'ordre est attendue, reçu un ensemble, qui n'a pas d'ordre")
    items = flat_items(tree)
    if not items:
        raise Refusal("vide", "la liste est vide")
    pieces = in_one_cell(form.de, items)
    return [_element(form.de, item, _place, rank) for rank, item in enumerate(pieces, 1)]


def _element(form: Scalar, item: Any, where: Callable[..., str], *place: Any) -> Any:
    """One value of several; where: says its place, for a refusal alone."""
    try:
        return _read_one(form, item)
    except Refusal as refusal:
        raise Refusal(refusal.code, f"{where(*place)} : {refusal.sentence}") from None


def _place(rank: int) -> str:
    return f"élément {rank}"


def _row(key: Key, column: str = "") -> str:
    return f"ligne « {show_key(key)} »" + (f", colonne « {column} »" if column else "")


#: Rows read, what is said of those set aside, and of those of which a value lacks.
Rows = tuple[list[Any], str, list[str]]


def _read_series(form: SeriesForm, tree: Any) -> Rows:
    """[[key, value], …] from a dict, a Series, a DataFrame of one value column, or pairs."""
    pairs = _pairs(form, tree)
    if not pairs:
        raise Refusal("vide", "la série est vide")
    return _without_totals(
        form,
        _keyed(form, pairs),
        lambda key, value: _element(form.values, value, _row, key),
    )


def _without_totals(form: SeriesForm | TableForm, keyed: list[Any], read: Callable[[Key, Any], Any]) -> Rows:
    """The rows, each by itself. One that sums the others up is set aside where it is not one of the statement's and cannot be read: its bounds
    are not those of the rows. One of which a value lacks is not answered, and costs no other; where all are so, the first is refused.
    """
    statement_keys = {fold(key) for key in form.keys if isinstance(key, str)}
    rows, aside, lacking = [], [], []
    for key, value in keyed:
        try:
            rows.append([key, read(key, value)])
        except Refusal as refusal:
            if is_total(key) and not (type(key) is str and fold(key) in statement_keys):
                aside.append(key)
            elif refusal.code == "vide" and not isinstance(form, OwnTableForm):
                lacking.append(refusal.sentence)
            else:
                raise
    if not rows:
        raise Refusal("vide", lacking[0] if lacking else "il n'y a que le total")
    return rows, f"laissé de côté : {', '.join(f'« {show_key(key)} »' for key in aside)}" if aside else "", lacking


def _doubt(form: SeriesForm | TableForm, rows: list[Any], lacking: list[str]) -> str:
    """The faults that are surely not meant in an answer: values that lack, keys that are not the statement's; empty where all is well."""
    if lacking or not form.keys:
        return " ; ".join(lacking[:_TOLD])
    keys = [key for key, _ in rows]
    partners = match_keys(form.keys, keys)
    unknown = [key for place, key in enumerate(keys) if place not in partners and not is_total(key)]
    missing = [key for place, key in enumerate(form.keys) if place not in set(partners.values())]
    remarks = []
    for key in unknown[:_TOLD]:
        near = get_close_matches(fold(show_key(key)), [fold(show_key(k)) for k in missing], 1, 0.6)
        meant = next((show_key(k) for k in missing if near and fold(show_key(k)) == near[0]), "")
        remarks.append(f"« {show_key(key)} » n'est pas dans l'énoncé" + (f" : écrivez « {meant} »" if meant else ""))
        missing = [k for k in missing if show_key(k) != meant]
    if missing:
        names = ", ".join(f"« {show_key(key)} »" for key in missing[:_TOLD])
        remarks.append(f"il manque {names}" + (" et d'autres" if len(missing) > _TOLD else ""))
    return " ; ".join(remarks)


def _pairs(form: SeriesForm, tree: Any) -> list[Any]:
    levels = len(form.key)
    key = f"« {' », « '.join(form.key)} »"
    match tree:
        case {"$": "dict", "paires": [[_, {"$": "dict" | "serie"} as inner]]}:
            return _pairs(form, inner)
        case {"$": "dict", "paires": pairs}:
            return pairs
        case {"$": "serie", "index": {"defaut": True}}:
            sentence = f"rien ne dit à quelle ligne va chaque valeur : mettez {key} en index (set_index, groupby…)"
            raise Refusal("cle", sentence)
        case {"$": "serie", "index": {"cles": keys}, "valeurs": values}:
            return list(zip(keys, values, strict=True))
        case {"$": "tableau"}:
            rows, columns = _keyed_rows(form.key, tree)
            if not columns:
                raise Refusal("colonne", "le DataFrame n'a pas de colonne de valeurs")
            if len(columns) > 1:
                names = ", ".join(f"« {column_name(column)} »" for column in columns)
                sentence = f"une seule colonne de valeurs est attendue en plus de {key}"
                raise Refusal("colonne", f"{sentence}, reçu {len(columns)} : {names}")
            return [[key, row[0]] for key, row in rows]
        case list():
            if all(type(item) is list and len(item) == levels + 1 for item in tree):
                return [[item[0] if levels == 1 else item[:-1], item[-1]] for item in tree]
            if all(type(item) is list and len(item) == 2 for item in tree):
                return tree
            sentence = f"une valeur pour chaque {key} est attendue, reçu une liste de valeurs sans leurs noms"
            raise Refusal("cle", sentence)
    raise Refusal("type", f"une valeur pour chaque {key} est attendue (Series ou dictionnaire), reçu {kind_of(tree)}")


def _read_table(form: TableForm, tree: Any) -> Rows:
    """[[key, {column: value}], …] from a DataFrame, dict of Series or of dicts, list of dicts."""
    wanted = frozenset(fold_title(name) for name in form.columns)
    rows, columns = _keyed_rows(form.key, _as_frame(form, tree), wanted)
    received = [column_name(column) for column in columns]
    places = {fold_title(name): place for place, name in reversed(list(enumerate(received)))}
    missing = [name for name in form.columns if fold_title(name) not in places]
    if missing and len(form.columns) == 1 == len(columns):
        # One column is asked for, one is there: its name is not what is being judged.
        places, missing = {fold_title(missing[0]): 0}, []
    if missing:
        received_names = ", ".join(f"« {name} »" for name in received) or "aucune"
        which = "la colonne" if len(missing) == 1 else "les colonnes"
        sentence = f"il manque {which} « {' », « '.join(missing)} » ; colonnes reçues : {received_names}"
        raise Refusal("colonne", sentence)
    if not rows:
        raise Refusal("vide", "le tableau est vide")

    asked = [(name, of, places[fold_title(name)]) for name, of in form.columns.items()]

    def cells(key: Key, row: Any) -> dict[str, Any]:
        return {name: _element(of, row[place], _row, key, name) for name, of, place in asked}

    table, aside, lacking = _without_totals(form, _keyed(form, rows), cells)
    extra = [name for name in received if fold_title(name) not in wanted]
    if not extra or len(columns) <= len(form.columns):
        return table, aside, lacking
    left = f"colonnes laissées de côté : {', '.join(f'« {shown(name)} »' for name in extra[:5])}"
    return table, " ; ".join(filter(None, (aside, left))), lacking


def _as_frame(form: TableForm, tree: Any) -> dict[str, Any]:
    """A "tableau" node from any of the containers of rows or columns."""
    match tree:
        case {"$": "tableau"}:
            return tree
        case {"$": "serie", "index": index, "valeurs": values} if len(form.columns) == 1:
            return _frame(index, list(form.columns), [[value] for value in values])
        case {"$": "dict", "paires": pairs}:
            return _frame_of_dict(form, pairs)
        case [_, *_] if all(marker(row) == "dict" for row in tree):
            return _frame_of_records([row["paires"] for row in tree])
    raise Refusal("type", f"un tableau est attendu (DataFrame), reçu {kind_of(tree)}")


def _frame(index: dict[str, Any], columns: list[Any], lines: list[Any]) -> dict[str, Any]:
    return {"$": "tableau", "index": index, "colonnes": columns, "lignes": lines}


def _index(keys: list[Any], default: bool) -> dict[str, Any]:
    return {"noms": [None], "cles": keys, "defaut": default}


def _frame_of_records(records: list[list[Any]], index: dict[str, Any] | None = None) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for record in records:
        for name, _ in record:
            names.setdefault(column_name(name), name)
    cells = [{column_name(name): value for name, value in record} for record in records]
    lines = [[row.get(name) for name in names] for row in cells]
    return _frame(index or _index(list(range(len(records))), True), list(names.values()), lines)


def _frame_of_dict(form: TableForm, pairs: list[Any]) -> dict[str, Any]:
    """A dict of columns (lists, Series or dicts by key) or a dict of rows by key (dicts by column)."""
    columns = {fold_title(name) for name in form.columns}
    by_column = any(fold_title(column_name(name)) in columns for name, _ in pairs)
    if by_column and all(type(values) is list for _, values in pairs):
        if len({len(values) for _, values in pairs}) > 1:
            raise Refusal("taille", "les colonnes n'ont pas toutes le même nombre de valeurs")
        size = len(pairs[0][1]) if pairs else 0
        lines = [[values[row] for _, values in pairs] for row in range(size)]
        return _frame(_index(list(range(size)), True), [name for name, _ in pairs], lines)
    inner = [(name, values) for name, node in pairs if (values := _pairs_of(node)) is not None]
    if not inner or len(inner) < len(pairs):
        raise Refusal("type", "un tableau est attendu (DataFrame), reçu un dictionnaire de valeurs simples")
    # A row may bear a column's name: the rows have every column where the outer names lack one.
    if by_column and not _has_all(columns, pairs) and all(_has_all(columns, values) for _, values in inner):
        by_column = False
    if not by_column:
        rows = _index([name for name, _ in inner], False)
        return _frame_of_records([values for _, values in inner], rows)
    lookups = [{_hashable(key): value for key, value in values} for _, values in inner]
    keys: dict[Any, Any] = {}
    for _, values in inner:
        for key, _ in values:
            keys.setdefault(_hashable(key), key)
    lines = [[lookup.get(key) for lookup in lookups] for key in keys]
    return _frame(_index(list(keys.values()), False), [name for name, _ in inner], lines)


def _has_all(columns: set[str], pairs: list[Any]) -> bool:
    return columns <= {fold_title(column_name(name)) for name, _ in pairs}


def _pairs_of(node: Any) -> list[Any] | None:
    match node:
        case {"$": "dict", "paires": pairs}:
            return pairs
        case {"$": "serie", "index": {"cles": keys}, "valeurs": values}:
            return list(zip(keys, values, strict=True))
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
    columns = [fold_title(column_name(column)) for column in frame["colonnes"]]
    levels = [fold_title(column_name(name)) for name in frame["index"]["noms"]]
    spots: list[tuple[str, int]] = []
    unnamed = not frame["index"]["defaut"] and len(levels) == len(names)
    for place, name in enumerate(fold_title(name) for name in names):
        if name in columns:
            spots.append(("colonne", columns.index(name)))
        elif name in levels:
            spots.append(("index", levels.index(name)))
        elif unnamed:
            spots.append(("index", place))
        elif frame["index"]["defaut"] and len(names) == 1 and len(columns) == 2 and columns[0] not in wanted:
            spots.append(("colonne", 0))
        else:
            raise Refusal("cle", f"« {names[place]} », qui nomme les lignes, n'est ni en index ni parmi les colonnes")
    taken = {place for where, place in spots if where == "colonne"}
    kept = [place for place in range(len(columns)) if place not in taken]
    many = len(levels) > 1
    rows = []
    for key, line in zip(frame["index"]["cles"], frame["lignes"], strict=True):
        parts = [line[place] if where == "colonne" else (key[place] if many else key) for where, place in spots]
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
        raise Refusal("cle", f"{levels} éléments nomment chaque ligne (un tuple), reçu {kind_of(key)}")
    return [_key_text(part) for part in key]


def _single_key(key: Any) -> str:
    while type(key) is list and len(key) == 1:
        key = key[0]
    return _key_text(key)


def _key_text(key: Any) -> str:
    match key:
        case None | {"$": "manquant"}:
            raise Refusal("cle", "le nom d'une ligne est vide")
        case bool():
            return "oui" if key else "non"
        case float() if not key.is_integer() or abs(key) >= 1e15:
            return repr(key)
        case int() | float():
            return str(int(key))
        case {"$": "date" | "periode" | "decimal" | "entier", "v": text}:
            return text
        case {"$": "instant", "v": text}:
            return text[:10] if _MIDNIGHT.fullmatch(text) else text
        case {"$": "flottant"}:
            raise Refusal("cle", "le nom d'une ligne est vide (NaN)")
        case str():
            text = " ".join(key.split())
            if not text:
                raise Refusal("cle", "le nom d'une ligne est vide")
            midnight = _MIDNIGHT.fullmatch(text)
            return midnight[1] if midnight else text
    raise Refusal("cle", f"une ligne se nomme par un texte, un nombre ou une date, reçu {kind_of(key)}")


def show_key(key: str | Sequence[str]) -> str:
    """A key as a sentence quotes it."""
    return shown(key if type(key) is str else ", ".join(key))


def _keyed(form: SeriesForm | TableForm, rows: list[Any]) -> list[Any]:
    """Rows, or pairs, under the text of their key; refused where two keys are the same."""
    keyed = [[canonical_key(key, len(form.key)), row] for key, row in rows]
    seen: set[str] = set()
    for key, _ in keyed:
        folded = "\x1f".join(map(fold, [key] if type(key) is str else key))
        if folded in seen:
            raise Refusal("doublon", f"la ligne « {show_key(key)} » figure plusieurs fois")
        seen.add(folded)
    return keyed
