"""The text of a sujet: a py:percent script, as typed cells, and back to the byte.

    # %% role="tests" id="C15_1-roas" points=4
    verifier("C15_1-roas", roas_par_canal, serie(cle="canal", valeurs=nombre()))

Roles are nbgrader's (readonly, solution, tests, manual, task) and one of ours, grille, which stands for the
rubric cells of a compétence.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any, Literal, get_args

import msgspec

from epreuves.wording.errors import KitError

Role = Literal["readonly", "solution", "tests", "manual", "task", "grille"]
Genre = Literal["code", "markdown"]

ROLES: tuple[str, ...] = get_args(Role)
IDENTIFIANT = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")  # nbgrader's grade_id, and nbformat's limit for a cell id
COMPETENCE = re.compile(r"C\d+\.\d+\Z")
_ENTETE = re.compile(r"# ?%%(?!%)")
_GENRES: dict[str, tuple[str, ...]] = {
    "readonly": ("code", "markdown"),
    "solution": ("code",),
    "tests": ("code",),
    "manual": ("markdown",),
    "task": ("markdown",),
    "grille": ("markdown",),
}
_FORMAT = "py:percent"


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of a sujet.

    `text` is the cell as written, header and trailing blank lines included; `line` the number of its header.
    `points` is None but for tests and task cells; `competence` is empty but for a grille.
    """

    role: Role
    id: str = ""
    kind: Genre = "code"
    points: float | None = None
    competence: str = ""
    source: str = ""
    text: str = ""
    line: int = 0

    @property
    def nom(self) -> str:
        """What a message calls the cell."""
        return f"grille {self.competence}" if self.role == "grille" else self.id


class Sujet(msgspec.Struct, frozen=True):
    """A whole text: what stands before the first cell (comments, not built), then the cells."""

    fichier: str
    preambule: str
    cells: tuple[Cell, ...]

    @property
    def carnet(self) -> str:
        """Which of an épreuve's texts it is: « sujet » or « rex »."""
        return PurePosixPath(self.fichier.replace("\\", "/")).stem

    def texte(self) -> str:
        """The text, identical to what was read."""
        return self.preambule + "".join(cell.text for cell in self.cells)


def lire(chemin: Path, nom: str = "") -> Sujet:
    """Read a text; KitError names the file (as `nom`, where one is given), the line, the cell and the
    field.
    """
    nom = nom or str(chemin)
    try:
        texte = chemin.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise KitError(f"{nom} : le texte du sujet manque.") from None
    except UnicodeDecodeError:
        raise KitError(f"{nom} : le fichier n'est pas en UTF-8 ; enregistrez-le dans cet encodage.") from None
    return analyser(texte, nom)


def analyser(texte: str, fichier: str = "sujet.py") -> Sujet:
    """The cells of a text."""
    if "\r" in texte:
        raise KitError(
            f"{fichier} : les fins de ligne sont celles de Windows ; enregistrez en fins de ligne Unix (LF)."
        )
    lignes = texte.splitlines(keepends=True)
    debuts = [rang for rang, ligne in enumerate(lignes) if _ENTETE.match(ligne)]
    if not debuts:
        raise KitError(
            f"{fichier} : aucune cellule ; une cellule commence par une ligne « # %% role=… id=… »."
        )
    preambule = "".join(lignes[: debuts[0]])
    for numero, ligne in enumerate(lignes[: debuts[0]], start=1):
        if ligne.strip() and not ligne.startswith("#"):
            raise KitError(
                f"{fichier}, ligne {numero} : du code précède la première cellule ; donnez-lui une cellule."
            )
    morceaux = ["".join(lignes[a:b]) for a, b in zip(debuts, debuts[1:] + [len(lignes)], strict=True)]
    import jupytext  # two seconds to import: only reading and writing texts pay for it

    lues = jupytext.reads("".join(morceaux), fmt=_FORMAT).cells
    if len(lues) != len(morceaux):
        raise KitError(
            f"{fichier} : {len(morceaux)} lignes commencent par « # %% » mais jupytext lit {len(lues)} "
            "cellules ; une chaîne de "
            "caractères contient-elle une telle ligne ?"
        )
    cells: list[Cell] = []
    for rang, lue, morceau in zip(debuts, lues, morceaux, strict=True):
        cell = _cellule(lue, morceau, rang + 1, fichier)
        double = next((autre for autre in cells if cell.id and autre.id == cell.id), None)
        if double is not None:
            raise KitError(
                f"{fichier}, ligne {cell.line}, cellule « {cell.id} » : id déjà pris par la cellule de la "
                f"ligne {double.line}."
            )
        cells.append(cell)
    return Sujet(fichier, preambule, tuple(cells))


