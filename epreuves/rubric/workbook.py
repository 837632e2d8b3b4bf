"""A grid between the record and a spreadsheet: what the record says for a grader, and a filled file taken in whole or not at all."""

from __future__ import annotations

from pathlib import Path

import msgspec

from epreuves.rubric.known import checked_grader
from epreuves.rubric.register import Register
from epreuves.rubric.workbook_layout import GivenCell, Grid, kept, session_mark
from epreuves.rubric.workbook_open import opened
from epreuves.rubric.workbook_read import assignment_of, read
from epreuves.variants.session import FILE
from epreuves.variants.session import read as read_session
from epreuves.wording.errors import Faults, KitError


class Taken(msgspec.Struct, frozen=True):
    """What was taken of a file: judgements that changed, the copies they are of, and levels that the grader has yet to give."""

    assignment: str
    grader: str
    changes: int
    copies: int
    waiting: int


def grid_of(register: Register, root: Path, assignment: str, grader: str = "") -> Grid:
    """The grid of an épreuve now, with a grader's own judgements, none where no grader is named.

    Raises KitError where there is nothing to judge, or the name cannot be one.
    """
    copies, criteria = register.copies(assignment), register.criteria(assignment)
    if not copies or not criteria:
        raise KitError(
            f"« {assignment} » n'a {'pas encore de copie corrigée' if criteria else 'pas de critère à juger'} : "
            f"{f'lancez « epreuves autograde {assignment} »' if criteria else 'il n’y a pas de grille à remplir'}."
        )
    grader = checked_grader(grader) if grader else ""
    said = register.judgements(assignment, grader) if grader else {}
    given = {(copy, id): GivenCell(j.level, kept(j.comment)) for (copy, id, _), j in said.items()}
    name, mark = _session(root, assignment)
    return Grid(assignment, name, mark, grader, copies, criteria, given)


def take(register: Register, root: Path, path: Path, grader: str, replace: bool = False) -> Taken:
    """Take a filled workbook into the record, for a grader: all of its changes, or none.

    Raises Faults with all that is wrong in the file, KitError where the record refuses it.
    """
    grader = checked_grader(grader)
    book = opened(path)
    assignment = assignment_of(book)
    try:
        grid = grid_of(register, root, assignment, grader)
    except KitError as error:
        raise Faults(f"« {path.name} » dit être de l'épreuve « {assignment} ». {error}") from None
    changes = read(book, grid, replace)
    if changes:
        judged = [(c.copy, c.grade_id, c.given.level, c.given.comment) for c in changes]
        register.judge_many(assignment, grader, judged)
    after = dict(grid.given) | {(c.copy, c.grade_id): c.given for c in changes}
    cells = [
        (copy.key, c.grade_id) for copy in grid.copies for c in grid.criteria if c.notebook == copy.notebook
    ]
    waiting = sum(after.get(cell, GivenCell()).level is None for cell in cells)
    return Taken(assignment, grader, len(changes), len({c.copy for c in changes}), waiting)


def _session(root: Path, assignment: str) -> tuple[str, str]:
    """The name of the course's session and its mark; empty for a course without sessions."""
    if not (root / FILE).exists():
        return "", ""
    exam_session = read_session(root, assignment)
    return exam_session.name, session_mark(exam_session.key, assignment)
