"""A candidate's answer put in the place of the reference's, for what comes after it: in its container, order, index and scale."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd

from epreuves.answers import forms
from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.keys import fold_column
from epreuves.answers.tree import CheckedTree
from epreuves.marking.columns import Column, Unlike, side_by_side


class Refused(Exception):
    """An answer does not stand in for the reference's: why."""


def readable(form: forms.Form, answer: CheckedTree) -> Valid:
    """An answer that could stand in for the reference's, read; raises Refused."""
    if isinstance(form, forms.ChartForm):
        raise Refused("un graphique ne se réemploie pas")
    if isinstance(form, forms.WorkbookForm):
        raise Refused("un classeur ne se réemploie pas")
    received = coerce(form, answer)
    if not isinstance(received, Valid):
        raise Refused("forme")
    return received


def stand_in(form: forms.Form, received: Any, like: Any, reference: Any, scale: Any = None) -> Any:
    """An answer as a value of the reference's own kind, whose container, order, index and scale are kept; raises Refused.

    received, like: canonical values of the answer and of the reference; reference: the value that the source notebook worked out
    (a Series, a DataFrame, a number…); scale: see `side_by_side`.
    """
    try:
        columns = side_by_side(form, like, received, scale)
    except Unlike as unlike:
        raise Refused(str(unlike)) from None
    if isinstance(form, forms.TableForm):
        return _table(columns, reference)
    (column,) = columns
    values = _values(column)
    match form:
        case forms.ListForm():
            return _list(values, reference)
        case forms.SeriesForm():
            return _series(values, reference)
    return _scalar(values[0], reference)


def _values(column: Column) -> list[Any]:
    """The values of an answer's column, as the reference works with them."""
    if isinstance(column.form, forms.Date):
        return [datetime.date.fromisoformat(value) for value in column.given]
    return column.given


def _scalar(value: Any, reference: Any) -> Any:
    if isinstance(value, datetime.date):
        return _day(value, reference)
    if isinstance(value, list):  # several choices
        return type(reference)(value) if isinstance(reference, list | tuple | set) else value
    return value


def _day(value: datetime.date, reference: Any) -> Any:
    if isinstance(reference, str):
        return value.isoformat()
    return value if type(reference) is datetime.date else pd.Timestamp(value)


def _list(values: list[Any], reference: Any) -> Any:
    if values and isinstance(values[0], datetime.date):
        values = [_day(v, next(iter(reference), None)) for v in values]
    if isinstance(reference, pd.Series):
        return pd.Series(values, index=reference.index, name=reference.name)
    if isinstance(reference, np.ndarray):
        return np.array(values)
    return type(reference)(values) if isinstance(reference, list | tuple | set) else values


def _series(values: list[Any], reference: Any) -> Any:
    if isinstance(reference, pd.Series):
        return pd.Series(values, index=reference.index, name=reference.name)
    if isinstance(reference, dict):
        return dict(zip(reference, values, strict=True))
    raise Refused("conteneur de la référence")


def _table(columns: list[Column], reference: Any) -> Any:
    if not isinstance(reference, pd.DataFrame):
        raise Refused("conteneur de la référence")
    names = {fold_column(str(c)): c for c in reference.columns}
    table = reference.copy()
    for column in columns:
        name, values = names[fold_column(column.name)], _values(column)
        if values and isinstance(values[0], datetime.date):
            values = [_day(v, reference[name].iloc[0]) for v in values]
        table[name] = values
    return table
