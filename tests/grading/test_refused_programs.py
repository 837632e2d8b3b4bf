"""Tests cells that ask for another program or the network, which the walls refuse, earn nothing and wait for a person; and what is said is English."""

import json
import re
import shutil

import pytest

from epreuves_kit.grading.failures import Doubts, asks, settle
from epreuves_kit.runner.run import CellRun
from epreuves_kit.runner.warm import missing
from tests.conftest import epreuves, nbgrader, once
from tests.corpus import encoded
from tests.grading import ordinary_courses as own
from tests.grading.ordinary_courses import KIT, STOCK, answer, stub
from tests.ledger.tables import grades

# Its courses are marked once, which takes minutes: one process has all of these tests, and the others go on.
pytestmark = [
    pytest.mark.xdist_group("programmes"),
    pytest.mark.skipif(bool(missing()), reason=missing()),
]

NAME = "programmes"
CELLS = [
    own.cell("code", "from os import system as lance", "imports", locked=True),
    answer(stub("def read():\n    return 'x'"), "x"),
    own.tests("assert read() == 'x'", "test-plain", 1),
    own.tests("!test -d .", "test-line", 2),
    own.tests("%%bash\ntest -d .", "test-bash", 4),
    own.tests("import subprocess\nassert subprocess.run(['true']).returncode == 0", "test-subprocess", 8),
    own.tests("assert lance('true') == 0", "test-system", 16),
    own.tests("found = !echo a\nassert found == ['a']", "test-captured", 32),
    own.tests("try:\n    import os\n    os.waitpid(os.fork() or os._exit(0), 0)\nexcept OSError:\n    pass", "test-fork", 64),
    own.cell("code", "!echo 1 > fait.txt", "fetch", locked=True),
    own.tests("assert open('fait.txt').read() == '1\\n'", "test-fetched", 128),
    own.tests("assert callable(read)", "test-after", 256),
]  # fmt: skip
ASKING = {"test-line", "test-bash", "test-subprocess", "test-system", "test-captured", "test-fork"}
#: A test that loses its points after a given cell that asks, and one that does not.
DEPRIVED, UNHARMED = "test-fetched", "test-after"
#: By student: what is written in the cell to fill in.
COPIES = {
    "juste": "def read():\n    return 'x'",
    "muette": "import io, sys\nsys.stderr = io.StringIO()\ndef read():\n    return 'x'",
    "appelle": "import subprocess\ndef read():\n    return subprocess.run(['echo', '-n', 'x'], capture_output=True, text=True).stdout",
    "reseau": "import urllib.request\ndef read():\n    return urllib.request.urlopen('http://127.0.0.1:1')",
    "nom": "import urllib.request\ndef read():\n    return urllib.request.urlopen('http://exemple.invalid')",
    "lente": "def read():\n    return 'x'\nprint('x' * 5_000_000)\nimport time\ntime.sleep(60)",
    "ligne": "!echo 'a b'\ndef read():\n    return 'x'",
}


#: Copies whose answer asks itself for what the walls refuse.
REACHING = ("appelle", "reseau", "nom")


@pytest.fixture(scope="session")
def courses(shared):
    """By way of marking, a course in which all copies were marked, when it is first asked for."""
    place = shared / "programmes"
    place.mkdir(exist_ok=True)

    def marked(way):
        with once(place, "modele") as first:
            if first:
                shutil.rmtree(place / "modele", ignore_errors=True)
                _hand_in(place / "modele")
        course = place / way
        with once(place, way) as first:
            if first:
                shutil.rmtree(course, ignore_errors=True)
                shutil.copytree(place / "modele", course)
                _mark(course, way)
        return course

    return marked


def _hand_in(course):
    source = course / "source" / NAME
    source.mkdir(parents=True)
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"cells": CELLS, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    (source / f"{NAME}.ipynb").write_bytes(encoded(notebook))
    (course / "nbgrader_config.py").write_text(STOCK, "utf-8")
    nbgrader(course, "generate_assignment", NAME)
    for student, written in COPIES.items():
        handed = course / "submitted" / student / NAME
        handed.mkdir(parents=True)
        blank = json.loads((course / "release" / NAME / f"{NAME}.ipynb").read_bytes())
        for one in blank["cells"]:
            if one["metadata"].get("nbgrader", {}).get("grade_id") == "x":
                one["source"] = written
        (handed / f"{NAME}.ipynb").write_bytes(encoded(blank))


def _mark(course, way):
    (course / "nbgrader_config.py").write_text(STOCK if way == "stock" else KIT, "utf-8")
    if way in ("stock", "configuration"):
        nbgrader(course, "autograde", NAME)
        return
    words = ["--sandbox", "none"] if way == "sans_murs" else []
    done = epreuves(course, "autograde", NAME, "--json", *words)
    assert done.returncode == 0, done.stderr
    (course / "dit.json").write_text(done.stdout, "utf-8")


