"""What nbgrader reads in a cell, without nbgrader: worker processes mark copies without its four seconds of imports.

Cells are dictionaries of nbformat 4 (NotebookNodes are), their source one string.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from epreuves.wording.errors import KitError


class CelluleInvalide(KitError):
    """A cell that nbgrader itself would refuse, and the whole copy with it; a French sentence says which and why."""


class SourceCell(msgspec.Struct, frozen=True):
    """A cell as released: type, text, checksum, whether candidates may write in it, points where a machine or grader gives any."""

    cell_type: str
    locked: bool
    source: str
    checksum: str | None
    points: float | None


class SourceNotebook(msgspec.Struct, frozen=True):
    """A notebook as released: kernel (empty where unknown) and cells by grade id."""

    kernelspec: dict[str, Any]
    cells: dict[str, SourceCell]


def meta_of(cell: dict[str, Any]) -> dict[str, Any]:
    """nbgrader's metadata of a cell, the very dictionary that lies in it; an empty one for a plain cell."""
    found = cell["metadata"].get("nbgrader", {})
    if not isinstance(found, dict):
        raise CelluleInvalide("Les métadonnées nbgrader d'une cellule ne sont pas un dictionnaire.")
    return found


def is_grade(cell: dict[str, Any]) -> Any:
    """Whether points are given on a cell: its own flag, as nbgrader reads it."""
    return meta_of(cell).get("grade", False)


def is_solution(cell: dict[str, Any]) -> Any:
    """Whether a candidate writes in a cell: its own flag, as nbgrader reads it."""
    return meta_of(cell).get("solution", False)


def is_task(cell: dict[str, Any]) -> Any:
    """Whether a cell bears points for what is done elsewhere (a criterion): its own flag, as nbgrader reads it."""
    return meta_of(cell).get("task", False)


def is_locked(cell: dict[str, Any]) -> Any:
    """Whether a cell's text is the author's, to be put back."""
    if is_solution(cell):
        return False
    return True if is_grade(cell) else meta_of(cell).get("locked", False)


def grade_id(cell: dict[str, Any]) -> str:
    """A cell's grade id; raises CelluleInvalide where it has none."""
    try:
        return meta_of(cell)["grade_id"]
    except KeyError:
        raise CelluleInvalide("Une cellule notée, de réponse ou verrouillée n'a pas d'identifiant.") from None


def points(cell: dict[str, Any]) -> float:
    """Points that a graded cell says it is worth; raises CelluleInvalide where it does not say."""
    try:
        return float(meta_of(cell)["points"])
    except (KeyError, TypeError, ValueError):
        raise CelluleInvalide(
            f"La cellule « {grade_id(cell)} » est notée, mais ses points manquent."
        ) from None


def checksum(cell: dict[str, Any]) -> str:
    """nbgrader's checksum of a cell: 32 hexadecimal digits of text, type, flags, id and points."""
    parts = [cell["source"], cell["cell_type"], str(is_grade(cell)), str(is_solution(cell)), str(is_locked(cell)), grade_id(cell)]  # fmt: skip
    if is_grade(cell):
        parts.append(str(points(cell)))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()
