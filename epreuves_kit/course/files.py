"""Files put in their place whole or not at all, and only where they change."""

from __future__ import annotations

import contextlib
from pathlib import Path

from epreuves.machine import replace
from epreuves.wording.errors import KitError


def write(path: Path, content: bytes) -> bool:
    """Put these bytes there, in one step; False where they already were, and then nothing is touched."""
    with contextlib.suppress(OSError):
        if path.read_bytes() == content:
            return False
    replace(path, content)
    return True


def put(path: Path, content: bytes) -> bool:
    """The same as `write`; raises KitError where it cannot be."""
    try:
        return write(path, content)
    except OSError as error:
        raise KitError(f"« {path} » ne s'écrit pas ({error.strerror or error}).") from None


def files(folder: Path) -> list[Path]:
    """All the files under a folder, in order; none where it does not exist."""
    return sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def remove(path: Path, until: Path) -> None:
    """Remove a file, then the folders that this leaves empty, up to (not with) `until`."""
    path.unlink()
    for folder in path.parents:
        if folder == until or any(folder.iterdir()):
            return
        folder.rmdir()
