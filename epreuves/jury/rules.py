"""The jury's rules as data: blocs, thresholds, weights, compensation, absences, make-ups.

At the course's root, `jury.yaml`; where there is none, and for what it does not say, `defauts.yaml` of this package.
Numbers are kept as written, as fractions: a threshold of 33.3 % is 333/1000, not the nearest binary number.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.wording.errors import Faults

FICHIER = "jury.yaml"
_DEFAUTS = Path(__file__).parent / "defauts.yaml"

Effet = Literal["rattrapage", "zéro"]
Retenue = Literal["remplace", "meilleure"]


class Bloc(msgspec.Struct, frozen=True):
    """A bloc of the certification, and the codes of its compétences in the référentiel's order."""

    code: str
    titre: str
    competences: tuple[str, ...]


class Poids(msgspec.Struct, frozen=True):
    """What each part weighs within a compétence (≥ 0); parts that an épreuve does not have weigh nothing."""

    machine: Fraction
    grille: Fraction
    oral: Fraction


class Seuils(msgspec.Struct, frozen=True):
    """Shares from 0 to 1, reached included; niveau_minimal: the least level of each criterion and oral, 0 to 3."""

    competence: Fraction
    epreuve: Fraction
    bloc: Fraction
    niveau_minimal: int


class Compensation(msgspec.Struct, frozen=True):
    """Whether the other compétences of an épreuve, of a bloc, make up for one below its threshold; `plancher`: share
    below which nothing does."""

    epreuve: bool
    bloc: bool
    plancher: Fraction


class Absences(msgspec.Struct, frozen=True):
    """What an absence does, with and without a good reason."""

    justifiee: Effet
    injustifiee: Effet


class Jure(msgspec.Struct, frozen=True):
    """A member of the jury, and in what capacity."""

    nom: str
    qualite: str


class Regles(msgspec.Struct, frozen=True):
    """All the rules of a session; `source` says where they were read."""

    blocs: tuple[Bloc, ...]
    poids: Poids
    seuils: Seuils
    compensation: Compensation
    absence: Absences
    rattrapage: Retenue
    composition: tuple[Jure, ...]
    source: str = ""

    def bloc(self, code: str) -> Bloc | None:
        """A bloc by its code, whatever its case; None where there is none."""
        return next((bloc for bloc in self.blocs if bloc.code.casefold() == code.casefold()), None)


def lire(root: Path) -> Regles:
    """The rules of the course at `root`. Raises Faults with all that is wrong in its `jury.yaml`."""
    from epreuves.jury.rules_file import lire_regles

    chemin = root / FICHIER
    if not chemin.exists():
        return defauts()
    try:
        octets = chemin.read_bytes()
    except OSError as erreur:
        raise Faults(f"{chemin} ne s'ouvre pas ({erreur.strerror or erreur}).") from None
    return lire_regles(octets, FICHIER, _texte())


@lru_cache(1)
def defauts() -> Regles:
    """The rules of a course that says none: those of `defauts.yaml`."""
    from epreuves.jury.rules_file import lire_regles

    return msgspec.structs.replace(lire_regles(_texte(), _DEFAUTS.name, _texte()), source="")


def texte_des_defauts() -> str:
    """The file of the defaults, to be copied and changed."""
    return _texte().decode("utf-8")


def _texte() -> bytes:
    return _DEFAUTS.read_bytes()
