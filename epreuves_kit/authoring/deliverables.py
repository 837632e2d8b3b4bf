"""The files that a text asks candidates to hand in, and the lint's rules on them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from epreuves.answers.files.deliverable import FileAsked, asked
from epreuves.answers.forms import InvalidForm
from epreuves_kit.authoring.text import Sujet, TextCell

#: What is wrong, the cell, and the line in it.
_Fault = tuple[str, TextCell, int]


def files_asked(source: str) -> list[FileAsked]:
    """The files that a cell asks for, by its `livrable` calls; none of a call that a rule refuses."""
    return [found for _, found in _calls(source) if isinstance(found, FileAsked)]


def _calls(source: str) -> Iterator[tuple[int, FileAsked | str]]:
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


def deliverable_faults(sujet: Sujet, competences: list[str]) -> Iterator[_Fault]:
    """A file is asked for in a readonly cell of its id, which begins with its compétence, once under its name."""
    prefixes = tuple(f"{competence.replace('.', '_')}-" for competence in competences)
    taken: dict[str, str] = {}
    for cell in sujet.cells:
        for line, found in _calls(cell.source) if cell.kind == "code" else ():
            if isinstance(found, str):
                yield found, cell, line
            elif cell.role != "readonly" or cell.id != found.id or not found.id.startswith(prefixes):
                said = f"livrable s'appelle dans une cellule readonly de même id, qui commence par sa compétence : {', '.join(f'{p}…' for p in prefixes)}"
                yield said, cell, line
            elif found.name in taken:
                yield f"le fichier « {found.name} » est déjà demandé par « {taken[found.name]} »", cell, line
            else:
                taken[found.name] = found.id
