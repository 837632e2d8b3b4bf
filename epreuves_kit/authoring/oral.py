"""The jury's sheet of an oral, `oral.yaml`: read, checked against the référentiel, and laid out as a page to print; never released."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Layout
from epreuves_kit.referentiel.model import Epreuve, Oral
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.wording import strict_yaml

if TYPE_CHECKING:
    pass

FILE = "oral.yaml"


class _SheetFields(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "presentation_minutes": "duree_presentation",
        "discussion_minutes": "duree_echange",
        "expectations": "attendus",
        "expected": "attendu",
        "follow_up": "relance",
    },
):
    """Base of what `oral.yaml` holds: closed to other fields, written with French names."""


class OralQuestion(_SheetFields, frozen=True):
    """One question to the candidate: what a good answer holds, and what to ask again where it comes short.

    theme: of an incident drawn by lot, the theme of the production that settles it; empty for any other question.
    """

    competence: str
    question: str
    expected: str
    follow_up: str = ""
    theme: str = ""


class OralText(_SheetFields, frozen=True):
    """The sheet: nature, durations in minutes (> 0), what the candidate shows, questions in order."""

    nature: Literal["collectif", "individuel", "grand oral"]
    presentation_minutes: int
    discussion_minutes: int
    expectations: tuple[str, ...]
    questions: tuple[OralQuestion, ...]

    def de(self, competence: str) -> list[OralQuestion]:
        """The questions on one compétence, in order."""
        return [question for question in self.questions if question.competence == competence]

    def secrets(self) -> Iterator[str]:
        """The texts that candidates must not read: the questions and what is expected of them."""
        for question in self.questions:
            yield from (text for text in (question.question, question.expected, question.follow_up) if text)


def read(path: Path) -> OralText:
    """Read `oral.yaml`; KitError names the file, the line and the field."""
    return strict_yaml.read_file(path, OralText, "la fiche de l'oral manque ; écrivez-la.")


def nature(official: Epreuve | None) -> str | None:
    """« collectif », « individuel » or « grand oral », empty without an oral; None for an épreuve of one's own."""
    names = {Oral.NONE_OFFERED: "", Oral.GRAND_ORAL: "grand oral"}
    return names.get(official.oral, official.oral.value) if official else None


#: What the sheet of the grand oral is asked for by, in place of an épreuve.
GRAND_ORAL = EpreuveId("grand-oral")
#: Questions of its sheet that each part of a grand oral may be asked: with eight parts, more would not fit in the time.
MOST_QUESTIONS = 2


def grand_oral_parts(root: Path) -> list[EpreuveId]:
    """The épreuves of a course that the grand oral is about, fiches first; KitError where there is none."""
    parts = (e.id for e in referentiel(root).report_parts if e.oral is Oral.GRAND_ORAL)
    ids = [id for id in parts if (Layout(root, id).sujet / FILE).exists()]
    if not ids:
        raise KitError(
            "Ce cours n'a aucune partie du rapport de compétences : il y faut des fiches ou des parties du projet, avec leur oral.yaml."
        )
    return ids
