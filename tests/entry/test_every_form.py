"""Every form of every épreuve, as it is released: shown by the cells given to all, without a line of anybody's code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from epreuves.answers.handing_in import FORM, KEY
from tests.course import NOTEBOOKS, by_epreuve, sat_by

#: Runs what a page runs on opening, in a folder of its own; prints the state of each form, by its question, as JSON.
RUN = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for source in json.load(sys.stdin):
    shell.run_cell(source).raise_error()
from epreuves.entry import file_widget, widget
typed = {id: form.notice["state"] for id, form in widget._widgets.items()}
print("\\n" + json.dumps(typed | {id: form.shown["state"] for id, form in file_widget._widgets.items()}))
"""


@pytest.mark.parametrize(("epreuve", "name"), by_epreuve(NOTEBOOKS))
def test_all_forms_of_a_notebook_are_shown_without_a_line_of_code(epreuve: str, name: str, tmp_path: Path) -> None:
    folder = sat_by(epreuve, "fictif-ines", tmp_path)
    cells = json.loads((folder / f"{name}.ipynb").read_bytes())["cells"]
    asked, sources = [], []
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        meta = cell["metadata"].get("nbgrader", {})
        if FORM in cell["metadata"].get(KEY, {}):
            asked.append(cell["metadata"][KEY][FORM])
            sources.append("".join(cell["source"]))
        elif meta.get("locked") and not meta.get("grade") and cell["id"] != "avant-de-rendre":
            sources.append("".join(cell["source"]))
    ran = subprocess.run(
        [sys.executable, "-c", RUN], cwd=folder, input=json.dumps(sources), capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    shown = json.loads(ran.stdout.splitlines()[-1])
    assert sorted(shown) == sorted(asked)
    assert set(shown.values()) <= {"empty"}
