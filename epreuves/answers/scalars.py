"""Reading one value: number, percentage, text, choice, truth, day."""

import math
import re
from typing import Any, assert_never

from epreuves.answers import forms
from epreuves.answers.keys import fold
from epreuves.answers.numbers import ReadNumber, Refusal, only_unit, read_date, read_number, shown
from epreuves.answers.tree import SENTENCES, UNREADABLE
from epreuves.wording.french import counted, significant


def marker(tree: Any) -> str:
    """The kind that a node carries; empty for a list and for a plain value."""
    return tree["$"] if type(tree) is dict else ""


def is_missing(tree: Any) -> bool:
    """True if a value stands for no answer, as None, NaT and NA; NaN does not: it is a computation that failed."""
    return tree is None or marker(tree) == "manquant"


def refuse_unreadable(tree: Any) -> None:
    """Raise for what the wire could not carry: an object of an unknown kind, or one beyond the bounds."""
    kind = marker(tree)
    if kind == "trop_grand":
        raise Refusal("trop_grand", f"la réponse dépasse ce qui peut être lu : {SENTENCES[tree['quoi']]}")
    if kind == "objet":
        name = tree["type"]
        raise Refusal("type", _OBJECTS.get(name, f"un objet de type « {name} » ne se lit pas"))
    if tree == UNREADABLE:
        raise Refusal("illisible", "elle ne se lit pas")


_CALL_IT = "c'est une fonction : appelez-la, avec des parenthèses, pour obtenir sa valeur"
_LIST_IT = "c'est un calcul qui n'est pas encore fait : mettez-le dans list(…)"
_SUM_IT = "le regroupement n'est pas encore calculé : ajoutez .sum(), .mean()…"
_OBJECTS = {
    "function": _CALL_IT,
    "method": _CALL_IT,
    "builtin_function_or_method": _CALL_IT,
    "generator": "c'est un générateur, qui n'est pas encore calculé : mettez-le dans list(…)",
    "map": _LIST_IT,
    "filter": _LIST_IT,
    "zip": _LIST_IT,
    "DataFrameGroupBy": _SUM_IT,
    "SeriesGroupBy": _SUM_IT,
    "ellipsis": "la réponse est restée à « … »",
    "module": "c'est un module, pas une valeur",
    "complex": "c'est un nombre complexe : un nombre réel est attendu",
}


_KINDS: dict[str | type, str] = {
    "dict": "un dictionnaire",
    "ensemble": "un ensemble",
    "serie": "une Series",
    "tableau": "un DataFrame",
    "date": "une date",
    "instant": "une date",
    "periode": "une période",
    "duree": "une durée",
    "graphique": "un graphique",
    "flottant": "un nombre indéfini",
    "entier": "un très grand nombre",
    "decimal": "un nombre",
    "manquant": "une valeur manquante",
    bool: "un booléen",
    int: "un nombre entier",
    float: "un nombre",
    str: "un texte",
    list: "une liste",
}


def kind_of(tree: Any) -> str:
    """The kind of a value received, in words: « une liste », « un texte », « une Series »…"""
    if type(tree) is dict:
        return _KINDS.get(tree["$"], "un objet")
    return _KINDS.get(type(tree), "une valeur vide")


def unwrap(tree: Any) -> Any:
    """The one element of a list, set, Series or 1×1 DataFrame; other trees as they are."""
    for _ in range(4):
        match tree:
            case [inner] | {"$": "ensemble", "elements": [inner]} | {"$": "serie", "valeurs": [inner]}:
                tree = inner
            case {"$": "tableau", "colonnes": [_], "lignes": [[inner]]}:
                tree = inner
            case _:
                break
    return tree


def read_scalar(form: forms.Scalar, tree: Any) -> Any:
    """Canonical value of a scalar form; raises `Refusal`."""
    if is_missing(tree):
        raise Refusal("vide", "la valeur manque")
    refuse_unreadable(tree)
    match form:
        case forms.NumberForm():
            return _read_number(form, tree)
        case forms.IntegerForm():
            return _read_integer(form, tree)
        case forms.PercentageForm():
            return _read_percentage(form, tree)
        case forms.TextForm():
            return _read_text(form, tree)
        case forms.BooleanForm():
            return _read_boolean(form, tree)
        case forms.Date():
            return _read_date(form, tree)
        case forms.ChoiceForm():
            return _read_choice(form, tree)
        case _:
            assert_never(form)


