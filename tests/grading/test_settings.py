"""What a course sets of nbgrader's own is followed, or refused with a sentence that names it, by the kit's command and by nbgrader's."""

import json
import shutil

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from epreuves.wording.errors import KitError
from epreuves_kit.grading.own_settings import limits_of, rules_of
from epreuves_kit.runner.run import Limits
from tests.conftest import epreuves, nbgrader, once
from tests.corpus import encoded
from tests.grading import ordinary_courses as own
from tests.grading.ordinary_courses import KIT, STOCK, answer, stub
from tests.ledger.tables import grades

NAME = "reglages"
CELLS = [
    answer(stub("x = 1"), "x"),
    own.tests("import warnings\nwarnings.warn('gare au gorille')\nassert x == 1", "test-pattern", 1),
    own.tests("import os\nassert not os.path.exists('private')\nassert os.path.exists('public/donnees.txt')", "test-private", 2),
    own.tests("import os\nassert os.environ['UNITE'] == 'km'", "test-environment", 4),
    own.tests("import time\ntime.sleep(20)\nassert x == 1", "test-timeout", 8),
]  # fmt: skip
SET = """
c.CourseDirectory.ignore = ["private", ".ipynb_checkpoints"]
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "gare au g.rille"
c.Execute.timeout = 3
"""
EXPECTED = {"test-pattern": 1, "test-private": 2, "test-environment": 4, "test-timeout": 0}


def config(**sections):
    return Config({name: Config(settings) for name, settings in sections.items()})


@pytest.fixture(scope="session")
def released(shared):
    """An ordinary assignment released, with folders beside it, and one right copy handed in."""
    course = shared / "reglages"
    with once(shared, "reglages") as first:
        if first:
            shutil.rmtree(course, ignore_errors=True)
            place = course / "source" / NAME
            for folder in ("private", "public"):
                (place / folder).mkdir(parents=True)
                (place / folder / "donnees.txt").write_text("secret" if folder == "private" else "à tous")
            metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
            cells = [own.cell("markdown", "Devoir."), *CELLS]
            notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
            (place / f"{NAME}.ipynb").write_bytes(encoded(notebook))
            (course / "nbgrader_config.py").write_text(STOCK + SET, "utf-8")
            nbgrader(course, "generate_assignment", NAME)
            handed = course / "submitted" / "juste" / NAME
            handed.mkdir(parents=True)
            blank = json.loads((course / "release" / NAME / f"{NAME}.ipynb").read_bytes())
            for one in blank["cells"]:
                if one["metadata"].get("nbgrader", {}).get("grade_id") == "x":
                    one["source"] = "x = 1"
            (handed / f"{NAME}.ipynb").write_bytes(encoded(blank))
    return course


@pytest.fixture
def course(released, tmp_path):
    return shutil.copytree(released, tmp_path / "cours")


def configured(course, text):
    (course / "nbgrader_config.py").write_text(text, "utf-8")
    return course


def ours(course):
    return epreuves(course, "autograde", NAME, "--json")


def scores(course):
    found = grades(f"sqlite:///{course / 'gradebook.db'}", "juste")
    return {id: auto for id, (auto, _, _) in found.items()}


@pytest.mark.parametrize(
    "way", ["configuration", *(pytest.param(w, marks=pytest.mark.slow) for w in ("stock", "commande"))]
)
def test_files_to_ignore_errors_to_ignore_times_and_environment_are_the_course_s(way, course, monkeypatch):
    # The kit's own 4 s a cell go, so that nbgrader's setting stands alone.
    kit = (
        KIT.replace("c.ExecuteAndMark.cell_seconds = 4.0", "")
        + SET
        + "c.ExecuteAndMark.environment = {'UNITE': 'km'}\n"
    )
    configured(course, STOCK + SET if way == "stock" else kit)
    if way == "stock":
        monkeypatch.setenv("UNITE", "km")  # whose kernels have all of the instructor's
    if way == "commande":
        assert ours(course).returncode in (0, 3)
    else:
        nbgrader(course, "autograde", NAME)
    assert scores(course) == EXPECTED


