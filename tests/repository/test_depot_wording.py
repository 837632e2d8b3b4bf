"""French is written by `epreuves/wording/french.py`: nobody turns a point into a comma, adds an s, or names a month by hand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.course import ROOT

#: Files that read or write data, or quote what a candidate typed: a comma there is no wording.
OF_DATA = {
    "answers/keys.py",  # months as candidates write them
    "answers/numbers.py",  # the two readings of an ambiguous number
    "exports/spreadsheets.py",  # a CSV for a French spreadsheet
    "variants/tables.py",  # the tables handed out
}
_DAY = re.compile(r"%-?d/%m|%H:%M(?!:%S\Z)|%H:%M:%S\Z")
_IN_FILES = re.compile(r"%Y-%m-%d")
_MONTHS = re.compile(r"janvier|février|juillet|août")


def _constant(node: ast.AST | None) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _format(node: ast.FormattedValue) -> str:
    parts = node.format_spec.values if isinstance(node.format_spec, ast.JoinedStr) else []
    return "".join(str(_constant(part) or "") for part in parts)


def by_hand(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The lines of a file where French is put together by hand, and how."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, given = node.func.attr, [_constant(one) for one in node.args]
            if name == "replace" and given[:2] in (
                [".", ","],
                [",", " "],
                [",", "\u00a0"],
                [",", "\u202f"],
                ["_", "\u202f"],
            ):
                yield node.lineno, "number"
            if name == "join" and _constant(node.func.value) in (" et ", " ou "):
                yield node.lineno, "list"
            if name == "strftime" and given and _DAY.search(str(given[0])) and not _IN_FILES.search(str(given[0])):
                yield node.lineno, "day"
        elif isinstance(node, ast.FormattedValue):
            spec = _format(node)
            if _DAY.search(spec) and not _IN_FILES.search(spec):
                yield node.lineno, "day"
            if spec.endswith("%"):
                yield node.lineno, "number"
        elif isinstance(node, ast.IfExp):
            branches = {_constant(node.body), _constant(node.orelse)}
            if "" in branches and branches & {"s", "x", "S", "es"}:
                yield node.lineno, "plural"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Add):
            ends = {_constant(node.left), _constant(node.right)}
            if ends & {"s", "x", "S", "es"}:
                yield node.lineno, "plural"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            if re.search(r"\w\((?:s|x|e|es)\)", node.value):
                yield node.lineno, "plural"
            if _MONTHS.fullmatch(node.value):
                yield node.lineno, "day"


def test_the_engine_and_the_demonstrations_leave_french_to_its_module():
    files = [
        path
        for package in ("epreuves", "epreuves_kit")
        for path in sorted((ROOT / package).rglob("*.py"))
        if path.relative_to(ROOT / package).as_posix() not in {*OF_DATA, "wording/french.py"}
    ]
    found = [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in [*files, *sorted(ROOT.glob("sujets/*/demo.py"))]
        for line, what in by_hand(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


def test_templates_leave_plurals_to_it():
    found = [
        f"{path.name}: {plural}"
        for path in sorted((ROOT / "epreuves_kit").rglob("*.j2"))
        for plural in re.findall(r"""["'](?:s|x)["'] if\b""", path.read_text("utf-8"))
    ]
    assert found == []


def test_each_file_of_data_has_something_to_be_left_out_for():
    for name in OF_DATA:
        assert list(
            by_hand(
                ast.parse(
                    next(
                        path for package in ("epreuves", "epreuves_kit") if (path := ROOT / package / name).exists()
                    ).read_text("utf-8")
                )
            )
        ), name


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("f'{x:g}'.replace('.', ',')", "number"),
        ("f'{x:,}'.replace(',', '\\u202f')", "number"),
        ("f'{x:.0%}'", "number"),
        ("f\"copie{'s' if n > 1 else ''}\"", "plural"),
        ("f\"copie{'s' * (n > 1)}\"", "plural"),
        ("word + 's'", "plural"),
        ("f'{n} point(s)'", "plural"),
        ("' et '.join(names)", "list"),
        ("at.strftime('%d/%m/%Y')", "day"),
        ("f'{at:%d/%m/%Y à %H:%M} UTC'", "day"),
        ("MONTHS = ('janvier',)", "day"),
    ],
)
def test_french_put_together_by_hand_is_found(source: str, what: str):
    assert {found for _, found in by_hand(ast.parse(source))} == {what}


@pytest.mark.parametrize(
    "source",
    [
        "text.replace(',', '.')",
        "at.strftime('%Y-%m-%d %H:%M')",
        "', '.join(names)",
        "f'{at:%Y-%m-%d-%Hh%Mm%S}'",
        "'o' if full else 's'",
    ],
)
def test_what_is_no_french_is_left_alone(source: str):
    assert list(by_hand(ast.parse(source))) == []
