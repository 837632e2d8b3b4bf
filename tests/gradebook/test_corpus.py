"""Each copy of the corpus gets the verdict due to it, on real nbgrader, and leaves the course as it was."""

import hashlib
import json
import re

import nbformat
import psutil
import pytest
from nbgrader.api import Gradebook

from epreuves.answers.handing_in import ID as LAST_CELL
from epreuves_kit.runner.warm import missing
from tests.corpus import ASSIGNMENT, QUESTIONS, all_copies

#: What an autograded copy may show; in what a page renders, besides, nothing may open a tag.
SHOWN = ("text/plain", "text/html", "image/png", "image/jpeg")
RENDERED = ("text/markdown", "text/latex")
OPENS_A_TAG = re.compile(r"<[A-Za-z/!?]")
COPIES = {copy.name: copy for copy in all_copies()}
#: Those whose verdict this machine can give.
JUDGED = [
    pytest.param(copy.name, marks=pytest.mark.skipif("WALLS" in copy.made and bool(missing()), reason=missing()))
    for copy in COPIES.values()
]


@pytest.mark.parametrize("name", JUDGED)
def test_a_copy_gets_the_verdict_due_to_it(name, results, schemes):
    copy, found = COPIES[name], results[name]
    due_status = copy.status if isinstance(copy.status, tuple) else (copy.status,)
    assert found["status"] in due_status, found["reason"]
    assert copy.reason in found["reason"]
    if found["status"] == "missing":
        assert found["questions"] == {}
        return
    assert set(found["questions"]) == set(QUESTIONS)
    own, _ = schemes(name)
    assert found["variant"] == own.variant
    for question, (outcome, more) in copy.due.items():
        mark, full = found["questions"][question], own.question(question).points
        assert mark["max"] == full
        assert mark["sentence"]
        if outcome == "any":
            assert more is None or mark["points"] == more, mark
            continue
        assert mark["outcome"] == outcome, mark
        if outcome in ("right", "follow_through"):
            assert mark["points"] == full
        elif outcome == "mistake":
            part = next(m.part for m in own.question(question).mistakes if m.code == more)
            assert (mark["mistake"], mark["points"]) == (more, round(part * full, 2))
        elif outcome == "partial":
            assert 0 < mark["points"] < full
        else:
            assert mark["points"] == 0


def test_the_batch_ends_with_one_result_for_each_copy(results, marked):
    assert set(results) == set(COPIES)
    for half in (0, 1):
        lines = (marked / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(lines) == len({json.loads(line)["student"] for line in lines})


def digests(course):
    """Content of all that a course has but what marking writes."""
    return {
        str(path.relative_to(course)): hashlib.blake2b(path.read_bytes()).hexdigest()
        for folder in ("source", "release", "datasets", "sujets")
        for path in sorted((course / folder).rglob("*"))
        if path.is_file()
    } | {
        name: hashlib.blake2b((course / name).read_bytes()).hexdigest()
        for name in ("nbgrader_config.py", "seance.yaml")
    }


@pytest.mark.parametrize("half", [0, 1])
def test_no_copy_writes_in_the_course(half, marked, model):
    course = marked / str(half)
    assert digests(course) == digests(model)
    assert {p.name for p in course.iterdir()} - {".epreuves"} == {p.name for p in model.iterdir()} - {".epreuves"}
    for copy in (course / "submitted").iterdir():
        assert copy.name in COPIES
        assert not (copy / ASSIGNMENT / "mot.txt").exists()


@pytest.mark.parametrize("half", [0, 1])
def test_the_gradebook_holds_the_marks_that_were_told(half, marked, results):
    with Gradebook(f"sqlite:///{marked / str(half) / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            told = results[submission.student.id]["questions"]
            for grade in submission.notebooks[0].grades:
                if grade.name in told:
                    assert (grade.auto_score, grade.manual_score, grade.needs_manual_grade) == (
                        told[grade.name]["points"],
                        None,
                        False,
                    )
                elif grade.name == "C15_3-synthese":
                    assert (grade.auto_score, grade.needs_manual_grade) == (0, False)
                else:
                    assert (grade.auto_score, grade.manual_score, grade.needs_manual_grade) == (
                        None,
                        None,
                        True,
                    )


def test_what_a_copy_started_does_not_outlive_its_run(results):
    assert "descendants_qui_survivent" in results
    left = [
        p.info["cmdline"]
        for p in psutil.process_iter(["cmdline"])
        if "epreuve_descendant" in " ".join(p.info["cmdline"] or ())
    ]
    assert left == []


def test_autograded_copies_hold_no_archive_no_data_and_nothing_that_acts(marked, results):
    for name, found in results.items():
        place = next(
            (p for half in (0, 1) if (p := marked / str(half) / "autograded" / name / ASSIGNMENT).is_dir()),
            None,
        )
        if place is None:
            assert found["status"] in ("missing", "error")
            continue
        assert not (place / "variantes").exists()
        assert not (place / "donnees").exists()
        notebook = nbformat.read(place / f"{ASSIGNMENT}.ipynb", as_version=4)
        nbformat.validate(notebook)
        for cell in notebook.cells:
            for output in cell.get("outputs", ()):
                data = output.get("data", {})
                assert set(data) <= {*SHOWN, *RENDERED}
                for kind in RENDERED:
                    assert not OPENS_A_TAG.search(data.get(kind, ""))


def test_the_cell_that_tells_what_is_missing_shows_nothing_in_a_marked_copy(marked, results):
    places = [p for half in (0, 1) for p in (marked / str(half) / "autograded").glob(f"*/{ASSIGNMENT}/*.ipynb")]
    assert places
    for place in places:
        notebook = nbformat.read(place, as_version=4)
        (cell,) = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == LAST_CELL]
        assert cell.outputs == [], place


def test_mends_and_reasons_are_told_to_the_grader_in_the_first_cell(marked, results):
    for name, expected in (
        ("noyau_r", "Noyau « ir »"),
        ("notebook_renomme", "Fichier « e98_publicite (1).ipynb »"),
        ("fichier_vide", "Le fichier rendu est vide"),
    ):
        place = next(p for half in (0, 1) if (p := marked / str(half) / "autograded" / name / ASSIGNMENT).is_dir())
        first = nbformat.read(place / f"{ASSIGNMENT}.ipynb", as_version=4).cells[0]
        assert expected in first.source
    assert any("C15_2-moyen" in mend for mend in results["verification_supprimee"]["mends"])
