"""What each question is called: the last heading above its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_HEADING = re.compile(r"^#{1,5} +(.+?)\s*$", re.MULTILINE)


def titles(cells: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Heading by grade id, for each cell that nbgrader marks or protects; locked text cells give the headings.

    Only locked cells are read: a heading that a candidate writes names nothing.
    """
    heading, found = "", {}
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        if cell["cell_type"] == "markdown" and meta.get("locked") and not meta.get("task") and not meta.get("solution"):
            headings = _HEADING.findall(cell["source"])
            heading = re.sub(r"[*_`]", "", headings[-1]) if headings else heading
        elif meta.get("grade_id"):
            found[meta["grade_id"]] = heading
    return found
