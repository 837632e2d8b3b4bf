"""A course whose gradebook is made once: making one takes nbgrader seconds, copying it none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import once
from tests.jury.cours import E06, E17, NotebookFile, lay


@pytest.fixture(scope="session")
def marked_course(shared: Path) -> Path:
    """e17 marked for two candidates, e06 (collective and REX) for one; not to be written in."""
    root = shared / "jury"
    with once(shared, "jury") as first:
        if first:
            shutil.rmtree(root, ignore_errors=True)
            lay(root)
            with NotebookFile(root) as book:
                book.student("lea", "Léa", "Fontaine")
                book.student("karim")
                book.release(E17)
                book.release(E06, {E06: ["C6.1", "C6.2"], "rex": ["C6.1", "C6.3"]})
                book.mark("lea", E17, machine=7, levels=(2, 1))
                book.mark("karim", E17, machine=7, levels=(2, None))
                book.mark("lea", E06)
    return root


@pytest.fixture
def course(marked_course: Path, tmp_path: Path) -> Path:
    """A copy of it, to be written in."""
    return Path(shutil.copytree(marked_course, tmp_path / "cours"))
