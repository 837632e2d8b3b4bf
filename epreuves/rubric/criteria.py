"""The criteria of an assignment: what they ask from the source notebooks, what they are worth from the gradebook."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection, select

from epreuves.authoring.amorces import BEGIN_MARK_SCHEME
from epreuves.authoring.mark_scheme import read_mark_scheme
from epreuves.gradebook.feedback.course import Places
from epreuves.gradebook.feedback.notebook import NotebookIllisible, contents, parse
from epreuves.gradebook.feedback.rows import ASSIGNMENT, CELL, NOTEBOOK, TASK_CELL
from epreuves.referentiel import CodeInconnu, CodeMalForme, code_du_slug, referentiel
from epreuves.rubric.appreciation import Criterion
from epreuves.wording.errors import KitError

#: The title of a criterion's cell, and the points that end it.
_TITLE = re.compile(r"#+ *(?:Critère \S+ — )?(.*?)(?: \([\d,]+ points?\))?\s*\Z")


def read_criteria(db: Connection, places: Places, assignment: str) -> tuple[Criterion, ...]:
    """The criteria that the gradebook knows, notebook by notebook (the assignment's own first), in the order of the source.

    Raises KitError where a source notebook cannot be read, or lacks a criterion of the gradebook.
    """
    query = (
        select(NOTEBOOK.c.name, CELL.c.name, TASK_CELL.c.max_score)
        .join_from(ASSIGNMENT, NOTEBOOK, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
        .join(CELL, CELL.c.notebook_id == NOTEBOOK.c.id)
        .join(TASK_CELL, TASK_CELL.c.id == CELL.c.id)
        .where(ASSIGNMENT.c.name == assignment)
    )
    worth: dict[str, dict[str, float]] = {}
    for notebook, grade_id, maximum in db.execute(query):
        worth.setdefault(notebook, {})[grade_id] = float(maximum)
    folder = places.folder(places.source_directory, ".", assignment)
    found = []
    for notebook in sorted(worth, key=lambda name: (name != assignment, name)):
        texts = _tasks(folder / f"{notebook}.ipynb")
        if lost := sorted(set(worth[notebook]) - set(texts)):
            raise KitError(
                f"{folder / notebook}.ipynb n'a plus le critère « {lost[0]} » que le carnet de notes connaît : "
                f"lancez « nbgrader generate_assignment {assignment} --force »."
            )
        known = worth[notebook]
        found += [_criterion(notebook, id, text, known[id]) for id, text in texts.items() if id in known]
    return tuple(found)


def _tasks(path: Path) -> dict[str, str]:
    """The texts of a source notebook's criteria, by grade id, in order."""
    try:
        cells = parse(contents(path)).cells
    except NotebookIllisible:
        raise KitError(
            f"{path} ne se lit pas : reconstruisez l'épreuve (epreuves build) pour avoir ses critères."
        ) from None
    metas = ((cell, cell["metadata"].get("nbgrader") or {}) for cell in cells)
    return {meta["grade_id"]: "".join(cell["source"]) for cell, meta in metas if meta.get("task")}


def _criterion(notebook: str, grade_id: str, text: str, points: float) -> Criterion:
    visible = text.partition(f"<!-- {BEGIN_MARK_SCHEME}")[0].strip()
    title, _, look = visible.partition("\n")
    seen = read_mark_scheme(text)
    descriptors = (seen.get(0, ""), seen.get(1, ""), seen.get(2, ""), seen.get(3, ""))
    try:
        code = code_du_slug(grade_id)
        label, competence = referentiel().critere(code).libelle, code.partition("-")[0]
    except (CodeInconnu, CodeMalForme):  # a task of an instructor's own
        matched = _TITLE.match(title)
        label, competence = (matched[1] if matched else title) or grade_id, ""
    return Criterion(notebook, grade_id, competence, label, look.strip(), descriptors, points)