REFUSED = {
    "c.Execute.enabled = False": "sans les exécuter",
    "c.Execute.extra_arguments = ['--pylab']": "c.Execute.extra_arguments",
    "c.ExecutePreprocessor.kernel_name = 'ir'": "c.ExecutePreprocessor.kernel_name",
    "c.NotebookClient.skip_cells_with_tag = 'lent'": "c.NotebookClient.skip_cells_with_tag",
    "c.Execute.timeout = None": "c.Execute.timeout = None",
    "c.ExecutePreprocessor.timeout = -1": "c.ExecutePreprocessor.timeout = -1",
    "c.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}/{student_id}'": "c.CourseDirectory.directory_structure",
    "c.IgnorePattern.enabled = True\nc.IgnorePattern.pattern = '('": "c.IgnorePattern.pattern",
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_followed_is_refused_by_its_name(line):
    settings = Config()
    exec(line, {"c": settings})
    course = CourseDirectory(config=settings)
    with pytest.raises(KitError) as refused:
        _ = limits_of(settings), rules_of(settings, course)
    assert REFUSED[line] in str(refused.value)


@pytest.mark.parametrize("line", ["c.Execute.extra_arguments = ['--pylab']", "c.Execute.enabled = False"])
def test_both_commands_refuse_it_and_mark_nothing(line, course):
    configured(course, KIT + line + "\n")
    done = ours(course)
    assert done.returncode == 2
    assert REFUSED[line] in done.stderr
    by_nbgrader = nbgrader(course, "autograde", NAME, check=False)
    assert by_nbgrader.returncode != 0
    assert REFUSED[line] in by_nbgrader.stderr
    assert not list(course.glob(f"autograded/*/{NAME}/*.ipynb"))


def test_nbgrader_s_flag_that_runs_nothing_is_refused(course):
    configured(course, KIT)
    done = nbgrader(course, "autograde", NAME, "--no-execute", check=False)
    assert done.returncode != 0
    assert "sans les exécuter" in done.stderr


@pytest.mark.parametrize(
    ("kernel", "said"),
    [
        ({"name": "ir", "language": "R", "display_name": "R"}, "langage « R »"),
        ({"name": "autre", "language": "python", "display_name": "Autre"}, "noyau « autre »"),
    ],
)
def test_a_notebook_for_another_language_or_another_python_is_refused(kernel, said, course, monkeypatch, tmp_path):
    place = tmp_path / "jupyter" / "kernels" / "autre"
    place.mkdir(parents=True)
    (place / "kernel.json").write_text(
        json.dumps(
            {
                "argv": ["/opt/autre/bin/python", "-f", "{connection_file}"],
                "display_name": "Autre",
                "language": "python",
            }
        )
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    configured(course, KIT)
    path = course / "release" / NAME / f"{NAME}.ipynb"
    notebook = json.loads(path.read_bytes())
    path.chmod(0o644)
    path.write_bytes(encoded(notebook | {"metadata": {"kernelspec": kernel}}))
    done = ours(course)
    assert done.returncode == 2
    assert said in done.stderr


def test_nobody_is_added_to_the_gradebook_where_the_course_says_so(course):
    configured(course, KIT + "c.Autograde.create_student = False\n")
    done = ours(course)
    (told,) = map(json.loads, done.stdout.splitlines())
    assert told["status"] == "error"
    assert "« juste »" in told["reason"]


@pytest.mark.parametrize(
    ("settings", "cell", "total"),
    [
        ({}, 30, 300),
        ({"Execute": {"timeout": 5}}, 5, 300),
        ({"ExecutePreprocessor": {"timeout": 120}}, 120, 1200),
        ({"ExecutePreprocessor": {"timeout": 5}, "Execute": {"timeout": 7}}, 7, 300),
        ({"Execute": {"timeout": 5}, "ExecuteAndMark": {"cell_seconds": 9.0}}, 9, 300),
        ({"Execute": {"timeout": 120}, "ExecuteAndMark": {"total_seconds": 60.0}}, 120, 60),
    ],
)
def test_a_cell_s_time_is_the_kit_s_setting_else_nbgrader_s(settings, cell, total):
    found = limits_of(config(**settings))
    assert (found.cell_seconds, found.total_seconds) == (cell, total)


def test_without_any_setting_nothing_changes():
    assert limits_of(Config()) == Limits()
    assert rules_of(Config(), CourseDirectory()).ignored == tuple(CourseDirectory().ignore)
