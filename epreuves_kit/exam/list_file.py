"""The cells of a list that a school keeps in a spreadsheet, those of a workbook read in a process of their own: a file of a few kilobytes may ask for more memory than there is.

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
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import number
from epreuves.wording.strict_csv import read_text
from epreuves_kit.exam.formula_cells import without_value
from epreuves_kit.runner import plain_call

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TEXTS = (".csv", ".txt", ".tsv")
#: Bytes of a list; MiB of memory and seconds that its reading may take; cells that one holds.
_MOST_BYTES, _MEMORY_MIB, _SECONDS, _MOST_CELLS = 10_000_000, 768, 60, 1_000_000
#: Lines among which the first that is cut in three at least says what cuts a text.
_TITLES = 5
_HERE = "epreuves_kit.exam.list_file:read_in_child"

#: The sheets of a file: a name, and the lines that hold something, with their numbers.
Sheets = list[tuple[str, list[tuple[int, list[str]]]]]


class ListKind(msgspec.Struct, frozen=True):
    """The words for what a file lists: « une liste de candidats », « les lignes des candidats ».

    breaks: the lines within a cell are kept apart; whole: a formula without a value is refused, and not read as an empty cell.
    """

    noun: str
    lines: str
    breaks: bool = False
    whole: bool = False


CANDIDATES = ListKind("une liste de candidats", "les lignes des candidats")


class _Told(msgspec.Struct, array_like=True):
    sheets: Sheets = []
    refused: str = ""


def sheets(path: Path, of: ListKind = CANDIDATES) -> Sheets:
    """The sheets of a list. Raises KitError where the file is none, or asks for more than a list does."""
    read = _sheets(path, of)
    if of.breaks:
        return read
    return [(name, [(line, [" ".join(cell.split()) for cell in row]) for line, row in rows]) for name, rows in read]


def _sheets(path: Path, of: ListKind) -> Sheets:
    kind = path.suffix.casefold()
    try:
        size, raw = path.stat().st_size, path.read_bytes()
    except OSError as error:
        raise KitError(f"« {path} » ne s'ouvre pas ({error.strerror or error}).") from None
    if size > _MOST_BYTES:
        raise KitError(f"{path.name} : {size // 1_000_000} Mo, c'est trop pour {of.noun}.")
    if kind in TEXTS:
        return list(_read(path.name, raw, of))
    if kind not in WORKBOOKS:
        raise KitError(
            f"« {path.name} » n'est pas un tableau que l'on sait lire : enregistrez-le en .xlsx, .ods ou .csv."
        )
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "epreuves_kit.runner.plain_call", _HERE],
            input=msgspec.msgpack.encode((path.name.encode("utf-8", "replace").decode(), of, raw)),
            capture_output=True,
            env=plain_call.environment(),
            timeout=_SECONDS,
        )
        answer = msgspec.msgpack.decode(done.stdout, type=_Told)
    except (
        subprocess.TimeoutExpired,
        msgspec.MsgspecError,
    ):  # out of time, or ended by the machine before it said anything
        answer = _Told(refused=_far(path.name, of))
    if answer.refused:
        raise Faults(*answer.refused.split("\n"))
    return answer.sheets


def read_in_child(given: bytes) -> bytes:
    """The sheets of a list of that name, that kind and these bytes, or the reason why they are refused, as `sheets` understands it."""
    bound_memory(_MEMORY_MIB)
    name, of, raw = msgspec.msgpack.decode(given, type=tuple[str, ListKind, bytes])
    try:
        lacking = without_value(raw) if of.whole else []
        answer = (
            _Told(refused="\n".join(f"{name}, {s}" for s in lacking)) if lacking else _Told(list(_read(name, raw, of)))
        )
    except KitError as error:
        answer = _Told(refused=str(error))
    except MemoryError:
        answer = _Told(refused=_far(name, of))
    return msgspec.msgpack.encode(answer)


def _far(name: str, of: ListKind) -> str:
    return (
        f"{name} : une case est remplie très loin des autres, ou il y en a bien plus que dans {of.noun}. Copiez {of.lines} "
        "dans un classeur neuf, et donnez celui-là."
    )


def _read(name: str, raw: bytes, of: ListKind) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    workbook = Path(name).suffix.casefold() in WORKBOOKS
    left = _MOST_CELLS
    for sheet, rows in _of_workbook(name, raw) if workbook else [("", _of_text(name, raw))]:
        kept = []
        for line, row in rows:
            values = [_plain(cell) for cell in row]
            while values and not values[-1]:
                values.pop()
            if values:
                kept.append((line, values))
                left -= len(values)
            if left < 0:
                raise KitError(
                    f"{name} : plus de {number(_MOST_CELLS)} cases. Copiez {of.lines} dans un classeur neuf, et donnez celui-là."
                )
        yield sheet, kept


def _plain(cell: str) -> str:
    """A cell's lines that hold something, with plain spaces."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in cell.splitlines())))


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
    # A title may stand alone above the headings, with a comma in its words.
    lines = [line for line in text.splitlines() if line.strip()][:_TITLES]
    first = next((line for line in lines if max(map(line.count, ";,\t")) > 1), next(iter(lines), ""))
    apart = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=apart)
    try:
        for row in reader:
            yield reader.line_num, [read_text(cell) for cell in row]
    except csv.Error:
        raise KitError(
            f"{name}, ligne {reader.line_num} : ce n'est pas un CSV lisible ; vérifiez les guillemets."
        ) from None
