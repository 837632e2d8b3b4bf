"""nbgrader's hook for feedback: an exporter from an autograded notebook to the candidate's page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter

from epreuves.gradebook.feedback.notebook import contents
from epreuves.gradebook.feedback.page import compose, digest
from epreuves.gradebook.feedback.rows import Carnet


class FeedbackExporter(Exporter):
    """Writes `feedback/<student>/<assignment>/<notebook>.html`: French, by compétence, one file, nothing loaded from elsewhere."""

    output_mimetype = "text/html"
    export_from_notebook = "Restitution"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of an autograded notebook; raises where it cannot be read, or has no row in the gradebook."""
        resources = self._init_resources(resources)
        ids = resources["nbgrader"]
        with Carnet(ids["db_url"]) as carnet:
            rows = carnet.one(ids["assignment"], ids["notebook"], ids["student"])
        given = (ids["student"], contents(Path(filename)), rows)
        page = compose(*given, digest(*given))
        return page.decode("utf-8"), resources
