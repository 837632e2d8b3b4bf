"""The guises of an answer: a right one as people hand it over, from pandas, a spreadsheet or by hand; and wrong ones."""

from __future__ import annotations

import calendar
import datetime
import decimal
import functools
import math
import random
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from epreuves.answers import forms
from epreuves.answers.files.answer import ROWS
from epreuves.answers.numbers import units
from epreuves.answers.typed_values import TypedGrid, TypedValue
from epreuves_kit.marking.marks import Question


def sent(value: Any) -> Any:
    """A canonical value as a portable tree: rows as a dictionary, percentages as plain numbers."""
    if isinstance(value, dict):
        if "$" in value:
            return value
        if set(value) == {"valeur", "signe"}:
            return value["valeur"]
        if "cellules" in value:  # a workbook's, as its author gives it
            return sent(value["cellules"] | {ROWS: value["lignes"]})
        return {"$": "dict", "paires": [[name, sent(v)] for name, v in value.items()]}
    if isinstance(value, list | tuple):
        if value and all(isinstance(v, list | tuple) and len(v) == 2 for v in value):
            return {"$": "dict", "paires": [[_key(k), sent(v)] for k, v in value]}
        return [sent(v) for v in value]
    return value


def _key(key: Any) -> Any:
    return list(key) if isinstance(key, list | tuple) else key


Value = Callable[[Any], Any]


def _with_unit(unit: str, value: float) -> str:
    return f"{_comma(value)} {unit}"


def _comma(value: float) -> str:
    return repr(float(value)).replace(".", ",")


def _typed(value: float) -> str:
    """With a point, and not three decimals after it: « 1.234 » could be a thousand."""
    written = repr(float(value))
    return written + "0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", written) else written


def _french(value: float) -> str:
    whole = f"{value:,.6f}".replace(",", "\u202f").replace(".", ",")
    return whole.replace("-", "−")


def _three(value: float) -> float:
    return float(f"{value:.3g}")


def scalar_guises(form: forms.Scalar, tolerance: float) -> dict[str, Value]:
    """How one value of a form is written, by name; each takes a canonical value that is not a percentage's."""
    match form:
        case forms.IntegerForm(unite=unit):
            found: dict[str, Value] = {
                "int": int,
                "float": float,
                "texte": str,
                "numpy": np.int64,
                "Decimal": decimal.Decimal,
                "milliers": lambda v: f"{v:,}".replace(",", "\u00a0"),
                "liste d'un": lambda v: [v],
            }
            return found | ({"unité": lambda v: f"{v} {unit}"} if unit else {})
        case forms.NumberForm(unite=unit):
            found = {
                "float": float,
                "texte": _typed,
                "virgule": _comma,
                "numpy": np.float64,
                "français": _french,
                "Series d'un": lambda v: pd.Series([v]),
                "espaces": lambda v: f"  {_typed(v)} ",
            }
            if unit:
                found |= {f"unité : {one}": functools.partial(_with_unit, one) for one in units(unit)}
            if unit == "€":
                found |= {"euros": lambda v: f"{_comma(v)} euros", "devant": lambda v: f"€ {_comma(v)}"}
            if tolerance >= 0.005:
                found["trois chiffres"] = _three
            if form.minimum == 0 and form.maximum == 1 and not unit:
                found["pour cent"] = lambda v: f"{_comma(100 * v)} %"
            return found
        case forms.ChoiceForm(several=False):
            return {
                "texte": str,
                "majuscules": str.upper,
                "sans accent": _bare,
                "point final": lambda v: v + ".",
                "espaces": lambda v: f" {v}  ",
                "liste d'un": lambda v: [v],
                "insécable": lambda v: v.replace(" ", "\u00a0"),
            }
        case forms.ChoiceForm():
            return {
                "liste": list,
                "tuple": tuple,
                "ensemble": set,
                "à l'envers": lambda v: v[::-1],
                "virgules": ", ".join,
                "points-virgules": " ; ".join,
                "Series": pd.Series,
                "phrase": lambda v: ", ".join(v[:-1]) + (" et " if len(v) > 1 else "") + v[-1] + ".",
                "minuscules": lambda v: [x.lower() for x in v],
            }
        case forms.Date():
            return {
                "ISO": str,
                "date": datetime.date.fromisoformat,
                "Timestamp": pd.Timestamp,
                "numpy": np.datetime64,
                "français": lambda v: "/".join(reversed(v.split("-"))),
                "point": lambda v: "/".join(reversed(v.split("-"))) + ".",
                "tirets": lambda v: "-".join(reversed(v.split("-"))),
                "minuit": lambda v: f"{v} 00:00:00",
                "toutes lettres": _in_full,
                "tableau": lambda v: np.array([v], dtype="datetime64[ns]"),
            }
        case forms.BooleanForm():
            return {
                "bool": bool,
                "numpy": np.bool_,
                "texte": lambda v: "vrai" if v else "faux",
                "Oui": lambda v: "Oui." if v else "Non.",
            }
        case forms.TextForm():
            return {"texte": str, "majuscules": lambda v: v.upper(), "espaces": lambda v: f" {v} "}
        case _:
            raise TypeError(f"no guise of {type(form).__name__}")


