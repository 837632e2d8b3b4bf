"""The référentiel of the certification: activities, compétences, criteria and épreuves, as checked data."""

from epreuves.referentiel.codes import (
    InvalidData,
    MalformedCode,
    Problem,
    UnknownCode,
    code_of_slug,
    competence_of_grade_id,
    slug,
)
from epreuves.referentiel.model import (
    Activity,
    Competence,
    Critere,
    Epreuve,
    Oral,
    OralPart,
    Referentiel,
    ReportPart,
)
from epreuves.referentiel.reading import competence_of, criterion_of, referentiel

__all__ = [
    "Activity",
    "Competence",
    "Critere",
    "Epreuve",
    "InvalidData",
    "MalformedCode",
    "Oral",
    "OralPart",
    "Problem",
    "Referentiel",
    "ReportPart",
    "UnknownCode",
    "code_of_slug",
    "competence_of",
    "competence_of_grade_id",
    "criterion_of",
    "referentiel",
    "slug",
]
