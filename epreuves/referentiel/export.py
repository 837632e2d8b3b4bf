"""The référentiel and its comparison as plain JSON values."""

from typing import Any

import msgspec

from epreuves.referentiel.model import Referentiel
from epreuves.referentiel.rapprochement import Rapprochement


def compter(referentiel: Referentiel) -> dict[str, int]:
    """Count what the référentiel holds, by kind."""
    return {
        "activites": len(referentiel.activites),
        "competences": len(referentiel.competences),
        "groupes": len(referentiel.groupes),
        "criteres": len(referentiel.criteres),
        "epreuves": len(referentiel.epreuves),
    }


def en_json(referentiel: Referentiel) -> dict[str, Any]:
    """Give counts and flat lists; each element names its parent, so that a spreadsheet can join them."""
    activite_de = {c.code: a.code for a in referentiel.activites for c in a.competences}
    epreuve_de = {code: epreuve.id for epreuve in referentiel.epreuves for code in epreuve.competences}
    return {
        "counts": compter(referentiel),
        "certification": msgspec.to_builtins(referentiel.certification),
        "activites": [
            {
                "code": activite.code,
                "libelle": activite.libelle,
                "note": activite.note,
                "competences": [competence.code for competence in activite.competences],
            }
            for activite in referentiel.activites
        ],
        "competences": [
            {
                "code": competence.code,
                "libelle": competence.libelle,
                "libelle_perdu": competence.libelle_perdu,
                "note": competence.note,
                "activite": activite_de[competence.code],
                "epreuve": epreuve_de[competence.code],
            }
            for competence in referentiel.competences
        ],
        "groupes": [
            {
                "competence": competence.code,
                "titre": competence.groupe.titre,
                "criteres": [critere.id for critere in competence.criteres],
            }
            for competence in referentiel.competences
        ],
        "criteres": [
            {
                "id": critere.id,
                "libelle": critere.libelle,
                "note": critere.note,
                "competence": competence.code,
            }
            for competence in referentiel.competences
            for critere in competence.criteres
        ],
        "natures": msgspec.to_builtins(referentiel.natures),
        "epreuves": [
            {**msgspec.to_builtins(epreuve), "parties": [partie.value for partie in epreuve.parties]}
            for epreuve in referentiel.epreuves
        ],
    }


def rapprochement_en_json(rapprochement: Rapprochement) -> dict[str, Any]:
    """Give the comparison: matched, missing_codes, lost, unmatched_lines."""
    return {
        "matched": [
            {"genre": ligne.genre, "code": ligne.code, "libelle": ligne.libelle, "officiel": ligne.officiel}
            for ligne in rapprochement.trouvees
        ],
        "missing_codes": list(rapprochement.introuvables),
        "lost": list(rapprochement.perdues),
        "unmatched_lines": msgspec.to_builtins(rapprochement.non_reconnues),
    }
