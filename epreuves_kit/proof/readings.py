"""Two readings of the same copies apart, with the grille alone: `lecteurs.yaml`, which shows how far an épreuve's grille decides.

The copies are of one variant, written by another than who reads them, and without the grille; their texts lie in `tests/readings/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import CriterionCode, EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import number, percent
from epreuves_kit.authoring.grille import Grille
from epreuves_kit.wording import strict_yaml

NAME = "lecteurs.yaml"


class Readings(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"undecided": "indecis"},
):
    """The levels that two readings gave, the lenient one first, by copy and criterion; undecided: criteria of which either said, for a copy, that
    the grille did not decide."""

    epreuve: EpreuveId
    copies: dict[str, dict[CriterionCode, tuple[int, int]]]
    undecided: dict[str, tuple[CriterionCode, ...]] = {}

    def pairs(self) -> list[tuple[int, int]]:
        """The two levels of each criterion of each copy."""
        return [pair for levels in self.copies.values() for pair in levels.values()]

    def mean(self, copy: str) -> float:
        """The mean of all the levels that a copy was given."""
        given = [level for pair in self.copies[copy].values() for level in pair]
        return sum(given) / len(given)


def read(folder: Path, grille: Grille) -> Readings | None:
    """The readings of an épreuve; None where there are none. folder: its text's. Raises KitError where they are not of this grille."""
    path = folder / NAME
    if not path.exists():
        return None
    readings = strict_yaml.read_file(path, Readings, "les lectures manquent.")
    for copy, levels in readings.copies.items():
        for code, pair in levels.items():
            if code not in grille.criteres:
                raise KitError(f"{path}, copie « {copy} » : le critère {code} n'est pas de cette grille.")
            if not all(level in LEVELS for level in pair):
                raise KitError(f"{path}, copie « {copy} », {code} : un niveau va de 0 à 3.")
    return readings


def table(readings: Mapping[EpreuveId, Readings]) -> Iterator[tuple[str, ...]]:
    """Rows of what readings show, their heading first: how often the same level, how often undecided, the mean level of each copy."""
    copies = list(dict.fromkeys(copy for own in readings.values() for copy in own.copies))
    yield ("épreuve", "niveaux", "le même", "non tranchés", *copies)
    for epreuve, own in readings.items():
        pairs = own.pairs()
        same, open_ = sum(a == b for a, b in pairs), sum(map(len, own.undecided.values()))
        means = (number(own.mean(copy), 1) if copy in own.copies else "—" for copy in copies)
        yield (epreuve, str(len(pairs)), percent(same / len(pairs)), percent(open_ / len(pairs)), *means)
