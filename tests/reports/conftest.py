"""A course of three candidates with difficult names: marked, judged, their copies where marking leaves them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import once
from tests.jury.cours import E01, E17, NotebookFile, lay
from tests.reports import submission

#: Identifiers, which are folders, with the first and last names that the gradebook holds.
NAMES = {
    '=HYPERLINK("x")': ("Bob <b>", "#strong[x] $y$ *z*"),
    "Le Gall, Anne": ("", ""),
    "a+b & co. (2)": ("", ""),
    "=1+1": ("Éric", "Ömer"),
    "zoe": ("Zoe\u0301 🎉", "d'Été & [Fils]"),
}


@pytest.fixture(scope="session")
def reported(shared: Path) -> Path:
    """The course; not to be written in."""
    root = shared / "rapports"
    with once(shared, "rapports") as first:
        if first:
            shutil.rmtree(root, ignore_errors=True)
            lay(root)
            with NotebookFile(root) as book:
                for id, names in NAMES.items():
                    book.student(id, *names)
                for epreuve in (E17, E01):
                    book.release(epreuve)
                for id in NAMES:
                    book.mark(id, E17, machine=7, levels=(2, 1))
                    book.mark(id, E01, machine=9, levels=(3, 2))
            for id in NAMES:
                for epreuve in (E17, E01):
                    (root / "source" / epreuve).mkdir(parents=True, exist_ok=True)
                    submission.lay(root, id, epreuve)
    return root


@pytest.fixture
def course(reported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, where one stands."""
    root = Path(shutil.copytree(reported, tmp_path / "cours"))
    monkeypatch.chdir(root)
    return root
