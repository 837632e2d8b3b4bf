"""Who asks for which blocs: `inscriptions.csv` at the course's root, for those who do not ask for the whole certification.

candidat;blocs
lea.fontaine;B1
karim.benali;B1,B3
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from epreuves.jury.rules import Regles
from epreuves.variantes.attribution import normaliser
from epreuves.wording.errors import Faults

FICHIER = "inscriptions.csv"
_COLONNES = ["candidat", "blocs"]


def lire(root: Path, rules: Regles) -> dict[str, tuple[str, ...]]:
    """The blocs that each candidate named asks for, in the rules' order; empty where there is no file. Raises Faults."""
    path = root / FICHIER
    if not path.exists():
        return {}
    try:
        return lire_inscriptions(path.read_bytes(), rules)
    except OSError as error:
        raise Faults(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None


def lire_inscriptions(octets: bytes, rules: Regles, nom: str = FICHIER) -> dict[str, tuple[str, ...]]:
    """What the bytes of a file hold; Faults has every fault, with its line and field."""
    faults: list[str] = []
    found: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    for number, values in _rows(octets, nom):
        where = f"{nom}, ligne {number}"
        if len(values) != 2:
            faults.append(
                f"{where} : 2 valeurs attendues (candidat;blocs), {len(values)} reçues ; séparez les blocs par des virgules."
            )
            continue
        candidat, written = (value.strip() for value in values)
        if not candidat:
            faults.append(f"{where}, champ « candidat » : la valeur manque ; écrivez-la, ou ôtez la ligne.")
        elif normaliser(candidat) in lines:
            faults.append(
                f"{where}, champ « candidat » : « {candidat} » est déjà ligne {lines[normaliser(candidat)]} ; gardez une seule ligne."
            )
        lines.setdefault(normaliser(candidat), number)
        faults += (f"{where}, champ « blocs » : {fault}" for fault in _faults(written, rules))
        codes = {code.strip().casefold() for code in written.split(",")}
        found[candidat] = tuple(bloc.code for bloc in rules.blocs if bloc.code.casefold() in codes)
    if faults:
        raise Faults(*faults)
    return found


def _faults(written: str, rules: Regles) -> Iterable[str]:
    if not written:
        yield "la valeur manque ; écrivez les blocs demandés, ou ôtez la ligne pour toute la certification."
        return
    known = ", ".join(bloc.code for bloc in rules.blocs)
    for code in written.split(","):
        if rules.bloc(code.strip()) is None:
            yield f"« {code.strip()} » n'est pas un bloc ; les blocs sont {known}."


def _rows(octets: bytes, nom: str) -> list[tuple[int, list[str]]]:
    try:
        reader = csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
        rows = [(reader.line_num, row) for row in reader if any(value.strip() for value in row)]
    except UnicodeDecodeError:
        raise Faults(
            f"{nom} : le fichier n'est pas en UTF-8 ; dans le tableur, enregistrez-le en « CSV UTF-8 »."
        ) from None
    except csv.Error as error:
        raise Faults(
            f"{nom}, ligne {reader.line_num} : ce n'est pas un CSV lisible ({error}) ; vérifiez les guillemets."
        ) from None
    if not rows or [title.strip().casefold() for title in rows[0][1]] != _COLONNES:
        got = f"« {';'.join(rows[0][1])} »" if rows else "un fichier vide"
        raise Faults(f"{nom}, ligne 1 : en-tête attendu « {';'.join(_COLONNES)} », reçu {got}.")
    return rows[1:]
