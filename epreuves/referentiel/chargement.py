"""Loading of the référentiel from its YAML files, every fault gathered before one error is raised."""

import functools
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from epreuves.referentiel.codes import COMPETENCE, CRITERE
from epreuves.referentiel.erreurs import DonneesInvalides, Probleme
from epreuves.referentiel.model import (
    Activite,
    Certification,
    Competence,
    Critere,
    Epreuve,
    Groupe,
    Libelle,
    Nature,
    Referentiel,
    Strict,
    Texte,
)
from epreuves.referentiel.validation import suite, verifier_epreuves
from epreuves.wording import strict_yaml
from epreuves.wording.strict_yaml import YamlRefused

_NOM_ACTIVITE = re.compile(r"A(\d\d)\.yaml")


class _ActiviteEcrite(Strict, frozen=True):
    """An activity as its file writes it."""

    activite: Texte
    libelle: Libelle
    competences: dict[str, Any]
    note: str = ""


class _CompetenceEcrite(Strict, frozen=True):
    """A compétence as its activity's file writes it."""

    libelle: Libelle
    groupe: Libelle
    criteres: dict[str, Any]
    libelle_perdu: bool = False
    note: str = ""


@functools.cache
def referentiel() -> Referentiel:
    """Give the référentiel of the package, loaded once; raises DonneesInvalides when its data are broken."""
    return charger(files("epreuves.referentiel") / "donnees")


def charger(dossier: Traversable) -> Referentiel:
    """Load and check a folder of data: certification.yaml, natures.yaml, epreuves.yaml, activites/A01.yaml…

    Raises DonneesInvalides, whose `problemes` name the file, the entry and the field of each fault.
    """
    problemes: list[Probleme] = []
    certification = _certification(dossier, problemes)
    natures = _entrees(dossier, "natures.yaml", Nature, problemes)
    activites = _activites(dossier, problemes)
    epreuves = _entrees(dossier, "epreuves.yaml", Epreuve, problemes)
    if not problemes:
        # A compétence lost to a fault of its own would be reported again by each épreuve that names it.
        problemes.extend(verifier_epreuves(epreuves, natures, activites))
    if problemes or certification is None:
        raise DonneesInvalides(tuple(problemes))
    return Referentiel(certification, activites, natures, epreuves)


def _lire(fichier: Traversable, nom: str) -> tuple[dict[str, Any], tuple[Probleme, ...]]:
    """The entries of a file, `nom` in messages; with a fault, none and the fault."""
    try:
        contenu = strict_yaml.read(fichier.read_bytes(), dict[str, Any])
    except FileNotFoundError:
        raison = "le fichier manque ; remettez-le dans le dossier des données du référentiel."
    except OSError:
        raison = "le fichier ne peut pas être lu ; vérifiez vos droits."
    except YamlRefused as refus:
        raison = f"{refus}."
    else:
        if contenu:
            return contenu, ()
        raison = "attendu des champs « nom: valeur » ; le fichier est vide."
    return {}, (Probleme(nom, "", "", raison),)


def _convertir(brut: Any, modele: Any, fichier: str, entree: str) -> tuple[Any | None, tuple[Probleme, ...]]:
    """Turn a plain value into a model's, strictly; with a fault, None and the fault."""
    try:
        return strict_yaml.convert(brut, modele), ()
    except YamlRefused as refus:
        return None, (Probleme(fichier, entree, refus.field, f"{refus.reason}."),)


def _certification(dossier: Traversable, problemes: list[Probleme]) -> Certification | None:
    nom = "certification.yaml"
    brut, fautes = _lire(dossier / nom, nom)
    problemes.extend(fautes)
    if fautes:
        return None
    certification, fautes = _convertir(brut, Certification, nom, "certification")
    problemes.extend(fautes)
    return certification


