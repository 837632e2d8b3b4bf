"""The files that a text asks candidates to hand in."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from epreuves.answers.files.deliverable import FileAsked, asked
from epreuves.answers.forms import InvalidForm


def files_asked(source: str) -> list[FileAsked]:
    """The files that a cell asks for, by its `livrable` calls; none of a call that a rule refuses."""
    return [request for _, request in requests(source) if isinstance(request, FileAsked)]


def requests(source: str) -> Iterator[tuple[int, FileAsked | str]]:
    """(line, what is asked or what is wrong) of each `livrable` call of a cell."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return  # another rule's finding
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "livrable":
            try:
                given = [ast.literal_eval(argument) for argument in node.args]
                named = {word.arg or "": ast.literal_eval(word.value) for word in node.keywords}
                yield node.lineno, asked(*given, **named)
            except InvalidForm as error:
                yield node.lineno, str(error)
            except (ValueError, TypeError):
                yield (
                    node.lineno,
                    'livrable : écrivez ses arguments en toutes lettres, livrable("U1_1-plan", "plan", formats=("xlsx",))',
                )
