"""Building: what is written (`sujets/`) to what is built (`source/`, `release/`, `datasets/`), and whether
it is fresh.

The products of an épreuve are first worked out whole, as values (path → bytes), then compared with what is
on disk and, unless only checking, written where they differ. The archives of the variants and the session are
built too but not committed: absent, they are to be built, which is not the same as stale.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.authoring import disque, grille, notebook, release, texte, tirage
from epreuves.authoring.cours import Lieux, choisir
from epreuves.authoring.criteres import libelle
from epreuves.authoring.texte import Cell, Sujet
from epreuves.variantes import archive, publication, seance
from epreuves.variantes.lettres import LETTRES
from epreuves.variantes.seance import DOSSIER_VARIANTES
from epreuves.wording.errors import KitError

Etat = Literal["à jour", "écrit", "supprimé", "périmé", "absent", "en trop", "à construire"]
PERIMES: tuple[Etat, ...] = ("périmé", "absent", "en trop")
SOUS_PRODUITS = ("donnees", "candidat.txt", "autoevaluation.json", ".ipynb_checkpoints")
"""What running a notebook leaves beside it; none of it is built, none may be released."""

CARNET_REX = "rex.ipynb"
"""The notebook that each member of a group fills alone."""

Progres = Callable[[str], None]


class Fichier(msgspec.Struct, frozen=True):
    """One product, by its path from the course's root, and its state."""

    chemin: str
    etat: Etat


class Result(msgspec.Struct, frozen=True):
    """What building (or checking) one épreuve did or found; `remarque` says what of the session it did not follow."""

    epreuve: str
    fichiers: tuple[Fichier, ...]
    remarque: str = ""

    @property
    def frais(self) -> bool:
        """Whether everything that is committed is what a build gives."""
        return not self.perimes

    @property
    def perimes(self) -> tuple[Fichier, ...]:
        """The products that a build would write, or remove."""
        return tuple(fichier for fichier in self.fichiers if fichier.etat in PERIMES)

    @property
    def ecrits(self) -> tuple[Fichier, ...]:
        """The products that this build wrote or removed."""
        return tuple(fichier for fichier in self.fichiers if fichier.etat in ("écrit", "supprimé"))

    @property
    def a_construire(self) -> tuple[Fichier, ...]:
        """What is built but not committed, and simply not there."""
        return tuple(fichier for fichier in self.fichiers if fichier.etat == "à construire")

    @property
    def commande(self) -> str:
        """The command that brings everything up to date."""
        return f"epreuves build {self.epreuve}"


def build(
    root: Path,
    ids: Iterable[str] = (),
    check: bool = False,
    force: bool = False,
    progress: Progres | None = None,
    new_session: Progres | None = None,
    fresh: bool = False,
) -> list[Result]:
    """Build the épreuves named (all where none is), or only compare where `check`.

    `force` overwrites a source notebook that was edited in JupyterLab and not imported; without it such a
    notebook is an KitError. Files that are already right are not touched; writes are atomic.
    Where the session has changed such that variants would be drawn again, `new_session` is told what that
    does, and it is done; without it, that is an KitError. `fresh` draws again what is kept of earlier draws.
    """
    dire = progress or (lambda _: None)
    resultats = []
    chosen = choisir(root, list(ids))
    lacking = {epreuve: _to_draw(Lieux(root, epreuve), check, fresh) for epreuve in chosen}
    wanted = [(epreuve, letter) for epreuve in chosen for letter in lacking[epreuve]]
    with contextlib.closing(tirage.archives(root, wanted, fresh, dire)) as drawn:
        for epreuve in chosen:
            lieux = Lieux(root, epreuve)
            dire(f"{epreuve} : textes et données")
            remarque = "" if check else publication.refuse_or_announce(root, epreuve, new_session)
            source = sources(lieux, new_session is not None)
            if not check and not force:
                refuser_si_modifie(lieux, source)
            archives = {letter: next(drawn).archive for letter in lacking[epreuve]}
            fichiers = [
                *_comparer(root, lieux.source, source, check),
                *_comparer(root, lieux.datasets, archive.lire(archives["A"]), check),
                *_comparer(root, lieux.release, release.generer(epreuve, source), check),
                *_archives(lieux, check, archives),
            ]
            resultats.append(Result(epreuve, tuple(fichiers), remarque))
    return resultats


