"""Whatever is wrong with a copy is its result, in French; whatever is wrong with the course ends the command with 2."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from nbgrader.coursedir import CourseDirectory
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.course.folders import Course
from tests.corpus import ASSIGNMENT
from tests.feedback.conftest import NAMES, TRUNCATED, UNKNOWN, pages

GOOD = NAMES["parfaite"]


def stop(*words):
    """Run a command that must end with 2, and give its sentence."""
    ended = CliRunner().invoke(application(), ["feedback", *words])
    assert ended.exit_code == 2
    assert ended.stdout == ""
    return ended.stderr


def notebook(course):
    return course / "autograded" / GOOD / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def link(path):
    path.rename(path.with_suffix(".autre"))
    path.symlink_to(path.with_suffix(".autre"))


def pipe(path):
    path.unlink()
    os.mkfifo(path)


def deep(path):
    path.unlink()
    path.write_bytes(b"[" * 200_000)


def version_3(path):
    path.unlink()
    path.write_text('{"nbformat": 3, "metadata": {}, "cells": []}')


def odd_cells(path):
    path.unlink()
    path.write_text('{"nbformat": 4, "metadata": {}, "cells": [1]}')


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (link, "ne s'ouvre pas"),
        (pipe, "n'est pas un fichier ordinaire"),
        (deep, "n'est pas un notebook lisible"),
        (odd_cells, "n'est pas un notebook lisible"),
        (version_3, "version 3"),
    ],
)
def test_a_marked_copy_that_cannot_be_read_is_told_and_leaves_no_page(spoil, sentence, course, feedback):
    feedback("-s", GOOD)
    assert len(pages(course)) == 1
    spoil(notebook(course))
    ended, found = feedback("-s", GOOD, "-s", NAMES["blanche"])
    assert ended.exit_code == 1
    assert found[GOOD][0]["status"] == "unreadable"
    assert sentence in found[GOOD][0]["reason"]
    assert found[GOOD][0]["path"] == ""
    assert list(pages(course)) == [f"{NAMES['blanche']}/{ASSIGNMENT}/{ASSIGNMENT}.html"]


def test_a_notebook_in_which_python_wrote_nan_is_read(course, feedback):
    path = notebook(course)
    written = json.loads(path.read_bytes())
    written["metadata"]["note"] = [float("nan"), "\ud800"]
    path.unlink()
    path.write_text(json.dumps(written))
    ended, _ = feedback("-s", GOOD)
    assert ended.exit_code == 0
    page = (course / "feedback" / GOOD / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text("utf-8")
    assert "C15.1" in page
    assert "Juste" in page


def test_copies_that_are_not_marked_not_known_or_not_there_are_told(course, feedback):
    (course / "submitted" / "rendue" / ASSIGNMENT).mkdir(parents=True)
    (course / "autograded" / "vide" / ASSIGNMENT).mkdir(parents=True)
    (course / "autograded" / ".cache" / ASSIGNMENT).mkdir(parents=True)
    ended, found = feedback()
    assert ended.exit_code == 1
    failed = {s: r[0]["status"] for s, r in found.items() if r[0]["status"] != "written"}
    assert failed == {"rendue": "missing", "vide": "missing", TRUNCATED: "unreadable", UNKNOWN: "unknown"}
    assert "n'est pas corrigée" in found["rendue"][0]["reason"]
    assert "ne contient aucun notebook" in found["vide"][0]["reason"]
    assert "carnet de notes" in found[UNKNOWN][0]["reason"]


def test_odd_names_of_folders_end_as_results(course, feedback):
    model = course / "autograded" / GOOD / ASSIGNMENT
    shutil.copytree(model, os.fsdecode(os.fsencode(course / "autograded") + b"/nom\xff/" + ASSIGNMENT.encode()))
    # Signs that nbgrader's own search would take for a pattern.
    shutil.copytree(model, course / "autograded" / "[a-z]*" / ASSIGNMENT)
    shutil.copytree(model, course / "autograded" / "deux\nlignes\x1b[2J" / ASSIGNMENT)
    ended, found = feedback()
    assert ended.exit_code == 1
    assert "UTF-8" in found["nom\\udcff"][0]["reason"]
    assert [r["status"] for r in found["[a-z]*"]] == ["unknown"]
    assert found["deux\nlignes\x1b[2J"][0]["status"] == "unknown"
    plain = CliRunner().invoke(application(), ["feedback", ASSIGNMENT])
    assert "\x1b" not in plain.output
    assert "deux\\nlignes\\x1b[2J : inconnue" in plain.stderr


@pytest.mark.parametrize("name", ["..", ".", "../../autre", "a/b"])
def test_a_name_that_leads_elsewhere_is_refused(name, course, feedback):
    ended, found = feedback("-s", name)
    assert ended.exit_code == 1
    assert "n'est pas l'identifiant d'un candidat" in found[name][0]["reason"]
    assert not (course / "feedback").exists()


def test_a_folder_that_is_a_link_is_not_written_in(course, feedback):
    elsewhere = course / "ailleurs"
    elsewhere.mkdir()
    (elsewhere / "gardé").touch()
    (course / "feedback" / GOOD).mkdir(parents=True)
    (course / "feedback" / GOOD / ASSIGNMENT).symlink_to(elsewhere)
    _, found = feedback("-s", GOOD)
    assert found[GOOD][0]["status"] == "error"
    assert [p.name for p in elsewhere.iterdir()] == ["gardé"]


def test_a_course_that_is_not_ready_ends_with_2(course, tmp_path, monkeypatch):
    assert "ne connaît pas l'épreuve « inconnue »" in stop("inconnue")
    assert "Donnez une épreuve" in stop()
    assert "Donnez une épreuve" in stop(ASSIGNMENT, "--all")
    (course / "gradebook.db").rename(course / "autre.db")
    assert "pas de carnet de notes" in stop(ASSIGNMENT)
    assert not (course / "gradebook.db").exists()
    (course / "gradebook.db").write_text("ceci n'est pas une base")
    assert "ne se lit pas" in stop(ASSIGNMENT)
    (course / "nbgrader_config.py").write_text("1 / 0")
    assert "ZeroDivisionError" in stop(ASSIGNMENT)
    monkeypatch.chdir(tmp_path)
    assert "Aucun cours autour" in stop(ASSIGNMENT)


def test_all_is_every_assignment_that_has_a_marked_copy(course, feedback):
    ended = CliRunner().invoke(application(), ["feedback", "--all", "--json", "-s", GOOD])
    assert ended.exit_code == 0
    assert [json.loads(line)["assignment"] for line in ended.stdout.splitlines()] == [ASSIGNMENT]


def test_the_number_of_an_epreuve_is_enough_and_a_subfolder_too(course, monkeypatch):
    monkeypatch.chdir(course / "source")
    ended = CliRunner().invoke(application(), ["feedback", "e98", "-s", GOOD])
    assert ended.exit_code == 0
    assert "écrite" in ended.output
    assert len(pages(course)) == 1


def test_places_are_those_of_nbgrader(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("")
    found, stock = Course(tmp_path), CourseDirectory(root=str(tmp_path))
    for name in ("db_url", "groupshared", "student_id_exclude", "directory_structure"):
        assert getattr(found, name) == getattr(stock, name), name
    for step in ("source", "release", "submitted", "autograded", "feedback"):
        here = stock.format_path(getattr(stock, f"{step}_directory"), "x", "e")
        assert str(found.folder(step, "x", "e")) == here, step
    assert found.mode == 0o644


def test_what_a_course_sets_is_followed(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.db_url = 'postgresql://u@h/b'\nc.CourseDirectory.feedback_directory = 'retours'\n"
        "c.CourseDirectory.groupshared = True\nc.CourseDirectory.student_id_exclude = 'a,b'\n"
    )
    for student in "abc":
        (tmp_path / "autograded" / student / "e").mkdir(parents=True)
    found = Course(tmp_path)
    assert found.db_url == "postgresql://u@h/b"
    assert found.folder("feedback", "x", "e") == tmp_path / "retours" / "x" / "e"
    assert found.students("e") == ["c"]
    assert found.mode == 0o664


def test_writing_pages_loads_neither_nbgrader_nor_jupyters_converters():
    code = "import sys, epreuves_kit.feedback.batch; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "sqlalchemy" in loaded
    assert not {"nbgrader", "nbconvert", "nbformat", "jupytext", "matplotlib", "IPython"} & set(loaded)