def _bare(text: str) -> str:
    return text.translate(str.maketrans("éèêëàâîïôûùçÉÈÊÀÂÎÔÛÇ", "eeeeaaiiouucEEEAAIOUC"))


_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_SHORT = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


def _in_full(text: str) -> str:
    day = datetime.date.fromisoformat(text)
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


#: Percentages are written in one way for a whole answer: canonical values → what is handed over.
PERCENTAGES: dict[str, Callable[[list[float]], list[Any]]] = {
    "pour cent": list,
    "proportion": lambda values: [v / 100 for v in values],
    "signe": lambda values: [f"{_comma(v)} %" for v in values],
    "sans espace": lambda values: [f"{v!r}%" for v in values],
    "trois chiffres": lambda values: [_three(v) for v in values],
}


def _percents(form: forms.PercentageForm, values: list[Any]) -> list[float]:
    """Canonical percentages of one answer, in percent; the authors of the three épreuves compute in percent or say so."""
    bare = [v["valeur"] for v in values]
    if form.scale == "ratio" or (form.scale is None and all(abs(v) <= 1 for v in bare)):
        return [100 * v for v in bare]
    return bare


def columns_written(form: forms.Scalar, values: list[Any], tolerance: float) -> Iterator[tuple[str, list[Any]]]:
    """Each way of writing the values of one column."""
    if isinstance(form, forms.PercentageForm):
        percents = _percents(form, values)
        for name, write in PERCENTAGES.items():
            if name != "trois chiffres" or tolerance >= 0.005:
                yield name, write(percents)
        return
    for name, one in scalar_guises(form, tolerance).items():
        yield name, [one(v) for v in values]


