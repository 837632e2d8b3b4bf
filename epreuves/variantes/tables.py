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

from epreuves.variantes.dictionnaire import Champ, Table
from epreuves.wording import strict_csv
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

MARQUE = "\ufeff"


class ErreurTable(KitError):
    """A table or its file does not agree with the data dictionary."""


def canonique(table: Table, donnees: pd.DataFrame) -> pd.DataFrame:
    """The frame with the dtypes that `lire` gives: int64, float64, datetime64[us], bool, str.

    An optional integer becomes float64 (as `pandas.read_csv` does), an optional boolean the nullable
    `boolean`. Raises ErreurTable where a column is absent, in excess, or of another type.
    """
    attendues = [champ.nom for champ in table.champs]
    if list(donnees.columns) != attendues:
        raise ErreurTable(
            f"colonnes attendues : {', '.join(attendues)} ; reçues : {', '.join(map(str, donnees.columns))}"
        )
    colonnes = {}
    for champ in table.champs:
        try:
            colonnes[champ.nom] = _CANONIQUES[champ.type](champ, donnees[champ.nom])
        except (ValueError, TypeError) as erreur:
            raise ErreurTable(f"champ « {champ.nom} » ({champ.type}) : {erreur}") from None
    return pd.DataFrame(colonnes, columns=attendues).reset_index(drop=True)


def ecrire(table: Table, donnees: pd.DataFrame) -> bytes:
    """The bytes of the table's CSV file, the same for the same frame on every machine."""
    propre = canonique(table, donnees)
    colonnes = [_textes(champ, propre[champ.nom]) for champ in table.champs]
    sortie = io.StringIO()
    plume = csv.writer(sortie, delimiter=";", lineterminator="\n")
    plume.writerow([champ.nom for champ in table.champs])
    plume.writerows(zip(*colonnes, strict=True))
    return (MARQUE + sortie.getvalue()).encode("utf-8")


def lire(table: Table, octets: bytes) -> pd.DataFrame:
    """The frame that a file written by `ecrire` holds; ErreurTable names the line and the field that cannot
    be read.
    """
    try:
        lignes = [ligne for _, ligne in strict_csv.cells(octets)]
    except strict_csv.CsvRefused as refus:
        raise ErreurTable(f"ligne {refus.line} : {refus}" if refus.line else str(refus)) from None
    attendues = [champ.nom for champ in table.champs]
    if not lignes or lignes[0] != attendues:
        recues = ", ".join(lignes[0]) if lignes else "rien"
        raise ErreurTable(f"colonnes attendues : {', '.join(attendues)} ; reçues : {recues}")
    # One blank line is how the csv module writes a single missing value, and reads back as no cell at all.
    corps = [ligne or [""] for ligne in lignes[1:]]
    for numero, ligne in enumerate(corps, start=2):
        if len(ligne) != len(attendues):
            raise ErreurTable(f"ligne {numero} : {len(attendues)} valeurs attendues, {len(ligne)} reçues")
    colonnes = {
        champ.nom: _colonne(champ, [ligne[rang] for ligne in corps])
        for rang, champ in enumerate(table.champs)
    }
    return pd.DataFrame(colonnes, columns=attendues)


def _entiers(champ: Champ, valeurs: pd.Series) -> pd.Series:
    if not (pd.api.types.is_integer_dtype(valeurs) or pd.api.types.is_float_dtype(valeurs)):
        raise TypeError(f"entiers attendus, type reçu : {valeurs.dtype}")
    nombres = valeurs.astype("float64") if valeurs.hasnans else valeurs
    presents = nombres.dropna()
    if pd.api.types.is_float_dtype(presents) and not (np.mod(presents, 1) == 0).all():
        raise ValueError("des valeurs ne sont pas entières")
    if not champ.contraintes.required:
        return nombres.astype("float64")
    _sans_manque(valeurs)
    return nombres.astype("int64")


def _nombres(champ: Champ, valeurs: pd.Series) -> pd.Series:
    if not pd.api.types.is_numeric_dtype(valeurs) or pd.api.types.is_bool_dtype(valeurs):
        raise TypeError(f"nombres attendus, type reçu : {valeurs.dtype}")
    nombres = valeurs.astype("float64")
    if np.isinf(nombres).any():
        raise ValueError("une valeur est infinie")
    if champ.contraintes.required:
        _sans_manque(nombres)
    return nombres


def _chaines(champ: Champ, valeurs: pd.Series) -> pd.Series:
    presents = valeurs.dropna()
    intrus = next((valeur for valeur in presents if not isinstance(valeur, str)), None)
    if intrus is not None:
        raise TypeError(f"textes attendus, reçu : {intrus!r}")
    if (presents.astype(object) == "").any():
        raise ValueError("un texte est vide : laissez la valeur manquante")
    if any("\0" in valeur or "\r" in valeur for valeur in presents):
        raise ValueError("un texte contient un retour chariot ou un caractère nul")
    if champ.contraintes.required:
        _sans_manque(valeurs)
    return valeurs.astype("str")


