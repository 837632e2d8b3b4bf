"""Gestures on the smallest course: edit a written file, read and write a built notebook."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

ID = "e99_mini"
COURS = Path(__file__).parent / "cours"


def sujet(racine: Path, nom: str = "sujet.py") -> Path:
    """A written file of the épreuve."""
    return racine / "sujets" / ID / nom


def remplacer(chemin: Path, avant: str, apres: str) -> None:
    """Replace a text that is there, once."""
    texte = chemin.read_text(encoding="utf-8")
    assert texte.count(avant) >= 1, f"« {avant} » n'est pas dans {chemin}"
    chemin.write_text(texte.replace(avant, apres, 1), encoding="utf-8", newline="\n")


def carnet(racine: Path, dossier: str = "source") -> dict[str, Any]:
    """A built notebook, as JSON."""
    return json.loads((racine / dossier / ID / f"{ID}.ipynb").read_bytes())


def cellule(notebook: dict[str, Any], id: str) -> dict[str, Any]:
    """A cell of a notebook, by its grade id."""
    return next(c for c in notebook["cells"] if c["metadata"]["nbgrader"]["grade_id"] == id)


def editer(racine: Path, geste: Callable[[dict[str, Any]], None]) -> None:
    """Change the source notebook as JupyterLab would: by its content, written its own way."""
    notebook = carnet(racine)
    geste(notebook)
    chemin = racine / "source" / ID / f"{ID}.ipynb"
    chemin.write_text(json.dumps(notebook, ensure_ascii=True), encoding="utf-8")
