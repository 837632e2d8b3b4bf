"""Self-assessment: saved at once, found again, read back without trust."""

import json
import os

import ipywidgets
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from epreuves import auto_evaluation
from epreuves.answers.allowed import Allowed
from epreuves.answers.published_words import PublishedWords
from epreuves.answers.self_assessment import FILE, MIMETYPE, AutoEvaluation, Estimation, read, register
from epreuves.variants.published import ExamSession, PublishedSitting, publish


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EPREUVES_CANAL", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


@pytest.fixture
def widgets(monkeypatch):
    """The panel's widgets, in order of creation."""
    made = []
    for name in ("ToggleButtons", "Textarea"):
        kind = getattr(ipywidgets, name)
        monkeypatch.setattr(ipywidgets, name, lambda *a, _kind=kind, **k: made.append(_kind(*a, **k)) or made[-1])
    return made


def shown(*competences, **written):
    with capture_output() as captured:
        auto_evaluation(*competences, **written)
    return captured


def test_each_change_of_the_panel_is_saved_at_once(tmp_path, widgets):
    shown("C15.1", "C15.2")
    level, reason = widgets[0], widgets[1]
    level.value = 2
    reason.value = "J'ai vérifié mes calculs."
    saved = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    assert saved["competences"]["C15.1"] == {"niveau": 2, "pourquoi": "J'ai vérifié mes calculs."}
    assert saved["competences"]["C15.2"] == {"niveau": None, "pourquoi": ""}
    assert os.listdir(tmp_path) == [FILE]


def test_the_panel_names_each_compétence_by_its_label_where_the_épreuve_s_folder_says_it(tmp_path, monkeypatch):
    titles = []
    html = ipywidgets.HTML
    monkeypatch.setattr(ipywidgets, "HTML", lambda *a, **k: titles.append(a[0]) or html(*a, **k))
    released = ExamSession("Juin", "une clé", words=PublishedWords({"U5.1": "Tenir un registre <à jour>"}))
    (tmp_path / "seance.json").write_bytes(publish(released))
    shown("U5.1", "AT1.CP2")
    assert "U5.1 — Tenir un registre &lt;à jour&gt;" in titles[0]
    assert titles[1].count("AT1.CP2") == 1
    assert "—" not in titles[1]


def test_the_panel_offers_the_four_levels_and_comes_back_as_it_was_left(widgets, tmp_path):
    register(tmp_path, AutoEvaluation({"C15.1": Estimation(3, "Fait seul.")}))
    shown("C15.1")
    assert [label for label, _ in widgets[0].options] == [
        "non acquis",
        "en cours d'acquisition",
        "acquis",
        "maîtrisé",
    ]
    assert (widgets[0].value, widgets[1].value) == (3, "Fait seul.")


def test_the_state_also_lies_in_the_notebook_s_outputs():
    captured = shown("C15.1", niveaux={"C15.1": 1}, pourquoi={"C15.1": "À revoir."})
    data = captured.outputs[0].data
    assert data[MIMETYPE]["competences"]["C15.1"] == {"niveau": 1, "pourquoi": "À revoir."}
    assert "C15.1 : en cours d'acquisition — À revoir." in data["text/plain"]


def test_levels_can_be_written_where_widgets_do_not_work(monkeypatch, tmp_path):
    def broken(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(ipywidgets, "ToggleButtons", broken)
    captured = shown("C15.1", niveaux={"C15.1": 2})
    assert 'auto_evaluation("C15.1", niveaux={"C15.1": 2}' in captured.stdout
    assert read(tmp_path).competences == {"C15.1": Estimation(2, "")}


def test_in_the_sandbox_the_recorded_state_is_only_shown(monkeypatch, tmp_path, widgets):
    register(tmp_path, AutoEvaluation({"C15.1": Estimation(3)}))
    before = (tmp_path / FILE).read_bytes()
    monkeypatch.setenv("EPREUVES_CANAL", "1")
    captured = shown("C15.1", niveaux={"C15.1": 0})
    assert captured.outputs[0].data[MIMETYPE]["competences"]["C15.1"]["niveau"] == 3
    assert (tmp_path / FILE).read_bytes() == before
    assert widgets == []


def test_words_that_cannot_be_read_are_set_aside_not_lost(tmp_path):
    (tmp_path / FILE).write_text("{presque", encoding="utf-8")
    shown("C15.1", niveaux={"C15.1": 1})
    assert (tmp_path / "autoevaluation.illisible.json").read_text(encoding="utf-8") == "{presque"
    assert read(tmp_path).competences["C15.1"].level == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: auto_evaluation(), "donnez les compétences"),
        (lambda: auto_evaluation("15.1"), "code de compétence attendu"),
        (lambda: auto_evaluation("C15.1", niveaux={"C15.1": 4}), "un niveau de 0 à 3 est attendu pour C15.1"),
        (lambda: auto_evaluation("C15.1", niveaux={"C15.1": True}), "un niveau de 0 à 3"),
        (lambda: auto_evaluation("C15.1", niveaux={"C1.1": 1}), "ne fait pas partie"),
        (lambda: auto_evaluation("C15.1", pourquoi={"C15.1": 3}), "un texte de 2000 caractères au plus"),
    ],
)
def test_what_cannot_be_meant_is_told(call, words):
    with pytest.raises(ValueError, match=words):
        call()


