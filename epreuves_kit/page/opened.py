"""The notebooks that show a panel: the graders', that of levels that differ, the sheets of an oral; each in the course's root."""

from __future__ import annotations

import json
from pathlib import Path

from epreuves.machine import replace
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError

#: By what they show: how their names begin, and what they run.
_NOTEBOOKS = {
    "panel": ("correction", 'from epreuves_kit.rubric import corriger\n\ncorriger("{id}")'),
    "settle": ("desaccords", 'from epreuves_kit.rubric import accorder\n\naccorder("{id}")'),
    "oral": ("oral", 'from epreuves_kit.jury import oral\n\noral("{id}", jure={account})'),
}


def lay(root: Path, what: str, epreuve: EpreuveId, account: str = "") -> str:
    """The name of a notebook that shows a panel, written where there is none; one that somebody has changed stays.

    account: who sits at the machine. Raises KitError for a panel that there is not.
    """
    import nbformat

    if what not in _NOTEBOOKS:
        raise KitError("Cette page n'existe pas : rouvrez la session.")
    stem, source = _NOTEBOOKS[what]
    name = f"{stem}-{epreuve.partition('_')[0]}.ipynb"
    path = root / name
    if not path.exists():
        who = json.dumps(account, ensure_ascii=False)
        cell = nbformat.v4.new_code_cell(source.format(id=epreuve, account=who), id="ouvrir")
        cell.metadata["jupyter"] = {"source_hidden": True}
        notebook = nbformat.v4.new_notebook(cells=[cell])
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
        }
        replace(path, nbformat.writes(notebook).encode())
    return name
