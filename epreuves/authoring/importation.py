"""Bringing a notebook edited in JupyterLab back to its text, identical to the byte where nothing changed."""

from __future__ import annotations

import json
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec

from epreuves.authoring import disque, grille, notebook, texte
from epreuves.authoring.construction import developper, textes
from epreuves.authoring.cours import Lieux
from epreuves.authoring.texte import Cell, Sujet
from epreuves.wording.errors import KitError

_PANNEAU = "dans le panneau « Create Assignment » de JupyterLab"


class Bilan(msgspec.Struct, frozen=True):
    """What an import did to one text: ids of the cells changed, added, removed, and whether the order
    changed.
    """

    fichier: str
    modifiees: tuple[str, ...] = ()
    ajoutees: tuple[str, ...] = ()
    supprimees: tuple[str, ...] = ()
    deplacees: bool = False

    @property
    def change(self) -> bool:
        """Whether the text is another than before."""
        return bool(self.modifiees or self.ajoutees or self.supprimees or self.deplacees)

    def phrase(self) -> str:
        """The summary that is shown."""
        if not self.change:
            return f"{self.fichier} : rien n'a changé."
        parties = [
            f"{nom} : {', '.join(ids)}"
            for nom, ids in (
                ("modifiées", self.modifiees),
                ("ajoutées", self.ajoutees),
                ("supprimées", self.supprimees),
            )
            if ids
        ]
        if self.deplacees:
            parties.append("ordre des cellules changé")
        return f"{self.fichier} — cellules {' ; '.join(parties)}."


def importer(root: Path, id: str) -> list[Bilan]:
    """Update the texts of `sujets/<id>/` from the notebooks of `source/<id>/`; atomic, all or nothing.

    Outputs, execution counts and what JupyterLab adds to metadata are ignored. Raises KitError,
    naming the cell, where a cell has no role or id, where an id comes twice, or where a rubric cell was
    edited (grille.yaml is its text).
    """
    lieux = Lieux(root, id)
    la_grille = grille.lire(lieux.sujet / "grille.yaml")
    nouveaux: list[tuple[Path, str, Bilan]] = []
    for nom, sujet in textes(lieux).items():
        chemin = lieux.source / nom
        cells = lire_notebook(chemin)
        lignes, bilan = fusionner(sujet, developper(sujet, la_grille), cells, str(chemin))
        _verifier_relecture(lignes, cells, la_grille, str(chemin), sujet.fichier)
        nouveaux.append((root / sujet.fichier, lignes, bilan))
    for fichier, contenu, _ in nouveaux:
        disque.ecrire(fichier, contenu.encode("utf-8"))
    return [bilan for _, _, bilan in nouveaux]


def _verifier_relecture(
    lignes: str, cells: list[Cell], la_grille: grille.Grille, fichier: str, sujet: str
) -> None:
    """What is about to be written reads back as the notebook's own cells, or nothing is written."""
    try:
        relues = developper(texte.analyser(lignes, sujet), la_grille)
    except KitError as erreur:
        raise KitError(f"{fichier} : ces cellules ne font pas un sujet ({erreur})") from None
    for relue, cell in zip_longest(relues, cells):
        if relue is None or cell is None or relue.id != cell.id or not _pareilles(relue, cell):
            raise KitError(
                f"{fichier}, cellule « {(cell or relue).id} » : son contenu ne se garde pas dans un sujet "
                "(une ligne qui commence par « # %% » ?) ; récrivez-la autrement."
            )


