"""The exporter of `nbgrader autograde`: it reads a submitted file through the doctor, where stock nbgrader would give up."""

from __future__ import annotations


from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbconvert.exporters import NotebookExporter

from epreuves.answers import autoevaluation
from epreuves.gradebook.doctor import Mended, mend
from epreuves.gradebook.record import Record, put


class CopieExporter(NotebookExporter):
    """Writes notebooks like nbgrader's own; reads submitted ones through the doctor, on the released notebook.

    An assignment that was never released by this course has no released notebook: nbgrader's own reading stands.
    """

    def from_filename(self, filename: str, resources: dict[str, Any] | None = None, **kw: Any) -> tuple[str, dict[str, Any]]:
        release = self._release(resources) if getattr(self.parent, "_sanitizing", False) else None
        if release is None or not release.is_file():
            return super().from_filename(filename, resources=resources, **kw)
        path = Path(filename)
        found = path if path.is_file() else renamed(path)
        mended = mend(found.read_bytes() if found else b"", nbformat.read(release, as_version=4))
        if found is not None and found != path:
            mended = msgspec.structs.replace(mended, mends=(f"Fichier « {found.name} » : lu comme « {path.name} ».", *mended.mends))
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


def _record(mended: Mended, folder: Path) -> Record:
    told = autoevaluation.lire(folder, {"cells": [{"outputs": o} for o in mended.outputs]}) if hasattr(autoevaluation, "lire") else {}
    return Record(
        status="marked" if mended.status == "readable" else mended.status, reason=mended.reason, mends=mended.mends,
        autoevaluation=msgspec.to_builtins(told),
    )  # fmt: skip

