"""The marks that a built notebook bears: nbgrader's delimiters, what stands where an answer goes, the key under which the kit's own metadata are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

#: What stands where a question is answered by a workbook, and how its tests cell is told.
WORKBOOK_STUB = "# Laissez cette cellule telle quelle : la réponse est lue dans le classeur, à côté du notebook."
CODE_STUB = {"python": "# Votre réponse ici : remplacez None ci-dessus par votre calcul."}
#: `nbgrader_config.py` sets `c.ClearSolutions.code_stub` and `text_stub` to these.
TEXT_STUB = "*Votre réponse ici.*"
#: The key of the kit's own metadata in a notebook.
OWN_KEY = "epreuves"

BEGIN_SOLUTION = "BEGIN SOLUTION"
END_SOLUTION = "END SOLUTION"
BEGIN_MARK_SCHEME = "BEGIN MARK SCHEME"
END_MARK_SCHEME = "END MARK SCHEME"
#: nbgrader's own delimiters: none may be left in a release.
STAMPS = (BEGIN_SOLUTION, END_SOLUTION, BEGIN_MARK_SCHEME, END_MARK_SCHEME, "BEGIN HIDDEN TESTS")

_WORKBOOK = re.compile(r"\bclasseur\(")


def split(source: str, begin: str = BEGIN_SOLUTION, end: str = END_SOLUTION) -> tuple[list[str], list[str]]:
    """The lines of a cell outside its marked regions, and those inside; the marks' own lines are in neither."""
    outside: list[str] = []
    inside: list[str] = []
    lines = outside
    for line in source.splitlines():
        if begin in line:
            lines = inside
        elif end in line:
            lines = outside
        else:
            lines.append(line)
    return outside, inside


def point_to_workbooks(cells: Iterable[dict[str, Any]]) -> None:
    """In cells that were cleared, in place: the one above a workbook's question says where the answer is."""
    answer: dict[str, Any] | None = None
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        if cell["cell_type"] == "code" and meta.get("solution"):
            answer = cell
        elif cell["cell_type"] == "code" and meta.get("grade") and answer and _WORKBOOK.search(cell["source"]):
            answer["source"] = answer["source"].replace(CODE_STUB["python"], WORKBOOK_STUB)
