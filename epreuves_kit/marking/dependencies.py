"""A source notebook's questions: the name of each, and the others that its reference builds on."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_HEADING = re.compile(r"^(#{1,5}) +(.+?)\s*$", re.MULTILINE)
_NUMBER = re.compile(r"^Question (\d+)\b")


def titles(cells: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Heading by grade id, for each cell that nbgrader marks or protects; locked text cells give the headings.

    A heading below a question's bears that question's number: « Question 8 a. La valeur d'un client ». Only locked cells are read: a heading that a candidate writes names nothing.
    """
    above: dict[int, str] = {}
    headings = {}
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        is_heading = meta.get("locked") and not meta.get("task") and not meta.get("solution")
        if cell["cell_type"] == "markdown" and is_heading:
            for marks, text in _HEADING.findall(cell["source"]):
                above = {level: t for level, t in above.items() if level < len(marks)} | {
                    len(marks): re.sub(r"[*_`]", "", text)
                }
        elif meta.get("grade_id"):
            headings[meta["grade_id"]] = _told(above)
    return headings


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
    """Names that a cell reads and names that it binds or changes in place; a cell that does not parse has none.

    What a function, a lambda or a comprehension keeps to itself is neither.
    """
    read: set[str] = set()
    bound: set[str] = set()
    for statement in _statements(source):
        read |= statement.read
        bound |= statement.bound
    return frozenset(read), frozenset(bound)


class _Statement(NamedTuple):
    """The names that one statement of a cell reads and binds; handled: those that it calls methods of or hands to calls, which may change them; certain:
    whether it binds on every way through it.
    """

    read: frozenset[str]
    bound: frozenset[str]
    handled: frozenset[str]
    certain: bool


@_once
def _statements(source: str) -> tuple[_Statement, ...]:
    """The top statements of a cell, in order."""
    statements = []
    for top in _parsed(source).body:
        read: set[str] = set()
        bound: set[str] = set()
        handled: set[str] = set()
        for node, hidden in _nodes(top, frozenset()):
            if isinstance(node, ast.Call):
                handled |= (_root(node.func) | _given(node)) - hidden
            match node:
                case ast.Name(id=name, ctx=context) if name not in hidden:
                    (read if isinstance(context, ast.Load) else bound).add(name)
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() if node.name not in hidden:
                    bound.add(node.name)
                case ast.Attribute() | ast.Subscript() if not isinstance(node.ctx, ast.Load):
                    bound |= _root(node) - hidden  # table["ctr"] = …
                case ast.Expr(value=ast.Call(func=called)):
                    bound |= _root(called) - hidden  # axes.bar(…), rows.append(…)
                case ast.Import() | ast.ImportFrom():
                    bound |= _imported(node) - hidden
        certain = not isinstance(top, ast.If | ast.For | ast.While | ast.Try | ast.With | ast.Match)
        statements.append(_Statement(frozenset(read), frozenset(bound), frozenset(handled), certain))
    return tuple(statements)


def _nodes(node: ast.AST, hidden: frozenset[str]) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    """Every node from one down, each with the names that the scopes around it keep to themselves."""
    yield node, hidden
    inside, own = _scope(node)
    # Decorators, defaults, base classes and a comprehension's first iterable are read outside.
    for child in ast.iter_child_nodes(node):
        if child not in inside and not isinstance(child, ast.comprehension):
            yield from _nodes(child, hidden)
        elif isinstance(child, ast.comprehension) and child.iter not in inside:
            yield from _nodes(child.iter, hidden)
    for child in inside:
        yield from _nodes(child, hidden | own)


def _scope(node: ast.AST) -> tuple[list[ast.AST], frozenset[str]]:
    """The nodes that a node's own scope holds, and the names that it keeps to itself; none where it opens no scope."""
    match node:
        case ast.FunctionDef(args=args, body=body) | ast.AsyncFunctionDef(args=args, body=body):
            return list(body), _parameters(args) | _bound_in(body)
        case ast.Lambda(args=args, body=value):
            return [value], _parameters(args) | _bound_in([value])
        case ast.ClassDef(body=body):
            return list(body), _bound_in(body)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            first = node.generators[0]
            inside = [c for c in ast.iter_child_nodes(node) if not isinstance(c, ast.comprehension)]
            inside += [part for g in node.generators for part in (g.target, g.iter, *g.ifs) if part is not first.iter]
            # What `:=` binds there is bound outside.
            return inside, _bound_in([g.target for g in node.generators])
    return [], frozenset()


def _parameters(args: ast.arguments) -> frozenset[str]:
    return frozenset(argument.arg for argument in ast.walk(args) if isinstance(argument, ast.arg))


def _bound_in(body: Sequence[ast.AST]) -> frozenset[str]:
    """Names that the nodes of one scope bind there, scopes within it left aside."""
    bound: set[str] = set()
    shared: set[str] = set()
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                bound.add(name)
            case ast.Global(names=named) | ast.Nonlocal(names=named):
                shared |= set(named)
            case ast.Import() | ast.ImportFrom():
                bound |= _imported(node)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
        if not _scope(node)[0]:
            waiting += ast.iter_child_nodes(node)
    return frozenset(bound - shared)


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
        case [ast.Expr(ast.Call(func=ast.Name("verifier"), args=[ast.Constant(str(id)), ast.Name(variable), *_]))]:
            return id, variable
    return None


@_once
def calls_verifier(source: str) -> bool:
    """True if a cell calls `verifier`, in whatever way: such a tests cell bears a mark of the kit's or none."""
    return any(
        isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) or getattr(node.func, "attr", None)) == "verifier"
        for node in ast.walk(_parsed(source))
    )


class Flow:
    """The questions from whose answers each name of a notebook was worked out, as its cells go by."""

    def __init__(self) -> None:
        self._behind: dict[str, frozenset[str]] = {}

    def run(self, source: str) -> None:
        """Go through a cell, statement by statement: a name carries what the names that it was worked out from carry.

        What the cell made itself (axes, a list) carries besides what is worked out together with it later on, and so does what was
        made in the same statement: a figure's bars are drawn on its axes.
        """
        made: dict[str, frozenset[str]] = {}
        for read, bound, handled, certain in _statements(source):
            sources = frozenset[str]().union(*(self.behind(name) for name in read))
            for name in bound:
                self._behind[name] = sources if certain else sources | self.behind(name)
            changed = (bound & read) | handled
            for name in frozenset[str]().union(*(made[other] for other in changed if other in made)):
                self._behind[name] = sources | self.behind(name)
            made |= {name: bound for name in bound - read}

    def behind(self, name: str) -> frozenset[str]:
        """The questions that a name was worked out from, directly or through others."""
        return self._behind.get(name, frozenset())

    def answered(self, variable: str, questions: Iterable[str]) -> None:
        """From here on, a variable carries these questions."""
        self._behind[variable] = frozenset(questions)


def dependencies(cells: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each question, the earlier questions whose variables its reference reads, directly or through others.

    cells: sources of the code cells, in order. A question's own variable carries that question besides what it was worked out from.
    """
    flow = Flow()
    earlier: dict[str, tuple[str, ...]] = {}
    for source in cells:
        call = question_call(source)
        if call is None:
            flow.run(source)
            continue
        question, variable = call
        behind = flow.behind(variable)
        earlier[question] = tuple(q for q in earlier if q in behind)
        flow.answered(variable, behind | {question})
    return earlier


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
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", None) == "erreur_type"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    )


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
            altered -= {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
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
