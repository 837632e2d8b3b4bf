"""The last cell of each notebook, which tells a candidate what is still missing, and the plan that it reads: no author types either."""

from __future__ import annotations

import contextlib

from epreuves.answers.handing_in import ID, NotebookPlan, PlannedFile, PlannedQuestion, PlannedWriting
from epreuves_kit.authoring.calls import calls
from epreuves_kit.authoring.deliverables import files_asked
from epreuves_kit.authoring.text import TextCell
from epreuves_kit.build.notebook import nbgrader
from epreuves_kit.course.stamps import TEXT_STUB, split
from epreuves_kit.marking.dependencies import titles
from epreuves_kit.referentiel.codes import prefix

#: Words that a criterion takes, where the statement does not say how long a writing is.
WORDS_A_CRITERION = 60


def last_cell(notebook: str) -> TextCell:
    """The cell of the notebook of that name (« rex », « production »)."""
    lines = [
        "# Avant de rendre : enregistrez (Ctrl + S), puis exécutez cette cellule ; elle dit ce qui manque encore.",
        "from epreuves import avant_de_rendre",
        "",
        f'avant_de_rendre("{notebook}")',
    ]
    return TextCell(role="readonly", id=ID, source="\n".join(lines))


def plan(notebook: str, cells: list[TextCell], collective: bool = False) -> NotebookPlan:
    """The plan of what these cells, rubric cells expanded, ask a candidate for; collective: True if a group does it together."""
    named = titles([{"cell_type": c.kind, "source": c.source, "metadata": {"nbgrader": nbgrader(c)}} for c in cells])
    criteria = [prefix(cell.id) for cell in cells if cell.role == "task"]
    served = [prefix(cell.id) for cell in cells if cell.role == "manual"]
    questions, writings = [], []
    competences: list[str] = []
    files: list[PlannedFile] = []
    for cell in cells:
        title = named.get(cell.id) or cell.id
        if cell.role == "tests":
            questions.append(PlannedQuestion(cell.id, title))
        elif cell.role == "manual":
            code = prefix(cell.id)
            guide = round(WORDS_A_CRITERION * criteria.count(code) / served.count(code))
            given = "\n".join([*split(cell.source)[0], TEXT_STUB])
            writings.append(PlannedWriting(cell.id, title, given, guide))
        elif cell.role == "readonly" and cell.kind == "code":
            competences += _self_assessed(cell.source)
            files += [PlannedFile(file, title) for file in files_asked(cell.source)]
    return NotebookPlan(
        notebook,
        tuple(questions),
        tuple(writings),
        tuple(dict.fromkeys(competences)),
        collective,
        tuple(files),
    )


def _self_assessed(source: str) -> list[str]:
    """The compétences that a cell asks a candidate to estimate."""
    with contextlib.suppress(SyntaxError):  # a rule's finding
        asked = [call for call in calls(source) if call.function == "auto_evaluation"]
        return [code for call in asked for code in call.arguments if isinstance(code, str)]
    return []