NOTEBOOK = {
    "cells": [
        {"outputs": [{"data": {MIMETYPE: {"v": 1, "competences": {"C15.1": {"niveau": 1, "pourquoi": ""}}}}}]},
        {"outputs": [{"data": {MIMETYPE: {"v": 1, "competences": {"C15.1": {"niveau": 9}}}}}]},
        {"source": "rien"},
    ]
}


def test_the_file_is_read_first_and_the_notebook_when_there_is_none(tmp_path):
    assert read(tmp_path, NOTEBOOK).competences == {"C15.1": Estimation(1, "")}
    register(tmp_path, AutoEvaluation({"C15.1": Estimation(2)}))
    assert read(tmp_path, NOTEBOOK).competences == {"C15.1": Estimation(2, "")}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"v": 1, "competences": {"C15.1": {"niveau": 4}}}',
        b'{"v": 1, "competences": {"../x": {"niveau": 1}}}',
        b'{"v": 1, "competences": {}, "plus": 1}',
        json.dumps({"competences": {"C1.1": {"pourquoi": "x" * 2001}}}).encode(),
        b" " * 500_000,
    ],
)
def test_a_file_that_is_not_one_of_ours_counts_as_none(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    assert read(tmp_path) == AutoEvaluation()


@pytest.mark.parametrize("notebook", [{}, {"cells": 3}, {"cells": [None, {"outputs": [1, {"data": []}]}]}])
def test_a_notebook_of_any_shape_is_read_without_failing(tmp_path, notebook):
    assert read(tmp_path, notebook) == AutoEvaluation()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and links of POSIX")
def test_neither_a_link_nor_a_pipe_is_followed(tmp_path):
    secret = tmp_path / "ailleurs.json"
    secret.write_text('{"v": 1, "competences": {"C1.1": {"niveau": 3}}}', encoding="utf-8")
    folder = tmp_path / "copie"
    folder.mkdir()
    (folder / FILE).symlink_to(secret)
    assert read(folder) == AutoEvaluation()
    (folder / FILE).unlink()
    os.mkfifo(folder / FILE)
    assert read(folder) == AutoEvaluation()


def released(tmp_path, **allowed):
    held = ExamSession("Juin", "une clé", sitting=PublishedSitting(allowed=Allowed(**allowed)))
    (tmp_path / "seance.json").write_bytes(publish(held))


def test_the_help_to_be_declared_is_asked_where_the_épreuve_allows_some_and_kept_as_it_is_typed(tmp_path, widgets):
    released(tmp_path, ai="declarer", internet="non")
    shown("C1.1")
    field = widgets[-1]
    field.value = "Un assistant d'IA,\nde quoi reformuler l'introduction."
    assert read(tmp_path).help == field.value
    widgets[0].value = 2
    assert read(tmp_path) == AutoEvaluation({"C1.1": Estimation(2)}, help=field.value)
    # Found again where the cell is run again, and by another cell's panel.
    shown("C1.2")
    assert widgets[-1].value == field.value
    assert set(read(tmp_path).competences) == {"C1.1"}


def test_where_nothing_is_to_be_declared_nothing_is_asked(tmp_path, widgets):
    released(tmp_path, ai="non", internet="oui")
    shown("C1.1")
    assert len(widgets) == 2


def test_help_may_be_declared_in_writing_and_what_is_no_text_is_refused(tmp_path):
    captured = shown("C1.1", aide="aucune")
    assert read(tmp_path).help == "aucune"
    assert "Aide déclarée\xa0: aucune" in captured.outputs[0].data["text/plain"]
    for wrong in (3, "x" * 2_001):
        with pytest.raises(ValueError, match="2000 caractères"):
            auto_evaluation("C1.1", aide=wrong)
