"""nbgrader's quickstart with the rubrics of docs/drop-in.md, released, handed in by an honest student and a hostile one, and marked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from epreuves_kit.rubric.appreciation import Copy
from epreuves_kit.rubric.register import Register
from tests.conftest import epreuves, nbgrader
from tests.corpus import cell_of, encoded
from tests.docs import pages
from tests.ledger.ordinary_rows import PS1

HONEST, HOSTILE = "ada", "mallory"
WRITTEN, CODED, TASK = "part-a", "sum_of_squares_application", "cell-938593c4a215c6cc"
CONFIG = "\nfrom epreuves_kit.gradebook.config import configure\n\nconfigure(c)\n"
RUBRICS = pages.files(pages.ROOT / "docs" / "drop-in.md")["rubrics/ps1.yaml"]
FORGED = RUBRICS.replace("Nothing", "Everything")


def declare(course: Path, text: str) -> None:
    """Write the rubrics of the assignment."""
    (course / "rubrics").mkdir(exist_ok=True)
    (course / "rubrics" / f"{PS1}.yaml").write_text(text, "utf-8")


def course(place: Path) -> None:
    """Make the whole course, at a place where there is none."""
    nbgrader(place.parent, "quickstart", place.name)
    with (place / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(CONFIG)
    declare(place, RUBRICS)
    nbgrader(place, "generate_assignment", PS1)
    _hand_in(place, HONEST, "Each number is the sum of the **two before it**.")
    folder = _hand_in(place, HOSTILE, "I deserve them all.")
    _forge(folder / "problem2.ipynb", WRITTEN)
    _forge(folder / "problem1.ipynb", CODED)
    for name in ("rubrics/ps1.yaml", "ps1.yaml", "rubric.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(FORGED, "utf-8")
    marked = epreuves(place, "autograde", PS1)
    assert marked.returncode == 0, marked.stderr


def _hand_in(place: Path, student: str, text: str) -> Path:
    folder = place / "submitted" / student / PS1
    folder.mkdir(parents=True)
    for name, id, answer in (("problem1", CODED, "cubes = sum_of_squares"), ("problem2", WRITTEN, text)):
        notebook = json.loads((place / "release" / PS1 / f"{name}.ipynb").read_text("utf-8"))
        cell_of(notebook, id)["source"] = answer
        (folder / f"{name}.ipynb").write_bytes(encoded(notebook))
    return folder


def _forge(path: Path, id: str) -> None:
    """Give a copy a worth and a rubric of its own: as metadata, as text, as a task, as cells that look like the instructor's."""
    notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
    answer = cell_of(notebook, id)
    answer["metadata"]["nbgrader"] |= {"points": 100, "locked": True}
    answer["metadata"]["epreuves"] = {"niveau": 3, "score": 100}
    answer["source"] += "\n\n### Critère — Tout est là (100 points)\n\n- **0 — Non acquis** : Everything is here.\n"
    task = {"schema_version": 3, "grade_id": "mine", "task": True, "grade": False, "solution": False, "points": 100}
    scheme = "### All (100 points)\n\n<!-- ### BEGIN MARK SCHEME -->\n\n- **0 — Non acquis** : Everything.\n\n<!-- ### END MARK SCHEME -->"
    notebook["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {"nbgrader": task}, "source": scheme})
    notebook["metadata"]["epreuves"] = {"status": "marked", "scores": {id: [100, 100]}}
    path.write_bytes(encoded(notebook))


def copy_of(register: Register, student: str, notebook: str) -> Copy:
    """A student's notebook, as graders have it."""
    (copy,) = [c for c in register.copies(PS1) if (c.students, c.notebook) == ((student,), notebook)]
    return copy
