"""The référentiel of a course: the folder `referentiel/` at its root, read once for as long as its files are the same."""

from __future__ import annotations

import functools
from pathlib import Path

from epreuves.referentiel import loading
from epreuves.referentiel.model import Certification, Referentiel
from epreuves.wording.errors import KitError

FOLDER = "referentiel"
_LACKING = (
    "« {} » n'a pas de dossier referentiel/, qui dit la certification, ses compétences et ses règles. Un cours fait avec une version d'avant "
    "la 0.17 prend celui du dépôt du kit : copiez-le entier à côté de sujets/ ou de source/."
)
#: What is said of a course that has no épreuve of the kit's.
_NONE = Referentiel(Certification("", 1, ""), (), (), ())


def referentiel(root: Path) -> Referentiel:
    """The référentiel of the course at `root`. Raises InvalidData with all that is wrong in its files, KitError where they are not there."""
    folder = root / FOLDER
    if not folder.is_dir():
        if next(root.glob("sujets/*/grille.yaml"), None) or next(root.glob("source/*/seance.json"), None):
            raise KitError(_LACKING.format(root))
        return _NONE
    stats = ((path, path.stat()) for path in sorted(folder.rglob("*.yaml")))
    return _read(folder.resolve(), tuple((str(path), one.st_mtime_ns, one.st_size) for path, one in stats))


@functools.lru_cache(8)
def _read(folder: Path, files: tuple[tuple[str, int, int], ...]) -> Referentiel:
    """What a folder says while its files are these."""
    return loading.load(folder)
