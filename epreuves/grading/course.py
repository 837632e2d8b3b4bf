"""A course folder as nbgrader sees it, with the configuration found in it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import DBAPIError

from epreuves.course.folders import course_root
from epreuves.course.layout import meant
from epreuves.gradebook import transactions
from epreuves.grading.groups import groups_of
from epreuves.grading.handed import Settings
from epreuves.grading.own_settings import OwnRules, check_kernels, limits_of, rules_of
from epreuves.runner.run import Limits
from epreuves.runner.sandbox import Mode, chosen
from epreuves.variants.attribution import GROUPS_FILE, normalise
from epreuves.variants.session import PUBLISHED_FILE
from epreuves.wording.errors import KitError

__all__ = ["Course", "complete", "course_root"]


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


class Course:
    """One course; raises KitError where the folder is none, or its configuration fails."""

    def __init__(self, root: Path) -> None:
        if not (root / "nbgrader_config.py").is_file():
            raise KitError(
                f"Le dossier « {root} » n'est pas celui d'un cours : il n'a pas de nbgrader_config.py. Placez-vous dans le dossier du cours."
            )
        import logging

        from nbgrader.apps import NbGrader
        from nbgrader.coursedir import CourseDirectory

        self.root = root.resolve()
        self.app = NbGrader()
        self.app.config_file = str(self.root / "nbgrader_config")
        self.app.load_cwd_config = False
        try:
            self.app.load_config_file(suppress_errors=False)
        except Exception as error:  # the file is a program: anything can come out of it
            raise KitError(
                f"La configuration « {self.root / 'nbgrader_config.py'} » échoue : {type(error).__name__} : {error}"
            ) from None
        self.app.config.CourseDirectory.root = str(self.root)
        self.app.log.setLevel(logging.CRITICAL)
        self.directory = CourseDirectory(parent=self.app)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """A student's folder of an assignment at a step (« source », « submitted »…); « . » is the course's own."""
        return Path(
            self.directory.format_path(getattr(self.directory, f"{step}_directory"), student, assignment)
        )

    def students(self, assignment: str) -> list[str]:
        """Those whose copy of an assignment is to be marked, in alphabetical order: who has a folder in `submitted/`; on an
        assignment done in groups, members who were present as well, and those who had a mark from a group.
        """
        found = set(self._with_folder("submitted", assignment))
        groups = groups_of(self.root, assignment) if (self.root / GROUPS_FILE).exists() else None
        if groups is not None:
            known = {normalise(s) for s in found}
            absent = [m.candidate for g in groups for m in g.members if m.present]
            for student in (*self._with_folder("autograded", assignment), *absent):
                if normalise(student) not in known:
                    found.add(student)
        return sorted(found)

    def submitters(self, assignment: str) -> list[str]:
        """Those who have a folder in `submitted/` for an assignment."""
        return self._with_folder("submitted", assignment)

    def _with_folder(self, step: str, assignment: str) -> list[str]:
        place = self.folder(step, "*", assignment)
        excluded = set(self.directory.student_id_exclude.split(","))
        found = (p.parent.name for p in place.parent.parent.glob(f"*/{assignment}") if p.is_dir())
        return [s for s in found if s not in excluded and not s.startswith(".")]

    def assignments(self) -> list[str]:
        """Assignments that are in `source/` and of which somebody submitted a copy, in alphabetical order."""
        return [name for name in self._sources() if self._with_folder("submitted", name)]

    def _sources(self) -> list[str]:
        """Assignments that are in `source/`, in alphabetical order."""
        source = self.folder("source", ".", ".")
        if not source.is_dir():
            return []
        return sorted(p.name for p in source.iterdir() if p.is_dir() and not p.name.startswith("."))

    def resolve(self, name: str) -> str:
        """The assignment that a name or a number (« e17 ») means; the name itself where it means none or several."""
        found = meant(name, self._sources())
        return found[0] if len(found) == 1 else name

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
        if (self.root / GROUPS_FILE).exists():
            groups_of(self.root, assignment)
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
        config, where = self.app.config, self.directory
        cut = config.get("LimitOutput", {})
        mode = config.get("Autograde", {}).get(
            "permissions", config.get("BaseConverter", {}).get("permissions", 444)
        )

        def pattern(step: str) -> str:
            return str(where.format_path(step, "{student_id}", "{assignment_id}"))

        return Settings(
            submitted=pattern(where.submitted_directory), autograded=pattern(where.autograded_directory), force=force,
            max_lines=cut.get("max_lines", 1000), max_traceback=cut.get("max_traceback", 100), mode=int(str(mode), 8),
        )  # fmt: skip
