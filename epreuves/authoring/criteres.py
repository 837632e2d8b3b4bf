"""What authoring asks of the référentiel: a criterion's label, a compétence's criteria, an épreuve's
compétences.
"""

from __future__ import annotations

from epreuves.authoring.erreurs import ErreurGrille, ErreurRedaction
from epreuves.referentiel import CodeInconnu, CodeMalForme, DonneesInvalides, Referentiel
from epreuves.referentiel import referentiel as lire_referentiel


def _referentiel() -> Referentiel:
    try:
        return lire_referentiel()
    except DonneesInvalides as erreur:
        raise ErreurRedaction(f"Le référentiel lui-même ne se lit pas : {erreur}") from None


def libelle(code: str) -> str:
    """The label of a criterion; ErreurGrille where the référentiel has none of that code."""
    try:
        return _referentiel().critere(code).libelle
    except (CodeInconnu, CodeMalForme) as erreur:
        raise ErreurGrille(f"grille.yaml, critère « {code} » : {erreur}") from None


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
