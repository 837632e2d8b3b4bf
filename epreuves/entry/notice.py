"""The words on an answer typed in a form: that it is kept, how it was read, and what does not fit; never whether it is right."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from epreuves.answers.charts.drawing import unread
from epreuves.answers.checking import fault
from epreuves.answers.coercion import Invalid, Missing, coerce
from epreuves.answers.equality import COARSE_REMARK, coarse
from epreuves.answers.forms import (
    ChartForm,
    ChoiceForm,
    Form,
    ListForm,
    OwnTableForm,
    Scalar,
    SeriesForm,
    TableForm,
)
from epreuves.answers.numbers import Refusal
from epreuves.answers.scalars import read_scalar
from epreuves.answers.tree import CheckedTree
from epreuves.answers.typed import tree_of
from epreuves.answers.typed_values import TypedChart, TypedGrid, TypedValue
from epreuves.entry.drawn import as_typed
from epreuves.wording.disk import hindrance
from epreuves.wording.french import counted, hour
from epreuves.wording.inert import clean_text, inert
from epreuves.wording.time_left import left
from epreuves.wording.typography import spaced

State = Literal["empty", "kept", "unfit", "failed"]
#: Cells told one by one at most; the others are as visible once these are mended.
_TOLD = 20
#: Characters shown of the name that a candidate's file has.
_NAMED = 60


class CellFault(msgspec.Struct, frozen=True):
    """A fault in one place: its row and column, counted from 0 over all columns, and a sentence."""

    row: int
    column: int
    sentence: str


class Notice(msgspec.Struct, frozen=True):
    """The line under a form."""

    state: State
    sentence: str
    faults: tuple[CellFault, ...] = ()


class Reply(msgspec.Struct, frozen=True):
    """The answer to a page that sends a file: a sentence, whether the file was refused, and whether its next piece is asked for."""

    said: str = ""
    lost: bool = False
    more: bool = False


def notice(form: Form, value: TypedValue | None, at: datetime.datetime | None) -> Notice:
    """The notice of a typed answer, kept at that hour; once it is kept, the time that is left."""
    kept = _notice(form, value, at)
    time = left() if at is not None else ""
    return msgspec.structs.replace(kept, sentence=f"{kept.sentence} {time}") if time else kept


def _notice(form: Form, value: TypedValue | None, at: datetime.datetime | None) -> Notice:
    tree = tree_of(value)
    reading = coerce(form, CheckedTree(tree))
    when = f"enregistré à {hour(at)}" if at is not None else "enregistré"
    if isinstance(reading, Missing):
        return Notice(
            "empty", spaced(f"Pas encore de réponse ({when})." if at is not None else "Pas encore de réponse.")
        )
    faults = tuple(_faults(form, value))
    if isinstance(reading, Invalid) or faults or fault(form, reading):
        # Each cell is told in its place: the sentence only counts them.
        cells = isinstance(value, TypedGrid | TypedChart) and counted(len(faults), "cellule")
        wrong = f"{cells} à revoir" if cells and faults else fault(form, reading) or "à revoir"
        return Notice(
            "unfit", spaced(f"✗ {when.capitalize()}, mais {wrong}{'' if wrong.endswith('.') else '.'}"), faults
        )
    return Notice("kept", spaced(f"✓ {when.capitalize()} — {_read(form, reading.value)}{_also(form, reading)}"))


def short_name(name: str) -> str:
    """The name of a candidate's file as it is shown."""
    return inert(clean_text(name))[:_NAMED]


def unkept(error: OSError) -> Notice:
    """The notice of an answer that the disk refused; its page goes on sending it."""
    return Notice(
        "failed",
        spaced(
            f"✗ Non enregistré : {hindrance(error)}. Prévenez la personne qui surveille ; votre saisie reste sur cette page, "
            "et s'enregistrera d'elle-même dès que ce sera possible."
        ),
    )


def _read(form: Form, value: Any) -> str:
    """The reading of an answer that fits: « lu 12 345,6 », « 5 lignes »."""
    match form:
        case TableForm() | SeriesForm():
            return counted(len(value), "ligne")
        case ListForm():
            return counted(len(value), "élément")
        case ChartForm():
            return "graphique dessiné"
        case ChoiceForm(several=True):
            return counted(len(value), "réponse choisie") if len(value) != 1 else "1 réponse choisie"
        case _:
            return f"lu «\N{NO-BREAK SPACE}{_with_unit(form, as_typed(form, value))}\N{NO-BREAK SPACE}»"


def _with_unit(form: Form, text: Any) -> str:
    unit = getattr(form, "unite", "")
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else str(text)


def _also(form: Form, reading: Any) -> str:
    notes = [reading.note] if reading.note else []
    if isinstance(form, OwnTableForm):
        notes.append("ce que dit ce tableau sera jugé par vos correcteurs")
    elif coarse(form, reading.value):
        notes.append(COARSE_REMARK)
    return f" ({' ; '.join(notes)})" if notes else "."


def _faults(form: Form, value: TypedValue | None) -> Iterator[CellFault]:
    """The cells that cannot be read, each by itself."""
    cells: list[tuple[int, int, Scalar, str]] = []
    match form, value:
        case ListForm(de=of), tuple():
            cells = [(row, 0, of, text) for row, text in enumerate(value) if text.strip()]
        case SeriesForm(values=of), TypedGrid():
            cells = _cells(value, [of])
        case TableForm(columns=columns), TypedGrid():
            cells = _cells(value, list(columns.values()))
        case ChartForm(), TypedChart():
            yield from (CellFault(row, column, spaced(sentence)) for row, column, sentence in unread(value))
    for row, column, of, text in cells[: 100 * _TOLD]:
        try:
            read_scalar(of, text if text.strip() else None)
        except Refusal as refusal:
            yield CellFault(row, column, spaced(refusal.sentence))


def _cells(grid: TypedGrid, forms: list[Scalar]) -> list[tuple[int, int, Scalar, str]]:
    """The cells of the rows in which something is typed, with the form of each."""
    return [
        (number, grid.keys + place, of, row[grid.keys + place])
        for number, row in enumerate(grid.rows)
        if any(cell.strip() for cell in row[grid.keys :])
        for place, of in enumerate(forms)
        if grid.keys + place < len(row)
    ]
