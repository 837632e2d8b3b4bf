"""Sanitising without a database gives the very notebook that nbgrader's five steps give, or refuses what they refuse."""

import copy
import json

import nbformat
import pytest
from jsonschema import ValidationError
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
    OverwriteKernelspec,
)

from epreuves_kit.gradebook.marked_rows import InvalidCell, check, overwrite
from epreuves_kit.grading.doctor import mend
from tests.corpus import ASSIGNMENT
from tests.ledger.alterations import CHANGES, TAKEN, cell_twice
from tests.ledger.conftest import KIT, sqlite
from tests.ledger.ordinary_rows import PS1, ledger

STEPS = (ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata)
REFUSALS = (ValidationError, SchemaTooOldError, SchemaTooNewError, RuntimeError, ValueError, KeyError, AttributeError)


def by_nbgrader(notebook, assignment, name, url):
    """The notebook after nbgrader's steps, or None where they refuse it."""
    found = nbformat.from_dict(copy.deepcopy(notebook))
    resources = {"nbgrader": {"notebook": name, "assignment": assignment, "student": "x", "db_url": url}}
    try:
        for step in STEPS:
            found, resources = step().preprocess(found, resources)
    except REFUSALS:
        return None
    return json.loads(json.dumps(found))


def by_the_kit(notebook, source):
    """The same, without nbgrader."""
    found = copy.deepcopy(notebook)
    try:
        overwrite(found, source)
    except InvalidCell:
        return None
    return found


@pytest.fixture
def sources(ordinary):
    with ledger(ordinary / "cours", sqlite(ordinary / "0.db")) as book:
        return book.source_cells(PS1)


@pytest.mark.parametrize("name", CHANGES)
def test_an_ordinary_copy_is_put_back_as_nbgrader_does(name, ordinary, sources):
    released = ordinary / "cours" / "release" / PS1 / "problem1.ipynb"
    notebook = json.loads(json.dumps(nbformat.read(released, as_version=4)))
    CHANGES[name](notebook)
    due = by_nbgrader(notebook, PS1, "problem1", sqlite(ordinary / "0.db"))
    found = by_the_kit(notebook, sources["problem1"])
    assert found == due
    assert (found is not None) == (name in TAKEN)


def test_hidden_tests_come_back_and_are_run(ordinary, sources):
    released = ordinary / "cours" / "release" / PS1 / "problem1.ipynb"
    notebook = json.loads(json.dumps(nbformat.read(released, as_version=4)))
    assert "BEGIN HIDDEN TESTS" not in json.dumps(notebook)
    assert "BEGIN HIDDEN TESTS" in json.dumps(by_the_kit(notebook, sources["problem1"]))


@pytest.mark.parametrize("name", KIT)
def test_a_mended_copy_of_an_epreuve_is_put_back_as_nbgrader_does(name, epreuve):
    place, url = epreuve / "cours", sqlite(epreuve / "0.db")
    with ledger(place, url) as book:
        source = book.source_cells(ASSIGNMENT)[ASSIGNMENT]
    handed_in = next((place / "submitted" / name / ASSIGNMENT).glob("*.ipynb")).read_bytes()
    released = nbformat.read(place / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    notebook = json.loads(json.dumps(mend(handed_in, released).notebook))
    due = by_nbgrader(notebook, ASSIGNMENT, ASSIGNMENT, url)
    assert due is not None
    assert by_the_kit(notebook, source) == due


def test_a_source_given_in_lines_is_read_as_one(ordinary, sources):
    released = ordinary / "cours" / "release" / PS1 / "problem1.ipynb"
    in_lines = json.loads(released.read_text(encoding="utf-8"))
    assert any(isinstance(c["source"], list) for c in in_lines["cells"])
    joined = json.loads(json.dumps(nbformat.read(released, as_version=4)))
    assert by_the_kit(in_lines, sources["problem1"]) == by_the_kit(joined, sources["problem1"])


def test_an_id_borne_twice_is_refused_by_the_check_alone(ordinary):
    released = ordinary / "cours" / "release" / PS1 / "problem1.ipynb"
    notebook = json.loads(json.dumps(nbformat.read(released, as_version=4)))
    check(notebook)
    cell_twice(notebook)
    with pytest.raises(InvalidCell, match="correct_squares"):
        check(notebook)
