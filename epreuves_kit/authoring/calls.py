"""Calls of the kit's functions in a cell of code, read without running it."""

from __future__ import annotations

import ast

import msgspec

from epreuves_kit.course.stamps import split

NAMES = ("verifier", "erreur_type", "preparer", "auto_evaluation")


class Call(msgspec.Struct, frozen=True):
    """One call of a function in NAMES: its name, its line in the cell, its arguments (by name or by position).

    An argument that is a text is that text; a plain name is `Name`; anything else is None. `form`: the function called as third
    argument, as `verifier` has it.
    """

    function: str
    line: int
    arguments: tuple[str | Name | None, ...]
    keywords: dict[str, str | Name | None]
    form: str = ""

    def argument(self, rank: int, name: str) -> str | Name | None:
        """The argument at that place or of that name."""
        return self.arguments[rank] if rank < len(self.arguments) else self.keywords.get(name)


class Name(msgspec.Struct, frozen=True):
    """A plain variable name, as an argument."""

    id: str


def calls(source: str) -> list[Call]:
    """The calls of a cell, in order; raises SyntaxError where the code does not parse."""
    kit_calls = [
        _call(node, node.func.id)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES
    ]
    return sorted(kit_calls, key=lambda call: call.line)


def _call(node: ast.Call, name: str) -> Call:
    form = node.args[2] if len(node.args) > 2 else None
    form_name = form.func.id if isinstance(form, ast.Call) and isinstance(form.func, ast.Name) else ""
    return Call(
        name,
        node.lineno,
        tuple(_value(argument) for argument in node.args),
        {word.arg: _value(word.value) for word in node.keywords if word.arg},
        form_name,
    )


def _value(node: ast.expr) -> str | Name | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return Name(node.id) if isinstance(node, ast.Name) else None


def set_to_none(source: str) -> set[str]:
    """The names that a cell sets to None at its top level."""
    names = set()
    for instruction in ast.parse(source).body:
        match instruction:
            case ast.Assign(targets=targets, value=ast.Constant(None)):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def without_solution(source: str) -> str:
    """A cell without its solution regions: what nbgrader leaves of it, but for the stub."""
    return "\n".join(split(source)[0])
