"""What a source notebook says of its questions: what each is called, and which others its reference builds on."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_HEADING = re.compile(r"^(#{1,5}) +(.+?)\s*$", re.MULTILINE)
_NUMBER = re.compile(r"^Question (\d+)\b")


def titles(cells: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Heading by grade id, for each cell that nbgrader marks or protects; locked text cells give the headings.

    A heading below a question's bears that question's number: « Question 8 a. La valeur d'un client ». Only locked cells are read: a heading that a candidate writes names nothing.
    """
    above: dict[int, str] = {}
    found = {}
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        told = meta.get("locked") and not meta.get("task") and not meta.get("solution")
        if cell["cell_type"] == "markdown" and told:
            for marks, text in _HEADING.findall(cell["source"]):
                above = {level: t for level, t in above.items() if level < len(marks)} | {
                    len(marks): re.sub(r"[*_`]", "", text)
                }
        elif meta.get("grade_id"):
            found[meta["grade_id"]] = _told(above)
    return found


def _told(above: dict[int, str]) -> str:
    if not above:
        return ""
    *parents, own = (above[level] for level in sorted(above))
    numbered = _NUMBER.match(parents[-1]) if parents else None
    if numbered is None:
        return own
    return f"Question {own}" if re.match(rf"{numbered[1]}\b", own) else f"{numbered[0]} · {own}"


#: Cells of which what is read in them is kept: those of a sujet come back with every copy.
_KEPT = 512
_once = functools.lru_cache(_KEPT)


def _parsed(source: str) -> ast.Module:
    """A cell's syntax tree; empty where it does not parse, or is nested beyond what Python's parser bears."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


@_once
def names(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """Names that a cell reads and names that it binds or changes in place, at any depth; a cell that does not parse has none."""
    read: set[str] = set()
    bound: set[str] = set()
    for node in ast.walk(_parsed(source)):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            bound.update(_root(node))  # table["ctr"] = …
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            bound.update(_root(node.value.func))  # axes.bar(…), rows.append(…)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            bound |= _imported(node)
    return frozenset(read), frozenset(bound)


def _imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    return {(alias.asname or alias.name).split(".")[0] for alias in node.names}


def _root(node: ast.expr) -> set[str]:
    """The name that attributes and items are taken from; none where it is a plain name or a result."""
    inner = node
    while isinstance(inner, ast.Attribute | ast.Subscript):
        inner = inner.value
    return {inner.id} if isinstance(inner, ast.Name) and inner is not node else set()


@_once
def question_call(source: str) -> tuple[str, str] | None:
    """Question id and variable of the `verifier` call that a tests cell is, or None where it is not one.

    The call must be the cell's only statement, its first argument a text and its second a plain name.
    """
    match _parsed(source).body:
        case [
            ast.Expr(
                ast.Call(func=ast.Name("verifier"), args=[ast.Constant(str(id)), ast.Name(variable), *_])
            )
        ]:
            return id, variable
    return None


@_once
def calls_verifier(source: str) -> bool:
    """Whether a cell calls `verifier`, in whatever way: such a tests cell bears a mark of the kit's or none."""
    return any(
        isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) or getattr(node.func, "attr", None)) == "verifier"
        for node in ast.walk(_parsed(source))
    )


def dependencies(cells: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each question, the earlier questions whose variables its reference reads, directly or through others.

    cells: sources of the code cells, in order. A name carries the questions that it was worked out from; a question's
    own variable carries that question besides.
    """
    carried: dict[str, set[str]] = {}
    order: list[str] = []
    found: dict[str, tuple[str, ...]] = {}
    for source in cells:
        call = question_call(source)
        if call is not None:
            question, variable = call
            behind = carried.get(variable, set())
            found[question] = tuple(q for q in order if q in behind)
            carried[variable] = behind | {question}
            order.append(question)
            continue
        read, bound = names(source)
        sources = set().union(*(carried.get(name, set()) for name in read)) if read else set()
        for name in bound:
            carried[name] = set(sources)
    return found


def needed_cells(cells: Sequence[str], questions: set[str], lead: int = 0) -> set[int]:
    """Indices, from `lead` on, of the code cells whose running changes what some questions' `verifier` and `erreur_type` are given.

    A cell that imports is always one of them; so is one that calls something for its effect on a name that is needed.
    """
    needed: set[int] = set()
    names_needed: set[str] = set()
    for index in range(len(cells) - 1, lead - 1, -1):
        source = cells[index]
        call = question_call(source)
        read, bound = names(source)
        if call is not None:
            # What the question was answered takes the place of its variable.
            wanted = call[0] in questions or call[1] in names_needed
            bound = frozenset()
        else:
            bound = bound | _acted_on(source)
            wanted = bool(bound & names_needed) or bool(_mistaken(source) & questions) or _imports(source)
        if wanted:
            needed.add(index)
            names_needed |= read
    return needed


@_once
def _acted_on(source: str) -> frozenset[str]:
    """Names given to calls whose result is not kept: they may be changed in place."""
    return frozenset(
        name
        for node in ast.walk(_parsed(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        for name in _given(node.value)
    )


def _given(call: ast.Call) -> set[str]:
    """Names in the arguments of a call."""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    return {node.id for argument in arguments for node in ast.walk(argument) if isinstance(node, ast.Name)}


@_once
def _mistaken(source: str) -> frozenset[str]:
    """Questions of which a cell names a usual mistake."""
    return frozenset(
        node.args[0].value
        for node in ast.walk(_parsed(source))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "erreur_type"
        and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    )  # fmt: skip


@_once
def _imports(source: str) -> bool:
    return any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(_parsed(source)))


#: What is called for its effect on people or on the scheme, not on what it is given.
_HARMLESS = frozenset({"erreur_type", "verifier", "print", "display"})


@_once
def changed_in_place(source: str) -> frozenset[str]:
    """Names whose object a cell may change without having made it: attributes, items or methods of what no earlier line of it assigned."""
    made: set[str] = set()
    changed: set[str] = set()
    for statement in _parsed(source).body:
        altered = _altered(statement)
        if isinstance(statement, ast.FunctionDef):
            # What is made inside is nobody else's.
            altered -= {
                n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
            }
            altered -= {n.arg for n in ast.walk(statement) if isinstance(n, ast.arg)}
        plain = _assigned(statement)
        changed |= altered - plain - made
        made |= plain
    return frozenset(changed)


def _altered(statement: ast.stmt) -> set[str]:
    """Names whose object a statement may change in place."""
    altered: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            altered |= _root(node)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            altered.add(node.target.id)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            altered |= _root(call.func)
            if not (isinstance(call.func, ast.Name) and call.func.id in _HARMLESS):
                altered |= _given(call)
    return altered


def _assigned(statement: ast.stmt) -> set[str]:
    """Names that a statement gives an object of their own: plain assignments, imports, definitions."""
    stored: list[ast.expr]
    match statement:
        case ast.Assign(targets=targets):
            stored = targets
        case ast.AnnAssign(target=target, value=value) if value is not None:
            stored = [target]
        case ast.Import() | ast.ImportFrom():
            return _imported(statement)
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case _:
            return set()
    plain = set()
    for place in stored:
        parts = place.elts if isinstance(place, ast.Tuple | ast.List) else [place]
        plain |= {part.id for part in parts if isinstance(part, ast.Name)}
    return plain
