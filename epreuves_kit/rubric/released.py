"""The texts that an ordinary assignment gives out: what is asked, and what stands in the place of answers, as nbgrader released them.

Statements of such a notebook are cells that nbgrader does not know, in which candidates can write: only a text that was given out is one.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.marked_notebook import UnreadableMarkedNotebook, contents, parse
from epreuves_kit.rubric.appreciation import Copy


class GivenTexts(msgspec.Struct, frozen=True):
    """The texts of a released notebook: those of cells that nbgrader does not know, and what answers held, by grade id."""

    statements: frozenset[str] = frozenset()
    answers: Mapping[str, str] = {}


def read(places: Course, assignment: str, notebook: str) -> GivenTexts:
    """The texts of a released notebook; none where it is not there to be read."""
    path = places.folder("release", ".", assignment) / f"{notebook}.ipynb"
    try:
        return _read(path, os.stat(path).st_mtime_ns)
    except (OSError, UnreadableMarkedNotebook):
        return GivenTexts()


def unanswered(given: GivenTexts, copy: Copy) -> frozenset[str]:
    """The grade ids of a copy's answers that were left as they were given out, without a cell of the candidate's after them."""
    try:
        cells = parse(contents(Path(copy.path))).cells
    except UnreadableMarkedNotebook:  # told where the copy is shown
        return frozenset()
    left, last = set[str](), ""
    for cell in cells:
        meta, text = cell["metadata"].get("nbgrader") or {}, "".join(cell["source"])
        if meta.get("grade_id"):
            last = str(meta["grade_id"]) if meta.get("grade") and meta.get("solution") else ""
            if last and text.strip() == given.answers.get(last, "").strip():
                left.add(last)
        elif text.strip() and text not in given.statements:
            left.discard(last)
    return frozenset(left)


@functools.lru_cache(16)
def _read(path: Path, at: int) -> GivenTexts:
    """The texts of a notebook as it was at that time."""
    statements, answers = set[str](), dict[str, str]()
    for cell in parse(contents(path)).cells:
        meta, text = cell["metadata"].get("nbgrader") or {}, "".join(cell["source"])
        if meta.get("grade") and meta.get("solution"):
            answers[meta["grade_id"]] = text
        elif not meta and text.strip():
            statements.add(text)
    return GivenTexts(frozenset(statements), answers)
