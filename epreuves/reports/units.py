"""The units of an answer, read in the form that its tests cell asks for: « € », « jours », a percentage as it was written."""

from __future__ import annotations

import ast
import functools

_PERCENT = "%, ou proportion, tel qu'écrit"


@functools.lru_cache(2048)
def units(source: str) -> str:
    """What stands beside an answer: « en € », « ctr : en % … ; cpc : en € »; empty where the form has no unit, or is not read.

    source: of a tests cell as it was distributed; what a candidate changed in it was put back before marking.
    """
    try:
        calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and _name(n) == "verifier"]
    except (SyntaxError, ValueError, RecursionError):
        return ""
    form = calls[0].args[2] if calls and len(calls[0].args) > 2 else None
    if form is None:
        return ""
    columns = next((n for n in ast.walk(form) if isinstance(n, ast.Dict)), None)
    if columns is None:
        return _sentence(_unit(form))
    named = [
        (key.value, _unit(value))
        for key, value in zip(columns.keys, columns.values, strict=True)
        if isinstance(key, ast.Constant)
    ]
    return " ; ".join(f"{name} {_sentence(unit)}" for name, unit in named if unit)


def _sentence(unit: str) -> str:
    return f"en {unit}" if unit else ""


def _unit(form: ast.AST) -> str:
    for node in ast.walk(form):
        if not isinstance(node, ast.Call):
            continue
        if _name(node) == "pourcentage":
            return _PERCENT
        for keyword in node.keywords:
            if (
                keyword.arg == "unite"
                and isinstance(keyword.value, ast.Constant)
                and isinstance(keyword.value.value, str)
            ):
                return keyword.value.value
    return ""


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""
