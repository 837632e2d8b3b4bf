"""Cells as a Jupyter notebook with nbgrader's metadata, the same bytes at each build."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from epreuves.authoring.texte import Cell, Role

# What nbgrader's own « Create Assignment » panel writes for each kind of cell (schema 3).
_NBGRADER: dict[str, dict[str, bool]] = {
    "readonly": {"grade": False, "locked": True, "solution": False, "task": False},
    "solution": {"grade": False, "locked": False, "solution": True, "task": False},
    "tests": {"grade": True, "locked": True, "solution": False, "task": False},
    "manual": {"grade": True, "locked": False, "solution": True, "task": False},
    "task": {"grade": False, "locked": True, "solution": False, "task": True},
}
_METADONNEES = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CLE_EMPREINTE = "epreuves"


def nbgrader(cell: Cell) -> dict[str, Any]:
    """nbgrader's metadata of a cell; a written answer is worth 0, its marks being on the rubric's cells."""
    points = {"points": cell.points or 0} if cell.role in ("tests", "manual", "task") else {}
    return {"grade_id": cell.id, "schema_version": 3, **_NBGRADER[cell.role], **points}


def role(metadata: dict[str, Any], genre: str) -> Role | None:
    """The role that a cell's nbgrader metadata give it, as nbgrader's own panel reads them; None for a plain
    cell.
    """
    donnees = metadata.get("nbgrader")
    if not isinstance(donnees, dict):
        return None
    if donnees.get("task"):
        return "task"
    grade, solution = bool(donnees.get("grade")), bool(donnees.get("solution"))
    if grade and solution:
        return "manual"
    if solution and genre == "code":
        return "solution"
    if grade and genre == "code":
        return "tests"
    return "readonly" if donnees.get("locked") else None


def construire(cells: list[Cell]) -> dict[str, Any]:
    """The notebook (nbformat 4.5) of these cells, rubric cells already expanded."""
    construites = [_cellule(cell) for cell in cells]
    return {
        "cells": construites,
        "metadata": {**_METADONNEES, CLE_EMPREINTE: {"construit": empreinte(construites)}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cellule(cell: Cell) -> dict[str, Any]:
    commune = {
        "cell_type": cell.kind,
        "id": cell.id,
        "metadata": {"nbgrader": nbgrader(cell)},
        "source": cell.source,
    }
    return {**commune, "execution_count": None, "outputs": []} if cell.kind == "code" else commune


def octets(carnet: dict[str, Any]) -> bytes:
    """The bytes of a notebook: one line of source a line, keys sorted, as nbformat writes it."""
    lignes = [
        {**cellule, "source": cellule["source"].splitlines(keepends=True)} for cellule in carnet["cells"]
    ]
    texte = json.dumps({**carnet, "cells": lignes}, ensure_ascii=False, indent=1, sort_keys=True)
    return (texte + "\n").encode("utf-8")


def empreinte(cells: list[dict[str, Any]]) -> str:
    """What a notebook says, hashed: type, source and nbgrader metadata of its cells, whatever their
    outputs.
    """
    dit = [
        [
            cellule["cell_type"],
            "".join(cellule["source"]),
            {
                cle: valeur
                for cle, valeur in cellule["metadata"].get("nbgrader", {}).items()
                if cle != "checksum"
            },
        ]
        for cellule in cells
    ]
    texte = json.dumps(dit, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(texte.encode(), digest_size=16).hexdigest()


def modifie_a_la_main(contenu: bytes) -> bool:
    """Whether a built notebook was edited since it was built; what no build of ours made counts as edited."""
    try:
        carnet = json.loads(contenu)
        return carnet["metadata"][CLE_EMPREINTE]["construit"] != empreinte(carnet["cells"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return True


def memes_cellules(ancien: bytes, nouveau: bytes) -> bool:
    """Whether two notebooks say the same, outputs and stamps apart; False where one cannot be read."""
    try:
        return empreinte(json.loads(ancien)["cells"]) == empreinte(json.loads(nouveau)["cells"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
