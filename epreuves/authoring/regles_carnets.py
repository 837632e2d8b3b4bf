"""The lint's rules on an épreuve's two notebooks, the main one and a group's `rex.ipynb`: which there are, what
each one judges, and no name that stands in both.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

from epreuves.authoring import criteres
from epreuves.authoring.appels import appels
from epreuves.authoring.constats import Constat
from epreuves.authoring.grille import Grille
from epreuves.authoring.texte import Sujet


def regles_carnets(
    epreuve: str, fichier: str, grille: Grille, sujets: Mapping[str, Sujet], competences: list[str]
) -> Iterator[Constat]:
    """All the rules on the notebooks together; `fichier` is the rubric's, `sujets` the texts by notebook."""
    textes = {sujet.carnet: sujet for sujet in sujets.values()}
    yield from _rex(epreuve, grille, textes)
    yield from _auto_evaluation(epreuve, textes, competences)
    for code, critere in grille.criteres.items():
        if critere.carnet not in textes:
            message = f"champ carnet : « {critere.carnet} », et sujets/{epreuve}/{critere.carnet}.py manque"
            yield Constat("placement", epreuve, message, fichier=fichier, cellule=code)
    for sujet in textes.values():
        yield from _placement(epreuve, grille, sujet, competences)
    yield from _ids(epreuve, list(textes.values()))


def _rex(epreuve: str, grille: Grille, textes: Mapping[str, Sujet]) -> Iterator[Constat]:
    """The référentiel says of its own épreuves whether each member of a group writes a REX."""
    attendu = criteres.a_un_rex(epreuve)
    if attendu and "rex" not in textes:
        yield Constat("rex", epreuve, f"le référentiel demande un REX : écrivez sujets/{epreuve}/rex.py")
    if attendu is False and "rex" in textes:
        message = "le référentiel ne demande pas de REX à cette épreuve"
        yield Constat("rex", epreuve, message, fichier=textes["rex"].fichier)
    if "rex" in textes and all(critere.carnet != "rex" for critere in grille.criteres.values()):
        message = "aucun critère n'y est jugé : donnez « carnet: rex » à ceux de grille.yaml qui le sont"
        yield Constat("rex", epreuve, message, "avertissement", textes["rex"].fichier)


def _auto_evaluation(epreuve: str, textes: Mapping[str, Sujet], competences: list[str]) -> Iterator[Constat]:
    """One of the notebooks asks for it: of a group, rather the one that each member fills alone."""
    for cell in (cell for sujet in textes.values() for cell in sujet.cells if cell.kind == "code"):
        with contextlib.suppress(SyntaxError):  # another rule's finding
            if any(appel.fonction == "auto_evaluation" for appel in appels(cell.source)):
                return
    demande = ", ".join(f'"{competence}"' for competence in competences)
    message = f"aucune cellule n'appelle auto_evaluation({demande})"
    fichier = textes["rex" if "rex" in textes else "sujet"].fichier
    yield Constat("auto_evaluation", epreuve, message, "avertissement", fichier)


def _placement(epreuve: str, grille: Grille, sujet: Sujet, competences: list[str]) -> Iterator[Constat]:
    placees = [cell.competence for cell in sujet.cells if cell.role == "grille"]
    jugees = {code.partition("-")[0] for code, c in grille.criteres.items() if c.carnet == sujet.carnet}
    attendues = [competence for competence in competences if competence in jugees]
    if placees != attendues:
        message = (
            f"les cellules grille attendues sont {', '.join(attendues) or 'aucune'}, une fois et dans cet "
            f"ordre ; reçu : {', '.join(placees) or 'aucune'}"
        )
        yield Constat("placement", epreuve, message, fichier=sujet.fichier)


def _ids(epreuve: str, sujets: list[Sujet]) -> Iterator[Constat]:
    """An id in both notebooks would be two cells of one name in marks and reports."""
    pris: dict[str, str] = {}
    for sujet in sujets:
        for cell in sujet.cells:
            if cell.id in pris:
                message = f"l'id est déjà celui d'une cellule de {pris[cell.id]}"
                yield Constat("id", epreuve, message, fichier=sujet.fichier, cellule=cell.id, ligne=cell.line)
        pris |= {cell.id: sujet.fichier for cell in sujet.cells if cell.id}
