"""Cells as a Jupyter notebook with nbgrader's metadata, the same bytes at each build."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec

from epreuves.answers.handing_in import FORM, KEY, NotebookPlan, asked_words
from epreuves_kit.authoring.text import Role, TextCell
from epreuves_kit.course.stamps import OWN_KEY

# What nbgrader's own « Create Assignment » panel writes for each kind of cell (schema 3).
_NBGRADER: dict[str, dict[str, bool]] = {
    "readonly": {"grade": False, "locked": True, "solution": False, "task": False},
    "solution": {"grade": False, "locked": False, "solution": True, "task": False},
    "tests": {"grade": True, "locked": True, "solution": False, "task": False},
    "manual": {"grade": True, "locked": False, "solution": True, "task": False},
    "task": {"grade": False, "locked": True, "solution": False, "task": True},
}
_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def nbgrader(cell: TextCell) -> dict[str, Any]:
    """nbgrader's metadata of a cell; a written answer is worth 0, its marks being on the rubric's cells."""
    points = {"points": cell.points or 0} if cell.role in ("tests", "manual", "task") else {}
    return {"grade_id": cell.id, "schema_version": 3, **_NBGRADER[cell.role], **points}


def role(metadata: dict[str, Any], kind: str) -> Role | None:
    """The role that nbgrader's metadata give a cell, as nbgrader's own panel reads it; None for a plain one."""
    data = metadata.get("nbgrader")
    if not isinstance(data, dict):
        return None
    if data.get("task"):
        return "task"
    grade, solution = bool(data.get("grade")), bool(data.get("solution"))
    if grade and solution:
        return "manual"
    if solution and kind == "code":
        return "solution"
    if grade and kind == "code":
        return "tests"
    return "readonly" if data.get("locked") else None


def build(cells: list[TextCell], plan: NotebookPlan | None = None) -> dict[str, Any]:
    """The notebook (nbformat 4.5) of these cells, rubric cells already expanded; `plan` goes into its last cell."""
    built = [_cell(cell) for cell in cells]
    if plan is not None:
        built[-1]["metadata"][KEY] = msgspec.to_builtins(plan)
    return {
        "cells": built,
        "metadata": {**_METADATA, OWN_KEY: {"construit": digest(built)}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(cell: TextCell) -> dict[str, Any]:
    own = {"mots": cell.words} if cell.words is not None else {FORM: cell.asks} if cell.asks else {}
    # What an exam is read through is its text and its forms: code opens with a click.
    folded = {"jupyter": {"source_hidden": True}} if cell.kind == "code" else {}
    # A form's cell is none of nbgrader's: a gradebook takes no cell more once copies are there, and an épreuve may be built again then.
    laid = cell.asks and cell.asks != cell.id
    role = {"deletable": False, "editable": False} if laid else {"nbgrader": nbgrader(cell)}
    common = {
        "cell_type": cell.kind,
        "id": cell.id,
        "metadata": {**({KEY: own} if own else {}), **folded, **role},
        "source": cell.source,
    }
    return {**common, "execution_count": None, "outputs": []} if cell.kind == "code" else common


def data_bytes(notebook: dict[str, Any]) -> bytes:
    """The bytes of a notebook: one line of source a line, keys sorted, as nbformat writes it."""
    lines = [{**cell, "source": cell["source"].splitlines(keepends=True)} for cell in notebook["cells"]]
    text = json.dumps({**notebook, "cells": lines}, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode("utf-8")


def digest(cells: list[dict[str, Any]]) -> str:
    """The digest of what a notebook says: type, source and nbgrader metadata of its cells, not their outputs."""
    content = [
        [
            cell["cell_type"],
            "".join(cell["source"]),
            {key: value for key, value in cell["metadata"].get("nbgrader", {}).items() if key != "checksum"},
            *filter(None, [asked_words(cell["metadata"])]),
        ]
        for cell in cells
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def edited_by_hand(content: bytes) -> bool:
    """True if a built notebook was edited since it was built; what no build of ours made counts as edited."""
    try:
        notebook = json.loads(content)
        return notebook["metadata"][OWN_KEY]["construit"] != digest(notebook["cells"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return True
