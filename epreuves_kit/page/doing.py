"""The operation that a button asks for, done."""

from __future__ import annotations

from pathlib import Path

from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course, epreuves
from epreuves_kit.exam.asking import ActionProgress, Asked, Outcome
from epreuves_kit.page import drawn


def do(root: Path, asked: Asked, progress: ActionProgress) -> Outcome:
    """Do what is asked in the course at `root`. Raises KitError, Unconfirmed where it is to be confirmed first."""
    if not drawn.known(asked.action):
        raise KitError("Cette action n'existe pas : fermez la page et ouvrez-la de nouveau.")
    course = Course(root)
    if asked.epreuve and asked.epreuve not in {*epreuves(course.root), *course.sources()}:
        raise KitError(f"« {asked.epreuve} » n'est pas une épreuve du cours.")
    return drawn.do(course, asked, progress)
