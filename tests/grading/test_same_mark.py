"""A candidate's copy has one mark, whoever asks for it: alone, in a batch, on a cluster, by nbgrader's command, by formgrader's button."""

import shutil
import subprocess
import sys

import pytest

from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT
from tests.grading import a_batch
from tests.grading.cloud import nuage

pytestmark = pytest.mark.xdist_group("batch-cluster")

#: A named mistake, and what follows from a first error.
STUDENTS = ("candidat-001", "candidat-002")
#: What formgrader does when its button is pressed.
BUTTON = """
import sys
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.apps import NbGrader
app = NbGrader()
app.load_config_file()
told = NbGraderAPI(CourseDirectory(parent=app), parent=app).autograde(sys.argv[1], sys.argv[2])
assert told["success"], told["log"]
"""


def alone(course, folder):
    """Marked one by one."""
    for student in STUDENTS:
        a_batch.mark(course, "--student", student)


def afar(course, folder):
    """Marked on a cluster."""
    with nuage(folder / "dask", workers=1) as cluster:
        a_batch.mark(course, "--scheduler", cluster.address, *(w for s in STUDENTS for w in ("--student", s)))


def by_nbgrader(course, folder):
    """Marked by nbgrader's own command."""
    for student in STUDENTS:
        nbgrader(course, "autograde", ASSIGNMENT, "--student", student)


def pressed(course, folder):
    """Marked by formgrader's button."""
    for student in STUDENTS:
        done = subprocess.run(
            [sys.executable, "-c", BUTTON, ASSIGNMENT, student], cwd=course, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "way", [alone, by_nbgrader, *(pytest.param(w, marks=pytest.mark.slow) for w in (afar, pressed))]
)
def test_the_same_mark_and_sentences_however_a_copy_is_marked(way, batch, undisturbed, tmp_path):
    in_batch = a_batch.records(undisturbed)
    course = shutil.copytree(batch, tmp_path / "autrement")
    way(course, tmp_path)
    for student in STUDENTS:
        due = in_batch[student]
        outcomes = {m["outcome"] for m in due["marks"]}
        assert "mistake" in outcomes or "wrong" in outcomes, "a copy that is all right would show nothing"
        assert a_batch.records(course)[student] == due
