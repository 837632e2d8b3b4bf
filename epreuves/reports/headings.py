"""What each part of a notebook is about: the headings above it, without the numbers of an examination."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_HEADING = re.compile(r"^(#{1,5}) +(.+?)\s*$", re.MULTILINE)
#: « Question 5 — », « Écrit A — », « 5 a. », « Étape 1 — ».
_NUMBER = re.compile(r"^(?:Question \d+(?: ?[a-z])?|Écrit [A-Z]|\d+ ?[a-z]?)(?:\s*[.—–:·-]+\s*|$)")
_SUB = re.compile(r"^\d+ ?[a-z]\b")


def headings(cells: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Title by grade id: « Les montants aberrants · Les bornes » under « 5 a. » of « Question 5 ».

    Only locked cells are read: a heading that a candidate writes names nothing.
    """
    above: dict[int, str] = {}
    found = {}
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        given = meta.get("locked") and not meta.get("task") and not meta.get("solution")
        if cell["cell_type"] == "markdown" and given:
            for marks, text in _HEADING.findall(cell["source"]):
                kept = {level: t for level, t in above.items() if level < len(marks)}
                above = kept | {len(marks): re.sub(r"[*_`]", "", text)}
        elif meta.get("grade_id"):
            found[meta["grade_id"]] = _told([above[level] for level in sorted(above)])
    return found


def _told(above: Sequence[str]) -> str:
    if not above:
        return ""
    own = _bare(above[-1])
    if _SUB.match(above[-1]) and len(above) > 1:
        return f"{_bare(above[-2])} · {own}"
    return own


def _bare(title: str) -> str:
    return _NUMBER.sub("", title) or title