def _keys_written(keys: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    yield "clés", keys
    if all(isinstance(key, str) for key in keys):
        yield "clés en majuscules", [key.upper() for key in keys]
        yield "clés sans accent", [_bare(key) for key in keys]
        yield "clés espacées", [f" {key.replace(' ', chr(0xA0))} " for key in keys]
        if all(re.fullmatch(r"\d{4}-\d{2}", key) for key in keys):
            yield "périodes", list(pd.PeriodIndex(keys, freq="M"))
            yield "premiers jours", [pd.Timestamp(f"{key}-01") for key in keys]
            yield (
                "derniers jours",
                [f"{key}-{calendar.monthrange(int(key[:4]), int(key[5:]))[1]}" for key in keys],
            )
            yield "mois", [f"{_MONTHS[int(key[5:]) - 1]} {key[:4]}" for key in keys]
            yield "mois du tableur", [f"{_SHORT[int(key[5:]) - 1]}-{key[2:4]}" for key in keys]
        if all(re.fullmatch(r"T\d \d{4}", key) for key in keys):
            yield "trimestres", list(pd.PeriodIndex([f"{key[3:]}Q{key[1]}" for key in keys], freq="Q"))
            yield "trimestres écrits", [f"{key[1]}e trimestre {key[3:]}" for key in keys]


def right(question: Question) -> Iterator[tuple[str, Any]]:
    """Python objects that answer a question rightly, by name; no chart."""
    form, expected = question.form, question.expected
    tolerance = question.tolerance
    match form:
        case forms.SeriesForm(key=key, values=of):
            keys, values = [k for k, _ in expected], [v for _, v in expected]
            plain = dict(columns_written(of, values, tolerance))
            name, first = next(iter(plain.items()))
            for name, written in plain.items():
                yield f"dict, {name}", dict(zip(map(_hashed, keys), written, strict=True))
            for how, named in _keys_written(keys):
                index = [_hashed(k) for k in named]
                yield (
                    f"{how}, Series",
                    pd.Series(
                        first,
                        index=pd.Index(index, name=key[0])
                        if len(key) == 1
                        else pd.MultiIndex.from_tuples(index, names=key),
                    ),
                )
                yield f"{how}, à l'envers", dict(reversed(list(zip(index, first, strict=True))))
            yield "paires", list(zip(map(_hashed, keys), first, strict=True))
            if len(key) == 1:
                frame = pd.DataFrame({key[0]: keys, "valeur": first})
                yield "DataFrame", frame
                yield "DataFrame en index", frame.set_index(key[0])
                yield "avec un total", {**dict(zip(keys, first, strict=True)), "Total": first[0]}
        case forms.TableForm(key=key, columns=columns):
            keys = [k for k, _ in expected]
            ways = {
                n: dict(columns_written(of, [row[n] for _, row in expected], tolerance)) for n, of in columns.items()
            }
            first_ways = {n: next(iter(w.values())) for n, w in ways.items()}
            most = max(len(w) for w in ways.values())
            for rank in range(most):
                cells = {n: list(w.values())[rank % len(w)] for n, w in ways.items()}
                yield f"DataFrame, écriture {rank}", _frame(key, keys, cells)
            frame = _frame(key, keys, first_ways)
            yield "en index", frame.set_index(list(key))
            yield "lignes mêlées", frame.sample(frac=1, random_state=1)
            yield "colonnes mêlées", frame[list(reversed(frame.columns))]
            yield "colonnes en majuscules", frame.rename(columns=lambda c: c.upper() if c not in key else c)
            yield "colonne de plus", frame.assign(remarque="x")
            yield "lignes", frame.to_dict("records")
            for how, named in _keys_written(keys):
                yield how, _frame(key, named, first_ways)
            if len(key) == 1:
                rows = [dict(zip(first_ways, row, strict=True)) for row in zip(*first_ways.values(), strict=True)]
                yield "dict de lignes", dict(zip(keys, rows, strict=True))
                yield "dict de colonnes", {n: dict(zip(keys, v, strict=True)) for n, v in first_ways.items()}
        case forms.ListForm(de=of, order=ordered):
            for name, written in columns_written(of, expected, tolerance):
                yield f"liste, {name}", written
                yield f"Series, {name}", pd.Series(written)
                if not ordered:
                    yield f"à l'envers, {name}", written[::-1]
        case forms.ChartForm() | forms.WorkbookForm():  # proven on drawings and files of their own
            return
        case _:
            for name, (written,) in columns_written(form, [expected], tolerance):
                yield name, written


def typed(question: Question) -> Iterator[tuple[str, TypedValue]]:
    """A right answer as it is typed in a form, or pasted there, by name; no chart, no workbook."""
    form, expected, tolerance = question.form, question.expected, question.tolerance
    match form:
        case forms.SeriesForm(key=key, values=of):
            keys, values = [k for k, _ in expected], [v for _, v in expected]
            ways = {name: [[cell] for cell in written] for name, written in _texts(of, values, tolerance)}
            yield from _grids((*key, "valeur"), keys, ways)
        case forms.TableForm(key=key, columns=columns):
            by_column = [list(_texts(of, [row[n] for _, row in expected], tolerance)) for n, of in columns.items()]
            most = max(map(len, by_column))
            cells = {
                f"écriture {rank}": list(zip(*(ways[rank % len(ways)][1] for ways in by_column), strict=True))
                for rank in range(most)
            }
            yield from _grids((*key, *columns), [k for k, _ in expected], cells)
        case forms.ListForm(de=of):
            for name, written in _texts(of, expected, tolerance):
                yield name, tuple(written)
                yield f"{name}, une ligne vide à la fin", (*written, " ")
        case forms.ChoiceForm(several=True):
            yield "cases", tuple(expected)
            yield "cases dans un autre ordre", tuple(reversed(expected))
        case forms.ChartForm() | forms.WorkbookForm():
            return
        case _:
            for name, (text,) in _texts(form, [expected], tolerance):
                yield name, text


def _texts(form: forms.Scalar, values: list[Any], tolerance: float) -> Iterator[tuple[str, list[str]]]:
    """Each way of typing the values of one column."""
    for name, written in columns_written(form, values, tolerance):
        if all(isinstance(value, str) for value in written):
            yield name, written
        elif all(type(value) in (int, float) for value in written):
            yield f"{name}, au clavier", [_typed(value) if type(value) is float else str(value) for value in written]
            yield f"{name}, à la française", [_french(value) for value in written]
    if isinstance(form, forms.BooleanForm):
        yield "boutons", ["oui" if value else "non" for value in values]


def _grids(columns: tuple[str, ...], keys: list[Any], ways: Mapping[str, list[Any]]) -> Iterator[tuple[str, TypedGrid]]:
    levels = len(columns) - len(next(iter(ways.values()))[0])
    named = [tuple(key) if isinstance(key, list) else (key,) for key in keys]
    for name, cells in ways.items():
        rows = tuple((*key, *row) for key, row in zip(named, cells, strict=True))
        yield name, TypedGrid(columns, levels, rows)
        yield (
            f"{name}, à l'envers et une ligne vide",
            TypedGrid(columns, levels, (*reversed(rows), ("",) * len(columns))),
        )
    for how, written in _keys_written(keys):
        if all(isinstance(key, str) for key in written):
            first = next(iter(ways.values()))
            yield how, TypedGrid(columns, levels, tuple((key, *row) for key, row in zip(written, first, strict=True)))


def _hashed(key: Any) -> Any:
    return tuple(key) if isinstance(key, list) else key


def _frame(key: tuple[str, ...], keys: list[Any], columns: dict[str, list[Any]]) -> pd.DataFrame:
    if len(key) == 1:
        return pd.DataFrame({key[0]: keys, **columns})
    return pd.DataFrame({name: [k[place] for k in keys] for place, name in enumerate(key)} | columns)


def wrong(question: Question, chance: random.Random) -> Iterator[tuple[str, Any]]:
    """Canonical values that do not answer a question, or answer it in part only, by name; no chart, no workbook."""
    form, expected = question.form, question.expected
    match form:
        case forms.ChartForm() | forms.WorkbookForm():
            return
        case forms.SeriesForm(values=of) | forms.ListForm(de=of):
            keyed = isinstance(form, forms.SeriesForm)
            values = [v for _, v in expected] if keyed else list(expected)

            def again(changed: list[Any]) -> Any:
                return [[k, v] for (k, _), v in zip(expected, changed, strict=True)] if keyed else changed

            for name, other in _changed(of, values[0], chance):
                yield (
                    f"toutes : {name}",
                    again([next((o for n, o in _changed(of, v, chance) if n == name), other) for v in values]),
                )
                yield f"la première : {name}", again([other, *values[1:]])
            if len(values) > 1:
                yield "tournées", again(values[1:] + values[:1])
                yield "la première partout", again(values[:1] * len(values))
                yield "une de moins", expected[:-1]
        case forms.TableForm(columns=columns):
            for column, of in columns.items():
                for name, _ in _changed(of, expected[0][1][column], chance):
                    rows = [
                        [
                            k,
                            row
                            | {
                                column: next(
                                    (o for n, o in _changed(of, row[column], chance) if n == name), row[column]
                                )
                            },
                        ]
                        for k, row in expected
                    ]
                    yield f"{column} : {name}", rows
                    yield f"{column}, une ligne : {name}", [rows[0], *expected[1:]]
            yield "lignes tournées", [[k, expected[i - 1][1]] for i, (k, _) in enumerate(expected)]
            yield "une de moins", expected[:-1]
        case _:
            yield from _changed(form, expected, chance)


def _changed(form: forms.Scalar, value: Any, chance: random.Random) -> list[tuple[str, Any]]:
    """Other values of a form, by name."""
    match form:
        case forms.PercentageForm():
            return [(n, value | {"valeur": v}) for n, v in _numbers(value["valeur"]) if "cent fois" not in n]
        case forms.NumberForm():
            return _numbers(value)
        case forms.IntegerForm():
            near = [("un de plus", value + 1), ("un de moins", value - 1)]
            # Three significant figures suffice: one more may be the value itself, rounded.
            near = [(n, v) for n, v in near if all(float(f"{value:.{figures}g}") != v for figures in (3, 4, 5, 6))]
            return [(n, round(v)) for n, v in _numbers(value)] + near
        case forms.ChoiceForm(options=options, several=False):
            return [(f"« {o} »", o) for o in options]
        case forms.ChoiceForm(options=options):
            found = [("toutes", list(options)), ("aucune autre", value[:-1])]
            return found + [(f"« {o} » à l'envers", [x for x in options if (x in value) != (x == o)]) for o in options]
        case forms.Date():
            day = datetime.date.fromisoformat(value)
            return [(f"{n} jours", (day + datetime.timedelta(n)).isoformat()) for n in (-30, -7, -1, 1, 7, 30, 365)]
        case forms.BooleanForm():
            return [("le contraire", not value)]
        case forms.TextForm():
            return [("autre", value + " non")]
        case _:
            raise TypeError(f"no wrong value of {type(form).__name__}")


def _numbers(value: float) -> list[tuple[str, float]]:
    factors = (0.5, 0.9, 0.95, 0.97, 1.03, 1.05, 1.1, 1.2, 1.5, 2, 3, 10, 100, 1000, -1, 0.1, 0.01, 0.001)
    found = [
        (f"× {factor}" if factor not in (100, 0.01) else f"cent fois {factor}", value * factor) for factor in factors
    ]
    return [
        *found,
        ("zéro", 0.0),
        ("un", 1.0),
        ("coupée", float(math.floor(value))),
        ("son carré", value * value),
    ]
