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
        for line, found in requests(cell.source) if cell.kind == "code" else ():
            if isinstance(found, str):
                yield found, cell, line
            elif cell.role != "readonly" or cell.id != found.id or not found.id.startswith(prefixes):
                said = f"livrable s'appelle dans une cellule readonly de même id, qui commence par sa compétence : {', '.join(f'{p}…' for p in prefixes)}"
                yield said, cell, line
            elif found.name in taken:
                yield f"le fichier « {found.name} » est déjà demandé par « {taken[found.name]} »", cell, line
            else:
                taken[found.name] = found.id