def rows(course, student):
    return {
        id: row for id, row in grades(f"sqlite:///{course / 'gradebook.db'}", student).items() if id.startswith("test-")
    }


def told(course):
    return {r["student"]: r for r in map(json.loads, (course / "dit.json").read_text("utf-8").splitlines())}


@pytest.mark.parametrize("way", [pytest.param("configuration", marks=pytest.mark.slow), "commande"])
@pytest.mark.parametrize("student", COPIES)
def test_tests_that_ask_for_another_program_earn_nothing_and_wait_for_a_person(student, way, courses):
    found = rows(courses(way), student)
    assert {id: found[id] for id in ASKING} == dict.fromkeys(ASKING, (0.0, None, True))
    due = (0.0, None, True) if student in REACHING else (1.0, None, False)
    assert found["test-plain"] == due
    assert found[DEPRIVED] == (0.0, None, True)
    assert found[UNHARMED] == (256.0, None, False)


@pytest.mark.parametrize("student", COPIES)
def test_the_reason_of_a_copy_names_the_tests_that_asked_for_a_program(student, courses):
    found = told(courses("commande"))[student]
    assert found["status"] == "marked"
    for id in ASKING | ({"test-plain"} if student in REACHING else set()):
        assert f"« {id} »" in found["reason"].replace("\u00a0", " ")
    assert "autre programme" in found["reason"]
    assert f"« {DEPRIVED} »" in found["reason"].replace("\u00a0", " ")
    assert UNHARMED not in found["reason"]


@pytest.mark.slow
@pytest.mark.parametrize("student", COPIES)
def test_without_walls_the_programs_run_and_the_rows_are_those_of_stock_nbgrader(student, courses):
    due = rows(courses("stock"), student)
    assert rows(courses("sans_murs"), student) == due
    assert student != "juste" or due["test-line"] == (2.0, None, False)


#: Letters of French that the copies and the tests have none of.
FRENCH = re.compile("[àâçéèêëîïôûùœÀÉ«»]")


@pytest.mark.parametrize(
    "way",
    [*(pytest.param(way, marks=pytest.mark.slow) for way in ("configuration", "sans_murs")), "commande"],
)
@pytest.mark.parametrize("student", COPIES)
def test_no_french_is_in_what_a_marked_notebook_of_an_ordinary_course_shows(student, way, courses):
    written = (courses(way) / "autograded" / student / NAME / f"{NAME}.ipynb").read_text("utf-8")
    outputs = [c.get("outputs", []) for c in json.loads(written)["cells"]]
    assert FRENCH.findall(json.dumps(outputs, ensure_ascii=False)) == []
    shown = json.dumps(outputs)
    if student == "lente":
        assert "stopped after 4 s" in shown
        assert "the rest was cut" in shown
    if student == "ligne" and way != "sans_murs":
        assert "'echo 'a b'' was not run" in shown


def after(given, error="NameError", **meta):
    """What becomes of a test that fails after a given cell of a copy, behind walls."""
    cells = [own.cell("code", given, **meta), own.tests("assert x", "test", 1)]
    shown = [{"output_type": "error", "ename": error, "evalue": "x", "traceback": []}]
    cells[1]["outputs"] = shown
    runs = {0: CellRun([]), 1: CellRun(shown, failed=True)}
    return settle(cells, runs, False, True, Doubts(given={"!wget x", "%pip install x", "x = 1"}))[0]


def test_a_test_that_fails_after_a_given_cell_that_asks_for_a_program_waits_and_after_a_copys_own_does_not():
    assert set(after("!wget x")) == set(after("!wget y", id="y", locked=True)) == {"test"}
    assert after("x = 1") == after("!wget y") == after("!wget x", id="x", solution=True) == {}


def test_what_a_given_cell_installs_counts_where_a_module_is_not_found():
    assert after("%pip install x") == {}
    assert set(after("%pip install x", "ModuleNotFoundError")) == {"test"}
    assert set(after("!pip install x\n!wget y", id="y", locked=True)) == {"test"}


@pytest.mark.parametrize(
    "source",
    [
        "!ls",
        "x = !ls",
        "!!ls",
        "if True:\n    !ls",
        "%%bash\nls",
        "%%sh\nls",
        "%sx ls",
        "%pip install x",
        "import subprocess as s\ns.check_output('ls')",
        "from subprocess import Popen\nPopen(['ls'])",
        "import os\nos.popen('ls')",
        "import multiprocessing as m\nwith m.Pool(2) as p: pass",
        "from concurrent.futures import ProcessPoolExecutor as E\nE()",
    ],
)
def test_a_source_that_starts_a_program_is_told(source):
    assert asks(source)


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        "%matplotlib inline\nx = 1",
        "import os\nos.getcwd()",
        "system('ls')",
        "assert a != b",
        "print('!ls')",
        "%%time\nx = 1",
        "import multiprocessing\nmultiprocessing.cpu_count()",
        "def",
        "'''\n!ls\n'''",
    ],
)
def test_a_source_that_starts_none_is_not(source):
    assert not asks(source)
