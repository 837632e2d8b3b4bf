"""One `verifier`, three places: JupyterLab, the sandbox, the trusted reference run."""

import contextlib
import json
import os
import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from epreuves import choix, entier, erreur_type, liste, nombre, serie, tableau, verifier
from epreuves.answers.checking import MIMETYPE, recording
from epreuves.answers.equality import COARSE_REMARK


@pytest.fixture(autouse=True)
def _in_jupyterlab(monkeypatch):
    monkeypatch.delenv("EPREUVES_CANAL", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


def test_in_jupyterlab_a_right_form_is_told_on_stdout_and_its_value_is_not_judged(capsys):
    verifier("C15_1-roas", {"SEO": 3.25}, serie("canal", nombre(minimum=0)))
    out, err = capsys.readouterr()
    assert out == ("✓ Forme correcte : un nombre positif ou nul par canal. La valeur sera jugée à la correction.\n")
    assert err == ""


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "✗ Pas encore de réponse. Attendu : un nombre en €.\n"),
        (
            "1.234",
            "✗ Forme à revoir : « 1.234 » se lit de deux façons : 1,234 ou 1 234 ; "
            "écrivez « 1,234 » ou « 1234 ». Attendu : un nombre en €.\n",
        ),
    ],
)
def test_in_jupyterlab_what_lacks_is_told_on_stderr_where_validate_sees_it(capsys, value, told):
    verifier("C15_1-cpa", value, nombre("€"))
    assert capsys.readouterr() == ("", told)


@pytest.mark.parametrize(("value", "told"), [(0.18, True), (2.5, True), (0.182, False), (15, False), (15.0, False)])
def test_a_value_of_two_figures_is_told_as_it_may_be_rounded(capsys, value, told):
    verifier("C15_1-cpa", value, nombre("€"))
    out, _ = capsys.readouterr()
    assert out.startswith("✓")
    assert (COARSE_REMARK in out) == told


@pytest.mark.parametrize(
    ("values", "told"), [([2.3, 0.18], True), ([2.3, 0.182], False), ([2.3, 4], True), ([2, 4], False)]
)
def test_a_short_value_among_longer_ones_is_exact_and_nothing_is_told(capsys, values, told):
    keyed = {f"c{place}": value for place, value in enumerate(values)}
    verifier("C15_1-cpa", values, liste(nombre("€")))
    verifier("C15_1-cpa", keyed, serie("canal", nombre("€")))
    verifier(
        "C15_1-cpa",
        [{"canal": k, "cpa": v} for k, v in keyed.items()],
        tableau("canal", {"cpa": nombre("€")}),
    )
    out, err = capsys.readouterr()
    assert (out.count(COARSE_REMARK), err) == (3 if told else 0, "")


def test_a_key_that_is_not_the_statement_s_is_told_on_stderr(capsys):
    verifier("C15_1-cpa", {"Radoi": 1, "Presse": 2}, serie("canal", nombre(), cles=["Radio", "Presse"]))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("✗ À revoir : « Radoi » n'est pas dans l'énoncé : écrivez « Radio ».")


def test_what_was_left_aside_is_told(capsys):
    import pandas as pd

    frame = pd.DataFrame({"canal": ["a"], "ctr": [1], "autre": [2], "encore": [3]})
    verifier("C1-t", frame, tableau("canal", {"ctr": nombre()}))
    assert "(colonnes laissées de côté : « autre », « encore »)" in capsys.readouterr().out


@pytest.fixture
def _a_shell():
    """Outputs are captured only where IPython runs."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


@pytest.mark.usefixtures("_a_shell")
def test_in_the_sandbox_the_answer_leaves_as_data_and_nothing_is_judged(monkeypatch):
    monkeypatch.setenv("EPREUVES_CANAL", "1")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with capture_output() as captured:
        verifier("C15_1-roas", {"SEO": float("nan")}, serie("canal", nombre()))
    (output,) = captured.outputs
    assert output.data[MIMETYPE] == {
        "v": 1,
        "question": "C15_1-roas",
        "reponse": {"$": "dict", "paires": [["SEO", {"$": "flottant", "v": "nan"}]]},
    }
    assert output.data["text/plain"] == "Réponse à C15_1-roas transmise."
    assert captured.stdout == captured.stderr == ""


def test_marked_outside_the_kit_it_fails_rather_than_give_points(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(RuntimeError, match="corrigée hors du kit"):
        verifier("C1-x", 3, nombre())


class _Notes:
    def __init__(self):
        self.calls = []

    def question(self, *args):
        self.calls.append(args)

    def error(self, *args):
        self.calls.append(args)


def test_in_the_reference_run_the_recorder_receives_everything_and_nothing_is_said(capsys):
    form, notes = nombre("€"), _Notes()
    with recording(notes):
        erreur_type("C1-x", "tva_comprise", 120, "Vous avez gardé la TVA.", part=0.5)
        verifier("C1-x", 100, form, tolerance=0.01, ecart=2)
    assert notes.calls == [
        ("C1-x", "tva_comprise", 120, "Vous avez gardé la TVA.", 0.5),
        ("C1-x", 100, form, 0.01, 2.0),
    ]
    assert capsys.readouterr() == ("", "")


def test_a_recorder_listens_only_within_its_block(capsys):
    notes = _Notes()
    with contextlib.suppress(ZeroDivisionError), recording(notes):
        raise ZeroDivisionError
    verifier("C1-x", 100, nombre())
    assert notes.calls == []
    assert "✓ " in capsys.readouterr().out


def test_a_usual_mistake_is_silent_in_jupyterlab(capsys):
    erreur_type("C1-x", "tva_comprise", object(), "Vous avez gardé la TVA.")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: verifier("C1 x", 1, nombre()), ValueError, "identifiant de question attendu"),
        (lambda: verifier("C1-x", 1, nombre), TypeError, "le 3e argument est une forme"),
        (lambda: verifier("C1-x", 1, nombre(), tolerance=5), ValueError, "« tolerance » est relative"),
        (lambda: verifier("C1-x", 1, nombre(), ecart=-1), ValueError, "« ecart » est un nombre positif"),
        (lambda: verifier("C1-x", 1, nombre(), ecart=True), ValueError, "« ecart »"),
        (lambda: erreur_type("C1-x", "TVA comprise", 1, "x"), ValueError, "« code » s'écrit en minuscules"),
        (lambda: erreur_type("C1-x", "tva", 1, " "), ValueError, "« sentence »"),
        (lambda: erreur_type("C1-x", "tva", 1, "x", part=2), ValueError, "« part »"),
    ],
)
def test_an_author_s_slip_raises(call, error, words):
    with pytest.raises(error, match=words):
        call()


@pytest.mark.parametrize("form", [nombre(), entier(), choix("a", "b"), serie("c", nombre())])
def test_no_hostile_value_makes_the_cell_fail(form, capsys):
    from tests.answers.hostile_answers import HOSTILE

    for name in HOSTILE:
        verifier("C1-x", HOSTILE[name], form)
    assert capsys.readouterr().err.count("✗ ") > len(HOSTILE) / 2


def test_importing_the_package_loads_neither_pandas_nor_matplotlib():
    code = (
        "import sys, json; from epreuves import *; heavy = {'pandas', 'numpy', 'matplotlib', 'ipywidgets'}; "
        "print(json.dumps(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert json.loads(done.stdout) == []
