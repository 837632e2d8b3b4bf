"""A form of answer as a page draws it, and a value that code gave in the shape of what would be typed."""

from __future__ import annotations

from typing import Any, Literal, assert_never

import msgspec

from epreuves.answers.charts.drawing import COLOUR_NAMES, COLOURS
from epreuves.answers.forms import (
    KINDS,
    BooleanForm,
    ChartForm,
    ChoiceForm,
    Date,
    Form,
    IntegerForm,
    ListForm,
    NumberForm,
    OwnTableForm,
    PercentageForm,
    Scalar,
    SeriesForm,
    TableForm,
    TextForm,
    WorkbookForm,
    describe,
)
from epreuves.answers.typed_values import TypedGrid, TypedValue
from epreuves.wording.french import significant
from epreuves.wording.typography import spaced

Kind = Literal["line", "radio", "select", "boxes", "list", "grid", "chart"]
#: Options shown as buttons at most: more are a list to open.
_BUTTONS = 7
_TRUE, _FALSE = "oui", "non"
#: Digits of a computed number that are shown.
_DIGITS = 12


class DrawnColumn(msgspec.Struct, frozen=True):
    """A grid's column; key: whether it names a row; options: what its cells are chosen among, if anything."""

    name: str
    unit: str = ""
    options: tuple[str, ...] = ()
    key: bool = False


