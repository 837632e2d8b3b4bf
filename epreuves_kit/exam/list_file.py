"""The cells of a school's list, those of a workbook read in a process of their own: a file of a few kilobytes may ask for more memory than there is.

A cell written in the last column of the last line makes a sheet of seventeen thousand million cells of what is before it; a reader that
asks the machine for them is ended by it, and with it whatever called it. Here it ends alone.
"""

from __future__ import annotations

import csv
import datetime
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from epreuves.machine import bound_memory
from epreuves.wording.errors import KitError
from epreuves.wording.french import number
from epreuves.wording.strict_csv import read_text
from epreuves_kit.runner import plain_call

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TEXTS = (".csv", ".txt", ".tsv")
#: Bytes of a list; MiB of memory and seconds that its reading may take; cells that one holds.
_MOST_BYTES, _MEMORY_MIB, _SECONDS, _MOST_CELLS = 10_000_000, 768, 60, 1_000_000
_HERE = "epreuves_kit.exam.list_file:read_in_child"

#: The sheets of a file: a name, and the lines that hold something, with their numbers.
Sheets = list[tuple[str, list[tuple[int, list[str]]]]]


class _Told(msgspec.Struct, array_like=True):
    sheets: Sheets = []
    refused: str = ""


def sheets(path: Path) -> Sheets:
    """The sheets of a list. Raises KitError where the file is none, or asks for more than a list does."""
    kind = path.suffix.casefold()
    try:
        size, raw = path.stat().st_size, path.read_bytes()
    except OSError as error:
        raise KitError(f"« {path} » ne s'ouvre pas ({error.strerror or error}).") from None
    if size > _MOST_BYTES:
        raise KitError(f"{path.name} : {size // 1_000_000} Mo, c'est trop pour une liste de candidats.")
    if kind in TEXTS:
        return list(_read(path.name, raw))
    if kind not in WORKBOOKS:
        raise KitError(
            f"« {path.name} » n'est pas une liste que l'on sait lire : enregistrez-la en .xlsx, .ods ou .csv."
        )
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "epreuves_kit.runner.plain_call", _HERE],
            input=path.name.encode("utf-8", "replace") + b"\0" + raw,
            capture_output=True,
            env=plain_call.environment(),
            timeout=_SECONDS,
        )
        answer = msgspec.msgpack.decode(done.stdout, type=_Told)
    except (
        subprocess.TimeoutExpired,
        msgspec.MsgspecError,
    ):  # out of time, or ended by the machine before it said anything
        answer = _Told(refused=_far(path.name))
    if answer.refused:
        raise KitError(answer.refused)
    return answer.sheets


def read_in_child(given: bytes) -> bytes:
    """The sheets of a list of that name and these bytes, or the reason why they are refused, as `sheets` understands it."""
    bound_memory(_MEMORY_MIB)
    written, _, raw = given.partition(b"\0")
    name = written.decode("utf-8", "replace")
    try:
        answer = _Told(list(_read(name, raw)))
    except KitError as error:
        answer = _Told(refused=str(error))
    except MemoryError:
        answer = _Told(refused=_far(name))
    return msgspec.msgpack.encode(answer)


def _far(name: str) -> str:
    return (
        f"{name} : une case est remplie très loin des autres, ou il y en a bien plus que dans une liste de candidats. Copiez les lignes "
        "des candidats dans un classeur neuf, et donnez celui-là."
    )


def _read(name: str, raw: bytes) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    workbook = Path(name).suffix.casefold() in WORKBOOKS
    left = _MOST_CELLS
    for sheet, rows in _of_workbook(name, raw) if workbook else [("", _of_text(name, raw))]:
        kept = []
        for line, row in rows:
            values = [" ".join(cell.split()) for cell in row]
            while values and not values[-1]:
                values.pop()
            if values:
                kept.append((line, values))
                left -= len(values)
            if left < 0:
                raise KitError(
                    f"{name} : plus de {number(_MOST_CELLS)} cases. Copiez les lignes des candidats dans un classeur neuf, et donnez celui-là."
                )
        yield sheet, kept


def _of_workbook(name: str, raw: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            yield sheet, ((line, [_text(value) for value in row]) for line, row in enumerate(rows, 1))
    except PasswordError:
        raise KitError(
            f"{name} est protégé par un mot de passe : enregistrez-en une copie sans mot de passe."
        ) from None
    except (CalamineError, OSError, ValueError):
        raise KitError(
            f"{name} ne s'ouvre pas : ce n'est pas un classeur, ou il est abîmé. Ouvrez-le dans le tableur, et enregistrez-le de nouveau."
        ) from None


def _text(value: object) -> str:
    """A cell's text as it is shown, near enough: a whole number without its decimals, a day as it is written everywhere."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _of_text(name: str, raw: bytes) -> Iterator[tuple[int, list[str]]]:
    """UTF-8 or UTF-16, with or without a mark, or what Windows writes in France; apart by semicolons, commas or tabs."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", "replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    apart = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=apart)
    try:
        for row in reader:
            yield reader.line_num, [read_text(cell) for cell in row]
    except csv.Error:
        raise KitError(
            f"{name}, ligne {reader.line_num} : ce n'est pas un CSV lisible ; vérifiez les guillemets."
        ) from None
