"""The marked copies of a candidate, found and read."""

from __future__ import annotations

import os
from pathlib import Path

from epreuves.course.folders import Course
from epreuves.rubric.panel.copy_view import Read, read
from epreuves.wording.errors import KitError


def copy_paths(places: Course, candidate: str, epreuve: str) -> list[Path]:
    """The marked notebooks of a candidate's copy, the épreuve's own first; none where it is not marked."""
    folder = places.folder("autograded", known(candidate), epreuve)
    try:
        names = [n for n in os.listdir(folder) if n.endswith(".ipynb") and n[0] != "."]
    except OSError:
        return []
    return [folder / name for name in sorted(names, key=lambda n: (n != f"{epreuve}.ipynb", n))]


def read_copy(path: Path) -> Read:
    """Read a marked notebook; raises UnreadableMarkedNotebook, whose sentence names it."""
    return read(path)


def known(candidate: str) -> str:
    """A candidate's identifier, which must be the name of a folder; KitError where it leads elsewhere."""
    if candidate in ("", ".", "..") or "/" in candidate or os.sep in candidate or "\0" in candidate:
        raise KitError(
            f"« {candidate} » n'est pas l'identifiant d'un candidat : attendu le nom d'un dossier de submitted/."
        )
    if candidate.encode("utf-8", "replace").decode("utf-8") != candidate:
        raise KitError(
            "Un identifiant n'est pas de l'UTF-8 : renommez le dossier dans submitted/ et autograded/, puis corrigez de nouveau."
        )
    return candidate
