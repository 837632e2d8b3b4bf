"""Private names of other people's libraries stand in `epreuves_kit/third_party.py`, and nowhere else; each does there what the kit asks of it."""

from __future__ import annotations

import ast
import importlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import papermill  # noqa: F401  (its engines are loaded from it, not before it)
import pytest
from openpyxl import Workbook, load_workbook

import epreuves
import epreuves_kit
from epreuves_kit import third_party
from epreuves_kit.course import kept
from epreuves_kit.runner.cells import Shell

PACKAGES = [Path(str(package.__file__)).parent for package in (epreuves, epreuves_kit)]


def private(name: str) -> bool:
    return re.fullmatch(r"_[A-Za-z]\w*(?<!__)(?<!_)", name) is not None


def ours(module: str | None) -> bool:
    return (module or "").split(".")[0] in {"epreuves", "epreuves_kit", "", *sys.stdlib_module_names}


def attributes(tree: ast.AST) -> set[str]:
    """The attributes that a file's own classes have."""
    found = set()
    for kind in ast.walk(tree):
        if isinstance(kind, ast.ClassDef):
            for node in ast.walk(kind):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    found.add(node.name)
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    found.add(node.id)
                elif (
                    isinstance(node, ast.Attribute)
                    and isinstance(node.ctx, ast.Store)
                    and ast.unparse(node.value) == "self"
                ):
                    found.add(node.attr)
    return found


def standard(tree: ast.AST) -> set[str]:
    """The names under which a file has modules of the standard library."""
    return {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name.split(".")[0] in sys.stdlib_module_names
    }


def written(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Private names in a file that no class of its own has: imports, attributes, and names of attributes and modules in texts."""
    known, modules = attributes(tree), standard(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and not ours(node.module):
            parts = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
            yield from ((node.lineno, part) for part in parts if private(part))
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if not ours(alias.name)]
            yield from ((node.lineno, part) for name in names for part in name.split(".") if private(part))
        elif isinstance(node, ast.Attribute) and private(node.attr):
            of_the_standard = isinstance(node.value, ast.Name) and node.value.id in modules
            if node.attr not in known and not of_the_standard:
                yield node.lineno, node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ("getattr", "setattr", "hasattr", "delattr") and len(node.args) > 1:
                name = node.args[1]
                if isinstance(name, ast.Constant) and private(str(name.value)) and name.value not in known:
                    yield node.lineno, str(name.value)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.fullmatch(r"[a-z]\w*(\.\w+)*\._[a-z]\w*", node.value)
            and not ours(node.value)
        ):
            yield node.lineno, node.value


def inherited(path: Path, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Private names of a library's class that a class of ours, made from it, sets or asks of itself."""
    for node in tree.body:
        if not isinstance(node, ast.ClassDef) or not node.bases:
            continue
        module = importlib.import_module(
            kept.name_in_packages(path.with_suffix("")).replace("/", ".").removesuffix(".__init__")
        )
        theirs = [base for base in getattr(module, node.name).__mro__ if not ours(base.__module__)]
        files = {Path(getattr(sys.modules[base.__module__], "__file__", None) or "") for base in theirs}
        sources = "".join(file.read_text("utf-8") for file in sorted(files) if file.suffix == ".py")
        libraries = {base.__module__.split(".")[0] for base in theirs}
        for part in ast.walk(node):
            name = ""
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                name = part.name
            elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                name = part.id
            elif isinstance(part, ast.Attribute) and ast.unparse(part.value) in ("self", "cls", "super()"):
                name = part.attr
            # What a library sets on itself as it starts is not seen on its class.
            known = any(hasattr(base, name) for base in theirs) or re.search(rf"self\.{name}\b", sources)
            if (
                name and private(name) and known and not {(one, name) for one in libraries} & third_party.DOCUMENTED
            ) or (re.fullmatch(r"_\w+_(default|changed)", name) and theirs):
                yield getattr(part, "lineno", 0), name


def found(paths: Iterator[Path]) -> list[str]:
    said = []
    for path in paths:
        tree = ast.parse(path.read_text("utf-8"))
        names = {
            *written(tree),
            *(inherited(path, tree) if any(path.is_relative_to(package) for package in PACKAGES) else ()),
        }
        said += [f"{path.name}:{line}: {name}" for line, name in sorted(names)]
    return said


def test_no_private_name_of_a_library_is_used_outside_its_file():
    outside = (p for package in PACKAGES for p in sorted(package.rglob("*.py")) if p != Path(third_party.__file__))
    assert found(outside) == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("from IPython.core.async_helpers import _pseudo_sync_runner", "_pseudo_sync_runner"),
        ("from matplotlib._tight_bbox import adjust_bbox", "_tight_bbox"),
        ("import pandas.plotting._matplotlib", "_matplotlib"),
        ("importlib.import_module('pandas.plotting._matplotlib')", "pandas.plotting._matplotlib"),
        ("class A:\n    pass\ndef _cells(sheet):\n    return sheet._cells", "_cells"),
        ("figure._suptitle.get_text()", "_suptitle"),
        ("getattr(parent, '_sanitizing', False)", "_sanitizing"),
    ],
)
def test_a_private_name_is_found_however_it_is_written(source: str, name: str, tmp_path: Path):
    path = tmp_path / "essai.py"
    path.write_text(source, "utf-8")
    assert [said.split(": ")[1] for said in found(iter([path]))] == [name]


def test_private_names_of_ones_own_are_nobody_elses(tmp_path: Path):
    path = tmp_path / "essai.py"
    path.write_text("import os\nclass A:\n    def _one(self, other):\n        return other._one, os._exit", "utf-8")
    assert found(iter([path])) == []


def test_the_file_uses_the_private_names_that_it_should():
    names = {said.split(": ")[1] for said in found(iter([Path(third_party.__file__)]))}
    assert names == {"_cells", "_format_exception_for_storage"}


def test_cells_of_a_sheet_are_those_of_the_file_by_row():
    book = Workbook()
    for place in ("XFD1048576", "B2", "A10", "C1"):
        book.active[place] = place
    file = io.BytesIO()
    book.save(file)
    sheet = load_workbook(file).active
    assert [cell.coordinate for cell in third_party.cells_of(sheet)] == ["C1", "B2", "A10", "XFD1048576"]


def test_ipython_keeps_of_an_error_what_it_is_told_to_keep():
    assert callable(Shell._format_exception_for_storage)
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    third_party.store_errors_as(shell, lambda error: {"evalue": f"vu : {error}"})
    shell.run_cell("1/0", store_history=True)
    shell.run_cell("(", store_history=True)
    kept = list(shell.history_manager.exceptions.values())
    assert [one["evalue"].startswith("vu : ") for one in kept] == [True, True]
