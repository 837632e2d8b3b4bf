"""How a mark is written: in a cell's output for nbgrader, in French for people."""

from __future__ import annotations

import html
from typing import Any

from epreuves.grading.neutral import NO_MATHS, neutral_text
from epreuves.marking.marks import Mark
from epreuves.wording.french import counted, number


def mark_output(given: Mark) -> dict[str, Any]:
    """A mark as nbgrader's own partial credit: a bare number as text, the sentence as HTML beside it."""
    # A sentence can quote the answer: no formula in it is for MathJax to read.
    said = html.escape(neutral_text(given.sentence))
    sentence = f'<p class="{NO_MATHS}"><strong>{number(given.points)} / {number(given.maximum)}</strong> — {said}</p>'
    return {"output_type": "execute_result", "execution_count": None, "metadata": {},
            "data": {"text/plain": repr(given.points), "text/html": sentence}}  # fmt: skip


def out_of(points: float, maximum: float) -> str:
    """« 2 points sur 3 », « 0,67 point sur 2 »."""
    return f"{counted(points, 'point')} sur {number(maximum)}"
