"""A folder's files as data: read, laid elsewhere, compared with what was laid."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

#: A folder's files: relative path, content.
Files = list[tuple[str, bytes]]


def found(folder: Path) -> Iterator[Path]:
    """A folder's regular files but notebooks; links and hidden folders are left out."""
    for here, folders, files in os.walk(folder, followlinks=False):
        folders[:] = [f for f in folders if not (Path(here) / f).is_symlink() and not f.startswith(".")]
        for name in sorted(files):
            path = Path(here) / name
            if path.suffix != ".ipynb" and not path.is_symlink() and path.is_file():
                yield path


def read_folder(folder: Path) -> Files:
    """A folder's files (see `found`), as (relative path, content)."""
    return [(str(path.relative_to(folder)), path.read_bytes()) for path in found(folder)]


def lay(files: Files, folder: str | Path) -> None:
    """Write files under a folder; a path that leads out of it, or stands in its own way, is left out."""
    folder, made = os.path.realpath(folder), set()
    for name, content in files:
        path = os.path.normpath(os.path.join(folder, name))
        if not path.startswith(folder + os.sep):
            continue
        place = os.path.dirname(path)
        with contextlib.suppress(OSError):
            if place not in made:
                os.makedirs(place, exist_ok=True)
                made.add(place)
            with open(path, "wb") as file:
                file.write(content)


def changed(files: Files, folder: str) -> Iterator[tuple[str, bytes]]:
    """Files under a folder that were not laid there as they are now; links, notebooks and what is hidden are left out."""
    laid = {os.path.normpath(name): content for name, content in files}
    for here, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith((".", "__pycache__"))]
        for name in names:
            path = os.path.join(here, name)
            if (
                name.startswith(".")
                or name.endswith(".ipynb")
                or os.path.islink(path)
                or not os.path.isfile(path)
            ):
                continue
            with open(path, "rb") as file:
                content = file.read()
            relative = os.path.relpath(path, folder)
            if laid.get(relative) != content:
                yield relative, content
