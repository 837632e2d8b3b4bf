"""Earlier states: kept apart from what is handed in, when something changed, within bounds, and taken back."""

import datetime
import json

import pytest

from epreuves.answers import typed
from epreuves.answers.handing_in import ID, KEY
from epreuves.answers.typed import TypedAnswer
from epreuves.entry import history
from epreuves.entry.history import keep_state, states, take_back

START = datetime.datetime(2026, 6, 9, 14, 0)


def minutes(count):
    return START + datetime.timedelta(minutes=count)


def notebook(writing):
    plan = {"notebook": "e99", "questions": [], "writings": [{"id": "a", "title": "Écrit A"}], "competences": []}
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {"nbgrader": {"grade_id": "a"}}, "source": writing},
        {"cell_type": "code", "id": ID, "metadata": {KEY: plan, "nbgrader": {"grade_id": ID}}, "source": "", "outputs": [{"output_type": "stream", "name": "stdout", "text": "x" * 1000}], "execution_count": 3},
    ]  # fmt: skip
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "e99"
    folder.mkdir()
    (folder / "seance.json").write_text('{"epreuve": "e99"}', encoding="utf-8")
    (folder / "e99.ipynb").write_text(notebook("Deux mots"), encoding="utf-8")
    typed.keep(folder, "q1", TypedAnswer("12"))
    return folder


def test_a_state_is_kept_outside_of_what_is_handed_in_and_says_what_it_holds(folder):
    assert keep_state(folder, START)
    assert not (folder / history.FOLDER).exists()
    (state,) = states(folder)
    assert state.at == START
    assert state.summary == "1 réponse saisie, 2 mots écrits"


def test_nothing_is_kept_too_soon_nor_where_nothing_changed(folder):
    assert keep_state(folder, START)
    typed.keep(folder, "q1", TypedAnswer("13"))
    assert not keep_state(folder, minutes(1))
    assert keep_state(folder, minutes(3))
    assert not keep_state(folder, minutes(10))
    assert [state.at for state in states(folder)] == [minutes(3), START]


def test_a_state_is_taken_back_and_the_one_before_is_kept(folder):
    keep_state(folder, START)
    typed.keep(folder, "q1", TypedAnswer("perdu"))
    (folder / "e99.ipynb").write_text(notebook(""), encoding="utf-8")
    assert take_back(folder, states(folder)[-1], minutes(1)) == ["e99.ipynb", "reponses.json"]
    assert typed.read(folder).answers["q1"].value == "12"
    assert json.loads((folder / "e99.ipynb").read_text("utf-8"))["cells"][0]["source"] == "Deux mots"
    last = states(folder)[0]
    take_back(folder, last, minutes(2))
    assert typed.read(folder).answers["q1"].value == "perdu"


def test_the_whole_stays_within_its_bound_the_oldest_going_first(folder, monkeypatch):
    keep_state(folder, START)
    monkeypatch.setattr(history, "_MOST_BYTES", 3 * states(folder)[0].path.stat().st_size)
    for count in range(1, 9):
        typed.keep(folder, "q1", TypedAnswer(str(count)))
        keep_state(folder, minutes(3 * count))
    kept = states(folder)
    assert kept[0].at == minutes(24)
    assert 1 <= len(kept) <= 3
    assert sum(state.path.stat().st_size for state in kept) <= history._MOST_BYTES


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 5000])
def test_a_damaged_state_is_left_out(folder, content):
    keep_state(folder, START)
    (history.folder_of(folder) / "2026-06-09 13h00m00.zip").write_bytes(content)
    (history.folder_of(folder) / "mes notes.zip").write_bytes(content)
    assert [state.at for state in states(folder)] == [START]
