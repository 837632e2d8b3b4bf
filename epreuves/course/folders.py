"""A course folder as `epreuves feedback` needs it: where things are, read from its configuration without loading nbgrader."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
from jupyter_core.application import JupyterApp

from epreuves.course.layout import above, meant
from epreuves.wording.errors import KitError


class Places(msgspec.Struct, frozen=True):
    """Where a course keeps things, and how it writes them: nbgrader's settings of those names, with nbgrader's defaults.

    permissions: of a page, as a number of three octal digits written in decimal, as nbgrader has it; None for its default.
    """

    root: Path
    db_url: str
    directory_structure: str = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")
    source_directory: str = "source"
    submitted_directory: str = "submitted"
    autograded_directory: str = "autograded"
    feedback_directory: str = "feedback"
    student_id_exclude: str = ""
    groupshared: bool = False
    permissions: int | None = None

    @property
    def mode(self) -> int:
        """Permissions of a page, as `os.chmod` takes them."""
        return int(str(self.permissions or (664 if self.groupshared else 644)), 8)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """A student's folder of an assignment at a step; « . » for the student is the course's own."""
        return self.root / self.directory_structure.format(
            nbgrader_step=step, student_id=student, assignment_id=assignment
        )

    def students(self, assignment: str) -> list[str]:
        """Those who have an autograded or a submitted folder for an assignment, in alphabetical order."""
        excluded = set(self.student_id_exclude.split(","))
        names = {
            entry.name
            for step in (self.autograded_directory, self.submitted_directory)
            for entry in _folders(self.folder(step, "x", assignment).parent.parent)
            if os.path.isdir(os.path.join(entry.path, assignment))
        }
        return sorted(names - excluded)

    def assignments(self) -> list[str]:
        """Assignments of which at least one copy was autograded, in alphabetical order."""
        place = self.folder(self.autograded_directory, "x", "x").parent.parent
        return sorted({entry.name for student in _folders(place) for entry in _folders(Path(student.path))})

    def resolve(self, name: str) -> str:
        """The assignment that a name or a number (« e17 ») means; the name itself where it means none or several."""
        found = meant(name, (entry.name for entry in _folders(self.folder(self.source_directory, ".", "."))))
        return found[0] if len(found) == 1 else name


def places(root: Path) -> Places:
    """Read a course's configuration as nbgrader does: Jupyter's own, then the course's `nbgrader_config.py`.

    Raises KitError where that file fails.
    """
    root = root.resolve()
    app = _App(config_file=str(root / "nbgrader_config"))
    try:
        app.load_config_file(suppress_errors=False)
    except Exception as error:  # the file is a program: anything can come out of it
        raise KitError(
            f"La configuration « {root / 'nbgrader_config.py'} » échoue : {type(error).__name__} : {error}"
        ) from None
    set_ = app.config.get("CourseDirectory", {})
    known = {name: set_[name] for name in Places.__struct_fields__ if name in set_ and name not in ("root", "permissions")}  # fmt: skip
    known.setdefault("db_url", f"sqlite:///{root / 'gradebook.db'}")
    return Places(root=root, permissions=_permissions(app.config), **known)


def course_root(start: Path) -> Path:
    """The course folder that `start` lies in: the nearest one up with an nbgrader_config.py."""
    root = above(start, "nbgrader_config.py")
    if root is None:
        raise KitError(
            f"Aucun cours autour de « {start} » : placez-vous dans le dossier qui contient nbgrader_config.py."
        )
    return root


class _App(JupyterApp):
    name = "nbgrader"


def _permissions(config: Any) -> int | None:
    for section in ("GenerateFeedback", "BaseConverter"):
        if section in config and "permissions" in config[section]:
            return config[section]["permissions"]
    return None


def _folders(place: Path) -> list[os.DirEntry[str]]:
    """The folders in a place, but hidden ones, which nbgrader does not see either."""
    try:
        with os.scandir(place) as entries:
            return [e for e in entries if e.is_dir() and not e.name.startswith(".")]
    except OSError:
        return []