def _several_instead(tree: Any, wanted: str) -> Refusal:
    match tree:
        case [int() as whole, int() as after] if wanted in ("un nombre", "un pourcentage"):
            sentence = f"un nombre se tape avec un point : {whole}.{after} ; avec une virgule, ce sont deux nombres"
            return Refusal("virgule", sentence)
        case list():
            size = f" de {counted(len(tree), 'élément')}"
        case {"$": "serie", "valeurs": values}:
            size = f" de {counted(len(values), 'valeur')}"
        case {"$": "tableau", "lignes": rows, "colonnes": columns}:
            size = f" de {counted(len(rows), 'ligne')} et {counted(len(columns), 'colonne')}"
        case _:
            size = ""
    expected = "attendue" if wanted.startswith("une ") else "attendu"
    return Refusal("type", f"{wanted} est {expected}, reçu {kind_of(tree)}{size}")


def _number(tree: Any, wanted: str, unite: str = "", percent: bool = False, most: float | None = None) -> ReadNumber:
    if type(tree) is bool:
        raise Refusal("type", f"{wanted} est attendu, reçu {tree} (vrai ou faux)")
    if type(tree) in (int, float):
        return ReadNumber(float(tree))
    if type(tree) is str:
        return read_number(tree, unite, percent, math.inf if most is None else most)
    kind = marker(tree)
    if kind == "flottant":
        if tree["v"] == "nan":
            raise Refusal("nan", "la valeur est indéfinie (NaN) : une donnée manque, ou une division 0/0")
        raise Refusal("infini", "la valeur est infinie : il y a sans doute une division par zéro")
    if kind in ("decimal", "entier"):
        return ReadNumber(float(tree["v"]))
    if kind == "duree":
        if seconds := _SECONDS.get(fold(unite).rstrip("s")):
            return ReadNumber(tree["secondes"] / seconds)
        raise Refusal("type", f"{wanted} est attendu, reçu une durée : prenez-en le nombre de jours (.days)")
    raise _several_instead(tree, wanted)


_SECONDS = {
    "jour": 86_400.0,
    "j": 86_400.0,
    "heure": 3_600.0,
    "h": 3_600.0,
    "minute": 60.0,
    "min": 60.0,
    "seconde": 1.0,
}


def _write(value: float, unite: str = "", digits: int = 12) -> str:
    return f"{significant(value, digits)} {only_unit(unite)}".strip()


def _beyond(value: float, bound: float, unite: str) -> str:
    """A value past a bound, without the endless digits of a division where six tell it from the bound."""
    short = _write(value, unite, 6)
    return _write(value, unite) if value == round(value) or short == _write(bound, unite) else short


def _bounded(value: float, form: forms.NumberForm | forms.IntegerForm | forms.PercentageForm, unite: str) -> None:
    if not math.isfinite(value):
        raise Refusal("infini", "la valeur est trop grande pour être lue")
    # Shares that add up to a whole may pass it by a last digit (100.00000000000001).
    low, high, slack = form.minimum, form.maximum, 1e-9 * max(1.0, abs(value))
    if low is not None and value < low - slack:
        due = f"une valeur d'au moins {_write(low, unite)} est attendue"
        raise Refusal("borne", f"{_beyond(value, low, unite)} est trop petit : {due}")
    if high is not None and value > high + slack:
        due = f"une valeur d'au plus {_write(high, unite)} est attendue"
        raise Refusal("borne", f"{_beyond(value, high, unite)} est trop grand : {due}")


def _read_number(form: forms.NumberForm, tree: Any) -> float:
    # A probability may be typed in percent, with the sign: without it, 5 is no probability.
    probability = not form.unite and form.minimum == 0 and form.maximum == 1
    reading = _number(tree, "un nombre", form.unite, probability or fold(form.unite) == "%", form.maximum)
    value = reading.value / 100 if probability and reading.signed else reading.value
    _bounded(value, form, form.unite)
    return value


def _read_integer(form: forms.IntegerForm, tree: Any) -> int:
    value = tree if type(tree) is int else _number(tree, "un nombre entier", form.unite, most=form.maximum).value
    _bounded(float(value), form, form.unite)
    nearest = round(value)
    # A sum of floats that should be whole (2.9999999999999996) is whole.
    if abs(value - nearest) > 1e-9 * max(1.0, abs(value)):
        raise Refusal("entier", f"un nombre entier est attendu, reçu {_write(value)}")
    return int(nearest)