def _entrees(dossier: Traversable, nom: str, modele: type[Any], problemes: list[Probleme]) -> tuple[Any, ...]:
    """Read a file whose keys are ids and whose values are `modele`'s other fields."""
    brut, fautes = _lire(dossier / nom, nom)
    problemes.extend(fautes)
    valeurs = (_sous_cle(cle, champs, modele, nom, problemes) for cle, champs in brut.items())
    return tuple(valeur for valeur in valeurs if valeur is not None)


def _sous_cle(cle: str, brut: Any, modele: type[Any], nom: str, problemes: list[Probleme]) -> Any | None:
    """Convert an entry whose id is its key; an id of its own inside would contradict the key in silence."""
    if isinstance(brut, dict):
        if "id" in brut:
            problemes.append(Probleme(nom, cle, "id", "l'identifiant est déjà la clé ; retirez ce champ."))
            return None
        brut = {**brut, "id": cle}
    valeur, fautes = _convertir(brut, modele, nom, cle)
    problemes.extend(fautes)
    return valeur


def _activites(dossier: Traversable, problemes: list[Probleme]) -> tuple[Activite, ...]:
    lieu = dossier / "activites"
    noms = sorted(fichier.name for fichier in lieu.iterdir()) if lieu.is_dir() else []
    noms = [nom for nom in noms if nom.endswith(".yaml")]
    if not noms:
        raison = "aucun fichier ; attendu A01.yaml, A02.yaml…"
        problemes.append(Probleme("activites", "A1", "activite", raison))
    activites = []
    for rang, nom in enumerate(noms, start=1):
        affiche = f"activites/{nom}"
        if nom != f"A{rang:02d}.yaml":
            raison = f"attendu A{rang:02d}.yaml ; les fichiers d'activité se suivent sans trou."
            problemes.append(Probleme(affiche, f"A{rang}", "activite", raison))
            if _NOM_ACTIVITE.fullmatch(nom) is None:
                continue
        activite = _activite(lieu / nom, affiche, problemes)
        if activite is not None:
            activites.append(activite)
    return tuple(activites)


def _activite(fichier: Traversable, nom: str, problemes: list[Probleme]) -> Activite | None:
    brut, fautes = _lire(fichier, nom)
    problemes.extend(fautes)
    if fautes:
        return None
    attendu = f"A{int(nom[-7:-5])}"
    ecrite, fautes = _convertir(brut, _ActiviteEcrite, nom, attendu)
    problemes.extend(fautes)
    if ecrite is None:
        return None
    if ecrite.activite != attendu:
        raison = f"reçu « {ecrite.activite} », attendu {attendu} d'après le nom du fichier."
        problemes.append(Probleme(nom, attendu, "activite", raison))
    problemes.extend(suite(ecrite.competences, f"C{attendu[1:]}.", COMPETENCE, nom, attendu, "competences"))
    lues = (_competence(code, champs, nom, problemes) for code, champs in ecrite.competences.items())
    competences = tuple(competence for competence in lues if competence is not None)
    return Activite(code=attendu, libelle=ecrite.libelle, competences=competences, note=ecrite.note)


def _competence(code: str, brut: Any, nom: str, problemes: list[Probleme]) -> Competence | None:
    ecrite, fautes = _convertir(brut, _CompetenceEcrite, nom, code)
    problemes.extend(fautes)
    if ecrite is None:
        return None
    problemes.extend(suite(ecrite.criteres, f"{code}-k", CRITERE, nom, code, "criteres"))
    lus = (
        # A criterion is its label, or a mapping when it carries a note.
        _sous_cle(cle, brut if isinstance(brut, dict) else {"libelle": brut}, Critere, nom, problemes)
        for cle, brut in ecrite.criteres.items()
    )
    criteres = tuple(critere for critere in lus if critere is not None)
    return Competence(
        code=code,
        libelle=ecrite.libelle,
        groupe=Groupe(titre=ecrite.groupe, criteres=criteres),
        libelle_perdu=ecrite.libelle_perdu,
        note=ecrite.note,
    )
