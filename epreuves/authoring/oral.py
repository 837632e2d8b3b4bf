"""The jury's sheet of an oral, `oral.yaml`: what the candidate shows, and the questions asked; never released."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.wording import strict_yaml

FICHIER = "oral.yaml"
QUESTIONS_AU_MOINS = 2
"""Questions that each compétence has: the second is for whoever could not answer the first."""


class QuestionOrale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question to the candidate: what a good answer holds, and what to ask again where it comes short."""

    competence: str
    question: str
    attendu: str
    relance: str = ""


class Oral(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sheet: nature, durations in minutes (> 0), what the candidate shows, questions in order."""

    nature: Literal["collectif", "individuel", "grand oral"]
    duree_presentation: int
    duree_echange: int
    attendus: tuple[str, ...]
    questions: tuple[QuestionOrale, ...]

    def de(self, competence: str) -> list[QuestionOrale]:
        """The questions on one compétence, in order."""
        return [question for question in self.questions if question.competence == competence]

    def secrets(self) -> Iterator[str]:
        """What candidates must not read: the questions and what is expected of them."""
        for question in self.questions:
            yield from (texte for texte in (question.question, question.attendu, question.relance) if texte)


def lire(chemin: Path) -> Oral:
    """Read `oral.yaml`; KitError names the file, the line and the field."""
    return strict_yaml.read_file(chemin, Oral, "la fiche de l'oral manque ; écrivez-la.")
