"""Which criteria of a copy are judged on writings that were left as they were given out."""

import json

import pytest

from epreuves_kit.course.stamps import TEXT_STUB
from epreuves_kit.rubric.appreciation import Copy, Criterion
from epreuves_kit.rubric.unwritten import doubts, unwritten


def cell(source, id="", **meta):
    marks = {"grade_id": id, "grade": False, "solution": False, "locked": False, "task": False} | meta
    return {"cell_type": "markdown", "metadata": {"nbgrader": marks} if id else {}, "source": source}


def criterion(id, look, competence="C1.1"):
    return Criterion("n", id, competence, "", look, ("", "", "", ""), 3.0)


@pytest.fixture
def copy(tmp_path):
    """A copy of two writings of one compétence and one of another, and what is written in them, with the cells added under each."""

    def made(*texts, added=(), files=()):
        cells = []
        for letter, id, text in zip("ABC", ("C1_1-a", "C1_1-b", "C1_2-c"), texts, strict=True):
            cells.append(cell(f"### Écrit {letter} — Titre", f"titre-{letter}", locked=True))
            cells.append(cell(text or TEXT_STUB, id, grade=True, solution=True))
            cells += [cell(source) for where, source in added if where == letter]
        record = {"status": "marked", "files": [{"id": id, "asked": "x", "name": "x.pdf"} for id in files]}
        path = tmp_path / "n.ipynb"
        path.write_text(
            json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"epreuves": record}, "cells": cells}),
            "utf-8",
        )
        return Copy("k", 7, "n", ("lea",), str(path))

    return made


LOOKS = {
    "C1_1-k1": "Jugé sur l'écrit A, point 1 : le contexte.",
    "C1_1-k2": "Jugé sur les écrits A et B : l'ordre.",
    "C1_1-k3": "Jugé sur la note (écrit B, point 2).",
    "C1_1-k4": "Jugé sur l'affiche.",
}
CRITERIA = [criterion(id, look) for id, look in LOOKS.items()]


@pytest.mark.parametrize(
    ("texts", "blank"),
    [
        (("", "", "Vu."), {"C1_1-k1", "C1_1-k2", "C1_1-k3", "C1_1-k4"}),
        (("", "Vu.", ""), {"C1_1-k1"}),
        (("Vu.", "", ""), {"C1_1-k3"}),
        (("Vu.", "Vu.", ""), set()),
    ],
)
def test_a_criterion_is_judged_on_the_writings_that_it_names_else_on_those_of_its_competence(texts, blank, copy):
    assert set(unwritten(copy(*texts), CRITERIA)) == blank


def test_what_is_written_under_a_writing_and_a_picture_in_it_count(copy):
    assert unwritten(copy("", "", "", added=[("A", "Ma réponse."), ("B", "![](a.png)")]), CRITERIA) == {}


def test_a_criterion_that_names_no_writing_is_judged_on_the_file_that_was_handed_in(copy):
    found = unwritten(copy("", "", "", files=["C1_1-fichier"]), CRITERIA)
    assert set(found) == {"C1_1-k1", "C1_1-k2", "C1_1-k3"}


def test_levels_above_0_alone_are_told_with_their_writings(copy):
    told = doubts(copy("", "Vu.", ""), {"C1_1-k1": 2, "C1_1-k3": 3}, CRITERIA)
    assert told.replace("\N{NO-BREAK SPACE}", " ") == (
        "Copie n° 7, écrit resté tel qu'il a été distribué : C1.1-k1 (niveau 2 : « Écrit A — Titre »). À revoir."
    )
    assert doubts(copy("", "Vu.", ""), {"C1_1-k1": 0, "C1_1-k2": None}, CRITERIA) == ""
