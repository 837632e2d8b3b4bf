"""The corpus of copies: each file of `tests/copies/` is one copy, with the verdict due to it.

A file is a Python module. Its docstring says what the copy does; all the names below may be left out:

- WALLS: True where what is due to it is due behind walls alone;
- STATUS: status due (default « marked »), REASON: a piece of the reason due;
- DUE: outcome due by question, « * » for the others: « right », « missing », ("mistake", code), ("partial", points)…
- ANSWERS: source by cell id, laid on the released cells (default GOOD); or a function (own, other) -> such a dictionary,
  of the candidate's scheme and of the scheme of a neighbour whose every value differs;
- BEFORE, AFTER: source of a code cell to add before or after a cell, by its id;
- cells(notebook): changes the notebook in place; raw(notebook) -> bytes: what is written in its stead, None for no file;
- folder(path, course): puts files beside the notebook, once it is there.
"""

from __future__ import annotations

import copy
import json
import runpy
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from epreuves.variants.attribution import variant
from epreuves.variants.published import PUBLISHED_FILE, read_published

ASSIGNMENT = "e98_publicite"
COPIES = Path(__file__).parent / "copies"
QUESTIONS = ("C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe")
CANAUX = ("Recherche", "Shopping", "Social", "Reciblage", "Affiliation")

CHART = """
import matplotlib.pyplot as plt
serie_tracee = pd.Series(roas)
figure, graphe = plt.subplots()
graphe.bar(list(serie_tracee.index), list(serie_tracee))
graphe.set_title("La recherche rapporte-t-elle plus que les autres canaux ?")
graphe.set_xlabel("Canal")
graphe.set_ylabel("ROAS")
"""

GOOD = {
    "roas": 'import pandas as pd\nparts = pub.set_index("canal")\nroas = parts["revenu"] / parts["cout"]',
    "meilleur": "meilleur = roas.idxmax()",
    "moyen": 'couts = pub.set_index("canal")["cout"]\nmoyen = (roas * couts).sum() / couts.sum()',
    "jour": 'meilleur_jour = jours.set_index("jour")["recette"].idxmax()',
    "graphe": CHART,
    "C15_3-synthese": "Le meilleur canal mérite un budget plus grand, par paliers de 10 %.",
}


@dataclass(frozen=True)
class Copy:
    """One copy of the corpus: its name (the candidate's), what it does, how it is made, what is due to it."""

    name: str
    says: str
    status: str
    reason: str
    due: dict[str, tuple[str, Any]]
    made: dict[str, Any]

    @property
    def rightful(self) -> bool:
        """Whether every question is due its points."""
        return all(outcome in ("right", "follow_through") for outcome, _ in self.due.values())


def read(path: Path) -> Copy:
    """The copy that a file of the corpus describes."""
    made = runpy.run_path(str(path))
    due = made.get("DUE", "right")
    due = due if isinstance(due, dict) else {"*": due}
    if unknown := set(due) - set(QUESTIONS) - {"*"}:
        raise ValueError(f"{path.name}: DUE names unknown questions {unknown}")
    whole = {q: due[q] if q in due else due["*"] for q in QUESTIONS}
    return Copy(
        path.stem,
        made["__doc__"].strip(),
        made.get("STATUS", "marked"),
        made.get("REASON", ""),
        {q: (v, None) if isinstance(v, str) else v for q, v in whole.items()},
        made,
    )


def all_copies(folder: Path = COPIES) -> list[Copy]:
    """A whole corpus, in alphabetical order."""
    return [read(path) for path in sorted(folder.glob("*.py"))]


def hand_in(
    copy_: Copy,
    course: Path,
    schemes: Callable[[str], tuple[Any, Any]],
    places: Mapping[str, str] | None = None,
) -> None:
    """Put a copy in a course's `submitted/`.

    schemes: gives a candidate's scheme and a neighbour's. places: what to write in the copy's sources for each « @NAME@ ».
    """
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    released = json.loads(json.dumps(released))
    answers = copy_.made.get("ANSWERS", GOOD)
    if callable(answers):
        answers = answers(*schemes(copy_.name))
    answers, before, after = (
        {id: _placed(source, places or {}) for id, source in sources.items()}
        for sources in (answers, copy_.made.get("BEFORE", {}), copy_.made.get("AFTER", {}))
    )
    notebook = written(released, answers, before, after)
    if "cells" in copy_.made:
        copy_.made["cells"](notebook)
    place = course / "submitted" / copy_.name / ASSIGNMENT
    place.mkdir(parents=True)
    raw = copy_.made["raw"](notebook) if "raw" in copy_.made else encoded(notebook)
    if raw is not None:
        (place / f"{ASSIGNMENT}.ipynb").write_bytes(raw)
    if "folder" in copy_.made:
        copy_.made["folder"](place, course)


def _placed(source: str, places: Mapping[str, str]) -> str:
    for name, place in places.items():
        source = source.replace(f"@{name}@", place)
    return source


def written(
    released: dict,
    answers: dict[str, str],
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> dict:
    """A released notebook in which somebody has written."""
    notebook = copy.deepcopy(released)
    cells = []
    for cell in notebook["cells"]:
        id = grade_id(cell)
        if before and id in before:
            cells.append(code(before[id]))
        if id in answers:
            cell["source"] = answers[id]
        cells.append(cell)
        if after and id in after:
            cells.append(code(after[id]))
    notebook["cells"] = cells
    return notebook


def grade_id(cell: dict) -> str | None:
    """nbgrader's id of a cell, or None."""
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def cell_of(notebook: dict, id: str) -> dict:
    """The cell of that grade id."""
    return next(c for c in notebook["cells"] if grade_id(c) == id)


def code(source: str) -> dict:
    """A code cell that a candidate adds."""
    return {
        "cell_type": "code",
        "id": f"a{abs(hash(source)) % 10**9}",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source,
    }


def text(source: str, **more: Any) -> dict:
    """A text cell that a candidate adds."""
    return {
        "cell_type": "markdown",
        "id": f"t{abs(hash(source)) % 10**9}",
        "metadata": {},
        "source": source,
    } | more


def encoded(notebook: dict) -> bytes:
    """A notebook as JupyterLab writes it, lone surrogates as escapes."""
    return json.dumps(notebook, indent=1, ensure_ascii=True).encode()


def french(value: float) -> str:
    """A figure as a French spreadsheet shows it."""
    return f"{value:.4f}".replace(".", ",")


def own_tables(course: Path, who: str) -> tuple[dict[str, tuple[float, float]], dict[str, float]]:
    """(cost and revenue by channel, takings by day) of a candidate's own variant."""
    folder = course / "release" / ASSIGNMENT
    letter = variant(read_published((folder / PUBLISHED_FILE).read_bytes()), ASSIGNMENT, who)
    with zipfile.ZipFile(folder / "variantes" / f"{letter}.zip") as archive:
        channels, days = (
            [line.split(";") for line in archive.read(name).decode("utf-8-sig").replace(",", ".").splitlines()[1:]]
            for name in ("pub.csv", "jours.csv")
        )
    return {name: (float(cost), float(revenue)) for name, cost, revenue in channels}, {d: float(v) for d, v in days}
