"""The files of an export: all of them are written, or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from epreuves.wording.errors import KitError

#: Folders of a course that go to candidates, or that other commands fill.
_OTHERS = ("source", "release", "datasets", "sujets", "submitted", "autograded", "feedback")


def check_folder(folder: Path, root: Path) -> None:
    """Raise KitError where a folder is one of the course's own."""
    whole = folder.resolve()
    if any(whole.is_relative_to((root / name).resolve()) for name in _OTHERS):
        raise KitError(
            f"« {folder} » est un dossier du cours, qui peut être distribué : choisissez-en un autre avec --sortie."
        )


def write(files: Mapping[str, bytes], folder: Path, replace: bool = False) -> list[Path]:
    """Write files, by their path in a folder, which is made; gives their paths. Raises KitError, also where one is there."""
    paths = {folder / name: content for name, content in files.items()}
    if not replace and (there := [path for path in paths if path.exists()]):
        raise KitError(
            f"« {there[0]} » existe déjà : choisissez un autre dossier avec --sortie, ou ajoutez --force pour le remplacer."
        )
    beside: dict[Path, str] = {}
    try:
        for path, content in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside[path] = tempfile.mkstemp(dir=path.parent, prefix=".export-", suffix=".tmp")
            with os.fdopen(handle, "wb") as opened:
                opened.write(content)
        for path, name in beside.items():
            os.replace(name, path)
    except OSError as error:
        raise KitError(
            f"« {folder} » : les fichiers ne peuvent pas y être écrits ({error.strerror or error})."
        ) from None
    finally:
        for name in beside.values():
            with suppress(OSError):
                os.unlink(name)
    return list(paths)
