"""The exporter of `nbgrader autograde`: it reads a submitted file through the doctor, where stock nbgrader would give up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbconvert.exporters import NotebookExporter

from epreuves.gradebook.marked_notebook import KEY, put
from epreuves.grading.assignment import of_the_kit
from epreuves.grading.copies import read_copy
from epreuves.grading.grouped import grouped
from epreuves.grading.handed import Handed
from epreuves.wording.errors import KitError


class SubmissionExporter(NotebookExporter):
    """Writes notebooks like nbgrader's own; reads submitted ones through the doctor, on the released notebook.

    An assignment that was never released by this course has no released notebook: nbgrader's own reading stands.
    """

    #: nbgrader's converter, whose course this is.
    parent: Any

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        path, release = Path(filename), self._release(resources)
        # The second time, nbgrader has it read what was written the first time.
        if path.parent == self._folder("autograded", resources):
            return super().from_filename(filename, resources=resources, **kw)
        if release is None or not release.is_file():
            notebook = nbformat.read(path, as_version=4)
            # What a copy says of its own marking is not to be read as ours.
            notebook["metadata"].pop(KEY, None)
            return self.from_notebook_node(notebook, resources=resources, **kw)
        handed = self._handed(path, release)
        if handed is not None and path.stem not in handed.notebooks:
            raise KitError(handed.group.said if handed.group else "")
        found = path if os.path.lexists(path) else renamed(path) or path
        given = handed.notebooks[path.stem] if handed is not None else None
        mended, record = read_copy(found, path.stem, nbformat.read(release, as_version=4), given)
        record = msgspec.structs.replace(record, ordinary=not of_the_kit(release.parent))
        notebook = nbformat.from_dict(mended)
        put(notebook, record)
        return self.from_notebook_node(notebook, resources=resources, **kw)

    def _handed(self, path: Path, release: Path) -> Handed | None:
        course, assignment = self.parent.coursedir, path.parent.name
        source = Path(course.format_path(course.source_directory, ".", assignment))
        return grouped(Path(course.root), source, release.parent, path.parent)

    def _release(self, resources: dict[str, Any] | None) -> Path | None:
        folder = self._folder("release", resources)
        if folder is None or resources is None:
            return None
        return folder / f"{resources['nbgrader']['notebook']}.ipynb"

    def _folder(self, step: str, resources: dict[str, Any] | None) -> Path | None:
        if resources is None or "nbgrader" not in resources:
            return None
        course, ids = self.parent.coursedir, resources["nbgrader"]
        student = "." if step == "release" else ids["student"]
        return Path(course.format_path(getattr(course, f"{step}_directory"), student, ids["assignment"]))


def renamed(path: Path) -> Path | None:
    """The only notebook of a folder, where the one expected is not there under its name."""
    others = [p for p in sorted(path.parent.glob("*.ipynb")) if p.is_file() and not p.is_symlink()]
    return others[0] if len(others) == 1 else None
