"""A certification that a course begins with: its référentiel, its blocs, and what lacks of it marked « À ÉCRIRE »."""

from __future__ import annotations

from typing import Any

import msgspec

from epreuves.referentiel.spelling import CriterionCode, EpreuveId
from epreuves_kit.referentiel.model import (
    Activity,
    Certification,
    Competence,
    Context,
    Critere,
    CritereGroup,
    Deliverables,
    Epreuve,
    Nature,
    Oral,
    Referentiel,
    WorkMode,
)
from epreuves_kit.rules.jury_rules import Bloc

#: The title, the level and the certifier where nobody says them.
UNNAMED = Certification("À ÉCRIRE : le titre de la certification", 5, "À ÉCRIRE : qui la délivre")
INSTRUCTION = "À ÉCRIRE : ce que l'épreuve demande."
DELIVERABLE = "À ÉCRIRE : le livrable"
PRESENTED = "À ÉCRIRE : ce qui est présenté"
NATURE = Nature("étude_de_cas", "Étude de cas", "Seul : un écrit, à partir des données fictives d'une entreprise.")


class CertificationDraft(msgspec.Struct, frozen=True):
    """A référentiel and its blocs, whose compétences are named by the codes of whole activities where they can be.

    wordings: the whole text of criteria whose label is cut, by code. remarks: sentences on what was made of the school's own words.
    """

    referentiel: Referentiel
    blocs: tuple[Bloc, ...]
    wordings: dict[str, str] = {}
    remarks: tuple[str, ...] = ()

    def named(self, title: str | None, level: int | None, certifier: str | None) -> CertificationDraft:
        """The same under its title, level and certifier; None for what nobody says."""
        given = {"title": title, "level": level, "certifier": certifier}
        changes: dict[str, Any] = {field: value for field, value in given.items() if value is not None}
        certification = msgspec.structs.replace(self.referentiel.certification, **changes)
        return msgspec.structs.replace(
            self, referentiel=msgspec.structs.replace(self.referentiel, certification=certification)
        )


def example() -> CertificationDraft:
    """One of each thing that a certification is made of, all to be written."""
    critere = Critere(CriterionCode("A1.1-k1"), "À ÉCRIRE : ce que l'on voit quand la compétence est acquise")
    competence = Competence(
        "A1.1",
        "À ÉCRIRE : la compétence, un verbe et son objet",
        CritereGroup("À ÉCRIRE : son nom court", (critere,)),
    )
    activity = Activity("A1", "À ÉCRIRE : ce que fait le professionnel", (competence,))
    epreuve = Epreuve(
        id=EpreuveId("e01_premiere"),
        title="À ÉCRIRE : le titre de l'épreuve",
        nature=NATURE.id,
        competences=("A1.1",),
        work=WorkMode.INDIVIDUAL,
        context=Context.FICTIONAL,
        oral=Oral.NONE_OFFERED,
        instruction=INSTRUCTION,
        deliverables=Deliverables(written=(DELIVERABLE,)),
    )
    official = Referentiel(UNNAMED, (activity,), (NATURE,), (epreuve,))
    return CertificationDraft(official, (Bloc("B1", "À ÉCRIRE : le titre du bloc", ("A1",)),))
