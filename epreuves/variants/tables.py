"""Tables as CSV files, as a French spreadsheet writes them, and back: both ways by the data dictionary.

Separator `;`, decimal `,`, UTF-8 with a byte order mark, line feeds; dates AAAA-MM-JJ, booleans VRAI and
FAUX, an empty cell for a missing value. The same frame gives the same bytes, and reading gives the same
frame back.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from epreuves.variants.dictionary import FORMATS, Field, Table
from epreuves.wording import strict_csv
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

STAMP = "\ufeff"


class TableError(KitError):
    """A table or its file does not agree with the data dictionary."""


def canonical(table: Table, data: pd.DataFrame) -> pd.DataFrame:
    """The frame with the dtypes that `read` gives: int64, float64, datetime64[us], bool, str.

    An optional integer becomes float64 (as `pandas.read_csv` does), an optional boolean the nullable
    `boolean`. Raises TableError where a column is absent, in excess, or of another type.
    """
    expected = [field.name for field in table.fields]
    if list(data.columns) != expected:
        raise TableError(f"colonnes attendues : {', '.join(expected)} ; reçues : {', '.join(map(str, data.columns))}")
    columns = {}
    for field in table.fields:
        try:
            columns[field.name] = _canonical(field, data[field.name])
        except (ValueError, TypeError) as error:
            raise TableError(f"champ « {field.name} » ({field.type}) : {error}") from None
    return pd.DataFrame(columns, columns=expected).reset_index(drop=True)


def write(table: Table, data: pd.DataFrame) -> bytes:
    """The bytes of the table's CSV file, the same for the same frame on every machine."""
    clean = canonical(table, data)
    columns = [_texts(field, clean[field.name]) for field in table.fields]
    output = io.StringIO()
    pen = csv.writer(output, delimiter=";", lineterminator="\n")
    pen.writerow([field.name for field in table.fields])
    pen.writerows(zip(*columns, strict=True))
    return (STAMP + output.getvalue()).encode("utf-8")


def read(table: Table, data_bytes: bytes) -> pd.DataFrame:
    """The frame that a file written by `write` holds; TableError names the line and the field that cannot be read."""
    try:
        lines = [line for _, line in strict_csv.cells(data_bytes)]
    except strict_csv.CsvRefused as refusal:
        raise TableError(f"ligne {refusal.line} : {refusal}" if refusal.line else str(refusal)) from None
    expected = [field.name for field in table.fields]
    if not lines or lines[0] != expected:
        received = ", ".join(lines[0]) if lines else "rien"
        raise TableError(f"colonnes attendues : {', '.join(expected)} ; reçues : {received}")
    # One blank line is how the csv module writes a single missing value, and reads back as no cell at all.
    body = [line or [""] for line in lines[1:]]
    for number, line in enumerate(body, start=2):
        if len(line) != len(expected):
            raise TableError(f"ligne {number} : {len(expected)} valeurs attendues, {len(line)} reçues")
    columns = {field.name: _column(field, [line[rank] for line in body]) for rank, field in enumerate(table.fields)}
    return pd.DataFrame(columns, columns=expected)


def _canonical(field: Field, values: pd.Series) -> pd.Series:
    _CHECKS[field.type](field, values)
    if field.constraints.required and values.hasnans:
        missing = counted(int(values.isna().sum()), "valeur manquante")
        raise ValueError(f"{missing} ; si c'est voulu, écrivez « required: false » dans les contraintes du champ")
    return values.astype(_dtype(field))


def _integers(field: Field, values: pd.Series) -> None:
    if not (pd.api.types.is_integer_dtype(values) or pd.api.types.is_float_dtype(values)):
        raise TypeError(f"entiers attendus, type reçu : {values.dtype}")
    present = values.dropna()
    if pd.api.types.is_float_dtype(present) and not (np.mod(present, 1) == 0).all():
        raise ValueError("des valeurs ne sont pas entières")


def _numbers(field: Field, values: pd.Series) -> None:
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        raise TypeError(f"nombres attendus, type reçu : {values.dtype}")
    if np.isinf(values.astype("float64")).any():
        raise ValueError("une valeur est infinie")


