"""A member's marks are the same however they are asked for: a batch, alone, a cluster, nbgrader's command, formgrader's button."""

import shutil
import subprocess
import sys

import pytest

from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT, GOOD
from tests.grading.cloud import nuage
from tests.grading.test_same_mark import BUTTON
from tests.groups.trial import INVERSE, Cours

pytestmark = pytest.mark.xdist_group("batch-cluster")
#: Two copies that differ, one blank, who was absent, no copy, a member in no group, none handed in: all have a folder.
STUDENTS = ("lea", "karim", "zoe", "noe", "ali", "eva", "ida", "max")

#: Those of them who are marked one by one too: a collective copy's member, one absent, one with files, a blank, one of no group.
BY_THEMSELVES = ("lea", "noe", "ali", "ida", "seul")


@pytest.fixture
def submitted(course):
    course.groups("G1;lea", "G1;karim", "G1;zoe", "G2;noe;absent", "G2;ali", "G2;eva;;x", "G3;ida", "G3;max")
    course.hand_in("lea", INVERSE, at="2026-06-12 11:00:00 UTC")
    course.hand_in("karim", GOOD, at="2026-06-12 10:00:00 UTC")
    course.hand_in("zoe", None, at="2026-06-12 10:00:00 UTC", brouillon="le mien")
    course.hand_in("noe", GOOD, at="2026-06-12 10:00:00 UTC")
    course.hand_in("ali", {}, None, at="2026-06-12 10:00:00 UTC", note="à moi")
    course.hand_in("eva", GOOD, at="2026-06-12 10:00:00 UTC", note="au groupe", annexe="des chiffres")
    course.hand_in("ida", {}, at="2026-06-12 10:00:00 UTC")
    course.hand_in("max", GOOD, at="2026-06-12 10:00:00 UTC")
    course.hand_in("seul", INVERSE, at="2026-06-12 10:00:00 UTC")
    (course.folder("max") / f"{ASSIGNMENT}.ipynb").unlink()
    return course


def held(course, student):
    """All that marking leaves of a student's copy."""
    folder = course.marked(student)
    return {
        "records": {p.name: course.record(student, p.stem) for p in sorted(folder.glob("*.ipynb"))},
        "grades": course.rows(student, "grade"),
        "comments": course.rows(student, "comment"),
        "files": {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.txt"))},
    }


def alone(course, folder):
    """Marked one by one by the kit's command."""
    for student in BY_THEMSELVES:
        course.mark("--student", student)
    return BY_THEMSELVES


def afar(course, folder):
    """Marked on a cluster."""
    with nuage(folder / "dask", workers=1) as cluster:
        course.mark("--scheduler", cluster.address)
    return (*STUDENTS, "seul")


def by_nbgrader(course, folder):
    """Marked by nbgrader's own command."""
    nbgrader(course.root, "autograde", ASSIGNMENT)
    return (*STUDENTS, "seul")


def pressed(course, folder):
    """Marked by formgrader's button."""
    students = ("lea", "zoe", "noe", "ida")
    for student in students:
        done = subprocess.run(
            [sys.executable, "-c", BUTTON, ASSIGNMENT, student],
            cwd=course.root,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    return students


@pytest.mark.parametrize(
    "way", [alone, *(pytest.param(w, marks=pytest.mark.slow) for w in (afar, by_nbgrader, pressed))]
)
def test_the_same_marks_rows_records_and_files_by_every_way(submitted, tmp_path, way):
    other = Cours(shutil.copytree(submitted.root, tmp_path / "autrement"))
    submitted.mark()
    for student in way(other, tmp_path):
        expected = held(submitted, student)
        assert len(expected["records"]) >= 1
        assert held(other, student) == expected, student


def test_a_member_has_the_marks_and_the_files_of_the_group_and_what_is_their_own(submitted):
    submitted.mark()
    assert submitted.record("zoe").marks == submitted.record("lea").marks
    assert set(held(submitted, "noe")["records"]) == {"rex.ipynb"}
    assert submitted.marked("ali").joinpath("note.txt").read_text("utf-8") == "au groupe"
    assert submitted.marked("ali").joinpath("annexe.txt").read_text("utf-8") == "des chiffres"
    assert submitted.marked("zoe").joinpath("brouillon.txt").read_text("utf-8") == "le mien"


@pytest.mark.slow
def test_without_groupes_csv_the_two_ways_agree_as_before(submitted, tmp_path):
    (submitted.root / "groupes.csv").unlink()
    plain = Cours(shutil.copytree(submitted.root, tmp_path / "nbgrader"))
    submitted.mark()
    nbgrader(plain.root, "autograde", ASSIGNMENT)
    for student in STUDENTS:
        assert held(plain, student) == held(submitted, student), student
        assert all(r.group is None for r in held(plain, student)["records"].values())
