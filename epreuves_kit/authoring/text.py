"""The text of a sujet: a py:percent script, as typed cells, and back to the byte.

    # %% role="tests" id="U5_1-roas" points=4
    verifier("U5_1-roas", roas_par_canal, serie(cle="canal", valeurs=nombre()))

Roles are nbgrader's (readonly, solution, tests, manual, task) and one of ours, grille, which stands for the
rubric cells of a compétence.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any, Literal, get_args

import msgspec

from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Layout
from epreuves_kit.referentiel.codes import COMPETENCE
from epreuves_kit.variants.groups import OWN_NOTEBOOKS

Role = Literal["readonly", "solution", "tests", "manual", "task", "grille"]
Kind = Literal["code", "markdown"]

ROLES: tuple[str, ...] = get_args(Role)
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")  # nbgrader's grade_id, and nbformat's limit for a cell id
_HEADER = re.compile(r"# ?%%(?!%)")
_KINDS: dict[str, tuple[str, ...]] = {
    "readonly": ("code", "markdown"),
    "solution": ("code",),
    "tests": ("code",),
    "manual": ("markdown",),
    "task": ("markdown",),
    "grille": ("markdown",),
}
_FORMAT = "py:percent"
#: The files that are written beside the texts.
DATA = ("dictionnaire.yaml", "donnees.py", "grille.yaml", "oral.yaml", "demo.yaml", "demo.py")


class TextCell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of a sujet.

    `text` is the cell as written, header and trailing blank lines included; `line` the number of its header.
    `points` is None but for tests and task cells; `competence` is empty but for a grille; `words` is how many the statement asks of a
    writing, None where it does not say; `asks` is the question whose form it shows, in a cell that no author writes, or
    its own `id` where it asks for a file.
    """

    role: Role
    id: str = ""
    kind: Kind = "code"
    points: float | None = None
    words: int | None = None
    competence: str = ""
    source: str = ""
    asks: str = ""
    text: str = ""
    line: int = 0

    @property
    def name(self) -> str:
        """The cell's name in a message."""
        return f"grille {self.competence}" if self.role == "grille" else self.id


class Sujet(msgspec.Struct, frozen=True):
    """A whole text: what stands before the first cell (comments, not built), then the cells."""

    file: str
    preamble: str
    cells: tuple[TextCell, ...]

    @property
    def notebook(self) -> str:
        """The text's name among an épreuve's: « sujet », « rex », « production »."""
        return PurePosixPath(self.file.replace("\\", "/")).stem

    def text(self) -> str:
        """The text, identical to what was read."""
        return self.preamble + "".join(cell.text for cell in self.cells)


def read(path: Path, name: str = "") -> Sujet:
    """Read a text; KitError names the file (`name`, where it is given), the line, the cell and the field."""
    name = name or str(path)
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise KitError(f"{name} : le texte du sujet manque.") from None
    except UnicodeDecodeError:
        raise KitError(f"{name} : le fichier n'est pas en UTF-8 ; enregistrez-le dans cet encodage.") from None
    return parse(text, name)


def parse(text: str, file: str = "sujet.py") -> Sujet:
    """The cells of a text."""
    if "\r" in text:
        raise KitError(f"{file} : les fins de ligne sont celles de Windows ; enregistrez en fins de ligne Unix (LF).")
    lines = text.splitlines(keepends=True)
    starts = [rank for rank, line in enumerate(lines) if _HEADER.match(line)]
    if not starts:
        raise KitError(f"{file} : aucune cellule ; une cellule commence par une ligne « # %% role=… id=… ».")
    preamble = "".join(lines[: starts[0]])
    for number, line in enumerate(lines[: starts[0]], start=1):
        if line.strip() and not line.startswith("#"):
            raise KitError(f"{file}, ligne {number} : du code précède la première cellule ; donnez-lui une cellule.")
    pieces = ["".join(lines[a:b]) for a, b in zip(starts, starts[1:] + [len(lines)], strict=True)]
    import jupytext  # two seconds to import: only reading and writing texts pay for it

    notebook_cells = jupytext.reads("".join(pieces), fmt=_FORMAT).cells
    if len(notebook_cells) != len(pieces):
        raise KitError(
            f"{file} : {len(pieces)} lignes commencent par « # %% » mais jupytext lit {len(notebook_cells)} cellules ; "
            "une chaîne de caractères contient-elle une telle ligne ?"
        )
    cells: list[TextCell] = []
    lines_by_id: dict[str, int] = {}
    for rank, notebook_cell, piece in zip(starts, notebook_cells, pieces, strict=True):
        cell = _cell(notebook_cell, piece, rank + 1, file)
        if cell.id and lines_by_id.setdefault(cell.id, cell.line) != cell.line:
            where = f"{file}, ligne {cell.line}, cellule « {cell.id} »"
            raise KitError(f"{where} : id déjà pris par la cellule de la ligne {lines_by_id[cell.id]}.")
        cells.append(cell)
    return Sujet(file, preamble, tuple(cells))


