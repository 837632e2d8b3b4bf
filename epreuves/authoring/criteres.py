"""What authoring asks of the référentiel: a criterion's label, a compétence's criteria, an épreuve's
compétences.
"""

from __future__ import annotations

from epreuves.referentiel import (
    CodeInconnu,
    CodeMalForme,
    Competence,
    DonneesInvalides,
    Oral,
    Partie,
    Referentiel,
)
from epreuves.referentiel import referentiel as lire_referentiel
from epreuves.wording.errors import KitError


def _referentiel() -> Referentiel:
    try:
        return lire_referentiel()
    except DonneesInvalides as erreur:
        raise KitError(f"Le référentiel lui-même ne se lit pas : {erreur}") from None


def libelle(code: str) -> str:
    """The label of a criterion; KitError where the référentiel has none of that code."""
    try:
        return _referentiel().critere(code).libelle
    except (CodeInconnu, CodeMalForme) as erreur:
        raise KitError(f"grille.yaml, critère « {code} » : {erreur}") from None


def codes(competence: str) -> list[str]:
    """The codes of a compétence's criteria, in the official order; empty where the référentiel has no such
    compétence.
    """
    try:
        return [critere.id for critere in _referentiel().criteres_de(competence)]
    except (CodeInconnu, CodeMalForme):
        return []


def competences(epreuve: str) -> list[str]:
    """The compétences that the référentiel gives to an épreuve, in order; empty for an épreuve of one's
    own.
    """
    try:
        return list(_referentiel().epreuve(epreuve).competences)
    except (CodeInconnu, CodeMalForme):
        return []


def nature_de_l_oral(epreuve: str) -> str | None:
    """« collectif », « individuel » or « grand oral », empty without an oral; None for an épreuve of one's own."""
    noms = {Oral.AUCUN: "", Oral.GRAND_ORAL: "grand oral"}
    try:
        oral = _referentiel().epreuve(epreuve).oral
    except (CodeInconnu, CodeMalForme):
        return None
    return noms.get(oral, oral.value)


def a_un_rex(epreuve: str) -> bool | None:
    """Whether the référentiel asks each member of the group for a REX; None for an épreuve of one's own."""
    try:
        return Partie.REX in _referentiel().epreuve(epreuve).parties
    except (CodeInconnu, CodeMalForme):
        return None


def titre(epreuve: str) -> str:
    """The title that the référentiel gives an épreuve; empty for one of one's own."""
    try:
        return _referentiel().epreuve(epreuve).titre
    except (CodeInconnu, CodeMalForme):
        return ""


def membres(epreuve: str) -> int:
    """How many candidates at most work together; three where the référentiel does not say."""
    try:
        groupe = _referentiel().epreuve(epreuve).groupe
    except (CodeInconnu, CodeMalForme):
        groupe = None
    return groupe.maximum if groupe else 3


def competence(code: str) -> Competence:
    """A compétence by its code; KitError where the référentiel has none of that code."""
    try:
        return _referentiel().competence(code)
    except (CodeInconnu, CodeMalForme) as erreur:
        raise KitError(f"grille.yaml : {erreur}") from None
