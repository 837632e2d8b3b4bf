"""An épreuve of the course worked through in JupyterLab, from its first cell to Validate: in pandas, and with figures worked out in a
spreadsheet.

One stands for all: that each épreuve runs from top to bottom, and takes its own answers, is for its check to prove.
The épreuve just written is seen so by its name: EPREUVE=e14_plannings .venv/bin/python -m pytest tests/browser/test_epreuves.py
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from epreuves_kit.demo import cohort as profiles
from epreuves_kit.demo import journey
from epreuves_kit.demo.copies import FictionalCopy
from epreuves_kit.grading import batch
from tests.browser.test_jupyterlab import Lab
from tests.course import NOTEBOOKS, ONE, lay

TRIED = os.environ.get("EPREUVE", ONE)
WAYS = {"pandas": profiles.perfect, "tableur": profiles.spreadsheet}


@pytest.fixture(scope="session")
def released(course: Path) -> Path:
    """The course that is served, with the épreuve released in it."""
    if not (course / "sujets" / TRIED).exists():
        lay(TRIED, course)
        journey.release(batch.MarkingCourse(course), TRIED)
    return course


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", [name for epreuve, name in NOTEBOOKS if epreuve == TRIED])
def test_a_notebook_is_worked_through_to_validate(
    page: Page, server: str, released: Path, pictures: Path, name: str, way: str
) -> None:
    folder = released / f"candidat-{way}" / TRIED
    shutil.copytree(released / "release" / TRIED, folder, dirs_exist_ok=True)
    submission = FictionalCopy(released, TRIED, "fictif-candidate", name)
    WAYS[way](submission)
    submission.add(folder)

    lab = Lab(page, server, folder / f"{name}.ipynb", released)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    last = max(i for i, c in enumerate(submission.notebook.cells) if c.cell_type == "code")
    page.wait_for_function(
        f"() => window.jupyterapp.shell.currentWidget.content.widgets[{last}].model.sharedModel.execution_count",
        timeout=120_000,
    )
    said = {c.metadata.nbgrader.grade_id: lab.output(c.id) for c in submission.cells("tests")}
    assert {id: text for id, text in said.items() if not text.startswith("✓ ")} == {}

    for cell in submission.notebook.cells:
        if cell.cell_type == "code" and "plt." in cell.source:
            lab.cell(cell.id).screenshot(path=pictures / f"{name}-{way}-{cell.id}.png")
    lab.cell("tables" if any(c.id == "tables" for c in submission.notebook.cells) else submission.notebook.cells[0].id)
    page.screenshot(path=pictures / f"{name}-{way}-tables.png")

    said_by_validate = lab.validate()
    page.screenshot(path=pictures / f"{name}-{way}-validate.png")
    assert "pas encore de réponse" not in said_by_validate
    assert "Success" in said_by_validate
