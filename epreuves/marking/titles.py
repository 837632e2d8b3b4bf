"""What each question is called: the last heading above its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_HEADING = re.compile(r"^(#{1,5}) +(.+?)\s*$", re.MULTILINE)
_NUMBER = re.compile(r"^Question (\d+)\b")


def titles(cells: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Heading by grade id, for each cell that nbgrader marks or protects; locked text cells give the headings.

    A heading below a question's is told with that question's number: « Question 8 a. La valeur d'un client ». Only locked cells are read: a heading that a candidate writes names nothing.
    """
    above: dict[int, str] = {}
    found = {}
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        if (
            cell["cell_type"] == "markdown"
            and meta.get("locked")
            and not meta.get("task")
            and not meta.get("solution")
        ):
            for marks, text in _HEADING.findall(cell["source"]):
                above = {level: t for level, t in above.items() if level < len(marks)} | {
                    len(marks): re.sub(r"[*_`]", "", text)
                }
        elif meta.get("grade_id"):
            found[meta["grade_id"]] = _told(above)
    return found


def _told(above: dict[int, str]) -> str:
    if not above:
        return ""
    *parents, own = (above[level] for level in sorted(above))
    numbered = _NUMBER.match(parents[-1]) if parents else None
    if numbered is None:
        return own
    return f"Question {own}" if re.match(rf"{numbered[1]}\b", own) else f"{numbered[0]} · {own}"
