"""Tests cells that nbgrader itself is to read: those that failed, did not run, showed more than is kept, were refused what they ask for
by the walls, or lost points for what may be no fault of the candidate's.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from epreuves.wording.french import listed
from epreuves_kit.gradebook.marked_rows import (
    InvalidCell,
    auto_score,
    grade_id,
    is_grade,
    is_solution,
    meta_of,
    points,
)
from epreuves_kit.grading.assignment import is_kit
from epreuves_kit.grading.neutral import neutral_text
from epreuves_kit.runner.run import CellRun

#: What a source must hold for IPython to read in it anything else than Python.
_MAGIC = re.compile(r"^\s*[%!]|=\s*[%!]", re.MULTILINE)
#: Magics that start a program, and what they and lines with "!" become.
_PROGRAMS = frozenset(
    {
        "bash",
        "sh",
        "script",
        "perl",
        "ruby",
        "pypy",
        "python",
        "python2",
        "python3",
        "sx",
        "system",
        "!",
        "cmd",
        "pip",
        "conda",
        "mamba",
        "micromamba",
        "uv",
    }
)
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
    """True if a tests cell asked, behind walls, for what these refuse: its source says so, or what it showed.

    given: sources of the cells that nobody may change, whose imports its names may come from.
    """
    return asks(source, tuple(given)) or any(_REFUSED.search(_said(output)) for output in run.outputs)


@functools.lru_cache(512)  # the tests cells of an assignment come back with every copy
def asks(source: str, given: tuple[str, ...] = ()) -> bool:
    """True if a cell's source calls another program: a line or a cell of the shell's, or Python's own ways to start one."""
    tree, names = _parsed(source), {}
    for other in (*map(_parsed, given), tree):
        names.update(_imported(other))
    return any(isinstance(node, ast.Call) and _starts(node, names) for node in ast.walk(tree))


def _starts(call: ast.Call, names: dict[str, str]) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Call(func=ast.Name("get_ipython")), attr=attribute):
            first = call.args[0] if call.args else None
            magic = attribute in ("run_line_magic", "run_cell_magic")
            return attribute in _SHELL or (magic and isinstance(first, ast.Constant) and first.value in _PROGRAMS)
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
    whole_names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            whole_names.update({a.asname: a.name for a in node.names if a.asname})
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole_names.update({a.asname or a.name: f"{node.module}.{a.name}" for a in node.names})
    return whole_names


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


#: A line that installs something: refused, it takes away nothing unless a module is then not found.
_INSTALLS = re.compile(
    r"^\s*[%!]+\s*(?:\S*python\S*\s+-m\s+)?(?:pip[\d.]*|conda|mamba|micromamba|uv)\b.*", re.MULTILINE
)
_LACKS = ("ModuleNotFoundError", "ImportError")
#: What may have happened to them; then what may have happened before them, where they lost points.
HIDDEN, NOT_RUN, CUT, REFUSED = "hidden", "not run", "cut", "refused"
LOST, WITHHELD, ELSEWHERE = "lost", "withheld", "elsewhere"
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
    LOST: (
        "La cellule de vérification {} suit une réponse qui manque : ses points perdus sont à relire.",
        "Les cellules de vérification {} suivent une réponse qui manque : leurs points perdus sont à relire.",
    ),
    WITHHELD: (
        "La cellule de vérification {} suit une cellule de l'énoncé qui demande un autre programme ou le réseau, refusés à la correction : ses points perdus sont à relire.",
        "Les cellules de vérification {} suivent une cellule de l'énoncé qui demande un autre programme ou le réseau, refusés à la correction : leurs points perdus sont à relire.",
    ),
    ELSEWHERE: (
        "La cellule de vérification {} vient après la lecture d'un fichier introuvable, dont parle un autre notebook du devoir, exécuté à part : ses points perdus sont à relire.",
        "Les cellules de vérification {} viennent après la lecture d'un fichier introuvable, dont parle un autre notebook du devoir, exécuté à part : leurs points perdus sont à relire.",
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
    (LOST, True): "La cellule suit une réponse qui manque.",
    (
        WITHHELD,
        True,
    ): "La cellule suit une cellule de l'énoncé qui demande un autre programme ou le réseau, refusés à la correction.",
    (
        ELSEWHERE,
        True,
    ): "La cellule vient après la lecture d'un fichier introuvable, dont parle un autre notebook, exécuté à part.",
    (LOST, False): "This cell comes after an answer that was not found: mark it by hand.",
    (
        WITHHELD,
        False,
    ): "This cell comes after a given cell that asks for another program or the network, which are refused while copies are marked: mark it by hand.",
    (
        ELSEWHERE,
        False,
    ): "This cell comes after a file that was not found and that another notebook, run apart, speaks of: mark it by hand.",
}


