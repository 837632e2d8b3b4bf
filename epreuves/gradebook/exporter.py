"""The exporter of `nbgrader autograde`: it reads a submitted file through the doctor, where stock nbgrader would give up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbconvert.exporters import NotebookExporter

from epreuves.answers import autoevaluation
from epreuves.gradebook.copie import MAXIMUM_BYTES, whole
from epreuves.gradebook.doctor import Mended, mend
from epreuves.gradebook.record import KEY, Record, put


class CopieExporter(NotebookExporter):
    """Writes notebooks like nbgrader's own; reads submitted ones through the doctor, on the released notebook.

    An assignment that was never released by this course has no released notebook: nbgrader's own reading stands.
    """

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        if not getattr(self.parent, "_sanitizing", False):
            return super().from_filename(filename, resources=resources, **kw)
        path, release = Path(filename), self._release(resources)
        if release is None or not release.is_file():
            notebook = nbformat.read(path, as_version=4)
            # What a copy says of its own marking is not to be read as ours.
            notebook["metadata"].pop(KEY, None)
            return self.from_notebook_node(notebook, resources=resources, **kw)
        found = path if os.path.lexists(path) else renamed(path)
        mended = mend(_bytes(found), nbformat.read(release, as_version=4))
        if found is not None and found.is_symlink():
            mended = msgspec.structs.replace(
                mended, reason="Le fichier rendu est un lien vers un autre fichier : il n'est pas suivi."
            )
        elif found is not None and found != path:
            mended = msgspec.structs.replace(
                mended, mends=(f"Fichier « {whole(found.name)} » : lu comme « {path.name} ».", *mended.mends)
            )
        notebook = nbformat.from_dict(mended.notebook)
        put(notebook, _record(mended, path.parent))
        return self.from_notebook_node(notebook, resources=resources, **kw)

    def _release(self, resources: dict[str, Any] | None) -> Path | None:
        if resources is None or "nbgrader" not in resources:
            return None
        course = self.parent.coursedir
        folder = course.format_path(course.release_directory, ".", resources["nbgrader"]["assignment"])
        return Path(folder) / f"{resources['nbgrader']['notebook']}.ipynb"


def renamed(path: Path) -> Path | None:
    """The only notebook of a folder, where the one expected is not there under its name."""
    others = [p for p in sorted(path.parent.glob("*.ipynb")) if p.is_file() and not p.is_symlink()]
    return others[0] if len(others) == 1 else None


def _bytes(path: Path | None) -> bytes:
    """A submitted file's bytes, as many as are needed to tell that they are too many; none for what is not a plain file."""
    if path is None or path.is_symlink() or not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(MAXIMUM_BYTES + 1)


def _record(mended: Mended, folder: Path) -> Record:
    told = (
        autoevaluation.lire(folder, {"cells": [{"outputs": o} for o in mended.outputs]})
        if hasattr(autoevaluation, "lire")
        else {}
    )
    return Record(
        status="marked" if mended.status == "readable" else mended.status, reason=mended.reason, mends=mended.mends,
        autoevaluation=msgspec.to_builtins(told),
    )  # fmt: skip