def _cellule(lue: Any, morceau: str, ligne: int, fichier: str) -> Cell:
    champs = dict(lue.metadata)
    ou = f"{fichier}, ligne {ligne}" + (f", cellule « {champs['id']} »" if champs.get("id") else "")
    role = champs.pop("role", None)
    if role not in ROLES:
        recu = "aucun" if role is None else f"« {role} »"
        raise KitError(f"{ou}, champ role : attendu {', '.join(ROLES)} ; reçu {recu}.")
    if lue.cell_type not in _GENRES[role]:
        attendu = "# %% [markdown]" if _GENRES[role] == ("markdown",) else "# %%"
        raise KitError(
            f"{ou} : une cellule {role} commence par « {attendu} », pas par « {morceau.splitlines()[0]} »."
        )
    for inutile in (
        "lines_to_next_cell",
        "lines_to_end_of_cell_marker",
        "cell_marker",
    ):  # jupytext's own bookkeeping
        champs.pop(inutile, None)
    id, points, competence = champs.pop("id", ""), champs.pop("points", None), champs.pop("competence", "")
    for champ in champs:
        raise KitError(
            f"{ou}, champ {champ} : inconnu ; une cellule a role, id, points (tests, task), competence "
            "(grille)."
        )
    _verifier_identite(ou, role, id, competence)
    return Cell(
        role=role,
        id=id,
        kind=lue.cell_type,
        points=_points(ou, role, points),
        competence=competence,
        source=lue.source,
        text=morceau,
        line=ligne,
    )


def _verifier_identite(ou: str, role: str, id: object, competence: object) -> None:
    if role == "grille":
        if id:
            raise KitError(
                f"{ou}, champ id : une grille n'a pas d'id, ses cellules prennent ceux des critères."
            )
        if not isinstance(competence, str) or not COMPETENCE.match(competence):
            raise KitError(
                f"{ou}, champ competence : attendu un code comme « C15.1 », reçu « {competence} »."
            )
        return
    if competence:
        raise KitError(f"{ou}, champ competence : seule une cellule grille en a un.")
    if not isinstance(id, str) or not IDENTIFIANT.match(id):
        recu = f"reçu « {id} »" if id else "il manque"
        raise KitError(f"{ou}, champ id : attendu 64 lettres sans accent, chiffres, _ ou - au plus ; {recu}.")


def _points(ou: str, role: str, points: object) -> float | None:
    if role in ("tests", "task"):
        if isinstance(points, bool) or not isinstance(points, (int, float)) or points < 0:
            recu = "il manque" if points is None else f"reçu « {points} »"
            raise KitError(f"{ou}, champ points : une cellule {role} a un nombre de points positif ; {recu}.")
        return int(points) if points == int(points) else points
    if points is not None and not (role == "manual" and points == 0):
        raise KitError(
            f"{ou}, champ points : une cellule {role} n'en porte pas (les points vont aux tests et à la "
            "grille)."
        )
    return None


def ecrire_cellule(cell: Cell) -> str:
    """The text of a cell that has none yet: header, body as jupytext writes it, one blank line."""
    markdown = " [markdown]" if cell.kind == "markdown" else ""
    if cell.role == "grille":
        return f'# %%{markdown} role="grille" competence="{cell.competence}"\n\n'
    points = f" points={cell.points:g}" if cell.points is not None else ""
    corps = ""
    if cell.source:
        creer = {"code": jupytext_code, "markdown": jupytext_markdown}[cell.kind]
        corps = creer(cell.source)
    return f'# %%{markdown} role="{cell.role}" id="{cell.id}"{points}\n{corps}\n'


def jupytext_code(source: str) -> str:
    """The body of a code cell as jupytext writes it (magics commented)."""
    return _corps("code", source)


def jupytext_markdown(source: str) -> str:
    """The body of a Markdown cell as jupytext writes it (each line a comment)."""
    return _corps("markdown", source)


def _corps(genre: str, source: str) -> str:
    import jupytext
    from nbformat import v4

    cellule = v4.new_code_cell(source) if genre == "code" else v4.new_markdown_cell(source)
    carnet = v4.new_notebook(cells=[cellule], metadata={"jupytext": {"notebook_metadata_filter": "-all"}})
    texte = jupytext.writes(carnet, fmt=_FORMAT)
    return texte.partition("\n")[2].rstrip("\n") + "\n"
