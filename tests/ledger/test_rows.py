"""What a worker says of a notebook: nbgrader's own reading of each cell, without nbgrader."""

import math
import subprocess
import sys

import msgspec
import nbformat
import pytest
from nbgrader import utils

from epreuves_kit.gradebook.marked_rows import CopyRows, GradeRow, InvalidCell, auto_score, checksum, rows_of
from tests.corpus import ASSIGNMENT
from tests.ledger.ordinary_rows import PS1, described


def cell(cell_type="code", outputs=(), source="1", **meta):
    """A cell with nbgrader's metadata."""
    known = {
        "schema_version": 3,
        "grade": True,
        "solution": False,
        "locked": False,
        "grade_id": "é",
        "points": 2,
    }
    built = {"cell_type": cell_type, "source": source, "metadata": {"nbgrader": known | meta}}
    if cell_type == "code":
        built |= {"outputs": list(outputs), "execution_count": None}
    return nbformat.from_dict(built)


def result(text):
    return {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/plain": text},
    }


ERROR = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
STDOUT, STDERR = ({"output_type": "stream", "name": n, "text": "x"} for n in ("stdout", "stderr"))
GRADED = {
    "no output": cell(),
    "an error": cell(outputs=[ERROR]),
    "an error after a result": cell(outputs=[result("1.5"), ERROR]),
    "a result after an error": cell(outputs=[ERROR, result("1.5")]),
    "text written": cell(outputs=[STDOUT]),
    "text written as an error": cell(outputs=[STDERR]),
    "a number after text": cell(outputs=[STDOUT, result("0.5")]),
    "zero": cell(outputs=[result("0")]),
    "less than nothing": cell(outputs=[result("-1")]),
    "no number": cell(outputs=[result("'a'")]),
    "not a number": cell(outputs=[result("nan")]),
    "lines": cell(outputs=[result(["1", "2"])]),
    "a line": cell(outputs=[result(["1"])]),
    "too much": cell(outputs=[result("2.5")]),
    "no text": cell(outputs=[result("")]),
    "no points said": cell(points=0),
    "whole points as text": cell(points="2"),
    "a written answer": cell("markdown", solution=True),
    "code for a grader": cell(solution=True),
    "text that nobody answers": cell("markdown"),
}
UNTOUCHED = cell("markdown", solution=True)
UNTOUCHED.metadata.nbgrader["checksum"] = utils.compute_checksum(UNTOUCHED)
GRADED["an answer left as released"] = UNTOUCHED


@pytest.mark.parametrize("name", GRADED)
def test_a_graded_cell_is_read_as_nbgrader_reads_it(name):
    graded = GRADED[name]
    try:
        due = utils.determine_grade(graded)[0]
    except (ValueError, KeyError):
        with pytest.raises(InvalidCell):
            auto_score(graded)
        return
    found = auto_score(graded)
    assert found == due
    assert found is None or not math.isnan(found)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"grade": False},
        {"solution": True},
        {"locked": True, "grade": False},
        {"points": 0},
        {"points": 1.50},
        {"cell_type": "markdown", "source": "Été\n"},
    ],
)
def test_a_checksum_is_nbgraders(changed):
    assert checksum(cell(**changed)) == utils.compute_checksum(cell(**changed))


def test_a_written_answer_worth_nothing_waits_for_no_grader():
    rows = rows_of({"cells": [cell("markdown", solution=True, points=0)]})
    assert rows == [GradeRow("é", "settled", 0.0), GradeRow("é", "comment")]


def test_a_criterion_is_for_a_grader_and_never_without_response():
    task = cell("markdown", grade=False, task=True, locked=True)
    task.metadata.nbgrader["checksum"] = utils.compute_checksum(task)
    assert rows_of({"cells": [task]}) == [GradeRow("é", "comment"), GradeRow("é", "task")]


def test_rows_go_from_process_to_process_as_json(ordinary, epreuve):
    for place, assignment in ((ordinary, PS1), (epreuve, ASSIGNMENT)):
        for copy in described(place / "corrige-1", assignment):
            assert msgspec.json.decode(msgspec.json.encode(copy), type=CopyRows) == copy


def test_a_worker_imports_nothing_slow():
    asked = (
        "import sys, epreuves_kit.gradebook.marked_rows, epreuves_kit.gradebook.marked_rows;"
        "print([m for m in ('nbgrader', 'nbconvert', 'nbformat', 'pandas', 'sqlalchemy', 'traitlets') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