def _dates(champ: Champ, valeurs: pd.Series) -> pd.Series:
    if not pd.api.types.is_datetime64_dtype(valeurs):
        raise TypeError(f"dates attendues (datetime64), type reçu : {valeurs.dtype}")
    dates = valeurs.astype("datetime64[us]")
    pas = "D" if champ.type == "date" else "s"
    if not (dates.dropna().dt.floor(pas) == dates.dropna()).all():
        raise ValueError(
            "une date porte une heure" if pas == "D" else "une date est plus fine que la seconde"
        )
    if champ.contraintes.required:
        _sans_manque(dates)
    return dates


def _booleens(champ: Champ, valeurs: pd.Series) -> pd.Series:
    intrus = next((valeur for valeur in valeurs.dropna() if not isinstance(valeur, (bool, np.bool_))), None)
    if intrus is not None:
        raise TypeError(f"booléens attendus, reçu : {intrus!r}")
    if not champ.contraintes.required:
        return valeurs.astype("boolean")
    _sans_manque(valeurs)
    return valeurs.astype("bool")


def _sans_manque(valeurs: pd.Series) -> None:
    if valeurs.hasnans:
        raise ValueError(
            f"{counted(int(valeurs.isna().sum()), 'valeur manquante')} ; si c'est voulu, écrivez « required: "
            "false » "
            "dans les contraintes du champ"
        )


_CANONIQUES: dict[str, Callable[[Champ, pd.Series], pd.Series]] = {
    "integer": _entiers,
    "number": _nombres,
    "string": _chaines,
    "date": _dates,
    "datetime": _dates,
    "boolean": _booleens,
}


def _textes(champ: Champ, valeurs: pd.Series) -> list[str]:
    """The cells of one canonical column, as written."""
    return [
        "" if valeur is None else _texte(champ, valeur)
        for valeur in valeurs.astype(object).where(valeurs.notna(), None)
    ]


def _texte(champ: Champ, valeur: Any) -> str:
    if champ.type == "integer":
        return str(int(valeur))
    if champ.type == "number":
        return _nombre(champ, float(valeur))
    if champ.type == "boolean":
        return "VRAI" if valeur else "FAUX"
    if champ.type == "date":
        return valeur.strftime("%Y-%m-%d")
    if champ.type == "datetime":
        return valeur.strftime("%Y-%m-%d %H:%M:%S")
    return str(valeur)


def _nombre(champ: Champ, valeur: float) -> str:
    if champ.decimales is None:
        return repr(valeur).replace(".", ",")
    ecrit = f"{valeur:.{champ.decimales}f}"
    if float(ecrit) != valeur:
        raise ErreurTable(
            f"champ « {champ.nom} » : {valeur!r} n'est pas arrondi à {counted(champ.decimales, 'décimale')} ; "
            "arrondissez dans "
            "le tirage, pour que les réponses se calculent sur ce que le fichier contient"
        )
    return ecrit.replace(".", ",")


def _colonne(champ: Champ, cellules: list[str]) -> pd.Series:
    """One column read back; a whole column at once, since a candidate's run waits for it."""
    try:
        return pd.Series(_valeurs(champ, cellules), dtype=_dtype(champ))
    except (ValueError, KeyError):
        numero, cellule = next((n, c) for n, c in enumerate(cellules, start=2) if not _lisible(champ, c))
        dit = f"« {cellule} » n'est pas lisible comme {champ.type}" if cellule else "la valeur manque"
        raise ErreurTable(f"ligne {numero}, champ « {champ.nom} » : {dit}") from None


def _lisible(champ: Champ, cellule: str) -> bool:
    try:
        _valeurs(champ, [cellule])
    except (ValueError, KeyError):
        return False
    return True


def _valeurs(champ: Champ, cellules: list[str]) -> list[Any] | np.ndarray:
    if champ.contraintes.required and "" in cellules:
        raise ValueError("valeur manquante")
    match champ.type:
        case "integer":
            return [int(cellule) if cellule else math.nan for cellule in cellules]
        case "number":
            return [float(cellule.replace(",", ".")) if cellule else math.nan for cellule in cellules]
        case "boolean":
            sens = {"VRAI": True, "FAUX": False, "": None}
            return [sens[cellule] for cellule in cellules]
        case "string":
            return [cellule or None for cellule in cellules]
        case _:
            return np.array(
                [cellule.replace(" ", "T") or "NaT" for cellule in cellules], dtype="datetime64[us]"
            )


def _dtype(champ: Champ) -> str:
    obligatoire = champ.contraintes.required
    return {
        "integer": "int64" if obligatoire else "float64",
        "number": "float64",
        "string": "str",
        "date": "datetime64[us]",
        "datetime": "datetime64[us]",
        "boolean": "bool" if obligatoire else "boolean",
    }[champ.type]
