"""A course of marked copies, honest and hostile, judged; and the pages that nbgrader's own command wrote in it."""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning
from typer.testing import CliRunner, Result

from epreuves_kit.cli import application
from epreuves_kit.feedback.receipt import NAMES as NAMES_OF_RECEIPT
from tests.conftest import nbgrader, once
from tests.corpus import ASSIGNMENT

#: Copies renamed: what people and spreadsheets make of names.
NAMES = {
    "blanche": "Le Gall, Anne",
    "parfaite": '=HYPERLINK("x")',
    "fichier_vide": "Élodie d'Été <b>",
    "nombre_geant": "a+b & co. (2)",
}
#: A student whose copy has two more notebooks, which the kit did not mark.
THREE = "trois_notebooks"
TRUNCATED = "copie_tronquee"
UNKNOWN = "sans_ligne_au_carnet"
SCRIPT = "<script>alert(1)</script> & **gras**"


@pytest.fixture(scope="session")
def judged(marked: Path, shared: Path) -> Path:
    """A course whose pages nbgrader wrote, in `feedback/`; not to be written in."""
    course = shared / "restitutions"
    with once(shared, "restitutions") as first:
        if first:
            shutil.rmtree(course, ignore_errors=True)
            half = next(h for h in ("0", "1") if (marked / h / "autograded" / "parfaite").is_dir())
            shutil.copytree(marked / half, course, symlinks=True)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SAWarning)  # nbgrader's own session warns of what it makes
                _prepare(course)
            done = nbgrader(course, "generate_feedback", ASSIGNMENT, check=False)
            assert done.returncode == 1, "copies that cannot be told are among them"
    return course


@pytest.fixture
def course(judged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that course without any page, in which one stands."""
    place = tmp_path / "cours"
    shutil.copytree(judged, place, symlinks=True, ignore=shutil.ignore_patterns("feedback", "submitted"))
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def feedback() -> Callable[..., tuple[Result, dict[str, list[dict[str, Any]]]]]:
    """Run `epreuves feedback --json` where one stands; gives how it ended, and each student's results."""

    def run(*words: str) -> tuple[Result, dict[str, list[dict[str, Any]]]]:
        ended = CliRunner().invoke(application(), ["feedback", ASSIGNMENT, "--json", *words])
        assert ended.exit_code in (0, 1), ended.output
        found: dict[str, list[dict[str, Any]]] = {}
        for line in ended.stdout.splitlines():
            result = json.loads(line)
            found.setdefault(result["student"], []).append(result)
        return ended, found

    return run


def files(course: Path) -> dict[str, bytes]:
    """All the files in a course's `feedback/`, by path."""
    place = course / "feedback"
    return {p.relative_to(place).as_posix(): p.read_bytes() for p in place.rglob("*") if not p.is_dir()}


def pages(course: Path) -> dict[str, bytes]:
    """The same but for what nbgrader reads beside pages to release them."""
    return {path: content for path, content in files(course).items() if path.split("/")[-1] not in NAMES_OF_RECEIPT}


def gradebook(course: Path) -> Gradebook:
    """A course's gradebook, through nbgrader's own classes."""
    return Gradebook(f"sqlite:///{course / 'gradebook.db'}", "marketing-communication")


def _prepare(course: Path) -> None:
    marked = course / "autograded"
    with gradebook(course) as book:
        for old, new in NAMES.items():
            (marked / old).rename(marked / new)
            student = book.find_student(old)
            submission = book.find_submission(ASSIGNMENT, old)
            book.add_student(new)
            submission.student = book.find_student(new)
            book.db.delete(student)
        submissions = sorted(book.assignment_submissions(ASSIGNMENT), key=lambda s: s.student.id)
        for number, submission in enumerate(submissions):
            _judge(submission.notebooks[0], number)
        book.db.commit()
        _three(book, marked)
    model = marked / NAMES["parfaite"] / ASSIGNMENT
    for name in (TRUNCATED, UNKNOWN):
        shutil.copytree(model, marked / name / ASSIGNMENT)
    with gradebook(course) as book:
        book.add_student(TRUNCATED)
        book.add_submission(ASSIGNMENT, TRUNCATED)
    path = marked / TRUNCATED / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:5000])


def _judge(notebook: Any, number: int) -> None:
    """Levels, revised marks, bonuses, comments and penalties, here and there."""
    tasks = {cell.name for cell in notebook.notebook.task_cells}
    for rank, grade in enumerate(sorted(notebook.grades, key=lambda g: g.name)):
        if grade.name in tasks and (number + rank) % 3:
            grade.manual_score = round(grade.max_score * ((number + rank) % 4) / 3, 4)
            grade.needs_manual_grade = False
        elif grade.name not in tasks and (number + rank) % 7 == 0:
            grade.manual_score, grade.extra_credit = 0.5, 0.25
    for rank, comment in enumerate(sorted(notebook.comments, key=lambda c: c.name)):
        if (number + rank) % 2:
            comment.manual_comment = f"{SCRIPT}\r\nCopie {number}, « à revoir »."
    notebook.late_submission_penalty = 1.5 if number % 5 == 0 else None


def _three(book: Gradebook, marked: Path) -> None:
    """A copy of three notebooks: the épreuve's, and two ordinary ones with a code cell, a written answer, and a task."""
    for name in ("rex", "calculs"):
        book.add_notebook(name, ASSIGNMENT)
        book.add_grade_cell("test_moyenne", name, ASSIGNMENT, max_score=3, cell_type="code")
        book.add_grade_cell("avis", name, ASSIGNMENT, max_score=4, cell_type="markdown")
        book.add_solution_cell("avis", name, ASSIGNMENT)
        book.add_task_cell("tache", name, ASSIGNMENT, max_score=2, cell_type="markdown")
    book.add_student(THREE)
    book.add_submission(ASSIGNMENT, THREE)
    folder = marked / THREE / ASSIGNMENT
    shutil.copytree(marked / NAMES["parfaite"] / ASSIGNMENT, folder)
    cells = [
        _cell("markdown", "# Retour d'expérience", grade_id="titre", locked=True),
        _cell("markdown", "## Question 1. La moyenne", grade_id="q1", locked=True),
        _cell("code", "assert moyenne == 2", grade_id="test_moyenne", grade=True, locked=True, points=3),
        _cell("markdown", SCRIPT, grade_id="avis", grade=True, solution=True, points=4),
        _cell("markdown", "Faites ceci.", grade_id="tache", task=True, points=2),
    ]
    for name in ("rex", "calculs"):
        written = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        (folder / f"{name}.ipynb").write_text(json.dumps(written), encoding="utf-8")
    for name, score in (("test_moyenne", 3.0), ("avis", 2.5)):
        grade = book.find_grade(name, "rex", ASSIGNMENT, THREE)
        grade.manual_score, grade.needs_manual_grade = score, False
    book.find_comment("tache", "rex", ASSIGNMENT, THREE).manual_comment = f"Bien vu. {SCRIPT}"
    book.db.commit()


def _cell(kind: str, source: str, **nbgrader: Any) -> dict[str, Any]:
    whole = {
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
        "schema_version": 3,
    } | nbgrader
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {
        "cell_type": kind,
        "id": nbgrader["grade_id"],
        "metadata": {"nbgrader": whole},
        "source": source.splitlines(True),
    } | code