class DrawnForm(msgspec.Struct, frozen=True):
    """A form as a page draws it; expected: its description; most: characters of a line or rows of a grid, 0 where unbounded.

    kinds: of a chart, those that it may be of, with their names; stacked: whether its bars stand on one another, None where it is left to
    the candidate; starts: whether each bar has a start of its own; colours: those that it may begin with, with their names.
    """

    id: str
    title: str
    kind: Kind
    expected: str
    unit: str = ""
    options: tuple[str, ...] = ()
    ordered: bool = False
    columns: tuple[DrawnColumn, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    free: bool = False
    least: int = 0
    most: int = 0
    owner: str = ""
    kinds: tuple[tuple[str, str], ...] = ()
    stacked: bool | None = None
    starts: bool = False
    colours: tuple[tuple[str, str], ...] = ()


def drawn(question: str, title: str, form: Form, owner: str = "") -> DrawnForm:
    """A question's form; owner: what tells one candidate's drafts from another's on a shared computer."""
    base = DrawnForm(question, title, "line", spaced(describe(form)), owner=owner)
    change = msgspec.structs.replace
    match form:
        case ListForm(de=of, order=order):
            return change(base, kind="list", ordered=order, options=_options(of), unit=_unit(of))
        case SeriesForm(key=key, values=of, keys=keys):
            columns = (*(DrawnColumn(name, key=True) for name in key), _column(value_column(form), of))
            return change(base, kind="grid", columns=columns, keys=_rows(keys), free=not keys)
        case TableForm(key=key, columns=asked, keys=keys):
            columns = (
                *(DrawnColumn(name, key=True) for name in key),
                *(_column(name, of) for name, of in asked.items()),
            )
            least, most = form.rows if isinstance(form, OwnTableForm) else (0, 0)
            return change(base, kind="grid", columns=columns, keys=_rows(keys), free=not keys, least=least, most=most)
        case ChoiceForm(options=options, several=True):
            return change(base, kind="boxes", options=options)
        case ChoiceForm(options=options):
            return change(base, kind="radio" if len(options) <= _BUTTONS else "select", options=options)
        case BooleanForm():
            return change(base, kind="radio", options=(_TRUE, _FALSE))
        case TextForm(maximum=most):
            return change(base, most=most)
        case NumberForm() | IntegerForm() | PercentageForm() | Date():
            return change(base, unit=_unit(form))
        case ChartForm():
            return _chart(base, form)
        case WorkbookForm():
            raise ValueError("a workbook is handed in, not typed")
        case _:
            assert_never(form)


#: Columns of a heat map's cells.
_WIDE = 12
#: The column in which the length of a bar is typed that has a start of its own.
_LENGTH = "longueur"


def _chart(base: DrawnForm, form: ChartForm) -> DrawnForm:
    """The cells from which a chart is drawn, as many series as the statement names."""
    first = form.kind[0]
    along, value = form.x or "nom", form.y or "valeur"
    columns: tuple[DrawnColumn, ...]
    if first == "nuage":
        columns = (DrawnColumn("nom", key=True), DrawnColumn(along, form.unite_x), DrawnColumn(value, form.unite_y))
    elif first == "carte_chaleur":
        columns = (DrawnColumn(value, key=True), *(DrawnColumn(str(place)) for place in range(1, _WIDE + 1)))
    elif form.start:
        columns = (DrawnColumn(along, key=True), *(DrawnColumn(name, form.unite_y) for name in (form.start, _LENGTH)))
    else:
        columns = (DrawnColumn(along, key=True), *(DrawnColumn(name, form.unite_y) for name in form.series or (value,)))
    names = tuple((name,) for name in form.series or ()) if first == "nuage" else ()
    kinds = tuple((kind, KINDS[kind]) for kind in form.kind)
    stacked = form.disposition == "empilées" if form.disposition or form.start else None
    return msgspec.structs.replace(
        base,
        kind="chart",
        columns=columns,
        keys=names,
        free=not names,
        kinds=kinds,
        stacked=stacked,
        starts=bool(form.start),
        colours=tuple(zip(COLOURS, COLOUR_NAMES, strict=True)),
    )


def value_column(form: SeriesForm) -> str:
    """The name of the column in which a series's values are typed."""
    return next(name for name in ("valeur", "réponse", "valeurs") if name not in form.key)


def _rows(keys: tuple[Any, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(key if isinstance(key, tuple) else (key,) for key in keys)


def _column(name: str, of: Scalar) -> DrawnColumn:
    return DrawnColumn(name, _unit(of), _options(of))


def _options(of: Scalar) -> tuple[str, ...]:
    match of:
        case ChoiceForm(options=options, several=False):
            return options
        case BooleanForm():
            return (_TRUE, _FALSE)
    return ()


def _unit(of: Scalar) -> str:
    match of:
        case PercentageForm():
            return "%"
        case NumberForm(unite=unit) | IntegerForm(unite=unit):
            return unit
        case Date():
            return "jj/mm/aaaa"
    return ""


def as_typed(form: Form, value: Any) -> TypedValue | None:
    """A canonical value in the shape of what would be typed; None for a form that nobody types."""
    match form:
        case ListForm(de=of):
            return tuple(_text(of, item) for item in value)
        case SeriesForm(key=key, values=of):
            rows = tuple((*_names(name), _text(of, cell)) for name, cell in value)
            return TypedGrid((*key, value_column(form)), len(key), rows)
        case TableForm(key=key, columns=columns):
            rows = tuple(
                (*_names(name), *(_text(of, cells[column]) for column, of in columns.items())) for name, cells in value
            )
            return TypedGrid((*key, *columns), len(key), rows)
        case ChoiceForm(several=True):
            return tuple(value)
        case ChartForm() | WorkbookForm():
            return None
        case _:
            return _text(form, value)


def _names(key: Any) -> tuple[str, ...]:
    return tuple(key) if isinstance(key, list) else (key,)


def _text(of: Scalar, value: Any) -> str:
    match of:
        case PercentageForm():
            return significant(value["valeur"], _DIGITS) + ("\N{NO-BREAK SPACE}%" if value["signe"] else "")
        case NumberForm() | IntegerForm():
            return significant(value, _DIGITS)
        case BooleanForm():
            return _TRUE if value else _FALSE
        case Date():
            year, month, day = value.split("-")
            return f"{day}/{month}/{year}"
        case ChoiceForm(several=True):
            return ", ".join(value)
        case TextForm() | ChoiceForm():
            return str(value)
        case _:
            assert_never(of)
