"""The course folder: where it starts, which épreuves it has, and where each thing of an épreuve lies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from epreuves.wording.errors import KitError

IDENTIFIER = re.compile(r"e\d\d_[a-z0-9_]+\Z")


class Layout(msgspec.Struct, frozen=True):
    """The folders of one épreuve: written (`sujet`), built (`source`, `release`, `datasets`)."""

    root: Path
    epreuve: str

    @property
    def sujet(self) -> Path:
        return self.root / "sujets" / self.epreuve

    @property
    def source(self) -> Path:
        return self.root / "source" / self.epreuve

    @property
    def release(self) -> Path:
        return self.root / "release" / self.epreuve

    @property
    def datasets(self) -> Path:
        return self.root / "datasets" / self.epreuve

    def short(self, path: Path) -> str:
        """A path as messages show it: from the course's root."""
        return path.relative_to(self.root).as_posix()


def above(start: Path, name: str) -> Path | None:
    """The nearest folder, from `start` upwards, that holds a file or a folder of that name."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / name).exists()), None)


def meant(name: str, known: Iterable[str]) -> list[str]:
    """The épreuves, of those known, that a name means: a full id, or its number (« e17 »)."""
    known = list(known)
    return [name] if name in known else [id for id in known if name and id.startswith(f"{name}_")]


def find_root(start: Path | None = None) -> Path:
    """The root of an author's course, which holds `sujets/`: the nearest from `start` (the current folder) upwards.

    Raises KitError where there is none.
    """
    start = start or Path.cwd()
    root = above(start, "sujets")
    if root is None:
        raise KitError(
            f"« {start.resolve()} » n'est pas dans un dossier de cours (aucun dossier sujets/ au-dessus) : "
            "placez-vous dans celui qui contient sujets/ et nbgrader_config.py."
        )
    return root


def epreuves(root: Path) -> list[str]:
    """The épreuves written in the course, in order: each folder of `sujets/` that has a `sujet.py`."""
    return sorted(path.parent.name for path in (root / "sujets").glob("*/sujet.py"))


def choose(root: Path, ids: list[str]) -> list[str]:
    """The épreuves named (a full id, or its number « e17 »), or all of them where none is."""
    known = epreuves(root)
    if not known:
        raise KitError(f"{root / 'sujets'} ne contient aucune épreuve (un dossier avec un sujet.py).")
    if not ids:
        return known
    chosen: list[str] = []
    for id in ids:
        name = id.rstrip("/\\").replace("\\", "/").rpartition("/")[2]
        found = meant(name, known)
        if not found:
            raise KitError(f"« {id} » n'est pas une épreuve du cours. Épreuves : {', '.join(known)}.")
        chosen += [epreuve for epreuve in found if epreuve not in chosen]
    return chosen
