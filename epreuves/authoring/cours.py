"""The course folder: where it starts, which épreuves it has, and where each thing of an épreuve lies."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from epreuves.wording.errors import KitError

IDENTIFIANT = re.compile(r"e\d\d_[a-z0-9_]+\Z")


class Lieux(msgspec.Struct, frozen=True):
    """The folders of one épreuve: written (`sujet`), built (`source`, `release`, `datasets`)."""

    racine: Path
    epreuve: str

    @property
    def sujet(self) -> Path:
        return self.racine / "sujets" / self.epreuve

    @property
    def source(self) -> Path:
        return self.racine / "source" / self.epreuve

    @property
    def release(self) -> Path:
        return self.racine / "release" / self.epreuve

    @property
    def datasets(self) -> Path:
        return self.racine / "datasets" / self.epreuve

    def court(self, chemin: Path) -> str:
        """A path as messages show it: from the course's root."""
        return chemin.relative_to(self.racine).as_posix()


def trouver_racine(depart: Path | None = None) -> Path:
    """The course's root: the nearest folder, from `depart` (the current folder) upwards, that holds
    `sujets/`.
    """
    depart = (depart or Path.cwd()).resolve()
    for dossier in (depart, *depart.parents):
        if (dossier / "sujets").is_dir():
            return dossier
    raise KitError(
        f"« {depart} » n'est pas dans un dossier de cours (aucun dossier sujets/ au-dessus) : placez-vous "
        "dans celui "
        "qui contient sujets/ et nbgrader_config.py."
    )


def epreuves(racine: Path) -> list[str]:
    """The épreuves written in the course, in order: each folder of `sujets/` that has a `sujet.py`."""
    return sorted(chemin.parent.name for chemin in (racine / "sujets").glob("*/sujet.py"))


def choisir(racine: Path, ids: list[str]) -> list[str]:
    """The épreuves named (a full id, or its number « e17 »), or all of them where none is."""
    connues = epreuves(racine)
    if not connues:
        raise KitError(f"{racine / 'sujets'} ne contient aucune épreuve (un dossier avec un sujet.py).")
    if not ids:
        return connues
    choisies: list[str] = []
    for id in ids:
        nom = id.rstrip("/\\").replace("\\", "/").rpartition("/")[2]
        trouvees = [connue for connue in connues if nom in (connue, connue.partition("_")[0])]
        if not trouvees:
            raise KitError(f"« {id} » n'est pas une épreuve du cours. Épreuves : {', '.join(connues)}.")
        choisies += [trouvee for trouvee in trouvees if trouvee not in choisies]
    return choisies
