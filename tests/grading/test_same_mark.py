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


def test_the_same_mark_and_sentences_however_a_copy_is_marked(batch, undisturbed, tmp_path):
    in_batch = a_batch.records(undisturbed)

    def course(name):
        return shutil.copytree(batch, tmp_path / name)

    alone = course("seule")
    for student in STUDENTS:
        a_batch.mark(alone, "--student", student)
    afar = course("nuage")
    with nuage(tmp_path / "dask", workers=1) as cluster:
        a_batch.mark(afar, "--scheduler", cluster.address, *(w for s in STUDENTS for w in ("--student", s)))
    plain = course("nbgrader")
    nbgrader(plain, "autograde", ASSIGNMENT, "--student", STUDENTS[0])
    pressed = subprocess.run(
        [sys.executable, "-c", BUTTON, ASSIGNMENT, STUDENTS[1]], cwd=plain, capture_output=True, text=True
    )
    assert pressed.returncode == 0, pressed.stderr
    for student in STUDENTS:
        due = in_batch[student]
        outcomes = {m["outcome"] for m in due["marks"]}
        assert "mistake" in outcomes or "wrong" in outcomes, "a copy that is all right would show nothing"
        for place in (alone, afar, plain):
            assert a_batch.records(place)[student] == due, place.name
