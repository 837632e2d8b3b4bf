"""A candidate's answer put in the place of the reference's, for what comes after it: only where it is plausible.

A trivial value typed in early (a zero, the same figure everywhere) would make what follows easy: nothing follows from it.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from epreuves.answers import forms
from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.equality import match_keys
from epreuves.answers.keys import fold_column
from epreuves.answers.tree import CheckedTree

#: How many times smaller or larger than the reference's a value may be and still be one that somebody worked out.
FACTOR = 100.0


class Refused(Exception):
    """An answer does not stand in for the reference's: why."""


def readable(form: forms.Form, answer: CheckedTree) -> Any:
    """The canonical value of an answer that could stand in for the reference's; raises Refused."""
    if isinstance(form, forms.ChartForm):
        raise Refused("un graphique ne se réemploie pas")
    received = coerce(form, answer)
    if not isinstance(received, Valid):
        raise Refused("forme")
    return received.value


def stand_in(form: forms.Form, received: Any, like: Any, reference: Any) -> Any:
    """An answer as a value of the reference's own kind, whose container, order, index and scale are kept; raises Refused.

    received, like: canonical values of the answer and of the reference; reference: the value that the source notebook worked out
    (a Series, a DataFrame, a number…).
    """
    match form:
        case forms.ListForm():
            if len(received) != len(like):
                raise Refused("nombre d'éléments")
            return _list(_values(form.de, like, received), reference)
        case forms.SeriesForm():
            return _series(form, received, like, reference)
        case forms.TableForm():
            return _table(form, received, like, reference)
    assert not isinstance(form, forms.ChartForm)  # `readable` refused it
    return _scalar(_values(form, [like], [received])[0], reference)


def _values(form: forms.Scalar, like: Sequence[Any], received: Sequence[Any]) -> list[Any]:
    """Canonical values of one column as plain values, in the reference's scale; raises Refused where they are not plausible."""
    if isinstance(form, forms.PercentageForm):
        known = [v["valeur"] for v in like]
        given = [v["valeur"] for v in received]
        scale = min(
            (1.0, 100.0, 0.01), key=lambda s: (_distance(known, [s * v for v in given]), abs(math.log(s)))
        )
        given = [scale * v for v in given]
    elif isinstance(form, forms.NumberForm | forms.IntegerForm):
        known, given = list(like), list(received)
    elif isinstance(form, forms.Date):
        return [datetime.date.fromisoformat(v) for v in received]
    else:
        return list(received)
    if any(k and not 1 / FACTOR <= _ratio(g, k) <= FACTOR for k, g in zip(known, given, strict=True)):
        raise Refused("valeur hors de proportion")
    if len(given) >= 3 and len(set(given)) == 1 and len(set(known)) > 1:
        raise Refused("la même valeur partout")
    return given


def _distance(known: Sequence[float], given: Sequence[float]) -> float:
    ratios = [_ratio(g, k) for k, g in zip(known, given, strict=True) if k]
    return sum(abs(math.log(r)) if 0 < r < math.inf else math.inf for r in ratios)


def _ratio(given: float, known: float) -> float:
    """How many times larger a value is, signs apart; infinite where that passes what a float holds."""
    try:
        return abs(given / known)
    except OverflowError:
        return math.inf


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


def _aligned(like: list[Any], received: list[Any]) -> list[Any]:
    """What an answer gives under each key of the reference, in its order; raises Refused where keys are missing."""
    found = match_keys([key for key, _ in like], [key for key, _ in received])
    places = {known: place for place, known in found.items()}
    if len(places) < len(like):
        raise Refused("des clés manquent")
    return [received[places[rank]][1] for rank in range(len(like))]


def _series(form: forms.SeriesForm, received: list[Any], like: list[Any], reference: Any) -> Any:
    values = _values(form.values, [value for _, value in like], _aligned(like, received))
    if isinstance(reference, pd.Series):
        return pd.Series(values, index=reference.index, name=reference.name)
    if isinstance(reference, dict):
        return dict(zip(reference, values, strict=True))
    raise Refused("conteneur de la référence")


def _table(form: forms.TableForm, received: list[Any], like: list[Any], reference: Any) -> Any:
    if not isinstance(reference, pd.DataFrame):
        raise Refused("conteneur de la référence")
    rows = _aligned(like, received)
    columns = {fold_column(str(c)): c for c in reference.columns}
    table = reference.copy()
    for name, of in form.columns.items():
        column = columns[fold_column(name)]
        values = _values(of, [row[name] for _, row in like], [row[name] for row in rows])
        if values and isinstance(values[0], datetime.date):
            values = [_day(v, reference[column].iloc[0]) for v in values]
        table[column] = values
    return table