def _cell(notebook_cell: Any, piece: str, line: int, file: str) -> TextCell:
    fields = dict(notebook_cell.metadata)
    where = f"{file}, ligne {line}" + (f", cellule « {fields['id']} »" if fields.get("id") else "")
    role = fields.pop("role", None)
    if role not in ROLES:
        received = "aucun" if role is None else f"« {role} »"
        raise KitError(f"{where}, champ role : attendu {', '.join(ROLES)} ; reçu {received}.")
    if notebook_cell.cell_type not in _KINDS[role]:
        expected = "# %% [markdown]" if _KINDS[role] == ("markdown",) else "# %%"
        raise KitError(
            f"{where} : une cellule {role} commence par « {expected} », pas par « {piece.splitlines()[0]} »."
        )
    for bookkeeping in ("lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker"):  # jupytext's own
        fields.pop(bookkeeping, None)
    id, points, competence = fields.pop("id", ""), fields.pop("points", None), fields.pop("competence", "")
    words = fields.pop("mots", None)
    for field in fields:
        admitted = "une cellule a role, id, points (tests, task), mots (manual), competence (grille)"
        raise KitError(f"{where}, champ {field} : inconnu ; {admitted}.")
    _check_identity(where, role, id, competence)
    return TextCell(
        role=role,
        id=id,
        kind=notebook_cell.cell_type,
        points=_points(where, role, points),
        words=_words(where, role, words),
        competence=competence,
        source=notebook_cell.source,
        text=piece,
        line=line,
    )


def _check_identity(where: str, role: str, id: object, competence: object) -> None:
    if role == "grille":
        if id:
            due = "une grille n'a pas d'id, ses cellules prennent ceux des critères"
            raise KitError(f"{where}, champ id : {due}.")
        if not isinstance(competence, str) or not COMPETENCE.fullmatch(competence):
            due = f"attendu le code d'une compétence, reçu « {competence} »"
            raise KitError(f"{where}, champ competence : {due}.")
        return
    if competence:
        raise KitError(f"{where}, champ competence : seule une cellule grille en a un.")
    if not isinstance(id, str) or not IDENTIFIER.match(id):
        received = f"reçu « {id} »" if id else "il manque"
        due = "attendu 64 lettres sans accent, chiffres, _ ou - au plus"
        raise KitError(f"{where}, champ id : {due} ; {received}.")


def _points(where: str, role: str, points: object) -> float | None:
    if role in ("tests", "task"):
        if isinstance(points, bool) or not isinstance(points, (int, float)) or points < 0:
            received = "il manque" if points is None else f"reçu « {points} »"
            due = f"une cellule {role} a un nombre de points positif"
            raise KitError(f"{where}, champ points : {due} ; {received}.")
        return int(points) if points == int(points) else points
    if points is not None and not (role == "manual" and points == 0):
        due = f"une cellule {role} n'en porte pas (les points vont aux tests et à la grille)"
        raise KitError(f"{where}, champ points : {due}.")
    return None


def _words(where: str, role: str, words: object) -> int | None:
    if words is None:
        return None
    if role != "manual":
        raise KitError(f"{where}, champ mots : seule une cellule manual dit combien de mots l'énoncé demande.")
    if type(words) is not int or words <= 0:
        raise KitError(f"{where}, champ mots : attendu un nombre entier de mots ; reçu « {words} ».")
    return words


def write_cell(cell: TextCell) -> str:
    """The text of a cell that has none yet: header, body as jupytext writes it, one blank line."""
    markdown = " [markdown]" if cell.kind == "markdown" else ""
    if cell.role == "grille":
        return f'# %%{markdown} role="grille" competence="{cell.competence}"\n\n'
    points = f" points={cell.points:g}" if cell.points is not None else ""
    words = f" mots={cell.words}" if cell.words is not None else ""
    body = _body(cell.kind, cell.source) if cell.source else ""
    return f'# %%{markdown} role="{cell.role}" id="{cell.id}"{points}{words}\n{body}\n'


def _body(kind: Kind, source: str) -> str:
    """The body of a cell as jupytext writes it: magics commented in code, each line a comment in Markdown."""
    import jupytext
    from nbformat import v4

    cell = v4.new_code_cell(source) if kind == "code" else v4.new_markdown_cell(source)
    notebook = v4.new_notebook(cells=[cell], metadata={"jupytext": {"notebook_metadata_filter": "-all"}})
    text = jupytext.writes(notebook, fmt=_FORMAT)
    return text.partition("\n")[2].rstrip("\n") + "\n"


def alone(notebook: str) -> bool:
    """True if each member of a group fills a notebook (« rex.ipynb ») alone."""
    return notebook.removesuffix(".ipynb") in OWN_NOTEBOOKS


def texts(layout: Layout) -> dict[str, Sujet]:
    """The texts of an épreuve by the notebook each becomes: `sujet.py`, and that of each member of a group where there is one."""
    own = {f"{name}.ipynb": layout.sujet / f"{name}.py" for name in OWN_NOTEBOOKS}
    files = {f"{layout.epreuve}.ipynb": layout.sujet / "sujet.py", **own}
    return {
        name: read(path, layout.short(path)) for name, path in files.items() if path.exists() or path.name == "sujet.py"
    }
