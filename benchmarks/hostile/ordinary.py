"""The trial épreuve as an ordinary assignment: the same questions, with the kit's expected values in asserts, for nbgrader and for otter.

Both have what their own documentation advises: the candidate's cell, then a cell of tests whose values are hidden from the release
(nbgrader), or that lie in the autograder's archive (otter). Tolerances are the épreuve's own, points as well.
"""

from __future__ import annotations

import copy
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import nbformat

from epreuves_kit.marking.reference import compute
from tests.corpus import ASSIGNMENT, GOOD, QUESTIONS, code, grade_id, written

DATA = """
import pandas as pd

pub = pd.read_csv("pub.csv", sep=";", decimal=",", encoding="utf-8-sig")
jours = pd.read_csv("jours.csv", sep=";", decimal=",", encoding="utf-8-sig", parse_dates=["jour"])
"""
#: A neighbour marked before the copy, the copy, and one marked after it.
STUDENTS = ("a_temoin", "h_copie", "zz_temoin")
#: otter's names of questions: identifiers.
NAMES = {question: question.replace("-", "_") for question in QUESTIONS}


def asserts(model: Path) -> dict[str, str]:
    """For each question, one statement that is true of a right answer, on variant A."""
    scheme = compute(model / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", "A")
    roas = dict(scheme.question("C15_1-roas").expected)
    day = scheme.question("C15_2-jour").expected
    return {
        "C15_1-roas": f"assert set(dict(roas)) == set({roas!r}) and all(abs(dict(roas)[c] - v) <= 0.01 * v for c, v in {roas!r}.items())",
        "C15_2-meilleur": f"assert meilleur == {scheme.question('C15_2-meilleur').expected!r}",
        "C15_2-moyen": f"assert abs(moyen - {scheme.question('C15_2-moyen').expected!r}) <= 0.005 * moyen",
        "C15_2-jour": f"assert str(meilleur_jour)[:10] == {str(day)[:10]!r}",
        "C15_3-graphe": f"assert graphe.get_title() and all(abs(b.get_height() - v) <= 0.02 * v for b, v in zip(graphe.patches, {list(roas.values())!r}, strict=True))",
    }


def points(model: Path) -> dict[str, float]:
    """Points of each question."""
    scheme = compute(model / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", "A")
    return {q.id: q.points for q in scheme.questions}


def _notebook(model: Path) -> dict[str, Any]:
    """The épreuve's released notebook, with the data read by pandas and without what only the kit knows."""
    path = model / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"] = [
        c
        for c in notebook["cells"]
        if grade_id(c) != "auto_evaluation" and not c["metadata"].get("nbgrader", {}).get("task")
    ]
    for cell in notebook["cells"]:
        if grade_id(cell) == "preparation":
            cell["source"] = DATA
    return notebook


def nbgrader_course(model: Path, course: Path, run) -> None:
    """An ordinary nbgrader course in a new folder: source, release, gradebook; `run` runs nbgrader there."""
    notebook = _notebook(model)
    said = asserts(model)
    for cell in notebook["cells"]:
        if (id := grade_id(cell)) in said:
            cell["source"] = f"### BEGIN HIDDEN TESTS\n{said[id]}\n### END HIDDEN TESTS"
        elif id in GOOD and cell["cell_type"] == "code":
            cell["source"] = f"### BEGIN SOLUTION\n{GOOD[id]}\n### END SOLUTION"
    source = course / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    (source / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(notebook), "utf-8")
    _data(model, source)
    (course / "nbgrader_config.py").write_text(
        "from epreuves_kit.gradebook.config import reach_own_programs\nreach_own_programs()\nc = get_config()\nc.Execute.timeout = 6\n",
        "utf-8",
    )
    (course / "submitted").mkdir()
    run(course, "generate_assignment", ASSIGNMENT)
    for name in ("sujets", "datasets"):
        (course / name).mkdir()
    (course / "seance.yaml").write_text("", "utf-8")


def otter_course(model: Path, course: Path, otter: Path) -> None:
    """A folder with otter's autograder.zip and, in `release/`, the notebook that is given out."""
    notebook = copy.deepcopy(_notebook(model))
    for cell in notebook["cells"]:
        if (id := grade_id(cell)) in NAMES:
            cell["source"] = f'grader.check("{NAMES[id]}")'
    notebook["cells"].insert(0, code('import otter\n\ngrader = otter.Notebook(tests_dir="tests")'))
    release = course / "release" / ASSIGNMENT
    release.mkdir(parents=True)
    (release / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(notebook), "utf-8")
    # `otter run` writes into folders that are there.
    for name in ("source", "submitted", "sujets", "datasets", *(f"autograded/{s}" for s in STUDENTS)):
        (course / name).mkdir(parents=True)
    for name in ("nbgrader_config.py", "seance.yaml"):
        (course / name).write_text("", "utf-8")
    tests, scale = course / "source" / "tests", points(model)
    tests.mkdir()
    for id, said in asserts(model).items():
        case = {"code": f">>> {said}\n", "hidden": True, "locked": False}
        test = {
            "name": NAMES[id],
            "points": scale[id],
            "suites": [{"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}],
        }
        (tests / f"{NAMES[id]}.py").write_text(f"OK_FORMAT = True\n\ntest = {test!r}\n", "utf-8")
    _data(model, course / "source")
    subprocess.run(
        [
            str(otter),
            "generate",
            "-t",
            "tests",
            "-o",
            str(course / "autograder.zip"),
            "--no-environment",
            "pub.csv",
            "jours.csv",
        ],
        cwd=course / "source",
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(course / "autograder.zip") as archive:
        if not any(name.startswith("tests/") for name in archive.namelist()):
            raise ValueError("otter generate put no tests into its archive")


def right_copy(course: Path) -> dict[str, Any]:
    """The released notebook of a course with every answer right, asked to be there by its witnesses."""
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    return written(json.loads(json.dumps(released)), GOOD)


def _data(model: Path, folder: Path) -> None:
    for name in ("pub.csv", "jours.csv"):
        (folder / name).write_bytes((model / "datasets" / ASSIGNMENT / name).read_bytes())
