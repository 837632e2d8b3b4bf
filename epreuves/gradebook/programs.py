"""Tests cells that ask for another program, which the walls refuse: what they would have found is not known."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable
from typing import Any

from epreuves.gradebook.neutral import neutral_text
from epreuves.runner.run import CellRun

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
