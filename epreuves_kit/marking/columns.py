"""Two answers of one form, laid side by side: their figures column by column, in the same rows and the same scale, and how far apart they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from epreuves.answers import forms
from epreuves.answers.equality import match_keys


class Unlike(Exception):
    """Two answers cannot be laid side by side: rows or elements are missing."""


class Column(NamedTuple):
    """The values of one column, in the order of `like`; both sides of numbers are numbers, percentages in the scale of `like`."""

    name: str
    form: forms.Scalar
    like: list[Any]
    given: list[Any]

    @property
    def numeric(self) -> bool:
        """True if these are figures."""
        return isinstance(self.form, forms.NUMERIC)


def side_by_side(form: forms.Form, like: Any, given: Any, scale: Any = None) -> list[Column]:
    """The columns of two canonical values of a form that is not a chart's; raises Unlike where `given` lacks rows of `like`.

    scale: a canonical value of the form whose percentages are in the scale that `given` is nearest to; `like` where it is None.
    """
    if scale is None:
        scale = like
    match form:
        case forms.ListForm(de=of):
            if len(given) != len(like):
                raise Unlike("nombre d'éléments")
            return [_column("", of, like, given, scale if len(scale) == len(like) else like)]
        case forms.SeriesForm(values=of):
            rows, near = aligned(like, given), aligned(like, scale)
            return [_column("", of, [value for _, value in like], rows, near)]
        case forms.TableForm(columns=columns):
            rows, near = aligned(like, given), aligned(like, scale)
            return [
                _column(
                    name, of, [row[name] for _, row in like], [row[name] for row in rows], [row[name] for row in near]
                )
                for name, of in columns.items()
            ]
        case forms.WorkbookForm():
            return [*_cells(form, like, given, scale), *_table(form, like, given, scale)]
    assert not isinstance(form, forms.ChartForm)
    return [_column("", form, [like], [given], [scale])]


def _cells(form: forms.WorkbookForm, like: Any, given: Any, scale: Any) -> list[Column]:
    ours, theirs, near = (side["cellules"] for side in (like, given, scale))
    if ours.keys() - theirs.keys():
        raise Unlike("des cellules manquent")
    return [_column(name, form.cells[name], [v], [theirs[name]], [near.get(name, v)]) for name, v in ours.items()]


def _table(form: forms.WorkbookForm, like: Any, given: Any, scale: Any) -> list[Column]:
    if form.table is None or like["lignes"] is None:
        return []
    if given["lignes"] is None:
        raise Unlike("le tableau manque")
    return side_by_side(form.table, like["lignes"], given["lignes"], scale["lignes"])


def aligned(like: list[Any], given: list[Any]) -> list[Any]:
    """The values that an answer gives under each key of another, in its order; raises Unlike where keys are missing."""
    matched = match_keys([key for key, _ in like], [key for key, _ in given])
    places = {rank: place for place, rank in matched.items()}
    if len(places) < len(like):
        raise Unlike("des clés manquent")
    return [given[places[rank]][1] for rank in range(len(like))]


def _column(name: str, of: forms.Scalar, like: Sequence[Any], given: Sequence[Any], scale: Sequence[Any]) -> Column:
    if not isinstance(of, forms.PercentageForm):
        return Column(name, of, list(like), list(given))
    expected, received, near = ([v["valeur"] for v in side] for side in (like, given, scale))
    factor = min((1.0, 100.0, 0.01), key=lambda s: (_gap(near, [s * v for v in received]), abs(math.log(s))))
    return Column(name, of, expected, [factor * v for v in received])


def _gap(expected: Sequence[float], given: Sequence[float]) -> float:
    ratios = [ratio(g, k) for k, g in zip(expected, given, strict=True) if k]
    return sum(abs(math.log(r)) if 0 < r < math.inf else math.inf for r in ratios)


def ratio(given: float, expected: float) -> float:
    """The factor by which one value is larger than another, signs apart; infinite where that passes what a float holds."""
    try:
        return abs(given / expected)
    except OverflowError:
        return math.inf


def apart(columns: Sequence[Column]) -> float:
    """The distance between the proportions of two answers: 0 where each column is a multiple of the other's, infinite where that means nothing.

    The root mean square, over the degrees of freedom, of the gaps between logarithms less their mean in each column; in a column that
    is not all positive, of what is left of the values once one is scaled to the other, beside its root mean square.
    """
    squares, freedom = 0.0, 0
    for column in columns:
        if not column.numeric or len(column.like) < 2:
            continue
        squares += _left(column.like, column.given)
        freedom += len(column.like) - 1
    return math.sqrt(squares / freedom) if freedom and math.isfinite(squares) else math.inf


def _left(like: Sequence[float], given: Sequence[float]) -> float:
    """The sum of squares of what one factor does not explain."""
    if all(v > 0 for v in (*like, *given)):
        logs = [math.log(g) - math.log(k) for g, k in zip(given, like, strict=True)]
        mean = math.fsum(logs) / len(logs)
        return math.fsum((log - mean) ** 2 for log in logs)
    size = math.fsum(k * k for k in like)
    along = math.fsum(g * k for g, k in zip(given, like, strict=True))
    if not size or along <= 0 or not math.isfinite(along):
        return math.inf
    back = math.fsum(g * g for g in given) / along
    return len(like) * math.fsum((g / back - k) ** 2 for g, k in zip(given, like, strict=True)) / size


def figures(form: forms.Form, value: Any) -> int:
    """The count of numbers in a canonical value of a form."""
    match form:
        case forms.ListForm(de=of) | forms.SeriesForm(values=of):
            return len(value) if isinstance(of, forms.NUMERIC) else 0
        case forms.TableForm(columns=columns):
            return len(value) * sum(isinstance(of, forms.NUMERIC) for of in columns.values())
        case forms.WorkbookForm(cells=cells, table=table):
            rows = figures(table, value["lignes"]) if table is not None and value["lignes"] is not None else 0
            return rows + sum(isinstance(cells[name], forms.NUMERIC) for name in value["cellules"])
    return int(isinstance(form, forms.NUMERIC))
