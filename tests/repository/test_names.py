"""One language in the code: every identifier and every file is English, but for the closed list of the glossary."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from spellchecker import SpellChecker

from tests.docs import pages

ROOT = Path(__file__).parents[2]

#: English that the dictionary lacks: the trade's words, British spellings, abbreviations, names of standards and libraries.
TECHNICAL = {
    "analyse", "analysed", "ansi", "app", "approx", "args", "argv", "attr", "attrs", "autograde", "autograded",
    "bbox", "booleans", "builtin", "builtins", "capbset", "centre", "centred", "checksum", "cls", "cmd", "colour",
    "colours", "config", "cpu", "css", "csv", "ctx", "cwd", "dask", "datasets", "decl", "deliverables",
    "delitem", "dest", "dict", "displayhook", "doctype", "dpi", "dtype", "duedate", "ename", "encodings", "endtag", "enum", "env",
    "esm", "etc", "evalue", "fcntl", "filename", "fileno", "fmt", "followable", "formgrader", "freq",
    "getattr", "getitem", "getoutput", "getpass", "gradebook", "groupshared", "gui", "hashable", "html",
    "init", "int", "ipython", "isatty", "jupyter", "iso", "iter", "json", "jupytext", "kernelspec", "kwargs",
    "libc", "loc", "lookup", "lookups", "matchers", "maths", "metadata", "metas", "metavar", "metre",
    "mib", "mimetype", "moodle", "mpl", "msg", "msgspec", "multipart", "namespace", "namespaces", "nbformat",
    "nbgrader", "nbsp", "neighbour", "neighbours", "newipc", "newnet", "newns", "newpid", "newuser",
    "nodev", "noexec", "normalise", "nosuid", "numpy", "papermill", "param", "passwd", "pdeathsig",
    "pdf", "penalise", "pid", "plt", "png", "pre", "preprocess", "preprocessors", "privs", "pyodide", "qualname",
    "rdonly", "rec", "recognised", "repr", "rgba", "rng", "sanitise", "sayable", "seccomp", "setattr", "setitem", "sha", "starttag",
    "showtraceback", "sqlite", "src", "stderr", "stdout", "str", "struct", "structs", "subcommand", "subreaper", "summarise", "svg",
    "teardown", "timestamp", "tmp", "tmpfs", "todo", "traceback", "truecolour", "ttflist", "uid",
    "umask", "unassessed", "undoable", "unrecognised", "untrusted", "uri", "url", "utc", "utf", "uuid",
    "xlabel", "xlsx", "xml", "xticks", "yaml", "ylabel", "yticks",
}  # fmt: skip


def names(path: Path) -> Iterator[tuple[int, str]]:
    """What a module names: functions, classes, parameters, variables, attributes, imports under another name; and itself."""
    yield 0, path.stem
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield line, node.name
        elif isinstance(node, ast.arg):
            yield line, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield line, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield line, node.attr
        elif isinstance(node, ast.alias) and node.asname:
            yield line, node.asname
        elif isinstance(node, ast.MatchAs | ast.ExceptHandler) and node.name:
            yield line, node.name


def words(name: str) -> list[str]:
    """`critere_of` is critere and of; `OralSheet`, oral and sheet."""
    found = re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+", name)
    return [word.lower() for word in found if len(word) > 2]


def french() -> tuple[set[str], set[str]]:
    """Of the glossary's list: words of the référentiel, which make names with others; whole names that people type."""
    rows = pages.table(ROOT / "docs" / "glossaire.md", "noms")
    listed = [set(re.findall(r"`([^`]+)`", row[0])) for row in rows]
    return listed[0], set().union(*listed[1:])


@pytest.mark.parametrize(
    "folder",
    sorted(
        f"{package}/{p.name}"
        for package in ("epreuves", "epreuves_kit")
        for p in (ROOT / package).iterdir()
        if (p / "__init__.py").exists()
    ),
)
def test_names_are_english_but_for_the_list_of_the_glossary(folder):
    english = SpellChecker(language="en")
    nouns, typed = french()
    foreign = sorted(
        f"{path.relative_to(ROOT)}, line {line}: {name}"
        for path in [*(ROOT / folder).rglob("*.py"), *(ROOT / folder).parent.glob("*.py")]
        if "templates" not in path.parts  # notebooks as texts
        for line, name in names(path)
        if name not in typed and any(w not in english and w not in nouns and w not in TECHNICAL for w in words(name))
    )
    assert foreign == []


def test_a_french_name_is_seen(tmp_path):
    module = tmp_path / "compteur.py"
    module.write_text("def ajouter(chiffres): autre = chiffres")
    assert [name for _, name in names(module)] == ["compteur", "ajouter", "chiffres", "autre"]
    english = SpellChecker(language="en")
    assert all(set(words(name)) - set(english.known(words(name))) for _, name in names(module))


def test_no_two_classes_have_the_same_name():
    places: dict[str, list[str]] = {}
    for path in [*(ROOT / "epreuves").rglob("*.py"), *(ROOT / "epreuves_kit").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert len(places) > 250
    assert {name: there for name, there in places.items() if len(there) > 1} == {}
