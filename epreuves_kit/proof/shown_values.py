"""Values of answers as people read them at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
from epreuves.wording.french import significant

_LONGEST = 60


def places(form: Form, value: Any) -> Iterator[tuple[str, Scalar, Any]]:
    """(name, form, value) of each single value of an answer; a chart has none."""
    match form:
        case ListForm(de=of):
            yield from ((str(rank), of, item) for rank, item in enumerate(value, start=1))
        case SeriesForm(values=of):
            yield from ((_key(key), of, item) for key, item in value)
        case TableForm(columns=columns):
            yield from (
                (f"{_key(key)}, {name}", columns[name], item) for key, row in value for name, item in row.items()
            )
        case WorkbookForm(table=table):
            yield from ((name, form.cells[name], item) for name, item in value["cellules"].items())
            if table is not None and value["lignes"] is not None:
                yield from places(table, value["lignes"])
        case ChartForm():
            return
        case _:
            yield "", form, value


def _key(key: Any) -> str:
    return key if isinstance(key, str) else ", ".join(map(str, key))


def short(form: Form, value: Any) -> str:
    """A canonical value in a few words, for a table that is read at a glance."""
    if isinstance(form, ChartForm):
        return "graphique"
    if isinstance(form, ChoiceForm) and form.several:
        text = ", ".join(map(str, value)) or "aucun"
    else:
        text = " ; ".join(_single(of, item) for _, of, item in places(form, value)) or "vide"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _single(form: Scalar, value: Any) -> str:
    match form:
        case PercentageForm():
            return significant(value["valeur"], 4)
        case NumberForm() | IntegerForm():
            return significant(value, 5)
        case BooleanForm():
            return "vrai" if value else "faux"
        case Date() | TextForm() | ChoiceForm():
            return ", ".join(value) if isinstance(value, list) else str(value)
