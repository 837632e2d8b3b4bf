"""A course whose copies are marked: what its configuration says of that, and nbgrader's own objects on it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import DBAPIError

from epreuves.course.folders import Course
from epreuves.gradebook import transactions
from epreuves.grading.copies import Settings
from epreuves.grading.own_settings import OwnRules, check_kernels, limits_of, rules_of
from epreuves.runner.run import Limits
from epreuves.runner.sandbox import Mode, chosen
from epreuves.variants.session import PUBLISHED_FILE
from epreuves.wording.errors import KitError


def complete(root: Path, assignment: str) -> None:
    """Build what of an épreuve's `source/` is not kept in the repository, where it is not there: an update can have taken it away.

    What is there is left, though the sujet may have changed since: copies were made with it. Does nothing where the course has not the
    épreuve's sujet. Raises KitError where it cannot be built.
    """
    source = root / "source" / assignment
    if not (root / "sujets" / assignment).is_dir() or (source / PUBLISHED_FILE).exists():
        return
    from epreuves.authoring.build import ensure_variants

    try:
        ensure_variants(root, assignment, stale=False)
    except KitError as error:
        raise KitError(
            f"Les données de l'épreuve « {assignment} » n'ont pas pu être construites : {error}"
        ) from None


class MarkingCourse(Course):
    """A course on which nbgrader's own objects are opened; raises KitError where the folder is none, or its configuration fails."""

    def __init__(self, root: Path) -> None:
        if not (root / "nbgrader_config.py").is_file():
            raise KitError(
                f"Le dossier « {root} » n'est pas celui d'un cours : il n'a pas de nbgrader_config.py. Placez-vous dans le dossier du cours."
            )
        import logging

        from nbgrader.apps import NbGrader
        from nbgrader.coursedir import CourseDirectory

        self.app = NbGrader()
        self.app.load_cwd_config = False
        super().__init__(root, self.app)
        self.app.config.CourseDirectory.root = str(self.root)
        self.app.log.setLevel(logging.CRITICAL)
        self.directory = CourseDirectory(parent=self.app)

    def check(self, assignment: str) -> None:
        """Raise KitError unless an assignment is in `source/` (completed here), released, and known to the gradebook, and its
        groups can be applied."""
        from nbgrader.api import Gradebook, MissingEntry

        how = f"lancez « nbgrader generate_assignment {assignment} --force » dans {self.root}"
        for step, lacks in (
            ("source", "n'existe pas dans source/ : vérifiez son nom"),
            ("release", f"n'est pas publiée : {how}"),
        ):
            if not self.folder(step, ".", assignment).is_dir():
                raise KitError(f"L'épreuve « {assignment} » {lacks}.")
        complete(self.root, assignment)
        self.groups(assignment)
        try:
            with Gradebook(self.directory.db_url, self.directory.course_id) as gradebook:
                gradebook.find_assignment(assignment)
        except MissingEntry:
            raise KitError(f"Le carnet de notes ne connaît pas l'épreuve « {assignment} » : {how}.") from None
        except DBAPIError as error:
            raise KitError(transactions.of_database(error)) from None

    def sandbox(self, asked: str | None) -> Mode:
        """What walls the copies are to have: what the command line asks for, else what the configuration says; raises NoWalls."""
        configured = self.app.config.get("ExecuteAndMark", {}).get("sandbox")
        return chosen(("--sandbox", asked), ("c.ExecuteAndMark.sandbox", configured))

    def limits(self) -> Limits:
        """Bounds of a copy's run, as the course's configuration sets them; raises KitError."""
        return limits_of(self.app.config)

    def rules(self, assignment: str) -> OwnRules:
        """What else the configuration sets of how an assignment's copies are run; raises KitError for what cannot be followed."""
        check_kernels(self.folder("release", ".", assignment))
        return rules_of(self.app.config, self.directory)

    @property
    def create_student(self) -> bool:
        """Whether somebody whom the gradebook does not know is added to it (`c.Autograde.create_student`)."""
        return bool(self.app.config.get("Autograde", {}).get("create_student", True))

    def settings(self, force: bool) -> Settings:
        """What the workers need of the configuration."""
        config = self.app.config
        cut = config.get("LimitOutput", {})
        mode = config.get("Autograde", {}).get(
            "permissions", config.get("BaseConverter", {}).get("permissions", 444)
        )
        patterns = {
            step: str(self.folder(step, "{student_id}", "{assignment_id}"))
            for step in ("submitted", "autograded")
        }
        return Settings(
            **patterns, force=force,
            max_lines=cut.get("max_lines", 1000), max_traceback=cut.get("max_traceback", 100), mode=int(str(mode), 8),
        )  # fmt: skip
