"""The référentiel of the certification: activities, compétences, criteria and épreuves, as checked data."""

from epreuves.referentiel.chargement import charger, referentiel
from epreuves.referentiel.codes import activite_de_la_competence, code_du_slug, competence_du_grade_id, slug
from epreuves.referentiel.erreurs import (
    CodeInconnu,
    CodeMalForme,
    DonneesInvalides,
    Probleme,
)
from epreuves.referentiel.model import (
    Activite,
    Certification,
    Competence,
    Contexte,
    Critere,
    Epreuve,
    Essais,
    Groupe,
    Livrables,
    Nature,
    Oral,
    PartDuRapport,
    Partie,
    Referentiel,
    TailleGroupe,
    Tirage,
    Travail,
)

__all__ = [
    "Activite",
    "Certification",
    "CodeInconnu",
    "CodeMalForme",
    "Competence",
    "Contexte",
    "Critere",
    "DonneesInvalides",
    "Epreuve",
    "Essais",
    "Groupe",
    "Livrables",
    "Nature",
    "Oral",
    "PartDuRapport",
    "Partie",
    "Probleme",
    "Referentiel",
    "TailleGroupe",
    "Tirage",
    "Travail",
    "activite_de_la_competence",
    "charger",
    "code_du_slug",
    "competence_du_grade_id",
    "referentiel",
    "slug",
]
