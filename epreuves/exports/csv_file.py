"""A table as a CSV that a French spreadsheet opens right: semicolons, decimal commas, UTF-8 with its mark, dates as 2026-06-30 14:05,
which no country reads otherwise.

A spreadsheet would compute a text that begins like a formula, and shorten a student's number that begins with zeros: such a text
gets an apostrophe before it, which `read_text` takes off.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from fractions import Fraction

from epreuves.exports.tables import ExportColumn, ExportTable, Value
from epreuves.exports.values import local, percent, plain, points

MARK = "\ufeff"
#: What a spreadsheet would not leave as the text that it is: what begins like a formula (in East Asia too), and the numbers of
#: students that it would shorten (007), round (seventeen digits), or take for powers (1E5) or dates (3/4). An apostrophe that
#: stands before one of them is doubled, so that taking one off always gives the text back.
_READ_AS = (
    "'*(?:[=+\\-@\t\n\r＝＋－＠]"
    r"|(?:0[0-9]+|[0-9]{16,}|[0-9]+[eE][0-9]+|[0-9]{1,4}(?:[-/.:][0-9]{1,4}){1,2})\Z)"
)
_CHANGED = re.compile(_READ_AS)
_NEUTRAL = re.compile(f"'{_READ_AS}")


def content(table: ExportTable) -> bytes:
    """The bytes of a table's CSV; lines end as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(column.title) for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(column, value) for column, value in zip(table.columns, row, strict=True)])
    return (MARK + out.getvalue()).encode()


def neutral(text: str) -> str:
    """A text that no spreadsheet computes, nor takes for something else."""
    clean = plain(text)
    return f"'{clean}" if _CHANGED.match(clean) else clean


def read_text(cell: str) -> str:
    """The text that a cell of the file stands for."""
    return cell[1:] if _NEUTRAL.match(cell) else cell


def _cell(column: ExportColumn, value: Value) -> str:
    if value is None:
        return ""
    match column.kind:
        case "points" if isinstance(value, Fraction):
            return _number(f"{points(value):.4f}")
        case "percent" if isinstance(value, Fraction):
            return _number(f"{float(percent(value)):.2f}")
        case "date" if isinstance(value, datetime.datetime):
            return local(value).strftime("%Y-%m-%d %H:%M")
        case "integer":
            return str(value)
    return neutral(str(value))


def _number(written: str) -> str:
    return written.rstrip("0").rstrip(".").replace(".", ",")
