"""What an assignment has to judge, and whether what a grader says fits it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, select

from epreuves.answers.texte_propre import visible_text
from epreuves.gradebook.feedback.course import Places
from epreuves.gradebook.feedback.rows import ASSIGNMENT
from epreuves.rubric.appreciation import Copy, Criterion
from epreuves.rubric.carried import plain
from epreuves.rubric.copies import read_copies
from epreuves.rubric.criteria import read_criteria
from epreuves.rubric.journal import CellKey
from epreuves.wording.errors import KitError

#: How many characters a comment, or a reason, may have.
LONGEST = 5000


class Known(msgspec.Struct, frozen=True):
    """Copies by key; criteria by notebook and grade id; absent: students and notebooks as in `copies.Found`."""

    assignment: str
    copies: dict[str, Copy]
    criteria: dict[tuple[str, str], Criterion]
    absent: frozenset[tuple[str, str]]

    def criterion(self, key: CellKey) -> Criterion:
        """The criterion of a cell, which `check` let pass."""
        return self.criteria[self.copies[key[0]].notebook, key[1]]

    def cells(self) -> list[CellKey]:
        """Every criterion in every copy."""
        return [(c.key, id) for c in self.copies.values() for notebook, id in self.criteria if notebook == c.notebook]  # fmt: skip

    def has(self, key: CellKey) -> bool:
        """Whether a criterion is judged in a copy."""
        copy = self.copies.get(key[0])
        return copy is not None and (copy.notebook, key[1]) in self.criteria

    def check(self, keys: Iterable[CellKey]) -> None:
        """Raise KitError where a copy or a criterion is not there to be judged."""
        for key in keys:
            if key[0] not in self.copies:
                raise KitError(
                    f"La copie « {key[0]} » n'est pas de « {self.assignment} », ou n'est plus là : relisez la liste des copies."
                )
            if not self.has(key):
                copy = self.copies[key[0]]
                raise KitError(
                    f"Le critère « {key[1]} » ne se juge pas dans la copie n° {copy.number} ({copy.notebook})."
                )


def read_known(db: Connection, places: Places, assignment: str, key: str) -> Known:
    """Read what there is to judge now; key: what copies' keys are made with. Raises KitError."""
    if db.scalar(select(ASSIGNMENT.c.id).where(ASSIGNMENT.c.name == assignment)) is None:
        raise KitError(
            f"Le carnet de notes ne connaît pas l'épreuve « {assignment} » : vérifiez son nom, ou publiez-la "
            f"(« nbgrader generate_assignment {assignment} »)."
        )
    criteria = {(c.notebook, c.grade_id): c for c in read_criteria(db, places, assignment)}
    found = read_copies(db, places, assignment, {notebook for notebook, _ in criteria}, key)
    return Known(assignment, {c.key: c for c in found.copies}, criteria, found.absent)


def checked_grader(name: str) -> str:
    """A grader's name without what is around it; raises KitError unless 1 to 60 printable characters are left."""
    name = name.strip() if isinstance(name, str) else ""
    if not 1 <= len(name) <= 60 or not name.isprintable():
        raise KitError(
            "Le nom de qui corrige a de 1 à 60 caractères, sans retour à la ligne ni caractère invisible."
        )
    return name


def checked_level(level: int | None) -> int | None:
    """A level, None for none; raises KitError where it is no level."""
    if level is not None and (isinstance(level, bool) or not isinstance(level, int) or level not in range(4)):
        raise KitError(
            f"Le niveau « {level} » n'existe pas : 0 (non acquis), 1 (en cours d'acquisition), 2 (acquis) ou 3 (maîtrisé)."
        )
    return None if level is None else int(level)


def checked_comment(text: str) -> str:
    """A comment as it is kept; raises KitError where it is too long."""
    text = plain(text)
    if len(text) > LONGEST:
        raise KitError(f"Le commentaire a {len(text)} caractères ; {LONGEST} au plus : raccourcissez-le.")
    # PostgreSQL takes no null character.
    return visible_text(text)
