"""Checks that no entry can make alone: codes follow one another, épreuves cover each compétence once."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from epreuves.referentiel.codes import EPREUVE
from epreuves.referentiel.erreurs import Probleme
from epreuves.referentiel.model import Activite, Epreuve, Nature, Oral, Partie, Travail
from epreuves.wording.french import counted

_EPREUVES = "epreuves.yaml"
_RAPPORT = "rapport_de_competences"


def suite(
    cles: Collection[Any], prefixe: str, forme: re.Pattern[str], fichier: str, entree: str, champ: str
) -> Iterator[Probleme]:
    """Check that the keys are prefixe+1, prefixe+2… in order; only the first break of the order is told."""
    if not cles:
        yield Probleme(fichier, entree, champ, f"la liste est vide ; attendu au moins {prefixe}1.")
    for rang, cle in enumerate(cles, start=1):
        attendu = f"{prefixe}{rang}"
        if cle == attendu:
            continue
        if not isinstance(cle, str) or forme.fullmatch(cle) is None:
            raison = f"« {cle} » n'est pas un code bien formé ; attendu {attendu}."
        else:
            ordre = "les codes se suivent sans trou, dans l'ordre officiel"
            raison = f"{cle} arrive où {attendu} est attendu ; {ordre}."
        yield Probleme(fichier, entree, champ, raison)
        return


def verifier_epreuves(
    epreuves: Iterable[Epreuve], natures: Iterable[Nature], activites: Iterable[Activite]
) -> Iterator[Probleme]:
    """Check épreuves against natures and compétences: each compétence is assessed once, in order."""
    epreuves = tuple(epreuves)
    connues = [competence.code for activite in activites for competence in activite.competences]
    natures_connues = [nature.id for nature in natures]
    for rang, epreuve in enumerate(epreuves, start=1):
        yield from _identifiant(epreuve.id, rang)
        if epreuve.nature not in natures_connues:
            raison = f"« {epreuve.nature} » n'est pas une nature ; attendu {', '.join(natures_connues)}."
            yield Probleme(_EPREUVES, epreuve.id, "nature", raison)
        yield from _coherence(epreuve)
    yield from _couverture(epreuves, connues)


def _identifiant(identifiant: str, rang: int) -> Iterator[Probleme]:
    if EPREUVE.fullmatch(identifiant) is None:
        raison = f"identifiant mal formé ; attendu e{rang:02d}_ puis un nom en minuscules sans accent."
        yield Probleme(_EPREUVES, identifiant, "id", raison)
    elif not identifiant.startswith(f"e{rang:02d}_"):
        raison = f"numéro {identifiant[1:3]} où {rang:02d} est attendu ; les épreuves se suivent sans trou."
        yield Probleme(_EPREUVES, identifiant, "id", raison)


def _coherence(epreuve: Epreuve) -> Iterator[Probleme]:
    """Check that the fields of one épreuve agree with one another."""

    def faute(champ: str, raison: str) -> Probleme:
        return Probleme(_EPREUVES, epreuve.id, champ, raison)

    en_groupe = epreuve.travail is Travail.GROUPE
    if en_groupe and epreuve.groupe is None:
        yield faute("groupe", "le travail est en groupe : donnez sa taille, {minimum: 2, maximum: 3} par ex.")
    if not en_groupe and epreuve.groupe is not None:
        yield faute("groupe", "le travail est individuel : retirez la taille du groupe.")
    if epreuve.groupe is not None and epreuve.groupe.minimum > epreuve.groupe.maximum:
        tailles = f"{epreuve.groupe.minimum} > {epreuve.groupe.maximum}"
        yield faute("groupe", f"le minimum dépasse le maximum ({tailles}) ; échangez-les.")
    if (epreuve.oral is not Oral.AUCUN) != (Partie.ORAL in epreuve.parties):
        nombre = len(epreuve.livrables.oral)
        raison = (
            f"l'oral est « {epreuve.oral.value} » mais il a {counted(nombre, 'livrable')} ; accordez-les."
        )
        yield faute("livrables.oral", raison)
    if Partie.REX in epreuve.parties and not en_groupe:
        yield faute("livrables.rex", "le REX suit un travail de groupe ; ici le travail est individuel.")
    if (epreuve.nature == _RAPPORT) != (epreuve.part_du_rapport is not None):
        raison = f"attendu « fiche » ou « projet » si, et seulement si, la nature est {_RAPPORT}."
        yield faute("part_du_rapport", raison)


def _couverture(epreuves: tuple[Epreuve, ...], connues: list[str]) -> Iterator[Probleme]:
    """Check that the épreuves go through the known compétences once each, in order."""
    evaluee_par: dict[str, str] = {}
    fautes = []
    for epreuve in epreuves:
        for code in epreuve.competences:
            if code not in connues:
                voisins = [c for c in connues if c.partition(".")[0] == code.partition(".")[0]]
                bornes = voisins or connues
                raison = f"{code} n'existe pas ; attendu un code de {bornes[0]} à {bornes[-1]}."
                fautes.append(Probleme(_EPREUVES, epreuve.id, "competences", raison))
            elif code in evaluee_par:
                deja = f"{code} est déjà évaluée par {evaluee_par[code]}"
                raison = f"{deja} ; une compétence relève d'une seule épreuve."
                fautes.append(Probleme(_EPREUVES, epreuve.id, "competences", raison))
            else:
                evaluee_par[code] = epreuve.id
    for code in connues:
        if code not in evaluee_par:
            raison = "aucune épreuve ne l'évalue ; ajoutez-la à l'une d'elles."
            fautes.append(Probleme(_EPREUVES, code, "competences", raison))
    yield from fautes
    if fautes:
        return
    attendues = iter(connues)
    for epreuve in epreuves:
        for code, attendue in zip(epreuve.competences, attendues, strict=False):
            if code != attendue:
                raison = f"{code} arrive où {attendue} est attendue ; suivez l'ordre officiel."
                yield Probleme(_EPREUVES, epreuve.id, "competences", raison)
                return
