"""`preparer`, the first call of every notebook: lay the candidate's own data in `donnees/` and read them.

Runs on the candidate's computer, Windows included; every failure is a sentence that says what to do.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from epreuves.variantes import archive, tables
from epreuves.variantes.attribution import variante
from epreuves.variantes.candidat import Candidat, resoudre, retenir
from epreuves.variantes.dictionnaire import Dictionnaire, depuis_paquet
from epreuves.variantes.donnees import Donnees
from epreuves.variantes.lettres import LETTRES
from epreuves.variantes.seance import DOSSIER, DOSSIER_VARIANTES, FICHIER_PUBLIE, Seance, lire_publiee
from epreuves.variantes.tables import ErreurTable
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

PAQUET = "datapackage.json"
VARIANTE_IMPOSEE = "EPREUVES_VARIANTE"
_REPUBLIER = "demandez à votre formateur·rice de republier l'épreuve, puis téléchargez-la de nouveau."


def preparer(epreuve: str, candidat: str | None = None) -> Donnees:
    """Lay the data of the candidate's variant in `donnees/`, in the current folder, and return the tables by
    name.

    The candidate is the one named (and then remembered in `candidat.txt`), else EPREUVES_CANDIDAT,
    `candidat.txt`, JUPYTERHUB_USER, the system's user. EPREUVES_VARIANTE imposes a letter whoever the
    candidate is: marking sets it. Prints whose data these are; raises KitError with a sentence
    where they cannot be laid.
    """
    dossier = Path.cwd()
    imposee = os.environ.get(VARIANTE_IMPOSEE, "").strip().upper()
    if imposee:
        _lettre_connue(imposee)
        qui, lettre = None, imposee
    else:
        seance = _seance(dossier, epreuve)
        qui = _candidat(dossier, candidat)
        lettre = variante(seance, epreuve, qui.nom)
    fichiers = _fichiers(dossier, epreuve, lettre)
    donnees = _lire(fichiers, epreuve, lettre)
    change = _deposer(dossier / DOSSIER, fichiers, lettre)
    print(_annonce(epreuve, lettre, qui, donnees, change))
    return donnees


def _lettre_connue(lettre: str) -> None:
    if len(lettre) != 1 or lettre not in LETTRES:
        raise KitError(
            f"{VARIANTE_IMPOSEE} vaut « {lettre} » : une lettre de {LETTRES[0]} à {LETTRES[-1]} est attendue."
        )


def _seance(dossier: Path, epreuve: str) -> Seance:
    fichier = dossier / FICHIER_PUBLIE
    if not fichier.exists():
        if (dossier / DOSSIER_VARIANTES).is_dir():
            raise KitError(f"Il manque le fichier {FICHIER_PUBLIE} dans « {dossier} » : {_REPUBLIER}")
        raise KitError(_mauvais_dossier(dossier, epreuve))
    try:
        seance = lire_publiee(fichier.read_bytes())
    except OSError as erreur:
        raise KitError(
            f"Le fichier « {fichier} » ne s'ouvre pas ({_raison(erreur)}) : {_REPUBLIER}"
        ) from None
    except KitError as erreur:
        raise KitError(f"{erreur} Pour réparer : {_REPUBLIER}") from None
    if seance.epreuve != epreuve:
        raise KitError(
            f"Ce dossier est celui de l'épreuve « {seance.epreuve} », pas de « {epreuve} » : "
            "ouvrez le notebook depuis le dossier de son épreuve."
        )
    return seance


def _mauvais_dossier(dossier: Path, epreuve: str) -> str:
    return (
        f"Les données de l'épreuve « {epreuve} » ne sont pas dans le dossier de travail, « {dossier} ». "
        f"Ouvrez le notebook depuis son propre dossier, celui qui contient {FICHIER_PUBLIE} et "
        f"{DOSSIER_VARIANTES}/, tel qu'il vous a été remis ; n'en déplacez pas le notebook seul."
    )


def _candidat(dossier: Path, argument: str | None) -> Candidat:
    qui = resoudre(dossier, argument)
    if qui is None:
        raise KitError(
            "Votre nom n'est écrit nulle part : ajoutez une cellule et exécutez-y "
            'preparer("…", candidat="prenom.nom"), avec l\'identifiant sous lequel vous rendez votre copie.'
        )
    if argument and argument.strip():
        try:
            retenir(dossier, qui.nom)
        except OSError as erreur:
            raise KitError(
                f"Votre nom ne peut pas être retenu dans « {dossier} » ({_raison(erreur)}) : "
                "vérifiez que vous avez le droit d'écrire dans ce dossier."
            ) from None
    return qui


def _fichiers(dossier: Path, epreuve: str, lettre: str) -> dict[str, bytes]:
    chemin = dossier / DOSSIER_VARIANTES / f"{lettre}.zip"
    try:
        return archive.lire(chemin.read_bytes())
    except FileNotFoundError:
        if not (dossier / DOSSIER_VARIANTES).is_dir() and not (dossier / FICHIER_PUBLIE).exists():
            raise KitError(_mauvais_dossier(dossier, epreuve)) from None
        raise KitError(
            f"Il manque l'archive de vos données, « {DOSSIER_VARIANTES}/{lettre}.zip » : {_REPUBLIER}"
        ) from None
    except OSError as erreur:
        raise KitError(
            f"L'archive « {DOSSIER_VARIANTES}/{lettre}.zip » ne s'ouvre pas ({_raison(erreur)}) : fermez "
            "les programmes "
            f"qui l'utilisent et relancez la cellule ; si cela ne suffit pas, {_REPUBLIER}"
        ) from None
    except KitError as erreur:
        raise KitError(
            f"L'archive « {DOSSIER_VARIANTES}/{lettre}.zip » est abîmée — {erreur}. Pour réparer : "
            f"{_REPUBLIER}"
        ) from None


def _lire(fichiers: Mapping[str, bytes], epreuve: str, lettre: str) -> Donnees:
    ou = f"L'archive « {DOSSIER_VARIANTES}/{lettre}.zip »"
    try:
        if PAQUET not in fichiers:
            raise KitError(f"{PAQUET} n'y est pas.")
        nom, lettre_lue, dictionnaire = depuis_paquet(fichiers[PAQUET])
        if (nom, lettre_lue) != (epreuve, lettre):
            raise KitError(f"elle contient la variante {lettre_lue} de « {nom} ».")
        return Donnees(epreuve, lettre, dictionnaire, _frames(dictionnaire, fichiers))
    except ErreurTable as erreur:
        raise KitError(f"{ou} contient une table illisible — {erreur}. Pour réparer : {_REPUBLIER}") from None
    except KitError as erreur:
        raise KitError(
            f"{ou} n'est pas celle de cette épreuve : {erreur} Pour réparer : {_REPUBLIER}"
        ) from None


def _frames(dictionnaire: Dictionnaire, fichiers: Mapping[str, bytes]) -> dict[str, Any]:
    frames = {}
    for nom, table in dictionnaire.tables.items():
        fichier = f"{nom}.csv"
        if fichier not in fichiers:
            raise ErreurTable(f"« {fichier} » n'y est pas")
        try:
            frames[nom] = tables.lire(table, fichiers[fichier])
        except ErreurTable as erreur:
            raise ErreurTable(f"« {fichier} », {erreur}") from None
    return frames


def _deposer(dossier: Path, fichiers: Mapping[str, bytes], lettre: str) -> list[str]:
    """Write the files whose content differs; return those that had been modified by hand since they were
    laid.
    """
    avant = {nom: _octets(dossier / nom) for nom in fichiers}
    a_ecrire = [nom for nom in fichiers if avant[nom] != fichiers[nom]]
    meme_variante = avant.get(PAQUET) == fichiers[PAQUET]
    # The description goes last: interrupted, the folder still says that it is not the variant it should be.
    for nom in sorted(a_ecrire, key=lambda nom: nom == PAQUET):
        _remplacer(dossier / nom, fichiers[nom])
    return [nom for nom in a_ecrire if meme_variante and avant[nom] is not None]


def _octets(chemin: Path) -> bytes | None:
    try:
        return chemin.read_bytes()
    except OSError:
        return None


def _remplacer(chemin: Path, octets: bytes) -> None:
    provisoire = chemin.with_name(chemin.name + ".tmp")
    try:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        provisoire.write_bytes(octets)
        os.replace(provisoire, chemin)
    except OSError as erreur:
        provisoire.unlink(missing_ok=True)
        if isinstance(erreur, PermissionError) and chemin.exists():
            raise KitError(
                f"Le fichier « {DOSSIER}/{chemin.name} » ne peut pas être remplacé : il est sans doute "
                "ouvert dans un "
                "tableur (Excel, LibreOffice). Fermez-le, puis relancez cette cellule."
            ) from None
        raise KitError(
            f"Le fichier « {DOSSIER}/{chemin.name} » ne peut pas être écrit ({_raison(erreur)}) : vérifiez "
            "la place "
            "libre sur le disque et votre droit d'écrire dans ce dossier, puis relancez cette cellule."
        ) from None


def _raison(erreur: OSError) -> str:
    return erreur.strerror or type(erreur).__name__


def _annonce(epreuve: str, lettre: str, qui: Candidat | None, donnees: Donnees, refaits: list[str]) -> str:
    ou = f"variante {lettre} · {counted(len(donnees), 'table')} dans le dossier {DOSSIER}/"
    if qui is None:
        lignes = [f"Variante imposée : {ou}"]
    else:
        lignes = [
            f"Candidat·e : « {qui.nom} » ({qui.origine}) · {ou}",
            "Ce n'est pas vous ? Ajoutez une cellule et exécutez-y : "
            f'donnees = preparer("{epreuve}", candidat="prenom.nom")',
        ]
    if refaits:
        lignes.append(
            f"Remis dans leur état d'origine : {', '.join(refaits)}. Pour garder vos modifications, "
            "travaillez sur une "
            f"copie hors du dossier {DOSSIER}/."
        )
    return "\n".join(lignes)
