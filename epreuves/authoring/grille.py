"""The rubric of an épreuve, `grille.yaml`: the task cells that it becomes, their mark scheme read back, and what the référentiel says of its criteria."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.authoring.notebook import BEGIN_MARK_SCHEME, END_MARK_SCHEME
from epreuves.authoring.text import TextCell
from epreuves.referentiel import (
    Competence,
    InvalidData,
    MalformedCode,
    Oral,
    OralPart,
    Referentiel,
    UnknownCode,
)
from epreuves.referentiel import referentiel as read_referentiel
from epreuves.referentiel.levels import LEVELS, Level
from epreuves.wording import strict_yaml
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

_LEVEL = re.compile(r"- \*\*(\d) — [^*]+\*\* : (.+)\Z")


def read_mark_scheme(text: str) -> dict[int, str]:
    """Descriptors by level (0…3) that a task cell's text holds; empty where it has no mark scheme of ours."""
    found: dict[int, str] = {}
    inside = False
    for line in text.splitlines():
        if BEGIN_MARK_SCHEME in line:
            inside = True
        elif END_MARK_SCHEME in line:
            inside = False
        elif inside and (level := _LEVEL.match(line.strip())):
            # People read them as plain text, where the marks of code would stand bare.
            found[int(level[1])] = level[2].replace("`", "")
    return found


def _referentiel() -> Referentiel:
    try:
        return read_referentiel()
    except InvalidData as error:
        raise KitError(f"Le référentiel lui-même ne se lit pas : {error}") from None


def label(code: str) -> str:
    """The label of a criterion; KitError where the référentiel has none of that code."""
    try:
        return _referentiel().critere(code).label
    except (UnknownCode, MalformedCode) as error:
        raise KitError(f"grille.yaml, critère « {code} » : {error}") from None


def codes(competence: str) -> list[str]:
    """The codes of a compétence's criteria, in the official order; empty where the référentiel has no such
    compétence.
    """
    try:
        return [critere.id for critere in _referentiel().criteres_of(competence)]
    except (UnknownCode, MalformedCode):
        return []


def competences(epreuve: str) -> list[str]:
    """The compétences that the référentiel gives to an épreuve, in order; empty for an épreuve of one's
    own.
    """
    try:
        return list(_referentiel().epreuve(epreuve).competences)
    except (UnknownCode, MalformedCode):
        return []


def nature_of_oral(epreuve: str) -> str | None:
    """« collectif », « individuel » or « grand oral », empty without an oral; None for an épreuve of one's own."""
    names = {Oral.NONE_OFFERED: "", Oral.GRAND_ORAL: "grand oral"}
    try:
        oral = _referentiel().epreuve(epreuve).oral
    except (UnknownCode, MalformedCode):
        return None
    return names.get(oral, oral.value)


def has_rex(epreuve: str) -> bool | None:
    """Whether the référentiel asks each member of the group for a REX; None for an épreuve of one's own."""
    try:
        return OralPart.REX in _referentiel().epreuve(epreuve).parts
    except (UnknownCode, MalformedCode):
        return None


def title(epreuve: str) -> str:
    """The title that the référentiel gives an épreuve; empty for one of one's own."""
    try:
        return _referentiel().epreuve(epreuve).title
    except (UnknownCode, MalformedCode):
        return ""


def members(epreuve: str) -> int:
    """How many candidates at most work together; three where the référentiel does not say."""
    try:
        group = _referentiel().epreuve(epreuve).group
    except (UnknownCode, MalformedCode):
        group = None
    return group.maximum if group else 3


def competence(code: str) -> Competence:
    """A compétence by its code; KitError where the référentiel has none of that code."""
    try:
        return _referentiel().competence(code)
    except (UnknownCode, MalformedCode) as error:
        raise KitError(f"grille.yaml : {error}") from None


CRITERE_CODE = re.compile(r"(C\d+\.\d+)-k(\d+)\Z")
NotebookFile = Literal["sujet", "rex"]
"""The text, hence the notebook, in which a criterion is judged: `sujet.py`, or the `rex.py` of a group."""


class GrilleCritere(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"instruction": "consigne", "descriptors": "descripteurs", "notebook": "carnet"},
):
    """One criterion in this case: points (> 0), where the jury looks, and what it sees at each level 0…3."""

    points: float
    instruction: str
    descriptors: dict[int, str]
    notebook: NotebookFile = "sujet"


class Grille(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole rubric: criteria by code (« C15.1-k1 »), in order."""

    epreuve: str
    criteres: dict[str, GrilleCritere]

    def competences(self) -> list[str]:
        """The compétences whose criteria are described, in order."""
        return list(dict.fromkeys(code.partition("-")[0] for code in self.criteres))

    def de(self, competence: str, notebook: str) -> dict[str, GrilleCritere]:
        """The criteria of one compétence that are judged in one notebook, in order."""
        return {
            code: critere
            for code, critere in self.criteres.items()
            if code.partition("-")[0] == competence and critere.notebook == notebook
        }


def read(path: Path) -> Grille:
    """Read and validate `grille.yaml`; KitError names the file, the criterion and the field."""
    grille = strict_yaml.read_file(path, Grille, "la grille manque ; écrivez-la.")
    for code in grille.criteres:
        if not CRITERE_CODE.match(code):
            raise KitError(f"{path}, critère « {code} » : attendu un code comme « C15.1-k1 ».")
    return grille


def identifier(code: str) -> str:
    """The grade id of a criterion: « C15.1-k1 » → « C15_1-k1 » (nbgrader allows no dot)."""
    return code.replace(".", "_")


def expand(grille: Grille, competence: str, notebook: str, label: Callable[[str], str]) -> list[TextCell]:
    """The task cells of a compétence's criteria in one notebook, in order; `label` gives the criterion's
    label by code.
    """
    return [
        TextCell(
            role="task",
            id=identifier(code),
            kind="markdown",
            points=int(critere.points) if critere.points == int(critere.points) else critere.points,
            competence=competence,
            source=f"{visible_part(code, critere, label(code))}\n\n{mark_scheme(critere)}",
        )
        for code, critere in grille.de(competence, notebook).items()
    ]


def visible_part(code: str, critere: GrilleCritere, label: str) -> str:
    """What a candidate reads of a criterion."""
    title = f"#### Critère {code} — {_one_line(label)} ({counted(critere.points, 'point')})"
    return f"{title}\n\n{critere.instruction.strip()}"


def mark_scheme(critere: GrilleCritere) -> str:
    """The four levels, between nbgrader's delimiters, one line each."""
    lines = [
        f"- **{int(level)} — {_title(level)}** : {_one_line(critere.descriptors.get(int(level), ''))}"
        for level in LEVELS
    ]
    # HTML comments: nbgrader finds its delimiters there, and whoever reads the page does not.
    return "\n".join([f"<!-- {BEGIN_MARK_SCHEME} -->", "", *lines, "", f"<!-- {END_MARK_SCHEME} -->"])


def _title(level: Level) -> str:
    return level.label[:1].upper() + level.label[1:]


def _one_line(text: str) -> str:
    return " ".join(text.split())
