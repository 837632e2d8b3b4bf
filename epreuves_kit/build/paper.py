"""The notebook as a paper: under each statement the form in which its answer is typed, and code folded behind a line that says what it is.

Authors write none of it: it is laid when a notebook is built, and taken out when one is imported.
"""

from __future__ import annotations

import ast
import json
from typing import Any

import msgspec

from epreuves.answers.handing_in import shows_form
from epreuves_kit.authoring.calls import set_to_none, without_solution
from epreuves_kit.authoring.deliverables import files_asked
from epreuves_kit.authoring.text import TextCell
from epreuves_kit.build import notebook
from epreuves_kit.marking.dependencies import question_call, titles

#: How the id of a form's cell begins: the question's follows.
_PREFIX = "formulaire-"
#: The first line of a folded cell, which is all that is seen of it, by role; given code may have its own.
_HEADS = {
    "readonly": "# Code de l'énoncé",
    "solution": "# Calculer ici (facultatif) : ce que vous donnez à une variable compte comme réponse",
    "tests": "# Vérifier la forme de la réponse",
}
#: That of an answer which is read in a workbook, whatever its variable holds.
_WORKBOOK = "# Rien à écrire ici : votre réponse est le classeur"
#: That of given code, by what it calls.
_CALLED = {
    "preparer(": "# Préparation : vos données",
    "auto_evaluation(": "# Auto-évaluation",
    "livrable(": "# Fichier à remettre",
}


def laid(cells: list[TextCell]) -> list[TextCell]:
    """The cells with the form of each question before the cell where it can be worked out, and a first line on all code."""
    named = titles(
        [{"cell_type": c.kind, "source": c.source, "metadata": {"nbgrader": notebook.nbgrader(c)}} for c in cells]
    )
    forms: dict[int, list[TextCell]] = {}
    heads = {place: _HEADS.get(cell.role) for place, cell in enumerate(cells)}
    for place, cell in enumerate(cells):
        if cell.role == "tests" and (source := _form(cell.source, named.get(cell.id) or cell.id)):
            form = TextCell(role="readonly", id=_PREFIX + cell.id, source=source, asks=cell.id)
            before = _before(cells, place)
            forms.setdefault(before, []).append(form)
            if before != place and "classeur(" in source:
                heads[before] = _WORKBOOK
    return [
        added
        for place, cell in enumerate(cells)
        for added in (*forms.get(place, ()), _asking(_headed(cell, heads[place])))
    ]


def authored(cell: dict[str, Any]) -> dict[str, Any] | None:
    """A cell of a built notebook (JSON) as authors write it; None where it is a form's, which none of them writes."""
    if shows_form(cell):
        return None
    role = notebook.role(cell["metadata"], cell["cell_type"])
    first, _, rest = "".join(cell["source"]).partition("\n")
    heads = (_HEADS.get(role or ""), _WORKBOOK, *(_CALLED.values() if role == "readonly" else ()))
    headed = cell["cell_type"] == "code" and first in heads
    return {**cell, "source": rest} if headed else cell


def same(old: bytes, new: bytes) -> bool:
    """True if two notebooks say the same of what authors write; False where one cannot be read."""
    try:
        return _said(old) == _said(new)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _said(content: bytes) -> str:
    return notebook.digest([cell for raw in json.loads(content)["cells"] if (cell := authored(raw))])


def _headed(cell: TextCell, head: str | None) -> TextCell:
    called = (head for call, head in _CALLED.items() if cell.role == "readonly" and call in cell.source)
    head = next(called, head)
    if (
        cell.kind != "code"
        or head is None
        or (cell.role == "readonly" and cell.source.lstrip().startswith(("#", "%%")))
    ):
        return cell  # one that has its own, or a magic, which stands first
    return msgspec.structs.replace(cell, source=f"{head}\n{cell.source}")


def _asking(cell: TextCell) -> TextCell:
    """The cell, marked as one that shows a form where it asks for a file."""
    asks = cell.kind == "code" and cell.role == "readonly" and files_asked(cell.source)
    return msgspec.structs.replace(cell, asks=cell.id) if asks else cell


def _form(source: str, title: str) -> str:
    """The cell of a form, from the tests cell of its question; empty where its answer is not typed."""
    called = question_call(source)
    if called is None:
        return ""
    match ast.parse(source).body:
        case [ast.Expr(ast.Call(args=[_, _, ast.Call(func=ast.Name()) as form, *_]))]:
            number = title.partition(" — ")[0]
            shown = ast.get_source_segment(source, form)
            head = f"# Formulaire : {number[:1].lower()}{number[1:]}"
            arguments = [f'"{called[0]}"', shown, f"titre={json.dumps(title, ensure_ascii=False)}"]
            return "\n".join([head, "formulaire(", *(f"    {argument}," for argument in arguments), ")"])
    return ""


def _before(cells: list[TextCell], tests: int) -> int:
    """The place of the cell where a question's variable waits for a value; the tests cell's own where there is none."""
    called = question_call(cells[tests].source)
    for place in range(tests - 1, -1, -1):
        cell = cells[place]
        if cell.role == "solution" and called and called[1] in set_to_none(without_solution(cell.source)):
            return place
    return tests