def _strings(field: Field, values: pd.Series) -> None:
    present = values.dropna()
    intruders = next((value for value in present if not isinstance(value, str)), None)
    if intruders is not None:
        raise TypeError(f"textes attendus, reçu : {intruders!r}")
    if (present.astype(object) == "").any():
        raise ValueError("un texte est vide : laissez la valeur manquante")
    if any("\0" in value or "\r" in value for value in present):
        raise ValueError("un texte contient un retour chariot ou un caractère nul")


def _dates(field: Field, values: pd.Series) -> None:
    if not pd.api.types.is_datetime64_dtype(values):
        raise TypeError(f"dates attendues (datetime64), type reçu : {values.dtype}")
    present = values.astype("datetime64[us]").dropna()
    step = "D" if field.type == "date" else "s"
    if not (present.dt.floor(step) == present).all():
        raise ValueError("une date porte une heure" if step == "D" else "une date est plus fine que la seconde")


def _booleans(field: Field, values: pd.Series) -> None:
    intruders = next((value for value in values.dropna() if not isinstance(value, (bool, np.bool_))), None)
    if intruders is not None:
        raise TypeError(f"booléens attendus, reçu : {intruders!r}")


#: What raises where a column is not of the type that its field has.
_CHECKS: dict[str, Callable[[Field, pd.Series], None]] = {
    "integer": _integers,
    "number": _numbers,
    "string": _strings,
    "date": _dates,
    "datetime": _dates,
    "boolean": _booleans,
}


def _texts(field: Field, values: pd.Series) -> list[str]:
    """The cells of one canonical column, as written."""
    return ["" if value is None else _text(field, value) for value in values.astype(object).where(values.notna(), None)]


def _text(field: Field, value: Any) -> str:
    if field.type == "integer":
        return str(int(value))
    if field.type == "number":
        return _number(field, float(value))
    if field.type == "boolean":
        return "VRAI" if value else "FAUX"
    if field.type in FORMATS:
        return value.strftime(FORMATS[field.type])
    return str(value)


def _number(field: Field, value: float) -> str:
    if field.decimals is None:
        return repr(value).replace(".", ",")
    written = f"{value:.{field.decimals}f}"
    if float(written) != value:
        raise TableError(
            f"champ « {field.name} » : {value!r} n'est pas arrondi à {counted(field.decimals, 'décimale')} ; arrondissez dans "
            "le tirage, pour que les réponses se calculent sur ce que le fichier contient"
        )
    return written.replace(".", ",")


def _column(field: Field, cells: list[str]) -> pd.Series:
    """One column read back; a whole column at once, since a candidate's run waits for it."""
    try:
        return pd.Series(_values(field, cells), dtype=_dtype(field))
    except (ValueError, KeyError):
        number, cell = next((n, c) for n, c in enumerate(cells, start=2) if not _readable(field, c))
        reason = f"« {cell} » n'est pas lisible comme {field.type}" if cell else "la valeur manque"
        raise TableError(f"ligne {number}, champ « {field.name} » : {reason}") from None


def _readable(field: Field, cell: str) -> bool:
    try:
        _values(field, [cell])
    except (ValueError, KeyError):
        return False
    return True


def _values(field: Field, cells: list[str]) -> list[Any] | np.ndarray:
    if field.constraints.required and "" in cells:
        raise ValueError("valeur manquante")
    match field.type:
        case "integer":
            return [int(cell) if cell else math.nan for cell in cells]
        case "number":
            return [float(cell.replace(",", ".")) if cell else math.nan for cell in cells]
        case "boolean":
            meanings = {"VRAI": True, "FAUX": False, "": None}
            return [meanings[cell] for cell in cells]
        case "string":
            return [cell or None for cell in cells]
        case _:
            return np.array([cell.replace(" ", "T") or "NaT" for cell in cells], dtype="datetime64[us]")


#: Under pandas 2, « str » makes the word « None » of a missing text.
_TEXT = "str" if pd.Series([None], dtype="object").astype("str").hasnans else "object"


def _dtype(field: Field) -> str:
    required = field.constraints.required
    return {
        "integer": "int64" if required else "float64",
        "number": "float64",
        "string": _TEXT,
        "date": "datetime64[us]",
        "datetime": "datetime64[us]",
        "boolean": "bool" if required else "boolean",
    }[field.type]
