"""Bringing a notebook edited in JupyterLab back to its text, identical to the byte where nothing changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.handing_in import ID as LAST_CELL
from epreuves.answers.handing_in import asked_words
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.authoring import grille, text
from epreuves_kit.authoring.text import Sujet, TextCell
from epreuves_kit.build import notebook
from epreuves_kit.build.build import expand
from epreuves_kit.build.paper import authored
from epreuves_kit.build.rule_cell import ID as RULE
from epreuves_kit.build.rule_cell import rule_cell
from epreuves_kit.course import files
from epreuves_kit.course.folders import Layout
from epreuves_kit.referentiel import certifier
from epreuves_kit.referentiel.model import Referentiel
from epreuves_kit.rules import jury_rules

_PANEL = "dans le panneau « Create Assignment » de JupyterLab"


class ImportReport(msgspec.Struct, frozen=True):
    """The outcome of an import for one text: ids of cells changed, added, removed, and whether the order changed."""

    file: str
    modified: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: bool = False

    @property
    def change(self) -> bool:
        """True if the text is another than before."""
        return bool(self.modified or self.added or self.removed or self.moved)

    def sentence(self) -> str:
        """The summary that is shown."""
        if not self.change:
            return f"{self.file} : rien n'a changé."
        changes = {"modifiées": self.modified, "ajoutées": self.added, "supprimées": self.removed}
        parts = [f"{name} : {', '.join(ids)}" for name, ids in changes.items() if ids]
        if self.moved:
            parts.append("ordre des cellules changé")
        return f"{self.file} — cellules {' ; '.join(parts)}."


def importer(root: Path, id: EpreuveId) -> list[ImportReport]:
    """Update the texts of `sujets/<id>/` from the notebooks of `source/<id>/`; atomic, all or nothing.

    Outputs, execution counts and what JupyterLab adds to metadata are ignored. Raises KitError,
    naming the cell, where a cell has no role or id, where an id comes twice, or where a rubric cell was
    edited (grille.yaml is its text), or the cell of the jury's rule (jury.yaml).
    """
    layout = Layout(root, id)
    the_grille = grille.read(layout.sujet / "grille.yaml")
    written = text.texts(layout)
    rules = jury_rules.read(root)
    rule = rule_cell(rules, the_grille, written.values())
    official = certifier.read(root)
    new: list[tuple[Path, str, ImportReport]] = []
    for name, sujet in written.items():
        path = layout.source / name
        # The last cell is the kit's, which writes it again at each build: what was done to it changes no text.
        kept = [cell for cell in read_notebook(path) if cell.id != LAST_CELL]
        cells = _without_rule(kept, rule, str(path))
        lines, report = merge(sujet, expand(rules.referentiel, sujet, the_grille, official=official), cells, str(path))
        _check_reread(rules.referentiel, lines, cells, the_grille, official, str(path), sujet.file)
        new.append((root / sujet.file, lines, report))
    for file, content, _ in new:
        files.write(file, content.encode("utf-8"))
    return [report for _, _, report in new]


def _without_rule(cells: list[TextCell], rule: TextCell | None, file: str) -> list[TextCell]:
    """The cells but the one that says the jury's rule, which is no author's; KitError where somebody changed it."""
    for cell in cells:
        if cell.id == RULE and (rule is None or not _alike(rule, cell)):
            raise KitError(
                f"{file}, cellule « {RULE} » : elle n'est plus ce que le kit écrit d'après jury.yaml et les points de l'épreuve ; "
                "supprimez-la du notebook, puis importez de nouveau : la construction la récrit. La règle elle-même se change dans jury.yaml."
            )
    return [cell for cell in cells if cell.id != RULE]


def _check_reread(
    the_referentiel: Referentiel,
    lines: str,
    cells: list[TextCell],
    the_grille: grille.Grille,
    official: Mapping[str, str],
    file: str,
    sujet: str,
) -> None:
    """Raise KitError where what is about to be written does not read back as the notebook's own cells."""
    try:
        read_again = expand(the_referentiel, text.parse(lines, sujet), the_grille, official=official)
    except KitError as error:
        raise KitError(f"{file} : ces cellules ne font pas un sujet ({error})") from None
    for reread, cell in zip_longest(read_again, cells):
        if reread is None or cell is None or reread.id != cell.id or not _alike(reread, cell):
            raise KitError(
                f"{file}, cellule « {(cell or reread).id} » : son contenu ne se garde pas dans un sujet "
                "(une ligne qui commence par « # %% » ?) ; récrivez-la autrement."
            )


