"""Tests cells that nbgrader itself is to read: those that failed, did not run, showed more than is kept, or were refused what they ask for
by the walls.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any

from epreuves.gradebook.marked_rows import InvalidCell, auto_score, grade_id, is_grade, is_solution, meta_of
from epreuves.grading.assignment import is_kit
from epreuves.grading.neutral import neutral_text
from epreuves.runner.run import CellRun
from epreuves.wording.french import listed

#: What a source must hold for IPython to read in it anything else than Python.
_MAGIC = re.compile(r"^\s*[%!]|=\s*[%!]", re.MULTILINE)
#: Magics that start a program, and what they and lines with "!" become.
_PROGRAMS = frozenset(
    {
        "bash", "sh", "script", "perl", "ruby", "pypy", "python", "python2", "python3", "sx", "system", "!", "cmd",
        "pip", "conda", "mamba", "micromamba", "uv",
    }
)  # fmt: skip
_SHELL = frozenset({"system", "system_raw", "system_piped", "getoutput"})
#: Functions that start one, by their whole names.
_STARTS = re.compile(
    r"subprocess\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)"
    r"|os\.(?:system|popen|fork|forkpty|exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?)"
    r"|multiprocessing\.(?:\w+\.)*(?:Process|Pool|Manager)|concurrent\.futures\.(?:process\.)?ProcessPoolExecutor|pty\.\w+"
)
#: Said by the runner's shell where it refuses one, and by the system where it refuses a process or a connection.
_REFUSED = re.compile(
    r"une copie ne lance pas d'autre programme|\[Errno 1\] Operation not permitted|\[Errno -[23]\]|Temporary failure in name resolution"
)


def refused(source: str, run: CellRun, given: Iterable[str] = ()) -> bool:
    """Whether a tests cell asked, behind walls, for what these refuse: its source says so, or what it showed.

    given: sources of the cells that nobody may change, whose imports its names may come from.
    """
    return asks(source, tuple(given)) or any(_REFUSED.search(_said(output)) for output in run.outputs)


@functools.lru_cache(512)  # the tests cells of an assignment come back with every copy
def asks(source: str, given: tuple[str, ...] = ()) -> bool:
    """Whether a cell's source calls another program: a line or a cell of the shell's, or Python's own ways to start one."""
    tree, names = _parsed(source), {}
    for other in (*map(_parsed, given), tree):
        names.update(_imported(other))
    return any(isinstance(node, ast.Call) and _starts(node, names) for node in ast.walk(tree))


def _starts(call: ast.Call, names: dict[str, str]) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Call(func=ast.Name("get_ipython")), attr=attribute):
            first = call.args[0] if call.args else None
            magic = attribute in ("run_line_magic", "run_cell_magic")
            return attribute in _SHELL or (
                magic and isinstance(first, ast.Constant) and first.value in _PROGRAMS
            )
    parts: list[str] = []
    node = call.func
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return False
    return _STARTS.fullmatch(".".join([names.get(node.id, node.id), *parts])) is not None


def _imported(tree: ast.AST) -> dict[str, str]:
    """Whole names of what a cell imports, by the names that it gives to them."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update({a.asname: a.name for a in node.names if a.asname})
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update({a.asname or a.name: f"{node.module}.{a.name}" for a in node.names})
    return found


def _parsed(source: str) -> ast.AST:
    if _MAGIC.search(source):
        # Slow to load, and most cells are Python alone.
        from IPython.core.inputtransformer2 import TransformerManager

        source = TransformerManager().transform_cell(source)
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _said(output: dict[str, Any]) -> str:
    if output.get("output_type") == "stream":
        return neutral_text(output.get("text"))
    return neutral_text(output.get("evalue")) if output.get("output_type") == "error" else ""


#: What may have happened to them.
HIDDEN, NOT_RUN, CUT, REFUSED = "hidden", "not run", "cut", "refused"
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
    CUT: (
        "La cellule de vérification {} a montré plus qu'il n'en est gardé, et son résultat n'y est pas : elle vaut 0, à relire.",
        "Les cellules de vérification {} ont montré plus qu'il n'en est gardé, et leur résultat n'y est pas : elles valent 0, à relire.",
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
    (CUT, True): "La cellule a montré plus qu'il n'en est gardé, et son résultat n'y est pas.",
    (REFUSED, True): "La cellule demande un autre programme ou le réseau, refusés à la correction.",
    (HIDDEN, False): "This cell failed, but its outputs did not show it.",
    (NOT_RUN, False): "This cell was not run to its end.",
    (CUT, False): "This cell showed more than is kept, and its result is not in it.",
    (
        REFUSED,
        False,
    ): "This cell asks for another program or the network, which are refused while copies are marked: mark it by hand.",
}


def settle(
    cells: list[dict[str, Any]], runs: Mapping[int, CellRun], kit: bool, walled: bool
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Put an error before all else that a tests cell shows where it failed unseen, did not run, showed so much that what nbgrader reads is
    lost, or was refused what it asks for.

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
        elif run.cut and not any(map(_read, cell["outputs"])):
            kind = CUT
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


def _read(output: dict[str, Any]) -> bool:
    """Whether nbgrader reads a mark in an output, and looks no further."""
    kind = output["output_type"]
    return kind in ("error", "execute_result") or (kind == "stream" and output["name"] == "stderr")


def _earns(cell: dict[str, Any]) -> bool:
    try:
        return auto_score(cell) != 0.0
    except InvalidCell:
        return True
