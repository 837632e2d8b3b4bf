"""Who is of which campus: `campus.csv` at the course's root, where a certification is taken in several places.

candidat;campus
lea.fontaine;Lyon
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from epreuves.variantes.attribution import normaliser
from epreuves.wording.errors import KitError

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
    """What the bytes of a file hold; KitError has every fault, with its line and field."""
    try:
        reader = csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
        rows = [(reader.line_num, [v.strip() for v in row]) for row in reader if any(v.strip() for v in row)]
    except UnicodeDecodeError:
        raise KitError(
            f"{nom} : le fichier n'est pas en UTF-8 ; dans le tableur, enregistrez-le en « CSV UTF-8 »."
        ) from None
    except csv.Error as error:
        raise KitError(
            f"{nom}, ligne {reader.line_num} : ce n'est pas un CSV lisible ({error}) ; vérifiez les guillemets."
        ) from None
    if not rows or [title.casefold() for title in rows[0][1]] != _COLONNES:
        got = f"« {';'.join(rows[0][1])} »" if rows else "un fichier vide"
        raise KitError(f"{nom}, ligne 1 : en-tête attendu « {';'.join(_COLONNES)} », reçu {got}.")
    faults: list[str] = []
    found: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, values in rows[1:]:
        where = f"{nom}, ligne {number}"
        if len(values) != 2:
            faults.append(f"{where} : 2 valeurs attendues (candidat;campus), {len(values)} reçues.")
            continue
        for field, value in zip(_COLONNES, values, strict=True):
            if not value:
                faults.append(
                    f"{where}, champ « {field} » : la valeur manque ; écrivez-la, ou ôtez la ligne."
                )
        key = normaliser(values[0])
        if values[0] and key in lines:
            faults.append(
                f"{where}, champ « candidat » : « {values[0]} » est déjà ligne {lines[key]} ; gardez une seule ligne."
            )
        lines.setdefault(key, number)
        found[key] = values[1]
    if faults:
        raise KitError("\n".join(faults))
    return found
