"""Gestures on the smallest course: edit a written file, read and write a built notebook."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

ID = "e99_mini"
COURS = Path(__file__).parent / "cours"


def sujet(root: Path, name: str = "sujet.py") -> Path:
    """A written file of the épreuve."""
    return root / "sujets" / ID / name


def remplacer(path: Path, before: str, apres: str) -> None:
    """Replace a text that is there, once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(before) >= 1, f"« {before} » n'est pas dans {path}"
    path.write_text(text.replace(before, apres, 1), encoding="utf-8", newline="\n")


def notebook(root: Path, folder: str = "source") -> dict[str, Any]:
    """A built notebook, as JSON."""
    return json.loads((root / folder / ID / f"{ID}.ipynb").read_bytes())


def cell_of(document: dict[str, Any], id: str) -> dict[str, Any]:
    """A cell of a notebook, by its grade id."""
    return next(c for c in document["cells"] if c["id"] == id)


def editer(root: Path, geste: Callable[[dict[str, Any]], None]) -> None:
    """Change the source notebook as JupyterLab would: by its content, written its own way."""
    document = notebook(root)
    geste(document)
    path = root / "source" / ID / f"{ID}.ipynb"
    path.write_text(json.dumps(document, ensure_ascii=True), encoding="utf-8")
