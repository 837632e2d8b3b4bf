"""The units of an answer, read in the form that its tests cell asks for, and written beside it: « Valeurs en € »."""

from __future__ import annotations

import ast
import contextlib
import datetime
import functools
import re
from collections.abc import Mapping, Sequence

from epreuves.rubric.panel.inert import Answer
from epreuves.wording.french import number, short_day, significant

#: A percentage, which may be written as a proportion; one that the épreuve asks for in percent alone.
PERCENT, PERCENT_ONLY = "%?", "%"
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMBER = re.compile(r"[-−]?[\d\u202f]+(?:,\d+)?")


@functools.lru_cache(2048)
def units(source: str) -> dict[str, str]:
    """The units of an answer by column, under "" where it has none; empty where the form has no unit, or is not read.

    source: of a tests cell as it was distributed; what a candidate changed in it was put back before marking.
    """
    try:
        calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and _name(n) == "verifier"]
    except (SyntaxError, ValueError, RecursionError):
        return {}
    form = calls[0].args[2] if calls and len(calls[0].args) > 2 else None
    if form is None:
        return {}
    columns = next((n for n in ast.walk(form) if isinstance(n, ast.Dict)), None)
    if columns is None:
        found = {"": _unit(form)}
    else:
        pairs = zip(columns.keys, columns.values, strict=True)
        found = {str(key.value): _unit(value) for key, value in pairs if isinstance(key, ast.Constant)}
    return {name: unit for name, unit in found.items() if unit}


def told(known: Mapping[str, str], given: Answer) -> str:
    """The unit of an answer without columns, or of a series: « € », « % »; empty where it has none."""
    if "" not in known:
        return ""
    return _said(known[""], [given.text] if not given.rows else [row[-1] for row in given.rows])


def headed(known: Mapping[str, str], given: Answer) -> tuple[str, ...]:
    """The header of an answer in columns, each with its unit: « cpc (€) », « taux de clic (%) »."""
    made = []
    for at, name in enumerate(given.header):
        values = [row[at] for row in given.rows if at < len(row)]
        unit = f" ({_said(known[name], values)})" if known.get(name) else ""
        made.append(name.replace("_", " ") + unit)
    return tuple(made)


def _said(unit: str, values: Sequence[str]) -> str:
    if unit == PERCENT:
        above = any(abs(v) > 1 for v in map(_value, values) if v is not None)
        return PERCENT_ONLY if above else "% ou proportion"
    return unit


def short(text: str) -> str:
    """A number with what a reader needs of it, four significant digits, or a date as it is read; any other text as it is."""
    if _DATE.fullmatch(text):
        with contextlib.suppress(ValueError):  # a candidate may have typed 2026-13-45
            return short_day(datetime.date.fromisoformat(text))
    value = _value(text)
    if value is None:
        return text
    if "," not in text or "\u202f" in text:
        return text.replace("-", "−")
    return number(value, 0) if abs(value) >= 1_000 else significant(value, 4)


def _value(text: str) -> float | None:
    return (
        float(text.replace("\u202f", "").replace("−", "-").replace(",", "."))
        if _NUMBER.fullmatch(text)
        else None
    )


def _unit(form: ast.AST) -> str:
    for node in ast.walk(form):
        if not isinstance(node, ast.Call):
            continue
        named = {k.arg: k.value.value for k in node.keywords if isinstance(k.value, ast.Constant)}
        if _name(node) == "pourcentage":
            return PERCENT_ONLY if named.get("echelle") == "pourcent" else PERCENT
        unit = named.get("unite")
        if isinstance(unit, str):
            return unit
    return ""


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""
