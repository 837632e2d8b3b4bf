"""Whether a cell failed is known from its execution, in both runners, whatever its outputs show."""

import pytest

from epreuves_kit.runner.run import Limits
from epreuves_kit.runner.sandbox import Runner
from epreuves_kit.runner.warm import missing

#: By what it does: a cell that hides what comes after it, then one that fails.
HIDDEN = {
    "un_affichage_d_erreurs_muet": "import IPython.core.interactiveshell as s\ns.InteractiveShell.showtraceback = lambda *a, **k: None",
    "un_affichage_d_erreurs_absent": "import IPython.core.interactiveshell as s\ns.InteractiveShell.showtraceback = None",
    "un_gestionnaire_qui_se_tait": "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)",
    "des_sorties_effacees_apres_coup": "from IPython.display import clear_output\nget_ipython().events.register('post_execute', clear_output)",
}
FAILING = "assert 1 == 2"


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("required", marks=pytest.mark.skipif(bool(missing()), reason=missing())),
        "none",
    ],
)
def runner(request):
    """The walled runner, then the portable one."""
    made = Runner(request.param)
    yield made
    made.close()


def run(runner, *sources):
    cells = [{"cell_type": "code", "source": source, "metadata": {}} for source in sources]
    return runner.run({"cells": cells}, [], Limits(cell_seconds=5, total_seconds=40), {})


@pytest.mark.parametrize("name", HIDDEN)
def test_a_cell_whose_error_is_hidden_is_known_to_have_failed(name, runner):
    done = run(runner, HIDDEN[name], FAILING, "1")
    assert done.end.kind == "done", done.end.sentence
    assert [o for o in done.cells[1].outputs if o["output_type"] == "error"] == [], "the error is hidden"
    assert [done.cells[i].failed for i in range(3)] == [False, True, False]


def test_an_error_lost_among_too_many_outputs_is_a_failure(runner):
    done = run(runner, f"print('x' * 5_000_000)\n{FAILING}")
    assert done.cells[0].failed


def test_what_succeeds_is_no_failure_and_what_shows_its_error_is_one(runner):
    done = run(runner, "x = 1\nx", "import sys\nprint('gare', file=sys.stderr)", "1 / 0", "def", "sys.exit()")
    assert done.end.kind == "done", done.end.sentence
    assert [done.cells[i].failed for i in range(5)] == [False, False, True, True, True]


def test_the_cell_in_which_python_stops_has_not_succeeded(runner):
    done = run(runner, "import os", "os._exit(0)", "1")
    assert done.end.kind == "dead"
    assert not done.cells[0].failed
    assert 1 not in done.cells or done.cells[1].failed
    assert 2 not in done.cells


def test_a_cell_past_its_time_has_not_succeeded(runner):
    done = run(runner, "import time\ntry:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    pass", "1")
    assert done.cells[0].interrupted
    assert done.cells[0].failed
    assert not done.cells[1].failed
