"""A canonical value, as schemes keep it, told again as the portable tree of an answer that somebody gives."""

from __future__ import annotations

from typing import Any, assert_never

import pandas as pd

from epreuves.answers.files.answer import ROWS
from epreuves.answers.forms import (
    BooleanForm,
    ChartForm,
    ChoiceForm,
    Date,
    Form,
    IntegerForm,
    ListForm,
    NumberForm,
    PercentageForm,
    Scalar,
    SeriesForm,
    TableForm,
    TextForm,
    WorkbookForm,
)
from epreuves.answers.portable import portable

#: Figures that somebody keeps who copies a result.
DIGITS = 3


def as_given(form: Form, value: Any) -> Any:
    """The tree of an answer of that form and value: tables are told as data frames, percentages as they were typed."""
    match form:
        case ListForm():
            return [_typed(item) for item in value]
        case SeriesForm():
            return [[key, _typed(item)] for key, item in value]
        case TableForm():
            rows = [
                dict(zip(form.key, _parts(key), strict=True)) | {name: _typed(item) for name, item in row.items()}
                for key, row in value
            ]
            return portable(pd.DataFrame(rows))
        case WorkbookForm(table=table):
            node = portable({name: _typed(item) for name, item in value["cellules"].items()})
            if table is None or value["lignes"] is None:
                return node
            lines = as_given(table, value["lignes"])
            return {**node, "paires": [*node["paires"], [ROWS, lines]]} if form.cells else lines
        case ChartForm():
            return value
    return _typed(value)


def _typed(value: Any) -> Any:
    """A single value: a percentage is its number, with its sign where it had one."""
    if isinstance(value, dict) and "valeur" in value:
        return f"{value['valeur']!r} %" if value["signe"] else value["valeur"]
    return value


def _parts(key: Any) -> list[str]:
    return [key] if isinstance(key, str) else list(key)


def rounded(form: Form, value: Any, digits: int = DIGITS) -> Any:
    """A canonical value with its numbers to so many significant digits; whole numbers, which are compared exactly, stay."""
    match form:
        case ListForm(de=of):
            return [_rounded(of, item, digits) for item in value]
        case SeriesForm(values=of):
            return [[key, _rounded(of, item, digits)] for key, item in value]
        case TableForm(columns=columns):
            return [
                [key, {name: _rounded(columns[name], item, digits) for name, item in row.items()}] for key, row in value
            ]
        case ChartForm() | WorkbookForm():
            return value
    return _rounded(form, value, digits)


def _rounded(form: Scalar, value: Any, digits: int) -> Any:
    match form:
        case PercentageForm():
            return value | {"valeur": float(f"{value['valeur']:.{digits}g}")}
        case NumberForm():
            return float(f"{value:.{digits}g}")
        case IntegerForm() | TextForm() | BooleanForm() | Date() | ChoiceForm():
            return value
        case _:
            assert_never(form)


def scalars(form: Form) -> tuple[Scalar, ...]:
    """The forms of the single values that an answer is made of; none of a chart or a workbook."""
    match form:
        case ListForm(de=of):
            return (of,)
        case SeriesForm(values=of):
            return (of,)
        case TableForm(columns=columns):
            return tuple(columns.values())
        case ChartForm() | WorkbookForm():
            return ()
        case _:
            return (form,)
