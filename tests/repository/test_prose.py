"""Docstrings name the thing, and locals say what they hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: Words that begin a question, and not a name.
OPENINGS = {"how", "what", "when", "where", "whether", "which", "who", "why"}

#: Names that say nothing of what a local, a loop variable or a parameter holds.
EMPTY = {"found", "here", "known", "one", "said", "there", "told"}


def questions(path: Path) -> Iterator[str]:
    """The docstrings of a module that open as a question does, each with its line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            words = (ast.get_docstring(node) or "").split()
            if words and words[0].strip(",.:;’'").lower() in OPENINGS:
                yield f"{path.relative_to(ROOT)}, line {node.body[0].lineno}: {words[0]}"


def empty_names(path: Path) -> Iterator[str]:
    """The locals of a module that say nothing of what they hold, each with its line; fields of a class are its interface."""
    tree = ast.parse(path.read_text("utf-8"))
    fields = {id(t) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for t in map(_target, node.body)}
    own = {id(node) for top in ast.walk(tree) if isinstance(top, ast.Module | ast.ClassDef) for node in top.body}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) if id(node) not in fields:
                pass
            case ast.arg(arg=name):
                pass
            case ast.FunctionDef(name=name) if id(node) not in own:
                pass
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                pass
            case _:
                continue
        if name in EMPTY:
            yield f"{path.relative_to(ROOT)}, line {getattr(node, 'lineno', 0)}: {name}"


def _target(statement: ast.stmt) -> ast.expr | None:
    """The name that a field of a class declares."""
    match statement:
        case ast.AnnAssign(target=target) | ast.Assign(targets=[target]):
            return target
    return None


@pytest.mark.parametrize("package", ["epreuves", "epreuves_kit"])
def test_docstrings_name_the_thing_and_locals_say_what_they_hold(package):
    paths = sorted((ROOT / package).rglob("*.py"))
    assert len(paths) > 50
    assert [fault for path in paths for fault in (*questions(path), *empty_names(path))] == []


def test_a_question_and_an_empty_name_are_seen(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    module = tmp_path / "module.py"
    module.write_text(
        '"""Where it is."""\n\nclass Thing:\n    said: str = ""\n\n'
        "    def told(self, known):\n        found = [one for one in known]\n        def here(): ...\n        return found\n"
    )
    assert list(questions(module)) == ["module.py, line 1: Where"]
    assert sorted(line.split(": ")[1] for line in empty_names(module)) == ["found", "here", "known", "one"]
