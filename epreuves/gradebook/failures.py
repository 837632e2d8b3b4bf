"""Tests cells that nbgrader itself is to read: those that failed, did not run or were refused what they ask for earn nothing, whatever
their outputs say.

nbgrader gives all its points to a tests cell without outputs, and reads a first result before an error that comes after it.
These cells run in the candidate's process, as in stock nbgrader: what is known of them is what the runner saw of their execution.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epreuves.gradebook.assignment import is_kit
from epreuves.gradebook.ledger_cells import CelluleInvalide, grade_id, is_grade, is_solution, meta_of
from epreuves.gradebook.ledger_rows import auto_score
from epreuves.gradebook.programs import refused
from epreuves.runner.run import CellRun
from epreuves.wording.french import listed

#: What may have happened to them.
HIDDEN, NOT_RUN, REFUSED = "hidden", "not run", "refused"
#: Said of one, then of several.
_SAID = {
    HIDDEN: (
        "La cellule de vérification {} a échoué sans le montrer : elle vaut 0, à relire.",
        "Les cellules de vérification {} ont échoué sans le montrer : elles valent 0, à relire.",
    ),
    NOT_RUN: (
        "La cellule de vérification {} n'a pas été exécutée jusqu'au bout : elle vaut 0, à relire.",
        "Les cellules de vérification {} n'ont pas été exécutées jusqu'au bout : elles valent 0, à relire.",
    ),
    REFUSED: (
        "La cellule de vérification {} demande un autre programme ou le réseau, refusés à la correction : elle vaut 0, à noter à la main.",
        "Les cellules de vérification {} demandent un autre programme ou le réseau, refusés à la correction : elles valent 0, à noter à la main.",
    ),
}
#: What the notebook shows in their stead: in an épreuve of the kit's, and in an ordinary assignment, whose words are nbgrader's.
_SHOWN = {
    (HIDDEN, True): "La cellule a échoué sans le montrer.",
    (NOT_RUN, True): "La cellule n'a pas été exécutée jusqu'au bout.",
    (REFUSED, True): "La cellule demande un autre programme ou le réseau, refusés à la correction.",
    (HIDDEN, False): "This cell failed, but its outputs did not show it.",
    (NOT_RUN, False): "This cell was not run to its end.",
    (
        REFUSED,
        False,
    ): "This cell asks for another program or the network, which are refused while copies are marked: mark it by hand.",
}


def settle(
    cells: list[dict[str, Any]], runs: Mapping[int, CellRun], kit: bool, walled: bool
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Put an error before all else that a tests cell shows where it failed unseen, did not run, or was refused what it asks for.

    walled: whether the copy ran behind walls, which refuse other programs.
    Returns what happened to those concerned, by grade id, and the ids of all tests cells of this kind.
    """
    found: dict[str, str] = {}
    every = []
    given = [c["source"] for c in cells if c["cell_type"] == "code" and meta_of(c).get("locked")]
    for index, cell in enumerate(cells):
        if not _of_nbgrader(cell):
            continue
        every.append(grade_id(cell))
        run = runs.get(index)
        if run is None:
            kind = NOT_RUN
        elif walled and refused(cell["source"], run, given):
            kind = REFUSED
        elif run.failed and _earns(cell):
            kind = HIDDEN
        else:
            continue
        said = _SHOWN[kind, kit]
        error = {"output_type": "error", "ename": "Error", "evalue": said, "traceback": [said]}
        cell["outputs"] = [error, *(o for o in cell["outputs"] if o["output_type"] != "execute_result")]
        found[grade_id(cell)] = kind
    return found, tuple(every)


def told(found: Mapping[str, str]) -> str:
    """What happened to those cells, in a French sentence for each kind; empty where nothing did."""
    said = []
    for kind, (one, several) in _SAID.items():
        names = [f"« {id} »" for id, happened in found.items() if happened == kind]
        if names:
            said.append((several if len(names) > 1 else one).format(listed(names)))
    return " ".join(said)


def _of_nbgrader(cell: dict[str, Any]) -> bool:
    """Whether nbgrader gives a cell its points from its outputs: graded code, not the kit's, in which there is something to run."""
    graded = cell["cell_type"] == "code" and is_grade(cell) and not is_solution(cell)
    return bool(graded and cell["source"].strip() and is_kit(cell) is None)


def _earns(cell: dict[str, Any]) -> bool:
    try:
        return auto_score(cell) != 0.0
    except CelluleInvalide:
        return True
