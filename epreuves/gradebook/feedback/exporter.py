"""nbgrader's hook for feedback: an exporter from an autograded notebook to the candidate's page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from nbconvert.exporters import Exporter
from nbgrader.api import Gradebook

from epreuves.gradebook.feedback.view import Feedback, Grade, view
from epreuves.gradebook.marks import french
from epreuves.gradebook.record import Record, get
from epreuves.rubric.niveaux import NIVEAUX


class FeedbackExporter(Exporter):
    """Writes `feedback/<student>/<assignment>/<notebook>.html`: French, by compétence, one file, nothing loaded from elsewhere."""

    output_mimetype = "text/html"
    export_from_notebook = "Restitution"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        ids = resources["nbgrader"]
        grades, remarks, penalty = collect(ids["db_url"], ids["assignment"], ids["notebook"], ids["student"])
        page = view(ids["student"], nb, get(nb) or Record(status="marked"), grades, remarks, penalty)
        resources["output_extension"] = ".html"
        return render(page), resources


def collect(
    db_url: str, assignment: str, notebook: str, student: str
) -> tuple[dict[str, Grade], dict[str, str], float]:
    """Read a copy's grades, its graders' comments on other cells than criteria, by grade id, and its late penalty in points.

    Comments that nbgrader makes by itself (« No response. ») are not a grader's word, and are left out.
    """
    with Gradebook(db_url) as gradebook:
        copy = gradebook.find_submission_notebook(notebook, assignment, student)
        comments = {c.name: c.manual_comment for c in copy.comments if c.manual_comment}
        criteria = {cell.name for cell in copy.notebook.task_cells}
        grades = {
            g.name: Grade(float(g.score or 0), float(g.max_score), bool(g.needs_manual_grade), g.manual_score is not None, comments.get(g.name, ""))
            for g in copy.grades
        }  # fmt: skip
        remarks = {name: comment for name, comment in comments.items() if name not in criteria}
        return grades, remarks, float(copy.late_submission_penalty or 0)


def render(page: Feedback) -> str:
    """The page of a feedback, as HTML."""
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["points"] = french
    template = (Path(__file__).parent / "feedback.html.j2").read_text("utf-8")
    return environment.from_string(template).render(page=page, niveaux=NIVEAUX)
