"""Receipts: what came in is told as marking will read it, the same twice, and nothing of a copy acts in a page."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from epreuves.answers import typed
from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.cli import application
from epreuves_kit.exam import filled, receipts
from epreuves_kit.referentiel.reading import referentiel
from tests.corpus import ASSIGNMENT
from tests.course import ROOT
from tests.gradebook.pages import acting


@pytest.fixture
def course(marked_groups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Groups whose copies lie in `submitted/`."""
    root = Path(shutil.copytree(marked_groups, tmp_path / "cours"))
    monkeypatch.chdir(root)
    return root


def accuses(*words: str) -> tuple[dict[str, dict[str, Any]], int]:
    """Receipts by candidate, and the exit code."""
    result = CliRunner().invoke(application(["accuses"]), ["accuses", *words, "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return {one["candidate"]: one for one in map(json.loads, result.stdout.splitlines())}, result.exit_code


def alone(course: Path) -> str:
    """Somebody who handed a notebook of their own in."""
    found, _ = accuses()
    return next(who for who in found if notebook_of(course, who, "rex").is_file())


def notebook_of(course: Path, who: str, name: str) -> Path:
    return course / "submitted" / who / ASSIGNMENT / f"{name}.ipynb"


def test_each_notebook_is_told_with_its_own_digest_its_answers_and_its_words(course):
    found, _ = accuses()
    assert len(found) > 3
    for who, one in found.items():
        for notebook in one["notebooks"]:
            path = notebook_of(course, who, notebook["name"])
            # The collective notebook may be another member's.
            if notebook["file"] is not None and path.is_file() and notebook["name"] != ASSIGNMENT:
                assert notebook["file"]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
            assert 0 <= notebook["answered"] <= notebook["asked"]
    assert any(n["answered"] for one in found.values() for n in one["notebooks"])
    assert any(w["words"] for one in found.values() for n in one["notebooks"] for w in n["writings"])


def test_a_page_and_a_line_for_each_and_the_same_bytes_twice(course):
    accuses()
    pages = {p: p.read_bytes() for p in (course / "accuses").rglob("*") if p.is_file()}
    found, _ = accuses()
    assert {p: p.read_bytes() for p in (course / "accuses").rglob("*") if p.is_file()} == pages
    assert {p.parent.name for p in pages if p.suffix == ".html"} == set(found)
    with (course / "accuses" / "accuses.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter=";"))
    assert {row["Candidat"] for row in rows} == set(found)
    assert {row["Identifiant de l'épreuve"] for row in rows} == {ASSIGNMENT}
    assert {row["Épreuve"] for row in rows} == {"E98"}
    official = referentiel(ROOT).known(EpreuveId("e17_impact_digital"))
    assert receipts.Receipt("lea", "Léa", official.id, official.title, "reçue").label == official.label


def test_a_copy_that_does_not_read_or_holds_nothing_is_told_the_day_it_comes(course):
    who = alone(course)
    path = notebook_of(course, who, "rex")
    path.write_bytes(path.read_bytes()[:2000])
    found, code = accuses("--candidat", who)
    assert (code, found[who]["state"]) == (1, "illisible")
    assert any("tronqué ou abîmé" in said for said in found[who]["said"])
    shutil.copy(course / "release" / ASSIGNMENT / "rex.ipynb", path)
    (told,) = (n for n in accuses("--candidat", who)[0][who]["notebooks"] if n["name"] == "rex")
    assert (told["answered"], sum(w["words"] for w in told["writings"])) == (0, 0)


def test_a_question_counts_once_whether_it_is_typed_in_its_form_or_written_in_code(course):
    released = json.loads((course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes())
    first, second, *_ = filled.questions(released)
    (cell,) = filled.questions(released)[first]
    given = typed.TypedAnswers(ASSIGNMENT, {first: typed.TypedAnswer("12,5"), second: typed.TypedAnswer(" ")})
    typed_in = filled.typed_in(typed.encoded(given), ASSIGNMENT)
    assert typed_in == {first}
    many = len(filled.questions(released))
    assert filled.answered(released, {}, ()) == (0, many)
    assert filled.answered(released, {}, typed_in) == (1, many)
    assert filled.answered(released, {cell: "moyen = 12.5"}, typed_in) == (1, many)
    for wrong in (b"{", typed.encoded(given)[:-9]):
        assert filled.typed_in(wrong, ASSIGNMENT) == frozenset()
    assert filled.typed_in(typed.encoded(given), "une_autre") == frozenset()


def test_one_copy_looked_at_again_leaves_the_lines_of_the_others(course):
    accuses()
    path = course / "accuses" / "accuses.csv"
    before = path.read_bytes()
    accuses("--candidat", alone(course))
    assert path.read_bytes() == before
    # As an earlier version wrote it, without a column for the identifier: no line is lost, nor told twice.
    with path.open(encoding="utf-8-sig", newline="") as opened:
        head, *rows = csv.reader(opened, delimiter=";")
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        csv.writer(opened, delimiter=";").writerows([head[:-1], *([*row[:4], row[-1], *row[5:-1]] for row in rows)])
    accuses("--candidat", alone(course))
    with path.open(encoding="utf-8-sig", newline="") as opened:
        assert [(row[0], row[6], row[-1]) for row in csv.reader(opened, delimiter=";")][1:] == [
            (row[0], row[6], row[-1]) for row in rows
        ]


def test_hours_are_those_of_the_school(course):
    who = alone(course)
    (course / "submitted" / who / ASSIGNMENT / "timestamp.txt").write_text("2026-06-12 11:51:00 UTC", "utf-8")
    assert accuses("--candidat", who)[0][who]["at"] == "2026-06-12T13:51:00+02:00"
    assert "12/06/2026 à 13:51" in (course / "accuses" / who / f"{ASSIGNMENT}.html").read_text("utf-8")


def test_nothing_of_a_copy_acts_in_its_receipt(course):
    who = alone(course)
    folder = course / "submitted" / who / ASSIGNMENT
    (folder / "<img src=x onerror=alert(1)>.pdf").write_bytes(b"%PDF-1.4")
    (folder / "\u202eexe.txt").write_text("x", "utf-8")
    (folder / "timestamp.txt").write_text("<script>alert(1)</script>", "utf-8")
    found, _ = accuses("--candidat", who)
    assert any("L'heure de réception n'est pas connue" in said for said in found[who]["said"])
    page = (course / "accuses" / who / f"{ASSIGNMENT}.html").read_text("utf-8")
    assert "&lt;img src=x" in page
    assert "\u202e" not in page
    assert acting(page.split("</head>")[1]) == []


def test_who_is_not_enrolled_is_refused(course):
    result = CliRunner().invoke(application(["accuses"]), ["accuses", "--candidat", "personne"])
    assert result.exit_code == 2
    assert "n'est pas inscrit" in result.stderr