def lire_notebook(chemin: Path) -> list[Cell]:
    """The cells of a notebook, by their nbgrader metadata; KitError names the one that has no role
    or id.
    """
    try:
        brutes = json.loads(chemin.read_bytes())["cells"]
        cells = [_cellule(brute, rang, str(chemin)) for rang, brute in enumerate(brutes, start=1)]
    except FileNotFoundError:
        raise KitError(f"{chemin} : le notebook n'existe pas ; construisez d'abord l'épreuve.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as erreur:
        raise KitError(f"{chemin} : ce n'est pas un notebook lisible ({erreur}).") from None
    vus: set[str] = set()
    for rang, cell in enumerate(cells, start=1):
        if cell.id in vus:
            raise KitError(
                f"{chemin}, cellule n° {rang} : l'identifiant « {cell.id} » est déjà celui d'une autre "
                "cellule (cellule "
                f"copiée ou coupée en deux ?) ; donnez-lui le sien {_PANNEAU}."
            )
        vus.add(cell.id)
    return cells


def _cellule(brute: dict[str, Any], rang: int, fichier: str) -> Cell:
    source = "".join(brute["source"])
    debut = next((ligne.strip() for ligne in source.splitlines() if ligne.strip()), "vide")
    ou = f"{fichier}, cellule n° {rang} (« {debut[:60]} »)"
    genre = brute["cell_type"]
    if genre not in ("code", "markdown"):
        raise KitError(f"{ou} : une cellule « {genre} » ne se distribue pas ; faites-en du Markdown.")
    role = notebook.role(brute["metadata"], genre)
    if role is None:
        raise KitError(
            f"{ou} : elle n'a pas de rôle ; choisissez-en un {_PANNEAU} (« Read-only » pour un énoncé), et "
            "donnez-lui un "
            "identifiant ; ou supprimez la cellule."
        )
    donnees = brute["metadata"]["nbgrader"]
    id = donnees.get("grade_id", "")
    if not isinstance(id, str) or not texte.IDENTIFIANT.match(id):
        raise KitError(
            f"{ou} : son identifiant, « {id} », n'est pas valide ; donnez-lui {_PANNEAU} un nom en lettres "
            "sans accent, "
            "chiffres, _ ou -."
        )
    points = donnees.get("points") if role in ("tests", "task") else None
    return Cell(role=role, id=id, kind=genre, points=points, source=source)


def fusionner(sujet: Sujet, developpees: list[Cell], cells: list[Cell], fichier: str) -> tuple[str, Bilan]:
    """The new text, and what changed: cells that say the same keep their text, the others are written
    anew.
    """
    anciennes = {cell.id: cell for cell in sujet.cells if cell.role != "grille"}
    taches = {cell.id: cell for cell in developpees if cell.id not in anciennes}
    grilles = {cell.competence: cell for cell in sujet.cells if cell.role == "grille"}
    _verifier_taches(taches, cells, grilles, fichier)
    suite: list[Cell] = []
    modifiees: list[str] = []
    ajoutees: list[str] = []
    for cell in cells:
        if cell.id in taches:
            ligne = grilles[taches[cell.id].competence]
            if ligne not in suite:
                suite.append(ligne)
            continue
        ancienne = anciennes.get(cell.id)
        if ancienne is not None and _pareilles(ancienne, cell):
            suite.append(ancienne)
            continue
        suite.append(msgspec.structs.replace(cell, text=_reecrire(ancienne, cell)))
        (ajoutees if ancienne is None else modifiees).append(cell.id)
    presentes = {cell.id for cell in cells}
    gardees = [cell.nom for cell in suite if cell.nom not in ajoutees]
    avant = [cell.nom for cell in sujet.cells]
    bilan = Bilan(
        sujet.fichier,
        tuple(modifiees),
        tuple(ajoutees),
        tuple(cell.nom for cell in sujet.cells if cell not in suite and cell.nom not in presentes),
        gardees != [nom for nom in avant if nom in gardees],
    )
    return sujet.preambule + _joindre(suite, sujet), bilan


def _verifier_taches(
    taches: dict[str, Cell], cells: list[Cell], grilles: dict[str, Cell], fichier: str
) -> None:
    """Rubric cells come from grille.yaml: whole, in order, together, unchanged; or all gone with their
    grille.
    """
    for cell in cells:
        attendue = taches.get(cell.id)
        if attendue is not None and not _pareilles(attendue, cell):
            raise KitError(
                f"{fichier}, cellule « {cell.id} » : c'est un critère de la grille et il a été modifié ; "
                "modifiez "
                "grille.yaml (points, consigne, descripteurs), le notebook en est construit. Pour "
                "retrouver la cellule "
                "d'origine, annulez la modification dans JupyterLab."
            )
    ids = [cell.id for cell in cells]
    for competence in grilles:
        attendus = [cell.id for cell in taches.values() if cell.competence == competence]
        presents = [id for id in ids if id in attendus]
        if not presents:
            continue
        debut = ids.index(presents[0])
        if ids[debut : debut + len(attendus)] != attendus:
            raise KitError(
                f"{fichier}, critères de {competence} : les cellules {', '.join(attendus)} doivent rester "
                "ensemble et dans "
                "cet ordre ; pour en ôter ou en ajouter, modifiez grille.yaml."
            )


def _pareilles(a: Cell, b: Cell) -> bool:
    """Whether two cells say the same: role, kind, points, and source but for trailing blanks at its end."""
    return (a.role, a.kind, a.points, a.source.rstrip()) == (b.role, b.kind, b.points, b.source.rstrip())


def _reecrire(ancienne: Cell | None, cell: Cell) -> str:
    neuf = texte.ecrire_cellule(cell)
    if ancienne is None or (ancienne.role, ancienne.kind, ancienne.points) != (
        cell.role,
        cell.kind,
        cell.points,
    ):
        return neuf
    # Only the body changed: the header stays as its author wrote it.
    return ancienne.text.partition("\n")[0] + "\n" + neuf.partition("\n")[2]


def _joindre(suite: list[Cell], sujet: Sujet) -> str:
    """The cells' texts one after the other: a blank line between two, none at the end, but as they stood
    before.
    """
    derniere = sujet.cells[-1]
    morceaux = []
    for rang, cell in enumerate(suite):
        fin = rang == len(suite) - 1
        if fin and cell is not derniere:
            morceaux.append(cell.text.rstrip("\n") + "\n")
        elif not fin and cell is derniere:
            morceaux.append(cell.text.rstrip("\n") + "\n\n")
        else:
            morceaux.append(cell.text)
    return "".join(morceaux)
