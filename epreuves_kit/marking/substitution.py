"""A candidate's answer put in the place of the reference's, for what comes after it: in its container, order, index and scale."""

from __future__ import annotations

import datetime
from collections.abc import Set
from typing import Any, assert_never

import numpy as np
import pandas as pd

from epreuves.answers import forms
from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.keys import fold_column
from epreuves.answers.own_table import in_percent
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking.columns import Column, Unlike, figures, side_by_side


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


def stand_in(
    form: forms.Form,
    received: Any,
    like: Any,
    reference: Any,
    scale: Any = None,
    kept: Set[str] = frozenset(),
) -> Any:
    """An answer as a value of the reference's own kind, whose container, order, index and scale are kept; raises Refused.

    received, like: canonical values of the answer and of the reference; reference: the value that the source notebook worked out
    (a Series, a DataFrame, a number…); scale: see `side_by_side`; kept: columns of a table that stay the reference's.
    """
    if isinstance(form, forms.ListForm) and not figures(form, received):
        # What was kept or discarded: how much of it there is, is the candidate's own.
        columns = [Column("", form.de, list(like), list(received))]
    else:
        try:
            columns = side_by_side(form, like, received, scale)
        except Unlike as unlike:
            raise Refused(str(unlike)) from None
    if isinstance(form, forms.TableForm):
        return _table([column for column in columns if column.name not in kept], reference)
    (column,) = columns
    values = _values(column)
    match form:
        case forms.ListForm():
            return _list(values, reference)
        case forms.SeriesForm():
            return _series(values, reference)
    return _scalar(values[0], reference)


def own_table(form: forms.OwnTableForm, rows: Any, reference: Any) -> pd.DataFrame:
    """A table of the candidate's own as the reference works with its author's: its columns, its index, its kinds; raises Refused.

    rows: canonical; reference: a DataFrame of the form's key and columns, and nothing else.
    """
    if not isinstance(reference, pd.DataFrame):
        raise Refused("le tableau du corrigé est un DataFrame, ex. pd.DataFrame({…})")
    flat = reference if reference.index.names == [None] else reference.reset_index()
    names = {fold_column(str(name)): name for name in flat.columns}
    if names.keys() != {fold_column(name) for name in (*form.key, *form.columns)}:
        raise Refused("le tableau du corrigé a la clé et les colonnes de la forme, et rien d'autre")
    keys = [[key] if isinstance(key, str) else key for key, _ in rows]
    made: dict[str, Any] = {}
    for level, name in enumerate(form.key):
        if not all(isinstance(value, str) for value in flat[names[fold_column(name)]]):
            # A candidate's are kept as they write them: « mars », « 01/03/2026 ».
            raise Refused("la clé du tableau du corrigé est faite de textes")
        made[fold_column(name)] = [key[level] for key in keys]
    for name, of in form.columns.items():
        values = [row[name] for _, row in rows]
        if isinstance(of, forms.PercentageForm):
            scale = 0.01 if of.scale == "ratio" else 1.0
            values = [scale * v for v in in_percent(values) or ()]
        elif isinstance(of, forms.Date):
            first = flat[names[fold_column(name)]].iloc[0]
            values = [_day(datetime.date.fromisoformat(v), first) for v in values]
        made[fold_column(name)] = values
    table = pd.DataFrame({name: made[folded] for folded, name in names.items()})
    return table if flat is reference else table.set_index(list(reference.index.names))


def _values(column: Column) -> list[Any]:
    """The values of an answer's column, as the reference works with them."""
    match column.form:
        case forms.Date():
            return [datetime.date.fromisoformat(value) for value in column.given]
        case forms.NumberForm() | forms.IntegerForm() | forms.PercentageForm():
            return column.given
        case forms.TextForm() | forms.BooleanForm() | forms.ChoiceForm():
            return column.given
        case _:
            assert_never(column.form)


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


def _alike(values: list[Any], first: Any) -> list[Any]:
    """Values of an answer with days in the reference's kind; first: its first value."""
    return [_day(value, first) if isinstance(value, datetime.date) else value for value in values]


def _list(values: list[Any], reference: Any) -> Any:
    values = _alike(values, next(iter(reference), None))
    if isinstance(reference, pd.Series):
        index = reference.index if len(reference) == len(values) else None
        return pd.Series(values, index=index, name=reference.name)
    if isinstance(reference, np.ndarray):
        return np.array(values)
    return type(reference)(values) if isinstance(reference, list | tuple | set) else values


def _series(values: list[Any], reference: Any) -> Any:
    if isinstance(reference, pd.Series):
        return pd.Series(_alike(values, reference.iloc[0]), index=reference.index, name=reference.name)
    if isinstance(reference, dict):
        return dict(zip(reference, _alike(values, next(iter(reference.values()))), strict=True))
    raise Refused("conteneur de la référence")


def _table(columns: list[Column], reference: Any) -> Any:
    if not isinstance(reference, pd.DataFrame):
        raise Refused("conteneur de la référence")
    names = {fold_column(str(c)): c for c in reference.columns}
    table = reference.copy()
    for column in columns:
        name = names[fold_column(column.name)]
        table[name] = _alike(_values(column), reference[name].iloc[0])
    return table
