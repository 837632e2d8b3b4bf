"""Files written whole or not at all, and only where they change."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def ecrire(chemin: Path, contenu: bytes) -> bool:
    """Put these bytes there, in one step; False where they already were, and then nothing is touched."""
    try:
        if chemin.read_bytes() == contenu:
            return False
    except OSError:
        pass
    chemin.parent.mkdir(parents=True, exist_ok=True)
    descripteur, provisoire = tempfile.mkstemp(dir=chemin.parent, prefix=f".{chemin.name}.")
    try:
        with os.fdopen(descripteur, "wb") as fichier:
            fichier.write(contenu)
        os.chmod(provisoire, 0o644)  # mkstemp's 0600 would keep graders and servers out
        os.replace(provisoire, chemin)
    except BaseException:
        Path(provisoire).unlink(missing_ok=True)
        raise
    return True


def fichiers(dossier: Path) -> list[Path]:
    """All the files under a folder, in order; none where it does not exist."""
    return sorted(chemin for chemin in dossier.rglob("*") if chemin.is_file() or chemin.is_symlink())


def supprimer(chemin: Path, jusqu_a: Path) -> None:
    """Remove a file, then the folders that this leaves empty, up to (not with) `jusqu_a`."""
    chemin.unlink()
    for dossier in chemin.parents:
        if dossier == jusqu_a or any(dossier.iterdir()):
            return
        dossier.rmdir()