def _read_percentage(form: forms.PercentageForm, tree: Any) -> dict[str, Any]:
    reading = _number(tree, "un pourcentage", "%", True)
    try:
        _bounded(reading.value, form, "%")
    except Refusal:
        # The scale is not known yet: refused only if out of bounds both as percent and as a ratio.
        ratio = 100 * reading.value
        low = -math.inf if form.minimum is None else form.minimum
        high = math.inf if form.maximum is None else form.maximum
        if reading.signed or not (low <= ratio <= high and math.isfinite(ratio)):
            raise
    return {"valeur": reading.value, "signe": reading.signed}


def _read_text(form: forms.TextForm, tree: Any) -> str:
    if type(tree) is not str:
        raise _several_instead(tree, "un texte")
    text = " ".join(tree.split())
    if not text:
        raise Refusal("vide", "le texte est vide")
    if len(text) > form.maximum:
        raise Refusal("taille", f"le texte a {len(text)} caractères : au plus {form.maximum} sont attendus")
    return text


_LETTER = re.compile(r"([A-Za-z])\s*[.)\-–:]\s+\S")
_SEPARATORS = (
    re.compile(r","),
    re.compile(r";"),
    re.compile(r"\n"),
    re.compile(r"\s(?:et|&)\s", re.IGNORECASE),
)
_FINAL = " .;,!"


def _option(form: forms.ChoiceForm, tree: Any) -> str:
    if type(tree) is not str:
        due = "une des réponses proposées est attendue, recopiée en toutes lettres"
        raise Refusal("option", f"{due}, reçu {kind_of(tree)}")
    folded = fold(tree)
    if not folded.strip(_FINAL):
        raise Refusal("vide", "le texte est vide : recopiez une des réponses proposées")
    letters = [match[1].casefold() if (match := _LETTER.match(option)) else "" for option in form.options]
    for option, letter in zip(form.options, letters, strict=True):
        if fold(option) == folded or (all(letters) and folded.rstrip(".)") == letter):
            return option
    for option in form.options:
        if fold(option).strip(_FINAL) == folded.strip(_FINAL):
            return option
    proposed = " ; ".join(f"« {option} »" for option in form.options)
    raise Refusal("option", f"« {shown(tree)} » n'est pas une des réponses proposées : {proposed}")


def _read_choice(form: forms.ChoiceForm, tree: Any) -> str | list[str]:
    if not form.several:
        return _option(form, tree)
    picked = {_option(form, item) for item in in_one_cell(form, flat_items(tree))}
    if not picked:
        raise Refusal("vide", "aucune réponse n'est choisie")
    return [option for option in form.options if option in picked]


def in_one_cell(of: forms.Scalar, items: list[Any]) -> list[Any]:
    """« SEO, TV et radio » in one cell of a spreadsheet is three answers, save by what an option is written with; « E08, E10 » is two
    texts where it is too long to be one.
    """
    parts = [item for item in items if type(item) is str]
    if len(items) != 1 or not parts:
        return items
    match of:
        case forms.ChoiceForm(options=options):
            separators = [separator for separator in _SEPARATORS if not any(map(separator.search, options))]
        case forms.TextForm(maximum=most) if len(parts[0].strip()) > most:
            separators = list(_SEPARATORS)
        case _:
            return items
    for separator in separators:
        parts = [piece for part in parts for piece in separator.split(part)]
    return [part for part in parts if part.strip(_FINAL + "\n")] or items


def flat_items(tree: Any) -> list[Any]:
    """Elements of a list, set, Series, one-column DataFrame; a lone value is its own list."""
    match tree:
        case list():
            return tree
        case {"$": "ensemble", "elements": items} | {"$": "serie", "valeurs": items}:
            return items
        case {"$": "tableau", "colonnes": [_], "lignes": rows}:
            return [row[0] for row in rows]
        case {"$": "dict" | "tableau"}:
            raise _several_instead(tree, "une liste")
    return [tree]


def _read_boolean(form: forms.BooleanForm, tree: Any) -> bool:
    if type(tree) is bool:
        return tree
    folded = fold(tree).strip(_FINAL) if type(tree) is str else ""
    if folded in ("oui", "vrai", "true"):
        return True
    if folded in ("non", "faux", "false"):
        return False
    received = f"« {shown(tree)} »" if type(tree) is str else kind_of(tree)
    raise Refusal("type", f"vrai ou faux est attendu (True ou False), reçu {received}")


def _read_date(form: forms.Date, tree: Any) -> str:
    if marker(tree) in ("date", "instant"):
        return tree["v"][:10]
    if type(tree) is str:
        return read_date(tree).isoformat()
    raise _several_instead(tree, "une date")
