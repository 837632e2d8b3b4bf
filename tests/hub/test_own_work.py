"""A candidate's work as their page tells of it: what is theirs, what changed since it was handed in, what handing in would be."""

from __future__ import annotations

import base64
import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.extensions.hub.own_work import CandidateWork
from tests.corpus import ASSIGNMENT
from tests.exam.test_papers import picture

NOTEBOOK = f"{ASSIGNMENT}.ipynb"
#: A picture, as a notebook keeps one that was pasted.
POINT = base64.b64encode(picture(1, 1)).decode()


@pytest.fixture
def work(tmp_path: Path, model: Path) -> CandidateWork:
    """An épreuve that a candidate has received, and nothing more."""
    released = model / "release" / ASSIGNMENT
    shutil.copytree(released, tmp_path / ASSIGNMENT)
    return CandidateWork(tmp_path, "lea", EpreuveId(ASSIGNMENT), released)


def changed(work: CandidateWork, rank: int, **cell: Any) -> None:
    """Change a cell of the notebook."""
    path = work.folder / NOTEBOOK
    notebook = json.loads(path.read_bytes())
    notebook["cells"][rank] |= cell
    path.write_text(json.dumps(notebook), "utf-8")


def test_what_the_epreuve_gave_with_its_notebooks_is_not_the_candidate_s(work: CandidateWork) -> None:
    for name in (
        "donnees/pub.csv",
        "feedback/2026/e98.html",
        "timestamp.txt",
        ".ipynb_checkpoints/x",
        "__pycache__/a.pyc",
    ):
        (work.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (work.folder / name).write_text("x")
    for name in ("plan média.xlsx", "images/à garder.png", "reponses.json"):
        (work.folder / name).parent.mkdir(exist_ok=True)
        (work.folder / name).write_text("x")
    assert [*work.own_files(work.folder)] == [NOTEBOOK, "images/à garder.png", "plan média.xlsx", "reponses.json"]
    assert work.left_out(0) != ()
    assert work.left_out(10_000_000) == ()


def test_a_notebook_that_was_run_again_is_not_changed_and_a_cell_a_file_or_an_image_that_was_is(
    work: CandidateWork, tmp_path: Path
) -> None:
    copy = tmp_path / "copie"
    shutil.copytree(work.folder, copy)
    assert not work.changed_since(copy, 10_000_000)
    changed(work, -1, outputs=[{"output_type": "stream", "name": "stdout", "text": "ok"}], execution_count=7)
    assert not work.changed_since(copy, 10_000_000)
    changed(work, 0, attachments={"image.png": {"image/png": POINT}})
    assert work.changed_since(copy, 10_000_000)
    changed(work, 0, attachments={})
    (work.folder / "ajout.txt").write_text("x" * 200_000)
    assert work.changed_since(copy, 10_000_000)
    # What is too large to be taken would not be by another copy either.
    assert not work.changed_since(copy, 100_000)
    (work.folder / "ajout.txt").unlink()
    (work.folder / NOTEBOOK).write_bytes((work.folder / NOTEBOOK).read_bytes()[:-40])
    assert work.changed_since(copy, 10_000_000)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"cells": [3, {"source": 4}]}'])
def test_a_notebook_that_does_not_read_is_still_listed(work: CandidateWork, content: bytes) -> None:
    (work.folder / NOTEBOOK).write_bytes(content)
    assert work.begun
    assert work.title == "E98 · La boutique"
    assert work.filled.startswith("0 réponse sur 5, 0 mot ; enregistré à ")
    # Given out no more, its own folder is all that tells.
    alone = CandidateWork(work.folder.parent, "lea", EpreuveId(ASSIGNMENT), Path("/nulle/part"))
    assert alone.title == f"E98 · {ASSIGNMENT}"
    assert [paper.name for paper in alone.papers] == [ASSIGNMENT]


def test_a_copy_in_the_place_of_one_that_was_on_time_is_told(work: CandidateWork) -> None:
    now = datetime.datetime.now(datetime.UTC)

    def held(ends: datetime.datetime) -> CandidateWork:
        place = work.folder / "seance.json"
        session = json.loads(place.read_bytes())
        begins = ends - datetime.timedelta(hours=2)
        session["passation"] = {"heures": {"debut": begins.isoformat(), "fin": ends.isoformat()}}
        place.write_text(json.dumps(session), "utf-8")
        return CandidateWork(work.folder.parent, "lea", EpreuveId(ASSIGNMENT), work.folder)

    before, after = held(now + datetime.timedelta(hours=1)), held(now - datetime.timedelta(minutes=10))
    assert before.replacing(None) == []
    assert [said[:27] for said in before.replacing(now)] == ["Une copie est déjà rendue, "]
    late, again, instead = after.replacing(now - datetime.timedelta(minutes=20))
    assert "est passée depuis 10 minutes" in late
    assert "comptera à sa place" in again
    assert instead == "La copie rendue à l'heure serait remplacée par une copie en retard."
    assert len(after.replacing(now - datetime.timedelta(minutes=5))) == 2
    # Once it is over and handed in, nobody is pressed.
    assert after.time(handed=True) == []
    assert "Rendez-la sans attendre" in after.time(handed=False)[0]
