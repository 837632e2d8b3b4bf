"""What a button asks, done: an operation, or one of the actions that are not declared as one yet."""

from __future__ import annotations

from pathlib import Path

from epreuves.course.folders import Course, epreuves
from epreuves.exam import actions
from epreuves.exam.asking import ActionProgress, Asked, Outcome
from epreuves.page import drawn
from epreuves.wording.errors import KitError


def known(name: str) -> bool:
    """Whether a button may ask for that."""
    return name in actions.ACTIONS or drawn.known(name)


def do(root: Path, asked: Asked, progress: ActionProgress) -> Outcome:
    """Do what is asked in the course at `root`. Raises KitError, Unconfirmed where it is to be confirmed first."""
    if not known(asked.action):
        raise KitError("Cette action n'existe pas : fermez la page et ouvrez-la de nouveau.")
    course = Course(root)
    if asked.epreuve and asked.epreuve not in {*epreuves(course.root), *course.sources()}:
        raise KitError(f"« {asked.epreuve} » n'est pas une épreuve du cours.")
    if asked.action in actions.ACTIONS:
        return actions.do(course, asked, progress)
    return drawn.do(course, asked, progress)