class Doubts(msgspec.Struct, frozen=True, kw_only=True):
    """The reasons, beside a copy's cells, why its tests may have lost points.

    after_lost: tests cells that stand after a lost answer, by grade id. given: sources of the cells without grade id that all received.
    elsewhere: names of the files that another notebook of the assignment speaks of, and nobody is given.
    """

    after_lost: Collection[str] = ()
    given: Collection[str] = ()
    elsewhere: Collection[str] = ()


def settle(
    cells: list[dict[str, Any]], runs: Mapping[int, CellRun], kit: bool, walled: bool, doubts: Doubts
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Put an error before all else that a tests cell shows where it failed unseen, did not run, showed so much that what nbgrader reads is
    lost, or was refused what it asks for; put a remark where it lost points for what may have happened before it.

    walled: whether the copy ran behind walls, which refuse other programs.
    Returns what happened to those concerned, by grade id, and the ids of all tests cells of this kind.
    """
    kinds: dict[str, str] = {}
    every = []
    locked = [c["source"] for c in cells if c["cell_type"] == "code" and meta_of(c).get("locked")]
    lacks = any(o.get("ename") in _LACKS for run in runs.values() for o in run.outputs)
    withheld = elsewhere = False
    for index, cell in enumerate(cells):
        run = runs.get(index)
        if run is not None:
            elsewhere = elsewhere or _not_found(run, doubts.elsewhere)
            if walled and _given(cell, doubts.given):
                withheld = withheld or _withheld(cell["source"], run, locked, lacks)
        if not _of_nbgrader(cell):
            continue
        every.append(grade_id(cell))
        if run is None:
            kind = NOT_RUN
        elif walled and refused(cell["source"], run, locked):
            kind = REFUSED
        elif run.failed and _earns(cell):
            kind = HIDDEN
        elif run.cut and not any(map(_read, cell["outputs"])):
            kind = CUT
        elif _earns_all(cell):
            continue
        elif grade_id(cell) in doubts.after_lost:
            kind = LOST
        elif withheld:
            kind = WITHHELD
        elif elsewhere:
            kind = ELSEWHERE
        else:
            continue
        sentence = _SHOWN[kind, kit]
        if kind in (LOST, WITHHELD, ELSEWHERE):
            # nbgrader reads no mark in what is written so: the points are those that the cell earned.
            cell["outputs"] = [
                {"output_type": "stream", "name": "stdout", "text": f"{sentence}\n"},
                *cell["outputs"],
            ]
        else:
            error = {"output_type": "error", "ename": "Error", "evalue": sentence, "traceback": [sentence]}
            cell["outputs"] = [error, *(o for o in cell["outputs"] if o["output_type"] != "execute_result")]
        kinds[grade_id(cell)] = kind
    return kinds, tuple(every)


def _given(cell: dict[str, Any], plain: Collection[str]) -> bool:
    """True if a cell of code is as all received it, with nothing to write in it and no points."""
    meta = meta_of(cell)
    return bool(
        cell["source"] in plain
        if not meta.get("grade_id")
        else meta.get("locked") and not is_grade(cell) and not is_solution(cell)
    )


def _withheld(source: str, run: CellRun, locked: Sequence[str], lacks: bool) -> bool:
    """True if a given cell was refused what those after it may need; lacks: True if some module was not found."""
    rest = _INSTALLS.sub("", source)
    if rest != source and not lacks and not asks(rest, tuple(locked)):
        return False
    return refused(source, run, locked)


def _not_found(run: CellRun, names: Collection[str]) -> bool:
    """True if a cell stopped on a file of one of these names."""
    messages = [neutral_text(o.get("evalue")) for o in run.outputs if o.get("output_type") == "error"]
    return any(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text) for text in messages for name in names)


def told(kinds: Mapping[str, str]) -> str:
    """A French sentence for each kind of thing that happened to those cells; empty where nothing did."""
    sentences = []
    for kind, (singular, several) in _SAID.items():
        names = [f"« {id} »" for id, happened in kinds.items() if happened == kind]
        if names:
            sentences.append((several if len(names) > 1 else singular).format(listed(names)))
    return " ".join(sentences)


def _of_nbgrader(cell: dict[str, Any]) -> bool:
    """True if nbgrader gives a cell its points from its outputs: graded code, not the kit's, in which there is something to run."""
    graded = cell["cell_type"] == "code" and is_grade(cell) and not is_solution(cell)
    return bool(graded and cell["source"].strip() and is_kit(cell) is None)


def _read(output: dict[str, Any]) -> bool:
    """True if nbgrader reads a mark in an output, and looks no further."""
    kind = output["output_type"]
    return kind in ("error", "execute_result") or (kind == "stream" and output["name"] == "stderr")


def _earns_all(cell: dict[str, Any]) -> bool:
    try:
        return auto_score(cell) == points(cell)
    except InvalidCell:
        return True


def _earns(cell: dict[str, Any]) -> bool:
    try:
        return auto_score(cell) != 0.0
    except InvalidCell:
        return True
