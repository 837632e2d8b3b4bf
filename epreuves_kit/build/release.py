"""The release of an épreuve, made by nbgrader itself in a course of its own, so that it is a pure product of its source."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.stamps import CODE_STUB, TEXT_STUB, point_to_workbooks


def generate(epreuve: EpreuveId, source: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of `release/<épreuve>/`, path → bytes, from those of `source/<épreuve>/`.

    Runs nbgrader's GenerateAssignment with its own preprocessors but SaveCells, which only writes to a
    gradebook: no gradebook is read or made. `nbgrader generate_assignment` in the course folder gives the
    same bytes. Raises KitError with nbgrader's own words where it refuses.
    """
    # nbgrader takes seconds to import: only a build pays for it.
    from nbgrader.converters.base import NbGraderException
    from nbgrader.converters.generate_assignment import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import ClearSolutions, SaveCells
    from traitlets.config import Config

    class Clearing(ClearSolutions):
        def preprocess(self, nb: Any, resources: Any) -> Any:
            cleared = super().preprocess(nb, resources)
            point_to_workbooks(nb.cells)
            return cleared

    with tempfile.TemporaryDirectory(prefix="epreuves-") as temporary:
        root = Path(temporary).resolve()
        for name, content in source.items():
            path = root / "source" / epreuve / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        settings = Config()
        settings.CourseDirectory.root = str(root)
        settings.CourseDirectory.assignment_id = epreuve
        settings.ClearSolutions.code_stub = dict(CODE_STUB)
        settings.ClearSolutions.text_stub = TEXT_STUB
        course = CourseDirectory(config=settings)
        converter = GenerateAssignment(coursedir=course, config=settings, no_database=True)
        steps = [step for step in converter.preprocessors if step is not SaveCells]
        converter.preprocessors = [Clearing if step is ClearSolutions else step for step in steps]
        journal = _Journal()
        # A logger outside of logging's tree: nbgrader's remarks on a temporary folder are noise to an author.
        converter.log = logging.Logger(f"epreuves.release.{epreuve}")
        converter.log.addHandler(journal)
        try:
            converter.start()
        except (NbGraderException, SystemExit) as error:
            reason = " ".join(journal.lines) or str(error)
            raise KitError(f"{epreuve} : nbgrader refuse de faire la version à distribuer — {reason}") from None
        product = root / "release" / epreuve
        return {
            path.relative_to(product).as_posix(): path.read_bytes()
            for path in sorted(product.rglob("*"))
            if path.is_file()
        }


class _Journal(logging.Handler):
    """Keeps what nbgrader says of errors: last lines first, tracebacks cut to their last line."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage().strip()
        if message:
            self.lines.append(message.splitlines()[-1])
