"""The lint's rules on what fictional candidates write."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.authoring.deliverables import files_asked
from epreuves_kit.authoring.demonstration import (
    BRACES,
    DOCUMENTS,
    FIGURES,
    LEVELS,
    PROSE,
    Demonstration,
    Given,
    function,
    lacking,
    read,
)
from epreuves_kit.authoring.text import Sujet
from epreuves_kit.course.folders import Layout
from epreuves_kit.proof.findings import Finding

#: What is no French figure: a missing value, Python's names, a decimal point, braces of a template.
_UNREADABLE = re.compile(r"\bnan\b|\binf\b|None|NaT|\d\.\d|[{}\[\]…]")


def demo_rules(layout: Layout, sujets: Mapping[str, Sujet]) -> Iterator[Finding]:
    """All that `demo.yaml` and `demo.py` can have wrong, whatever the variant; nothing is asked of an épreuve that has neither."""
    path = layout.sujet / PROSE
    finding = functools.partial(_finding, layout.epreuve, layout.short(path))
    if not path.exists():
        if (layout.sujet / FIGURES).exists():
            yield finding("demo.py est là, et demo.yaml manque : écrivez-le, ou ôtez demo.py")
        return
    try:
        demo = read(layout.sujet)
    except KitError as error:
        yield Finding("lecture", layout.epreuve, str(error))
        return
    yield from _document_rules(layout, sujets)
    notebooks = {cell.id: name for name, sujet in sujets.items() for cell in sujet.cells if cell.role == "manual"}
    for cell in notebooks:
        if cell not in demo.prose:
            yield finding("rien n'est écrit pour cette cellule", cell)
    for cell in demo.prose:
        if cell not in notebooks:
            yield finding("aucune cellule manual n'a cet id", cell)
    for cell, level, names in demo.quoted():
        if not demo.prose[cell].at(level).strip():
            yield finding(f"niveau {level} : le texte est vide", cell)
        if names is None:
            yield finding(f"niveau {level} : {BRACES}", cell)
        elif names and cell in notebooks and function(notebooks[cell]) not in demo.functions:
            wanted = function(notebooks[cell])
            message = f"niveau {level} : des chiffres sont nommés, et demo.py n'a pas de fonction {wanted}(reponses)"
            yield finding(message, cell)


def _document_rules(layout: Layout, sujets: Mapping[str, Sujet]) -> Iterator[Finding]:
    """Each document of the demonstration is one that a notebook asks for, at a level."""
    asked = {file.name for sujet in sujets.values() for c in sujet.cells for file in files_asked(c.source)}
    for path in sorted((layout.sujet / DOCUMENTS).glob("*")):
        name, _, level = path.stem.rpartition("-")
        if name not in asked or level not in LEVELS:
            sentence = f"aucun livrable n'a ce nom : attendu NOM-{LEVELS[0]}, NOM-{LEVELS[1]} ou NOM-{LEVELS[2]}"
            yield Finding("demo", layout.epreuve, sentence, file=layout.short(path))


def figures_rules(
    epreuve: EpreuveId, file: str, demo: Demonstration, notebook: str, letter: str, given: Given
) -> Iterator[Finding]:
    """The findings on what the prose of a notebook quotes and `demo.py` does not give on a variant, or gives as no candidate would write it.

    file: the path of `demo.yaml`.
    """
    finding = functools.partial(_finding, epreuve, file)
    if function(notebook) not in demo.functions:
        return
    try:
        figures = demo.figures(notebook, given)
    except KitError as error:
        yield finding(str(error), variants=letter)
        return
    for cell, level, names in demo.quoted():
        for name in dict.fromkeys(names or ()):
            if name not in figures:
                yield finding(f"niveau {level} : {lacking(name, notebook)}", cell, letter)
            elif _UNREADABLE.search(figures[name]):
                reason = f"le chiffre « {name} » vaut « {figures[name]} » ; personne ne l'écrirait ainsi"
                yield finding(f"niveau {level} : {reason}", cell, letter)


def _finding(epreuve: EpreuveId, file: str, message: str, cell: str = "", variants: str = "") -> Finding:
    return Finding("demo", epreuve, message, "erreur", file, cell, variants=variants)
