"""The workbook that a right candidate hands in: given values under their names, with the formulas and settings that are asked for."""

from __future__ import annotations

import datetime
import io
from typing import Any, assert_never

import xlsxwriter

from epreuves.answers.forms import (
    BooleanForm,
    ChoiceForm,
    Date,
    IntegerForm,
    NumberForm,
    PercentageForm,
    Scalar,
    TextForm,
    WorkbookForm,
)


def workbook(form: WorkbookForm, value: Any, labels: tuple[int, int] | None = None) -> bytes:
    """An .xlsx file that gives a canonical value, as a spreadsheet would have saved it.

    A formula takes its value from the sheet « Calculs », where figures are typed. labels: row and column, from 0, of the first label
    of the cells asked for; under the table, a row apart, where it is None.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        # The same value gives the same file.
        book.set_properties({"created": datetime.datetime(2026, 1, 1)})
        sheets = [book.add_worksheet(name) for name in form.sheets or ("Suivi",)]
        sheet, typed = sheets[0], book.add_worksheet("Calculs")
        styles = {
            Date: book.add_format({"num_format": "dd/mm/yyyy"}),
            PercentageForm: book.add_format({"num_format": "0.00%"}),
        }
        alert = book.add_format({"bg_color": "#FFC7CE"})
        used = 0

        def put(row: int, column: int, name: str, of: Scalar, given: Any) -> None:
            nonlocal used
            style, shown = styles.get(type(of)), _typed(of, given)
            if isinstance(of, PercentageForm) and not given["signe"]:
                style = None
            if name in form.formulas:
                _write(typed, used, 0, shown, style)
                saved = _serial(shown) if isinstance(shown, datetime.date) else shown
                sheet.write_formula(row, column, f"=Calculs!A{used + 1}", style, saved)
                used += 1
            else:
                _write(sheet, row, column, shown, style)
            if name in form.formats:
                sheet.conditional_format(
                    row, column, row, column, {"type": "cell", "criteria": "<", "value": 0, "format": alert}
                )

        top = 0
        table, rows = form.table, value["lignes"]
        if table is not None and rows is not None:
            for column, name in enumerate((*table.key, *table.columns)):
                sheet.write_string(0, column, name)
            for top, (key, row) in enumerate(rows, start=1):
                for column, part in enumerate([key] if isinstance(key, str) else key):
                    sheet.write_string(top, column, part)
                for column, (name, of) in enumerate(table.columns.items(), start=len(table.key)):
                    put(top, column, name, of, row[name])
            top += 2
        down, across = labels or (top, 0)
        for line, (name, given) in enumerate(value["cellules"].items(), start=down):
            sheet.write_string(line, across, name)
            put(line, across + 1, name, form.cells[name], given)
        if form.frozen:
            sheet.freeze_panes(1, 0)
    return content.getvalue()


def _typed(of: Scalar, given: Any) -> Any:
    match of:
        case PercentageForm():
            return given["valeur"] / 100 if given["signe"] else given["valeur"]
        case Date():
            return datetime.date.fromisoformat(given)
        case ChoiceForm():
            return ", ".join(given) if isinstance(given, list) else given
        case NumberForm() | IntegerForm() | TextForm() | BooleanForm():
            return given
        case _:
            assert_never(of)


def _serial(day: datetime.date) -> int:
    return (day - datetime.date(1899, 12, 30)).days


def _write(sheet: Any, row: int, column: int, shown: Any, style: Any) -> None:
    if isinstance(shown, datetime.date):
        sheet.write_datetime(row, column, datetime.datetime.combine(shown, datetime.time()), style)
    else:
        sheet.write(row, column, shown, style)
