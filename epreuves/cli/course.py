"""The course that a command is given in, found without loading nbgrader."""

from __future__ import annotations

from pathlib import Path


def here(epreuve: str = "") -> tuple[Path, str]:
    """The root of the course around, and the assignment that a name or a number means."""
    from epreuves.gradebook.feedback.course import course_root, places

    root = course_root(Path.cwd())
    return root, places(root).resolve(epreuve) if epreuve else ""
