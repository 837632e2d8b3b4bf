"""The lint of an épreuve, `epreuves check`: text and rubric, then the release, then each variant from end to
end.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from epreuves.authoring import construction, criteres, demonstration, disque, grille, oral, release, tirage
from epreuves.authoring.constats import Constat
from epreuves.authoring.cours import Lieux
from epreuves.authoring.regles_carnets import regles_carnets
from epreuves.authoring.regles_ecriture import regles_ecriture
from epreuves.authoring.regles_grille import regles_grille
from epreuves.authoring.regles_oral import regles_oral
from epreuves.authoring.regles_release import regles_release
from epreuves.authoring.regles_texte import regles_texte
from epreuves.variantes.seance import DOSSIER_VARIANTES
from epreuves.wording.errors import KitError

Progres = Callable[[str], None]


def verifier_epreuve(
    root: Path, id: str, lettres: tuple[str, ...], progress: Progres | None = None, fresh: bool = False
) -> list[Constat]:
    """All the findings on one épreuve, from its written files; `lettres` are the variants tried, none for
    the text alone.

    What cannot be read at all is one finding, and ends the rules that need it. Nothing is written in the
    course, but the draws that it keeps; `fresh` draws them again.
    """
    constats: list[Constat] = []
    try:
        for constat in _constats(Lieux(root, id), lettres, progress or (lambda _: None), fresh):
            constats.append(constat)
    except KitError as erreur:
        constats.append(Constat("lecture", id, str(erreur)))
    return constats


def _constats(lieux: Lieux, lettres: tuple[str, ...], dire: Progres, fresh: bool) -> Iterator[Constat]:
    dire(f"{lieux.epreuve} : texte et grille")
    sujets = construction.textes(lieux)
    chemin = lieux.sujet / "grille.yaml"
    la_grille = grille.lire(chemin)
    competences = criteres.competences(lieux.epreuve) or la_grille.competences()
    fiche = lieux.sujet / oral.FICHIER
    la_fiche = oral.lire(fiche) if fiche.exists() else None
    statiques = [
        *(c for sujet in sujets.values() for c in regles_texte(lieux.epreuve, sujet, competences)),
        *regles_grille(lieux.epreuve, lieux.court(chemin), la_grille, competences),
        *regles_carnets(lieux.epreuve, lieux.court(chemin), la_grille, sujets, competences),
        *regles_oral(lieux.epreuve, lieux.court(fiche), la_fiche, competences),
        *demonstration.regles_demo(lieux, sujets),
        *regles_ecriture(lieux, sujets),
    ]
    yield from statiques
    yield from _etrangers(lieux)
    dire(f"{lieux.epreuve} : version distribuée")
    source = construction.sources(lieux)
    distribue = release.generer(lieux.epreuve, source)
    yield from regles_release(lieux.epreuve, source, distribue, sujets, la_grille, la_fiche)
    if not lettres or any(constat.regle == "code" for constat in statiques):
        return
    from epreuves.authoring.verification_variantes import (
        verifier_variantes,
    )  # the one import that goes upwards

    wanted = [(lieux.epreuve, lettre) for lettre in lettres]
    with contextlib.closing(tirage.archives(lieux.racine, wanted, fresh, dire)) as drawn:
        archives = {lettre: found.archive for lettre, found in zip(lettres, drawn, strict=True)}
    noms = {nom: sujet.fichier for nom, sujet in sujets.items()}
    demos = demonstration.by_notebook(lieux, sujets)
    yield from verifier_variantes(lieux.epreuve, noms, source, distribue, archives, dire, demos)


def _etrangers(lieux: Lieux) -> Iterator[Constat]:
    """Files in `source/` that no build put there: nbgrader would release them."""
    carnets = set(construction.textes(lieux))
    for chemin in disque.fichiers(lieux.source):
        nom = chemin.relative_to(lieux.source).as_posix()
        if nom not in carnets and nom != "seance.json" and nom.partition("/")[0] != DOSSIER_VARIANTES:
            yield Constat(
                "fichiers", lieux.epreuve, "ce fichier n'est pas construit et nbgrader le distribuerait : "
                "déplacez-le",
                "erreur", f"source/{lieux.epreuve}/{nom}",
            )  # fmt: skip
