"""A course whose candidates have names and comments that a spreadsheet, a page or a format could take for something else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.exports.results import Results, gather
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.rules import jury_rules
from tests.conftest import once
from tests.exports.csv_names import COMMENT, FORMULA, NAMES
from tests.jury.cours import E06, E17, NotebookFile, lay, url


@pytest.fixture(scope="session")
def hostile_course(shared: Path) -> Path:
    """e17 marked for all but one; e06 handed in without its REX by « lea »; not to be written in."""
    root = shared / "exports"
    with once(shared, "exports") as first:
        if first:
            shutil.rmtree(root, ignore_errors=True)
            lay(root)
            with NotebookFile(root) as book:
                for id, (given, family) in NAMES.items():
                    book.student(id, given, family)
                book.release(E17)
                book.release(E06, {E06: ["C6.1", "C6.2"], "rex": ["C6.1", "C6.3"]})
                book.mark(FORMULA, E17, machine=7.25, levels=(2, 1))
                book.mark("lea", E17, machine=3, levels=(0, 1))
                book.mark("zoe", E17, machine=10, levels=(3, None))
                book.mark("lea", E06, only=E06)
                book.not_handed_in("lea", E06, "rex")
            with Gradebook(url(root)) as book:
                book.update_or_create_student("zoe", email="zoe.b@exemple.fr")
                book.find_comment("C15_1-k1", E17, E17, FORMULA).manual_comment = COMMENT
                book.update_or_create_submission(E17, "zoe", timestamp="2026-06-12 11:51:00 UTC")
                book.db.commit()
    return root


@pytest.fixture(scope="session")
def results(hostile_course: Path) -> Results:
    with JuryRecord(hostile_course) as record:
        return gather(record, jury_rules.read(hostile_course))


@pytest.fixture
def course(hostile_course: Path, tmp_path: Path) -> Path:
    """A copy of it, to be written in."""
    return Path(shutil.copytree(hostile_course, tmp_path / "cours"))


@pytest.fixture
def export(course, monkeypatch):
    """Runs `epreuves export` in the course, and gives what it says."""
    monkeypatch.chdir(course)

    def export(*words, code=0):
        done = CliRunner().invoke(application(["export"]), ["export", *words], env={"COLUMNS": "200"})
        assert done.exit_code == code, done.output
        return done.output

    return export
