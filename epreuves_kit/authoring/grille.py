"""The rubric of an épreuve, `grille.yaml`: the task cells that it becomes, and what the référentiel says of its criteria."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import CriterionCode, EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.authoring.text import TextCell
from epreuves_kit.course import checklist, criterion_cell
from epreuves_kit.course.criterion_cell import CriterionText
from epreuves_kit.course.folders import Layout
from epreuves_kit.referentiel.codes import CRITERE, MalformedCode, UnknownCode
from epreuves_kit.referentiel.model import Competence, Referentiel
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.wording import strict_yaml


def label(official: Referentiel, code: CriterionCode, own: str = "") -> str:
    """The label of a criterion: the référentiel's; in a course that has none, the grille's own. KitError where neither has it."""
    if own and not official.competences:
        return own
    try:
        return official.critere(code).label
    except (UnknownCode, MalformedCode) as error:
        raise KitError(f"grille.yaml, critère « {code} » : {error}") from None


def competence(official: Referentiel, code: str) -> Competence:
    """A compétence by its code; KitError where the référentiel has none of that code."""
    try:
        return official.competence(code)
    except (UnknownCode, MalformedCode) as error:
        raise KitError(f"grille.yaml : {error}") from None


def codes(official: Referentiel, competence: str) -> list[CriterionCode]:
    """The codes of a compétence's criteria, in the official order; empty where it is not in the référentiel."""
    try:
        return [critere.id for critere in official.criteres_of(competence)]
    except (UnknownCode, MalformedCode):
        return []


def competences(official: Referentiel, epreuve: EpreuveId) -> list[str]:
    """The compétences that the référentiel gives to an épreuve, in order; empty for one of one's own."""
    own = official.known(epreuve)
    return list(own.competences) if own else []


#: The text, hence the notebook, in which a criterion is judged: `sujet.py`, or the one that each member of a group fills alone.
NotebookFile = Literal["sujet", "rex", "production"]


#: What keeps a level down whatever else is there: the same sentence and level in every épreuve, read by candidates and graders.
Cap = Literal["vecu", "preuve", "contradiction", "fichier"]
CAPS: Mapping[Cap, str] = {
    "vecu": "À défaut de vécu, ce qui est prévu, dit aussi précisément, vaut le niveau 2 au plus.",
    "preuve": "Sans une pièce datée de la compétence dans un fichier remis (message, page publiée, document, attestation ; celle d'une autre compétence n'y suffit pas), niveau 2 au plus.",
    "contradiction": "Dans le passage jugé, un chiffre ou une date qui contredit une réponse, une table ou un fichier de la copie : niveau 1 au plus, sans que l'attendu manque pour cela.",
    "fichier": "Sans le fichier, niveau 0.",
}


class GrilleCritere(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "label": "libelle",
        "where": "consigne",
        "expected": "attendus",
        "caps": "plafonds",
        "scale": "descripteurs",
        "notebook": "carnet",
    },
):
    """One criterion in this case: points (> 0), where the jury looks, and what it sees there.

    expected: what the statement asks for, each thing observable (checklist.py says the level by how many lack); or else
    scale: a text by level 0…3, for what is counted or measured.
    caps: what keeps the level down whatever else is there.
    label: in a course without a référentiel, which gives it elsewhere.
    """

    points: float
    where: str
    expected: tuple[str, ...] = ()
    caps: tuple[Cap, ...] = ()
    scale: dict[int, str] = {}
    notebook: NotebookFile = "sujet"
    label: str = ""

    @property
    def instruction(self) -> str:
        """The line that says what the jury looks at, then what keeps the level down: read by candidates too."""
        return " ".join([self.where.strip(), *(CAPS[cap] for cap in self.caps)])

    @property
    def descriptors(self) -> dict[int, str]:
        """A text by level 0…3; levels that are not written are not there."""
        return dict(enumerate(checklist.write(self.expected))) if self.expected else self.scale


class Grille(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole rubric: criteria by code (« U5.1-k1 »), in order."""

    epreuve: EpreuveId
    criteres: dict[CriterionCode, GrilleCritere]

    def competences(self) -> list[str]:
        """The compétences whose criteria are described, in order."""
        return list(dict.fromkeys(code.partition("-")[0] for code in self.criteres))

    def de(self, competence: str, notebook: str) -> dict[CriterionCode, GrilleCritere]:
        """The criteria of one compétence that are judged in one notebook, in order."""
        return {
            code: critere
            for code, critere in self.criteres.items()
            if code.partition("-")[0] == competence and critere.notebook == notebook
        }


def of_epreuve(layout: Layout) -> list[str]:
    """The compétences of an épreuve: the référentiel's or, for one of one's own, its grille's. Raises KitError where neither is there."""
    return competences(referentiel(layout.root), layout.epreuve) or read(layout.sujet / "grille.yaml").competences()


def seen_at_levels(
    official: Referentiel, criteres: Mapping[CriterionCode, GrilleCritere], competence: str
) -> list[tuple[str, dict[int, str]]]:
    """The descriptors of each level of a compétence's criteria, by a grille, as a jury has them at an oral: the criterion's label, and a text by
    level. A REX is written after the oral: its criteria are not among them.
    """
    listed = codes(official, competence)
    return [
        (label(official, code) if code in listed else code, own.descriptors)
        for code, own in criteres.items()
        if code.partition("-")[0] == competence and own.notebook != "rex"
    ]


def read(path: Path) -> Grille:
    """Read and validate `grille.yaml`; KitError names the file, the criterion and the field."""
    grille = strict_yaml.read_file(path, Grille, "la grille manque ; écrivez-la.")
    for code in grille.criteres:
        if CRITERE.fullmatch(code) is None:
            raise KitError(f"{path}, critère « {code} » : attendu le code de sa compétence, « -k » et son rang.")
    return grille


def expand(
    the_referentiel: Referentiel,
    grille: Grille,
    competence: str,
    notebook: str,
    official: Mapping[str, str] | None = None,
) -> list[TextCell]:
    """The task cells of a compétence's criteria in one notebook, in order; KitError for an unknown criterion.

    official: the certifier's wording of criteria, by code, where the school has laid it.
    """
    cells = []
    for code, critere in grille.de(competence, notebook).items():
        points = int(critere.points) if critere.points == int(critere.points) else critere.points
        zero, first, second, third = (critere.descriptors.get(int(level), "") for level in LEVELS)
        wording = (official or {}).get(code, "")
        text = CriterionText(
            label(the_referentiel, code, critere.label), critere.instruction, (zero, first, second, third), wording
        )
        cell = TextCell(
            role="task",
            id=code.replace(".", "_"),  # nbgrader allows no dot
            kind="markdown",
            points=points,
            competence=competence,
            source=criterion_cell.write(text, code, critere.points),
        )
        cells.append(cell)
    return cells
