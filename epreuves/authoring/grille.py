"""The rubric of an épreuve, `grille.yaml`, and the nbgrader task cells it becomes: one a criterion.

A task cell shows candidates the criterion and where it is judged; what a grader sees at each of the four
levels lies in its mark scheme, which nbgrader strips from the release and gives back to graders.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.authoring.amorces import BEGIN_MARK_SCHEME, END_MARK_SCHEME
from epreuves.authoring.texte import Cell
from epreuves.rubric.niveaux import NIVEAUX, Niveau
from epreuves.wording import strict_yaml
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

CODE_CRITERE = re.compile(r"(C\d+\.\d+)-k(\d+)\Z")
Carnet = Literal["sujet", "rex"]
"""The text, hence the notebook, in which a criterion is judged: `sujet.py`, or the `rex.py` of a group."""


class Critere(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One criterion in this case: points (> 0), where the jury looks, and what it sees at each level 0…3."""

    points: float
    consigne: str
    descripteurs: dict[int, str]
    carnet: Carnet = "sujet"


class Grille(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole rubric: criteria by code (« C15.1-k1 »), in order."""

    epreuve: str
    criteres: dict[str, Critere]

    def competences(self) -> list[str]:
        """The compétences whose criteria are described, in order."""
        return list(dict.fromkeys(code.partition("-")[0] for code in self.criteres))

    def de(self, competence: str, carnet: str) -> dict[str, Critere]:
        """The criteria of one compétence that are judged in one notebook, in order."""
        return {
            code: critere
            for code, critere in self.criteres.items()
            if code.partition("-")[0] == competence and critere.carnet == carnet
        }


def lire(chemin: Path) -> Grille:
    """Read and validate `grille.yaml`; KitError names the file, the criterion and the field."""
    grille = strict_yaml.read_file(chemin, Grille, "la grille manque ; écrivez-la.")
    for code in grille.criteres:
        if not CODE_CRITERE.match(code):
            raise KitError(f"{chemin}, critère « {code} » : attendu un code comme « C15.1-k1 ».")
    return grille


def identifiant(code: str) -> str:
    """The grade id of a criterion: « C15.1-k1 » → « C15_1-k1 » (nbgrader allows no dot)."""
    return code.replace(".", "_")


def developper(grille: Grille, competence: str, carnet: str, libelle: Callable[[str], str]) -> list[Cell]:
    """The task cells of a compétence's criteria in one notebook, in order; `libelle` gives the criterion's
    label by code.
    """
    return [
        Cell(
            role="task",
            id=identifiant(code),
            kind="markdown",
            points=int(critere.points) if critere.points == int(critere.points) else critere.points,
            competence=competence,
            source=f"{partie_visible(code, critere, libelle(code))}\n\n{mark_scheme(critere)}",
        )
        for code, critere in grille.de(competence, carnet).items()
    ]


def partie_visible(code: str, critere: Critere, libelle: str) -> str:
    """What a candidate reads of a criterion."""
    titre = f"#### Critère {code} — {_une_ligne(libelle)} ({counted(critere.points, 'point')})"
    return f"{titre}\n\n{critere.consigne.strip()}"


def mark_scheme(critere: Critere) -> str:
    """The four levels, between nbgrader's delimiters, one line each."""
    lignes = [
        f"- **{int(niveau)} — {_titre(niveau)}** : {_une_ligne(critere.descripteurs.get(int(niveau), ''))}"
        for niveau in NIVEAUX
    ]
    # HTML comments: nbgrader finds its delimiters there, and whoever reads the page does not.
    return "\n".join([f"<!-- {BEGIN_MARK_SCHEME} -->", "", *lignes, "", f"<!-- {END_MARK_SCHEME} -->"])


def _titre(niveau: Niveau) -> str:
    return niveau.libelle[:1].upper() + niveau.libelle[1:]


def _une_ligne(texte: str) -> str:
    return " ".join(texte.split())
