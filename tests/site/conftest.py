"""The trial course's site, built once by the command."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import EPREUVES, once
from tests.corpus import ASSIGNMENT

#: Why the tests that build a site are left out.
LACKING = "JupyterLite is missing: .venv/bin/python -m pip install -c constraints.txt -e '.[site]'"


def make(course: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `epreuves site` in a course."""
    asked = [*EPREUVES, "site", *words, "--dans", str(folder)]
    return subprocess.run(asked, cwd=course, capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"})


@pytest.fixture(scope="session")
def built(model: Path, shared: Path) -> Path:
    """The site of the trial épreuve, of a course that has copies, an instructor's notebook and a gradebook; not to be written in."""
    pytest.importorskip("jupyterlite_core", reason=LACKING)
    pytest.importorskip("jupyterlite_pyodide_kernel", reason=LACKING)
    folder = shared / "site"
    with once(shared, "site") as first:
        if first:
            course = Path(shutil.copytree(model, shared / "cours-du-site"))
            (course / "submitted" / "lea.fontaine" / ASSIGNMENT).mkdir(parents=True)
            (course / "submitted" / "lea.fontaine" / ASSIGNMENT / "copie.txt").write_text("une-copie-de-lea", "utf-8")
            (course / "release" / ASSIGNMENT / "candidat.txt").write_text("un-essai-du-formateur", "utf-8")
            (course / "release" / ASSIGNMENT / "donnees").mkdir()
            (course / "release" / ASSIGNMENT / "donnees" / "x.csv").write_text("un-essai-du-formateur", "utf-8")
            done = make(course, folder)
            assert done.returncode == 0, done.stdout + done.stderr
            (shared / "site.txt").write_text(done.stdout + done.stderr, "utf-8")
    return folder
