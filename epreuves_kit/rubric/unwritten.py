"""Writings left as they were given out: a level above 0 for one of them is more often a slip than a judgement."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from epreuves.wording.french import listed, words
from epreuves_kit.course.stamps import TEXT_STUB
from epreuves_kit.gradebook.marked_notebook import Autograded, UnreadableMarkedNotebook, contents, parse
from epreuves_kit.marking.dependencies import titles
from epreuves_kit.referentiel.codes import prefix
from epreuves_kit.rubric import judged_on
from epreuves_kit.rubric.appreciation import Copy, Criterion, code

#: What a notebook holds: the writings left as they were given out and all of them, by title; the compétences of which files were handed in.
_Found = tuple[tuple[tuple[str, str, bool], ...], frozenset[str]]


def unwritten(copy: Copy, criteria: Iterable[Criterion]) -> dict[str, str]:
    """By criterion of a copy all of whose writings were left as they were given out, their titles in words.

    A criterion that names no writing is judged on those of its compétence, and on the files handed in for it.
    """
    try:
        writings, handed = _read(copy.path, os.stat(copy.path).st_mtime_ns)
    except (OSError, UnreadableMarkedNotebook):  # told where the copy is shown
        return {}
    left = {}
    for criterion in criteria:
        if criterion.notebook != copy.notebook or not criterion.competence:
            continue
        judged = judged_on.named(criterion, writings, lambda writing: writing[1])
        if not judged and criterion.competence not in handed:
            judged = judged_on.judged(criterion, writings, lambda w: w[1], lambda w: w[0])
        if judged and all(blank for _, _, blank in judged):
            left[criterion.grade_id] = listed([f"« {title} »" for _, title, _ in judged])
    return left


def doubts(copy: Copy, levels: Mapping[str, int | None], criteria: Iterable[Criterion]) -> str:
    """A sentence that names the levels above 0 of a copy that were given to writings left as they were given out; empty where there is none."""
    blank = unwritten(copy, criteria)
    given = [f"{code(id)} (niveau {level} : {blank[id]})" for id, level in levels.items() if level and id in blank]
    if not given:
        return ""
    return f"Copie n° {copy.number}, écrit resté tel qu'il a été distribué : {listed(given)}. À revoir."


@functools.lru_cache(64)
def _read(path: str, at: int) -> _Found:
    """A notebook as it was at that time."""
    notebook = parse(contents(Path(path)))
    files = notebook.record.files if notebook.record else ()
    return tuple(_writings(notebook)), frozenset(prefix(file.id) for file in files if file.name)


def _writings(notebook: Autograded) -> Iterable[tuple[str, str, bool]]:
    """Each writing: its compétence, its title, and True if nothing was written in it nor in the cells added under it."""
    named = titles(notebook.cells)
    writings: list[tuple[str, str, bool]] = []
    under = False
    for cell in notebook.cells:
        meta = cell["metadata"].get("nbgrader") or {}
        source = "".join(cell["source"])
        if meta.get("grade") and meta.get("solution"):
            id = meta["grade_id"]
            writings.append((prefix(id), named.get(id) or id, not _written(source)))
            under = True
        elif meta.get("grade_id"):
            under = False
        elif under and _written(source):
            writings[-1] = (*writings[-1][:2], False)
    return writings


def _written(source: str) -> bool:
    text = source.replace(TEXT_STUB, "")
    # A picture is written in no words.
    return bool(words(text)) or "![" in text
