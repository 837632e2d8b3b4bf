"""Who is of which campus: `campus.csv` at the course's root, where a certification is taken in several places.

candidat;campus
lea.fontaine;Lyon
"""

from __future__ import annotations

from pathlib import Path

from epreuves.variants.attribution import normalise
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults, KitError

FILE = "campus.csv"
_COLUMNS = ["candidat", "campus"]


def read(root: Path) -> dict[str, str]:
    """The campus of each candidate named, by normalised identifier; empty where there is no file. Raises KitError."""
    path = root / FILE
    if not path.exists():
        return {}
    try:
        return read_campus(path.read_bytes())
    except OSError as error:
        raise KitError(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None


def read_campus(data_bytes: bytes, name: str = FILE) -> dict[str, str]:
    """What the bytes of a file hold; Faults has every fault, with its line and field."""
    titles, rows = strict_csv.table(data_bytes, name, _COLUMNS)
    faults: list[str] = []
    found: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, values in rows:
        if len(values) != len(titles):
            faults.append(strict_csv.uneven(name, number, titles, len(values)))
            continue
        faults += [strict_csv.missing(name, number, t) for t, v in zip(titles, values, strict=True) if not v]
        key = normalise(values[0])
        if values[0] and key in lines:
            faults.append(strict_csv.doubled(name, number, "candidat", values[0], lines[key]))
        lines.setdefault(key, number)
        found[key] = values[1]
    if faults:
        raise Faults(*faults)
    return found
