"""The right answer to a question on one variant, in words: for those who judge, never for a candidate before their copy is marked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from epreuves.answers import forms
from epreuves.wording.french import listed, short_day
from epreuves_kit.marking.in_words import COLUMNS, ROWS, Answer, number, short


def right_answer(form: forms.Form, expected: Any) -> Answer | None:
    """The canonical value of a form as people read it; None for a chart, which is looked at, and for a table of the candidate's own.

    expected: as `coercion.coerce` gives it.
    """
    match form:
        case forms.ChartForm() | forms.OwnTableForm():
            return None
        case forms.SeriesForm(values=scalar):
            return _rows(("", ""), [(_key(key), scalar_words(scalar, value)) for key, value in expected])
        case forms.TableForm(columns=columns):
            return _table(columns, expected)
        case forms.WorkbookForm(cells=cells):
            rows = [(name, scalar_words(cells[name], value)) for name, value in expected["cellules"].items()]
            return _rows(("", ""), rows) if rows else None
        case forms.ListForm(de=scalar):
            return Answer(text=listed([scalar_words(scalar, value) for value in expected]) if expected else "rien")
        case _:
            return Answer(text=scalar_words(form, expected))


def by_key(form: forms.Form, expected: Any) -> dict[str, str]:
    """The values of a series in words, by key, or of a workbook's cells, by name; empty for any other form."""
    if isinstance(form, forms.WorkbookForm):
        return {name: scalar_words(form.cells[name], value) for name, value in expected["cellules"].items()}
    if not isinstance(form, forms.SeriesForm):
        return {}
    return {_key(key): scalar_words(form.values, value) for key, value in expected}


def scalar_words(form: forms.Scalar, value: Any) -> str:
    """One value of a scalar form in words, with its unit."""
    match form:
        case forms.PercentageForm():
            return f"{short(number(value['valeur']))}\N{NO-BREAK SPACE}%"
        case forms.NumberForm(unite=unit) | forms.IntegerForm(unite=unit):
            return _with_unit(value, unit)
        case forms.Date():
            return short_day(datetime.date.fromisoformat(value))
        case forms.BooleanForm():
            return "oui" if value else "non"
        case forms.ChoiceForm() if not isinstance(value, str):
            return listed([str(choice) for choice in value]) if value else "rien"
        case _:
            return str(value)


def _with_unit(value: float, unit: str) -> str:
    # A form that takes several units, « € ou % », does not say which is this value's.
    if not unit or " ou " in unit:
        return short(number(value))
    alone = unit.removesuffix("s") if abs(value) < 2 and len(unit) > 2 else unit
    return f"{short(number(value))}\N{NO-BREAK SPACE}{alone}"


def _table(columns: Mapping[str, forms.Scalar], expected: Any) -> Answer:
    rows = [
        (_key(key), *(scalar_words(scalar, values[name]) for name, scalar in columns.items()))
        for key, values in expected
    ]
    return _rows(("", *(name.replace("_", " ") for name in columns)), rows)


def _rows(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Answer:
    kept = tuple(row[:COLUMNS] for row in rows[:ROWS])
    return Answer(header=header[:COLUMNS] if any(header) else (), rows=kept, more=max(0, len(rows) - ROWS))


def _key(key: Any) -> str:
    return " · ".join(map(str, key)) if isinstance(key, list | tuple) else str(key)
