"""The lint's rules on the files that a text asks candidates to hand in."""

from __future__ import annotations

from collections.abc import Iterator

from epreuves_kit.authoring.deliverables import requests
from epreuves_kit.authoring.text import Sujet, TextCell

#: What is wrong, the cell, and the line in it.
_Fault = tuple[str, TextCell, int]


def deliverable_faults(sujet: Sujet, competences: list[str]) -> Iterator[_Fault]:
    """A file is asked for in a readonly cell of its id, which begins with its compétence, once under its name."""
    prefixes = tuple(f"{competence.replace('.', '_')}-" for competence in competences)
    taken: dict[str, str] = {}
    for cell in sujet.cells:
        for line, request in requests(cell.source) if cell.kind == "code" else ():
            if isinstance(request, str):
                yield request, cell, line
            elif cell.role != "readonly" or cell.id != request.id or not request.id.startswith(prefixes):
                sentence = f"livrable s'appelle dans une cellule readonly de même id, qui commence par sa compétence : {', '.join(f'{p}…' for p in prefixes)}"
                yield sentence, cell, line
            elif request.name in taken:
                yield f"le fichier « {request.name} » est déjà demandé par « {taken[request.name]} »", cell, line
            else:
                taken[request.name] = request.id