def read_notebook(path: Path) -> list[TextCell]:
    """The cells of a notebook, by their nbgrader metadata; KitError names the one that has no role or id."""
    try:
        raw_lines = json.loads(path.read_bytes())["cells"]
        # Forms are the kit's as well, and so is the line behind which code is folded.
        cells = [
            (rank, _cell(written, rank, str(path)))
            for rank, raw_text in enumerate(raw_lines, start=1)
            if (written := authored(raw_text))
        ]
    except FileNotFoundError:
        raise KitError(f"{path} : le notebook n'existe pas ; construisez d'abord l'épreuve.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KitError(f"{path} : ce n'est pas un notebook lisible.") from None
    seen: set[str] = set()
    for rank, cell in cells:
        if cell.id in seen:
            raise KitError(
                f"{path}, cellule n° {rank} : l'identifiant « {cell.id} » est déjà celui d'une autre cellule (cellule "
                f"copiée ou coupée en deux ?) ; donnez-lui le sien {_PANEL}."
            )
        seen.add(cell.id)
    return [cell for _, cell in cells]


def _cell(raw_text: dict[str, Any], rank: int, file: str) -> TextCell:
    source = "".join(raw_text["source"])
    start = next((line.strip() for line in source.splitlines() if line.strip()), "vide")
    where = f"{file}, cellule n° {rank} (« {start[:60]} »)"
    kind = raw_text["cell_type"]
    if kind not in ("code", "markdown"):
        raise KitError(f"{where} : une cellule « {kind} » ne se distribue pas ; faites-en du Markdown.")
    role = notebook.role(raw_text["metadata"], kind)
    if role is None:
        raise KitError(
            f"{where} : elle n'a pas de rôle ; choisissez-en un {_PANEL} (« Read-only » pour un énoncé), et "
            "donnez-lui un identifiant ; ou supprimez la cellule."
        )
    data = raw_text["metadata"]["nbgrader"]
    id = data.get("grade_id", "")
    if not isinstance(id, str) or not text.IDENTIFIER.match(id):
        due = f"donnez-lui {_PANEL} un nom en lettres sans accent, chiffres, _ ou -"
        raise KitError(f"{where} : son identifiant, « {id} », n'est pas valide ; {due}.")
    points = data.get("points") if role in ("tests", "task") else None
    words = asked_words(raw_text["metadata"]) if role == "manual" else None
    return TextCell(role=role, id=id, kind=kind, points=points, words=words, source=source)


def merge(sujet: Sujet, expanded: list[TextCell], cells: list[TextCell], file: str) -> tuple[str, ImportReport]:
    """The new text, and what changed: cells that say the same keep their text, others are written anew."""
    old = {cell.id: cell for cell in sujet.cells if cell.role != "grille"}
    tasks = {cell.id: cell for cell in expanded if cell.id not in old}
    grilles = {cell.competence: cell for cell in sujet.cells if cell.role == "grille"}
    _check_tasks(tasks, cells, grilles, file)
    following: list[TextCell] = []
    modified: list[str] = []
    added: list[str] = []
    for cell in cells:
        if cell.id in tasks:
            line = grilles[tasks[cell.id].competence]
            if line not in following:
                following.append(line)
            continue
        old_text = old.get(cell.id)
        if old_text is not None and _alike(old_text, cell):
            following.append(old_text)
            continue
        following.append(msgspec.structs.replace(cell, text=_rewrite(old_text, cell)))
        (added if old_text is None else modified).append(cell.id)
    present = {cell.id for cell in cells}
    kept = [cell.name for cell in following if cell.name not in added]
    before = [cell.name for cell in sujet.cells]
    report = ImportReport(
        sujet.file,
        tuple(modified),
        tuple(added),
        tuple(cell.name for cell in sujet.cells if cell not in following and cell.name not in present),
        kept != [name for name in before if name in kept],
    )
    return sujet.preamble + _join(following, sujet), report


def _check_tasks(tasks: dict[str, TextCell], cells: list[TextCell], grilles: dict[str, TextCell], file: str) -> None:
    """Rubric cells come from grille.yaml: whole, in order, together, unchanged; or all gone with the grille."""
    for cell in cells:
        due = tasks.get(cell.id)
        if due is not None and not _alike(due, cell):
            raise KitError(
                f"{file}, cellule « {cell.id} » : c'est un critère de la grille et il a été modifié ; modifiez "
                "grille.yaml (points, consigne, descripteurs), le notebook en est construit. Pour retrouver la "
                "cellule d'origine, annulez la modification dans JupyterLab."
            )
    ids = [cell.id for cell in cells]
    for competence in grilles:
        expected = [cell.id for cell in tasks.values() if cell.competence == competence]
        present = [id for id in ids if id in expected]
        start = ids.index(present[0]) if present else 0
        if present and ids[start : start + len(expected)] != expected:
            raise KitError(
                f"{file}, critères de {competence} : les cellules {', '.join(expected)} doivent rester ensemble et "
                "dans cet ordre ; pour en ôter ou en ajouter, modifiez grille.yaml."
            )


def _alike(a: TextCell, b: TextCell) -> bool:
    """True if two cells say the same: role, kind, points, and source but for trailing blanks at its end."""
    return _said(a) == _said(b) and a.source.rstrip() == b.source.rstrip()


def _said(cell: TextCell) -> tuple[object, ...]:
    """The content of a header beside the id."""
    return cell.role, cell.kind, cell.points, cell.words


def _rewrite(old_text: TextCell | None, cell: TextCell) -> str:
    new_text = text.write_cell(cell)
    if old_text is None or _said(old_text) != _said(cell):
        return new_text
    # Only the body changed: the header stays as its author wrote it.
    return old_text.text.partition("\n")[0] + "\n" + new_text.partition("\n")[2]


def _join(following: list[TextCell], sujet: Sujet) -> str:
    """The cells' texts one after the other: a blank line between two, none at the end, but as they stood."""
    was_last = sujet.cells[-1]
    pieces = [cell.text for cell in following]
    for rank, cell in enumerate(following):
        is_last = rank == len(following) - 1
        if is_last != (cell is was_last):
            pieces[rank] = cell.text.rstrip("\n") + ("\n" if is_last else "\n\n")
    return "".join(pieces)