def _to_draw(lieux: Lieux, check: bool, fresh: bool) -> list[str]:
    """The letters that a build needs the draw of: A, which gives the datasets, and those whose archive is not right."""
    marque = tirage.empreinte(lieux.sujet)
    return [
        letter
        for letter in LETTRES
        if letter == "A"
        or (not check and (fresh or not _fraiche(lieux.source / DOSSIER_VARIANTES / f"{letter}.zip", marque)))
    ]


def sources(lieux: Lieux, new_session: bool = False) -> dict[str, bytes]:
    """The files of `source/<id>/` but the archives: the notebooks and the session.

    new_session: take the session as it is written, though the épreuve's variants were drawn with another
    name.
    """
    la_grille = grille.lire(lieux.sujet / "grille.yaml")
    if la_grille.epreuve != lieux.epreuve:
        raise KitError(
            f"{lieux.sujet / 'grille.yaml'}, champ epreuve : attendu « {lieux.epreuve} », reçu « "
            f"{la_grille.epreuve} »."
        )
    carnets = {
        nom: notebook.octets(notebook.construire(developper(sujet, la_grille)))
        for nom, sujet in textes(lieux).items()
    }
    tenue = (seance.lire if new_session else publication.held)(lieux.racine, lieux.epreuve)
    return {**carnets, seance.FICHIER_PUBLIE: seance.publier(tenue)}


def textes(lieux: Lieux) -> dict[str, Sujet]:
    """The texts of an épreuve by the name of the notebook each becomes: `sujet.py`, and `rex.py` where there
    is one.
    """
    fichiers = {f"{lieux.epreuve}.ipynb": lieux.sujet / "sujet.py", CARNET_REX: lieux.sujet / "rex.py"}
    return {
        nom: texte.lire(chemin, lieux.court(chemin))
        for nom, chemin in fichiers.items()
        if chemin.exists() or chemin.name == "sujet.py"
    }


def developper(sujet: Sujet, la_grille: grille.Grille) -> list[Cell]:
    """The cells of a text, each grille expanded to its rubric cells; KitError where one has no
    criterion.
    """
    cells: list[Cell] = []
    for cell in sujet.cells:
        if cell.role != "grille":
            cells.append(cell)
            continue
        taches = grille.developper(la_grille, cell.competence, sujet.carnet, libelle)
        if not taches:
            raise KitError(
                f"{sujet.fichier}, ligne {cell.line} : grille.yaml n'a aucun critère de {cell.competence} "
                f"pour {sujet.carnet}.py (champ carnet)."
            )
        cells += taches
    ids = [cell.id for cell in cells]
    for id in ids:
        if ids.count(id) > 1:
            raise KitError(
                f"{sujet.fichier} : la cellule « {id} » vient deux fois, du texte ou de la grille."
            )
    return cells


def refuser_si_modifie(lieux: Lieux, source: Mapping[str, bytes]) -> None:
    """Refuse to overwrite a source notebook edited in JupyterLab since it was built: its changes would be
    lost.
    """
    for nom, contenu in source.items():
        chemin = lieux.source / nom
        if not nom.endswith(".ipynb") or not chemin.exists():
            continue
        ancien = chemin.read_bytes()
        if (
            ancien != contenu
            and notebook.modifie_a_la_main(ancien)
            and not notebook.memes_cellules(ancien, contenu)
        ):
            raise KitError(
                f"{chemin} a été modifié dans JupyterLab depuis sa construction. « epreuves import "
                f"{lieux.epreuve} » "
                f"reporte ces modifications dans sujets/{lieux.epreuve}/ ; « epreuves build --force "
                f"{lieux.epreuve} » "
                "les abandonne."
            )


