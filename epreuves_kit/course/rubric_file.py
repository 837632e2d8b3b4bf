"""The rubrics that an instructor gives to cells of an ordinary nbgrader assignment: `rubrics/<assignment>.yaml`, at the course's root.

    problem2:                  # a notebook
      part-a:                  # nbgrader's id of a cell that a person grades
        title: The cause is named and explained
        levels:                # from 0 to 3
          - Nothing is named.
          …

No step of nbgrader reads or copies that folder: what is seen at each level reaches no candidate before their copy is marked, and nothing
that a candidate hands in can stand for it. Épreuves of the kit have a `grille.yaml`, which the build writes into their notebooks.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from epreuves.referentiel.levels import LEVELS, Level
from epreuves.wording.errors import Faults
from epreuves_kit.wording import strict_yaml

FOLDER = "rubrics"
#: A notebook's name and a cell's grade id.
CellPlace = tuple[str, str]


class CellRubric(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rubric of one cell: what is judged, in a few words, and what is seen at each level, from 0 to 3."""

    title: str
    levels: tuple[str, ...]

    def descriptor(self, level: Level) -> str:
        """The text of a level."""
        return self.levels[level]


class RubricFile(msgspec.Struct, frozen=True):
    """The rubrics of an assignment by notebook and grade id, in the order of their file; lines: where each stands in it, from 1."""

    path: Path
    cells: Mapping[CellPlace, CellRubric] = {}
    lines: Mapping[CellPlace, int] = {}

    def fault(self, place: CellPlace, reason: str) -> str:
        """A sentence on one rubric: the file, the line, the cell, and what is wrong with what to do."""
        notebook, grade_id = place
        return f"{self.path}, ligne {self.lines[place]}, cellule « {grade_id} » de « {notebook} » : {reason}"


def read(root: Path, assignment: str) -> RubricFile:
    """The rubrics of an assignment of the course at `root`; none where it has no file. Raises Faults with all that is wrong in it."""
    path = _path(root, assignment)
    if not path.is_file():
        return RubricFile(path)
    written, document = strict_yaml.read_document(path, dict[str, dict[str, CellRubric]], "")
    cells = {
        (notebook, grade_id): _tidy(rubric) for notebook, own in written.items() for grade_id, rubric in own.items()
    }
    file = RubricFile(path, cells, {place: document.line(place) for place in cells})
    faults = [file.fault(place, reason) for place, rubric in cells.items() if (reason := _wrong(rubric))]
    if faults:
        raise Faults(*faults)
    return file


def contents(root: Path, assignment: str) -> bytes:
    """The bytes of an assignment's file; empty where it has none."""
    path = _path(root, assignment)
    return path.read_bytes() if path.is_file() else b""


def _path(root: Path, assignment: str) -> Path:
    return root / FOLDER / f"{assignment}.yaml"


def _tidy(rubric: CellRubric) -> CellRubric:
    return CellRubric(_one_line(rubric.title), tuple(map(_one_line, rubric.levels)))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _wrong(rubric: CellRubric) -> str:
    due = len(LEVELS)
    if len(rubric.levels) != due:
        return (
            f"« levels » a {len(rubric.levels)} textes, attendu {due}, du niveau 0 au niveau {due - 1} ; "
            "écrivez ce qui se voit à chaque niveau."
        )
    if not rubric.title:
        return "« title » est vide ; écrivez en quelques mots ce qui est jugé."
    if "" in rubric.levels:
        return f"le texte du niveau {rubric.levels.index('')} est vide ; écrivez ce qui s'y voit."
    return ""
