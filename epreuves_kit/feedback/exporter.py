"""nbgrader's hook for feedback: an exporter from an autograded notebook to the candidate's page.

Copies of assignments that have nothing of the kit's get nbgrader's own page, made by its own steps as the course sets them.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter, HTMLExporter, ResourcesDict
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades
from traitlets import default

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.course.folders import Course
from epreuves_kit.feedback.own_levels import ShownLevels
from epreuves_kit.feedback.page import compose, digest
from epreuves_kit.feedback.results import SchoolRules, lateness, results
from epreuves_kit.gradebook.config import reach_own_programs
from epreuves_kit.gradebook.marked_notebook import contents, ordinary
from epreuves_kit.gradebook.rows import NotebookFile, found, own


class FeedbackExporter(Exporter):
    """Writes `feedback/<student>/<assignment>/<notebook>.html`: French, by compétence, one file, nothing loaded from elsewhere; of an
    ordinary assignment, nbgrader's own page.
    """

    #: nbgrader's converter, whose steps make the page of an ordinary assignment.
    parent: Any
    output_mimetype = "text/html"
    export_from_notebook = "Restitution"

    @default("file_extension")
    def _html(self) -> str:
        return ".html"

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """The page of an autograded notebook; raises where it cannot be read, or has no row in the gradebook."""
        data = contents(Path(filename))
        if ordinary(data):
            return self._stock().from_filename(filename, resources=resources, **kw)
        given, resources = resources or {}, ResourcesDict()
        resources |= given | {"output_extension": self.file_extension}
        ids = resources["nbgrader"]
        student: str = ids["student"]
        with NotebookFile(ids["db_url"]) as notebook:
            copies = notebook.copies(ids["assignment"], [student])
            name = notebook.students().get(student, student)
        rows = found(copies, ids["notebook"], student)
        school = SchoolRules.read(Course(Path(self.parent.coursedir.root)))
        obtained = results(school, ids["assignment"], own(copies, student), Path(filename).parent)
        late = lateness(school, ids["assignment"], student, rows)
        official = school.jury.referentiel
        stamp = digest(official, name, data, rows, obtained, late)
        page = compose(official, name, data, rows, stamp, obtained, late)
        return page.decode("utf-8"), resources

    def _stock(self) -> HTMLExporter:
        """nbgrader's exporter, with its steps: `configure` sets none, the kit's page being made otherwise."""
        exporter = HTMLExporter(parent=self.parent, config=self.config)
        for step in self.parent.preprocessors or (GetGrades, CSSHTMLHeaderPreprocessor):
            exporter.register_preprocessor(step)
        exporter.register_preprocessor(ShownLevels(Path(self.parent.coursedir.root)))
        return exporter


@functools.cache
def converter(root: Path) -> GenerateFeedback:
    """nbgrader's converter for a course, read once."""
    from epreuves_kit.grading.course import MarkingCourse

    course = MarkingCourse(root)
    return GenerateFeedback(coursedir=course.directory, parent=course.app)


def stock_page(root: Path, path: Path, student: str, assignment: EpreuveId, notebook: str) -> bytes:
    """nbgrader's own page of an autograded notebook of an ordinary assignment."""
    reach_own_programs()
    made = converter(root)
    resources = {
        "unique_key": notebook,
        "output_files_dir": f"{notebook}_files",
        "nbgrader": {
            "student": student,
            "assignment": assignment,
            "notebook": notebook,
            "db_url": made.coursedir.db_url,
        },
    }
    exporter = FeedbackExporter(parent=made, config=made.config)
    page, _ = exporter.from_filename(str(path), resources=resources)
    return page.encode("utf-8", "replace")
