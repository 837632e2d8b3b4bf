"""The lint's rule on what an author has still to write: the lines that bear the mark of a skeleton."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from epreuves.authoring.constats import Constat
from epreuves.authoring.cours import Lieux
from epreuves.authoring.texte import Sujet
from epreuves.wording.french import listed

MARQUE = "À ÉCRIRE"
"""What `epreuves new` leaves wherever the author alone knows."""
_BORDS = " #|:,*\"'."
DONNEES = ("dictionnaire.yaml", "donnees.py", "grille.yaml", "oral.yaml", "demo.yaml", "demo.py")


def regles_ecriture(lieux: Lieux, sujets: Mapping[str, Sujet]) -> Iterator[Constat]:
    """Findings on the marked lines of the written files, texts first."""
    for sujet in sujets.values():
        cellules = {cell.line: cell.nom for cell in sujet.cells}
        yield from _marques(lieux.epreuve, sujet.fichier, sujet.texte(), cellules)
    for nom in DONNEES:
        chemin = lieux.sujet / nom
        if chemin.exists():
            yield from _marques(
                lieux.epreuve, lieux.court(chemin), chemin.read_text("utf-8-sig", "replace"), {}
            )


def _marques(epreuve: str, fichier: str, texte: str, cellules: Mapping[int, str]) -> Iterator[Constat]:
    """One finding a cell, or a file that has none."""
    trouvees: dict[str, dict[int, str]] = {}
    cellule = ""
    for numero, ligne in enumerate(texte.splitlines(), start=1):
        cellule = cellules.get(numero, cellule)
        if MARQUE in ligne:
            trouvees.setdefault(cellule, {})[numero] = ligne.partition(MARQUE)[2].strip(_BORDS)
    for cellule, passages in trouvees.items():
        premier, *autres = passages
        if autres:
            message = f"{len(passages)} passages restent à écrire, lignes {listed(map(str, passages))}"
        else:
            message = f"il reste à écrire : {passages[premier] or 'ce qui est marqué'}"
        yield Constat("a_ecrire", epreuve, message, fichier=fichier, cellule=cellule, ligne=premier)
