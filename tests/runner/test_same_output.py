"""What a candidate sees in JupyterLab and what the walled runner shows are the same, output by output.

The notebooks are in `carnets/`, cells between `# %%` lines; a cell whose line names a rule is one of the few that are meant to differ.
What is left out of the comparison is said in `meme._MOVING`.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from epreuves_kit.runner import portable, warm
from epreuves_kit.runner.run import CellRun, Limits, Run
from tests.runner.same import FOLDER, apart, differences, read, rules

pytestmark = pytest.mark.skipif(bool(warm.missing()), reason=warm.missing())

LIMITS = Limits(cell_seconds=60, total_seconds=300)


def texts(cell: CellRun) -> str:
    """All that a cell showed, as one text."""
    return "".join(f"{o.get('text', '')}{o.get('data', '')}{o.get('evalue', '')}" for o in cell.outputs)


def refuses_programs(kernel: CellRun, walled: CellRun) -> bool:
    """No other program is run behind the walls: the cell says so where a kernel runs it, and its exit code is 1."""
    return "une copie ne lance pas d'autre programme" in texts(walled) or texts(walled) == "1\n"


def has_no_kernel(kernel: CellRun, walled: CellRun) -> bool:
    """What is asked of the kernel program itself (its configuration, its threads) has no answer where there is none."""
    return "IPKernelApp" in texts(kernel) or "Not in a running Kernel" in texts(walled)


def shows_what_output_widgets_hold(kernel: CellRun, walled: CellRun) -> bool:
    """An `Output` widget's content, which only a browser with the kernel can show, is an output of the cell."""
    return any(t in texts(walled) for t in ("x vaut 3", "dans la sortie", "division by zero"))


def replaces_lone_surrogates(kernel: CellRun, walled: CellRun) -> bool:
    """A kernel's stdout breaks on half a surrogate pair and loses the text: behind the walls a question mark stands for it."""
    return "Uncaught exception" in texts(kernel) and texts(walled) == "moitié ? seule, ? autre\n"


def updates_earlier_cells(kernel: CellRun, walled: CellRun) -> bool:
    """The portable runner sends a cell as it ends; a later update of its displays shows in JupyterLab and behind the walls."""
    return "'dernier'" in texts(walled) or "'vu'" in texts(walled)


def fails_alike(kernel: CellRun, walled: CellRun) -> bool:
    """Where the traceback runs into the runner's own frames, the error alone is the same."""
    last = [(o["output_type"], o.get("ename"), o.get("evalue")) for o in (kernel.outputs[-1], walled.outputs[-1])]
    return last[0] == last[1] and last[0][0] == "error"


RULES = {
    "programme": refuses_programs,
    "noyau": has_no_kernel,
    "widget": shows_what_output_widgets_hold,
    "moitie": replaces_lone_surrogates,
    "plus tard": updates_earlier_cells,
    "interne": fails_alike,
}


@pytest.fixture(scope="module")
def parent() -> Iterator[warm.Parent]:
    made = warm.Parent()
    yield made
    made.close()


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where the real kernels keep matplotlib's list of fonts, so that each does not make it again."""
    return {"MPLCONFIGDIR": os.environ.get("MPLCONFIGDIR") or str(tmp_path_factory.mktemp("polices"))}


@pytest.mark.parametrize(
    "name",
    [
        "affichages",
        "figures",
        *(pytest.param(n, marks=pytest.mark.slow) for n in ("flux", "erreurs", "magies", "python", "widgets")),
    ],
)
def test_walled_runner_shows_what_a_kernel_shows(name: str, parent: warm.Parent, fonts: dict[str, str]):
    notebook = read(name)
    walled = parent.run(notebook, FOLDER, LIMITS)
    for _ in range(3):
        # On a busy machine, a kernel loses what a cell writes last to a descriptor: its thread comes too late.
        found = gaps(name, notebook, portable.run(notebook, FOLDER, LIMITS, fonts), walled)
        if not found:
            break
    assert not found, "\n\n".join(found)


def gaps(name: str, notebook: dict[str, Any], kernel: Run, walled: Run) -> list[str]:
    """What a kernel and the walled runner do not show alike, cell by cell, but for what the notebook's rules say."""
    assert (kernel.end.kind, walled.end.kind) == ("done", "done")
    assert kernel.cells.keys() == walled.cells.keys()
    found = []
    for index, rule in enumerate(rules(name)):
        if index not in kernel.cells:  # an empty cell
            continue
        one, other = kernel.cells[index], walled.cells[index]
        told = differences(one.outputs, other.outputs)
        if one.execution_count != other.execution_count:
            told.append(f"numéro {one.execution_count} et {other.execution_count}")
        if rule:
            told = [] if told and RULES[rule](one, other) else [f"la règle « {rule} » ne vaut pas ici", *told]
        found += [f"cellule {index} : {notebook['cells'][index]['source'][:200]}\n{text}" for text in told]
    return found


def test_after_exit_nothing_is_run(parent: warm.Parent):
    """A kernel lives on for a tenth of a second, in which it may run some cells more: behind the walls the end is the end."""
    done = parent.run(read("fin"), FOLDER, LIMITS)
    assert done.end.kind == "dead"
    assert {i: texts(c) for i, c in done.cells.items()} == {0: "avant\naprès\n"}


def test_folder_beside_the_notebook_is_left_as_it_was(parent: warm.Parent):
    before = {p: p.read_bytes() for p in Path(FOLDER).rglob("*") if p.is_file()}
    code = (
        "open('mesures.csv', 'w').write('x'); open('neuf.txt', 'w').write('y'); import os; print(sorted(os.listdir()))"
    )
    notebook = {"cells": [{"cell_type": "code", "source": code, "metadata": {}}]}
    shown = texts(parent.run(notebook, FOLDER, LIMITS).cells[0])
    assert "neuf.txt" in shown
    assert {p: p.read_bytes() for p in Path(FOLDER).rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("change", ["axes.lines[-1].remove()", "axes.set_title('')", "axes.set_ylim(0, 4)"])
def test_a_figure_that_lacks_a_line_a_title_or_a_scale_is_another(parent: warm.Parent, change: str):
    drawn = "import matplotlib.pyplot as plt; fig, axes = plt.subplots(); axes.plot([1, 3]); axes.plot([3, 1], lw=1); axes.set_title('Coût')"
    cells = [{"cell_type": "code", "source": s, "metadata": {}} for s in (drawn, f"{change}; fig")]
    done = parent.run({"cells": cells}, FOLDER, LIMITS)
    first, second = (done.cells[i].outputs[-1]["data"]["image/png"] for i in (0, 1))
    assert apart(first, second)
    assert not apart(first, first)


def test_cell_that_waits_or_loops_too_long_is_interrupted_and_the_next_one_runs(parent: warm.Parent):
    sources = ("import asyncio; await asyncio.sleep(60)", "while True: pass", "print('ensuite')")
    cells = [{"cell_type": "code", "source": s, "metadata": {}} for s in sources]
    done = parent.run({"cells": cells}, FOLDER, Limits(cell_seconds=1, total_seconds=60))
    assert [done.cells[i].interrupted for i in range(3)] == [True, True, False]
    assert [o["ename"] for i in (0, 1) for o in done.cells[i].outputs] == [
        "CancelledError",
        "TempsDepasse",
        "KeyboardInterrupt",
        "TempsDepasse",
    ]
    assert texts(done.cells[2]) == "ensuite\n"
