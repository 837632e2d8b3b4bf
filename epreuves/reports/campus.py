"""Who is of which campus: `campus.csv` at the course's root, where a certification is taken in several places.

candidat;campus
lea.fontaine;Lyon
"""

from __future__ import annotations

from pathlib import Path

from epreuves.variantes.attribution import normaliser
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults, KitError

FICHIER = "campus.csv"
_COLONNES = ["candidat", "campus"]


def lire(root: Path) -> dict[str, str]:
    """The campus of each candidate named, by normalised identifier; empty where there is no file. Raises KitError."""
    path = root / FICHIER
    if not path.exists():
        return {}
    try:
        return lire_campus(path.read_bytes())
    except OSError as error:
        raise KitError(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None


def lire_campus(octets: bytes, nom: str = FICHIER) -> dict[str, str]:
    """What the bytes of a file hold; Faults has every fault, with its line and field."""
    titles, rows = strict_csv.table(octets, nom, _COLONNES)
    faults: list[str] = []
    found: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, values in rows:
        if len(values) != len(titles):
            faults.append(strict_csv.uneven(nom, number, titles, len(values)))
            continue
        faults += [strict_csv.missing(nom, number, t) for t, v in zip(titles, values, strict=True) if not v]
        key = normaliser(values[0])
        if values[0] and key in lines:
            faults.append(strict_csv.doubled(nom, number, "candidat", values[0], lines[key]))
        lines.setdefault(key, number)
        found[key] = values[1]
    if faults:
        raise Faults(*faults)
    return found