def ensure_variants(
    root: Path, id: str, progress: Progres | None = None, stale: bool = True
) -> tuple[Path, ...]:
    """Build the archives of `source/<id>/variantes/` that are absent or stale, and the session where it is
    absent; return the twelve paths. With `stale` false, what is there stays as it is: candidates worked on it.

    Cheap where all are fresh (their comment tells what they were drawn from). Where `sujets/<id>/` is
    absent, as on a machine that only marks, archives are taken as they are and one that is missing is an
    KitError.
    """
    lieux = Lieux(root, id)
    chemins = tuple(lieux.source / DOSSIER_VARIANTES / f"{lettre}.zip" for lettre in LETTRES)
    if not (lieux.sujet / "donnees.py").exists():
        manquants = [chemin.name for chemin in chemins if not chemin.exists()]
        if manquants:
            raise KitError(
                f"{lieux.source / DOSSIER_VARIANTES} : il manque {', '.join(manquants)}, et {lieux.sujet} "
                "n'est pas là "
                "pour les construire ; copiez-les depuis le cours où l'épreuve a été construite."
            )
        return chemins
    publiee = lieux.source / seance.FICHIER_PUBLIE
    if not publiee.exists():
        # The one released is the truth, where it is there still.
        disque.ecrire(publiee, seance.publier(publication.published(root, id) or seance.lire(root, id)))
    marque = tirage.empreinte(lieux.sujet)
    lacking = [c for c in chemins if not (_fraiche(c, marque) if stale else c.exists())]
    with contextlib.closing(tirage.archives(root, [(id, p.stem) for p in lacking])) as drawn:
        for chemin in lacking:
            if progress:
                progress(f"{id} : variante {chemin.stem}")
            disque.ecrire(chemin, next(drawn).archive)
    return chemins


def _fraiche(chemin: Path, marque: str) -> bool:
    try:
        return archive.commentaire(chemin.read_bytes()) == marque
    except OSError:
        return False


def _archives(lieux: Lieux, check: bool, drawn: Mapping[str, bytes]) -> list[Fichier]:
    """Write the archives drawn in `source/`, and those of `source/` in `release/`; or say which are stale."""
    marque = tirage.empreinte(lieux.sujet)
    fichiers: list[Fichier] = []
    for dossier in (lieux.source, lieux.release):
        for lettre in LETTRES:
            chemin = dossier / DOSSIER_VARIANTES / f"{lettre}.zip"
            if check:
                etat: Etat = (
                    "à jour" if _fraiche(chemin, marque) else "périmé" if chemin.exists() else "à construire"
                )
            else:
                contenu = (
                    drawn[lettre]
                    if lettre in drawn
                    else (lieux.source / DOSSIER_VARIANTES / chemin.name).read_bytes()
                )
                etat = "écrit" if disque.ecrire(chemin, contenu) else "à jour"
            fichiers.append(Fichier(lieux.court(chemin), etat))
    return fichiers


def _comparer(racine: Path, dossier: Path, attendus: dict[str, bytes], check: bool) -> list[Fichier]:
    """Write the files that differ, or say which do; what is there in excess is removed where it is surely a
    product.
    """
    fichiers = []
    for nom, contenu in attendus.items():
        chemin = dossier / nom
        if check:
            ancien = chemin.read_bytes() if chemin.exists() else None
            manque: Etat = "à construire" if nom == seance.FICHIER_PUBLIE else "absent"
            etat: Etat = manque if ancien is None else "à jour" if ancien == contenu else "périmé"
        else:
            etat = "écrit" if disque.ecrire(chemin, contenu) else "à jour"
        fichiers.append(Fichier(chemin.relative_to(racine).as_posix(), etat))
    for chemin in disque.fichiers(dossier):
        nom = chemin.relative_to(dossier).as_posix()
        if nom in attendus or _archive(nom):
            continue
        etat = "en trop"
        # In source/ a stranger may be somebody's work, and only they can tell; elsewhere all is built.
        if not check and (dossier.parent.name != "source" or nom.partition("/")[0] in SOUS_PRODUITS):
            disque.supprimer(chemin, dossier)
            etat = "supprimé"
        fichiers.append(Fichier(chemin.relative_to(racine).as_posix(), etat))
    return fichiers


def _archive(nom: str) -> bool:
    return nom in {f"{DOSSIER_VARIANTES}/{lettre}.zip" for lettre in LETTRES}
