"""The référentiel of a course: the folder `referentiel/` at its root, read once for as long as its files are the same."""

from __future__ import annotations

import functools
from pathlib import Path

from epreuves.wording.errors import KitError
from epreuves_kit.referentiel import loading
from epreuves_kit.referentiel.model import Certification, Referentiel
from epreuves_kit.wording import strict_yaml

FOLDER = "referentiel"
_LACKING = (
    "« {} » n'a pas de dossier referentiel/, qui dit la certification, ses compétences et ses règles. Un cours fait avec une version d'avant "
    "la 0.17 prend celui du dépôt du kit : copiez-le entier à côté de sujets/ ou de source/. Un cours sans certification donne son « libelle » à "
    "chaque critère de ses grilles."
)
_NOT_THERE = (
    "Ce cours n'a pas de référentiel : sans certification, sans compétence ni règle, un jury n'a rien à décider. Écrivez-le dans referentiel/, à côté "
    "de source/ (« epreuves nouveau » en fait un modèle) ; corriger, juger et restituer s'en passent."
)
#: What is said of a course that has no épreuve of the kit's.
_NONE = Referentiel(Certification("", 1, ""), (), (), ())


def referentiel(root: Path) -> Referentiel:
    """The référentiel of the course at `root`. Raises InvalidData with all that is wrong in its files, KitError where they are not there."""
    folder = root / FOLDER
    if not folder.is_dir():
        grilles = {path.parent.name: path for path in root.glob("sujets/*/grille.yaml")}
        built = {path.parent.name for path in root.glob("source/*/seance.json")}
        if not (built <= grilles.keys() and all(map(_labelled, grilles.values()))):
            raise KitError(_LACKING.format(root))
        return _NONE
    stats = ((path, path.stat()) for path in sorted(folder.rglob("*.yaml")))
    return _read(folder.resolve(), tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in stats))


def _labelled(grille: Path) -> bool:
    """True if a grille labels its own criteria, as one of a course without a référentiel does; one that cannot be read says so elsewhere."""
    state = grille.stat()
    return _has_labels(str(grille), state.st_mtime_ns, state.st_size)


@functools.lru_cache(64)
def _has_labels(path: str, changed: int, size: int) -> bool:
    try:
        written = strict_yaml.parse(Path(path).read_bytes()).value
    except strict_yaml.YamlRefused:
        return True
    criteria = written.get("criteres") if isinstance(written, dict) else None
    entries = criteria.values() if isinstance(criteria, dict) else ()
    return bool(entries) and all(isinstance(entry, dict) and bool(entry.get("libelle")) for entry in entries)


def certification(root: Path) -> Referentiel:
    """The same for what a certification alone has: a jury, its papers, exports of compétences. Raises KitError where the course has none."""
    official = referentiel(root)
    if not official.competences:
        raise KitError(_NOT_THERE)
    return official


@functools.lru_cache(8)
def _read(folder: Path, files: tuple[tuple[str, int, int], ...]) -> Referentiel:
    """The référentiel of a folder while its files are these."""
    return loading.load(folder)
