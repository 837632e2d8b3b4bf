"""The course as all the commands know it: where it starts, which épreuves it has, where each thing lies, who is in it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec
from jupyter_core.application import JupyterApp

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.referentiel.reading import FOLDER, referentiel
from epreuves_kit.variants.groups import Group, groups_of
from epreuves_kit.variants.identity import Candidates
from epreuves_kit.variants.session import FILE as SESSION_FILE
from epreuves_kit.variants.session import SEATS_FILE, epreuves_held, seats_of

IDENTIFIER = re.compile(r"e\d\d[a-z]?_[a-z0-9_]+\Z")


class Layout(msgspec.Struct, frozen=True):
    """The folders of one épreuve: written (`sujet`), built (`source`, `release`, `datasets`)."""

    root: Path
    epreuve: EpreuveId

    @property
    def sujet(self) -> Path:
        return self.root / "sujets" / self.epreuve

    @property
    def source(self) -> Path:
        return self.root / "source" / self.epreuve

    @property
    def release(self) -> Path:
        return self.root / "release" / self.epreuve

    @property
    def datasets(self) -> Path:
        return self.root / "datasets" / self.epreuve

    def short(self, path: Path) -> str:
        """A path as messages show it: from the course's root."""
        return path.relative_to(self.root).as_posix()


def above(start: Path, name: str) -> Path | None:
    """The nearest folder, from `start` upwards, that holds a file or a folder of that name."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / name).exists()), None)


def meant(name: str, names: Iterable[EpreuveId]) -> list[EpreuveId]:
    """The épreuves, of those given, that a name means: a full id, or its number (« e17 »)."""
    names = list(names)
    return [id for id in names if id == name] or [id for id in names if name and id.startswith(f"{name}_")]


def find_root(start: Path | None = None) -> Path:
    """The root of an author's course, which holds `sujets/`: the nearest from `start` (the current folder) upwards.

    Raises KitError where there is none.
    """
    start = start or Path.cwd()
    root = above(start, "sujets")
    if root is None:
        raise KitError(
            f"« {start.resolve()} » n'est pas dans un dossier de cours (aucun dossier sujets/ au-dessus) : "
            "placez-vous dans celui qui contient sujets/ et nbgrader_config.py."
        )
    return root


#: What candidates are given, or may find.
_RELEASED = ("source", "release", "datasets", "submitted", "autograded", "feedback")


def handed_out(root: Path, path: Path) -> str:
    """The folder of the course from which candidates may be given a file that is there; empty for none."""
    entire = path.resolve()
    return next((name for name in _RELEASED if entire.is_relative_to((root / name).resolve())), "")


def epreuves(root: Path) -> list[EpreuveId]:
    """The épreuves written in the course, in order: each folder of `sujets/` that has a `sujet.py`."""
    return sorted(EpreuveId(path.parent.name) for path in (root / "sujets").glob("*/sujet.py"))


def choose(root: Path, ids: list[str]) -> list[EpreuveId]:
    """The épreuves named (a full id, or its number « e17 »), or all of them where none is."""
    every = epreuves(root)
    if not every:
        raise KitError(f"{root / 'sujets'} ne contient aucune épreuve (un dossier avec un sujet.py).")
    names = (id.rstrip("/\\").replace("\\", "/").rpartition("/")[2] for id in ids)
    return list(_among(names, every)) or every


def _among(names: Iterable[str], ids: list[EpreuveId]) -> tuple[EpreuveId, ...]:
    """The épreuves, of those given, that names mean, each once. Raises KitError for a name that means none."""
    chosen: dict[EpreuveId, None] = {}
    for name in names:
        which = meant(name, ids)
        if not which:
            raise KitError(f"« {name} » n'est pas une épreuve du cours. Épreuves : {', '.join(ids)}.")
        chosen |= dict.fromkeys(which)
    return tuple(chosen)


#: What collects copies from nbgrader's exchange.
COLLECT = "epreuves_kit.exam.collecting.PlainCollect"
#: What releases to it.
RELEASE = "epreuves_kit.exam.releasing.HeldRelease"
#: Where nbgrader has its exchange unless the course says otherwise.
_EXCHANGE = "/usr/local/share/nbgrader/exchange"
#: What an assignment goes through, by the names of its folders.
_STEPS = ("source", "release", "submitted", "autograded", "feedback")


class Course:
    """One course: where it keeps things, who is in it and in which groups, read from its configuration without loading nbgrader.

    Settings have nbgrader's names and defaults. permissions: of a page, as a number of three octal digits written in decimal, as
    nbgrader has it; None for its default. app: what reads the configuration, as nbgrader does: Jupyter's own, then the course's
    `nbgrader_config.py`. Raises KitError where that file fails.
    """

    def __init__(self, root: Path, app: JupyterApp | None = None) -> None:
        self.root = root.resolve()
        app = app or _App()
        app.config_file = str(self.root / "nbgrader_config")
        try:
            app.load_config_file(suppress_errors=False)
        except Exception as error:  # the file is a program: anything can come out of it
            raise KitError(
                f"La configuration « {self.root / 'nbgrader_config.py'} » échoue : {type(error).__name__} : {error}"
            ) from None
        config, asked = app.config, app.config.get("CourseDirectory", {})
        self.db_url: str = asked.get("db_url", f"sqlite:///{self.root / 'gradebook.db'}")
        self.groupshared: bool = asked.get("groupshared", False)
        self.student_id_exclude: str = asked.get("student_id_exclude", "")
        self.directory_structure: str = asked.get(
            "directory_structure", os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")
        )
        self._steps = {step: asked.get(f"{step}_directory", step) for step in _STEPS}
        self._exchange: str | None = None
        if asked.get("course_id"):
            root_of = config.get("Exchange", {}).get("root", _EXCHANGE)
            # An exchange of the school's own has no folder here.
            plugins = [
                plugin for plugin in config.get("ExchangeFactory", {}).values() if plugin not in (COLLECT, RELEASE)
            ]
            self._exchange = "" if plugins else str(root_of)
        #: Where a hub keeps the journal of the copies that arrived; None where none is kept.
        self.arrivals = Path(place) if (place := config.get("CopyArrivals", {}).get("folder")) else None
        permissions = (config.get(section, {}).get("permissions") for section in ("GenerateFeedback", "BaseConverter"))
        self.permissions: int | None = next((mode for mode in permissions if mode is not None), None)

    @property
    def has_exchange(self) -> bool:
        """True if copies can go through nbgrader's exchange: the course has a name, and the exchange is there, or is one of the school's own."""
        if self._exchange is None or sys.platform == "win32":
            return False
        return not self._exchange or os.access(self._exchange, os.W_OK | os.X_OK)

    @property
    def mode(self) -> int:
        """Permissions of a page, as `os.chmod` takes them."""
        return int(str(self.permissions or (664 if self.groupshared else 644)), 8)

    @property
    def excluded(self) -> set[str]:
        """Those whose folders are left out."""
        return set(self.student_id_exclude.split(","))

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """A student's folder of an assignment at a step (« source », « submitted »…); « . » for the student is the course's own."""
        return self.root / self.directory_structure.format(
            nbgrader_step=self._steps[step], student_id=student, assignment_id=assignment
        )

    def students(self, assignment: EpreuveId) -> list[str]:
        """Those who have an autograded or a submitted folder for an assignment, in alphabetical order."""
        return sorted({*self._with_folder("autograded", assignment), *self.submitters(assignment)})

    def submitters(self, assignment: EpreuveId) -> list[str]:
        """Those who have a folder in `submitted/` for an assignment."""
        return self._with_folder("submitted", assignment)

    def to_mark(self, assignment: EpreuveId) -> list[str]:
        """Those whose copy of an assignment is to be marked, in alphabetical order: who has a folder in `submitted/`; on an
        assignment done in groups, the present members of a group of which somebody has one as well, and those who had a mark from a
        group. Raises KitError.
        """
        students = set(self.submitters(assignment))
        groups = self.groups(assignment)
        if groups is not None:
            submitters = Candidates(students)
            came = [g for g in groups if any(m.candidate in submitters for m in g.members)]
            present = [m.candidate for g in came for m in g.members if m.present]
            for student in (*self._with_folder("autograded", assignment), *present):
                if student not in submitters:
                    students.add(student)
        return sorted(students)

    def _with_folder(self, step: str, assignment: EpreuveId) -> list[str]:
        every = _folders(self.folder(step, "x", assignment).parent.parent)
        names = [entry.name for entry in every if os.path.isdir(os.path.join(entry.path, assignment))]
        return [name for name in names if name not in self.excluded]

    def assignments(self) -> list[EpreuveId]:
        """Assignments of which at least one copy was autograded, in alphabetical order."""
        place = self.folder("autograded", "x", "x").parent.parent
        return sorted({EpreuveId(entry.name) for student in _folders(place) for entry in _folders(Path(student.path))})

    def assignments_to_mark(self) -> list[EpreuveId]:
        """Assignments that are in `source/` and of which somebody submitted a copy, in alphabetical order."""
        return [name for name in self.sources() if self.submitters(name)]

    def sources(self) -> list[EpreuveId]:
        """Assignments that are in `source/`, in alphabetical order."""
        return sorted(EpreuveId(entry.name) for entry in _folders(self.folder("source", ".", ".")))

    def resolve(self, name: str) -> EpreuveId:
        """The assignment that a name or a number (« e17 ») means; the name itself where it means none or several."""
        ids = meant(name, self.sources())
        return ids[0] if len(ids) == 1 else EpreuveId(name)

    def meant(self, names: Iterable[str]) -> tuple[EpreuveId, ...]:
        """The épreuves of the course, written, built or marked, that names or numbers mean (« e17 »), each once. Raises KitError."""
        return _among(names, sorted({*epreuves(self.root), *self.sources(), *self.assignments()}))

    def held(self) -> tuple[EpreuveId, ...]:
        """The épreuves of the session, as `seance.yaml` names them. Raises KitError.

        Where it names none, all those of the course; of an épreuve that has several sujets, the one that bears its id, and those of which copies are there.
        """
        named = epreuves_held(self.root)
        try:
            if which := self.meant(named):
                return which
        except KitError as error:
            raise KitError(f"{self.root / SESSION_FILE}, champ « epreuves » : {error}") from None
        every = sorted({*epreuves(self.root), *self.sources()})
        usual = set(referentiel(self.root).usual(every))
        return tuple(id for id in every if id in usual or self.students(id))

    def released(self, among: Iterable[EpreuveId] = ()) -> list[EpreuveId]:
        """Those of some épreuves, by default the session's, whose notebook is there to be given to candidates. Raises KitError."""
        return [id for id in among or self.held() if (self.root / "release" / id).is_dir()]

    def groups(self, assignment: EpreuveId | None = None) -> tuple[Group, ...] | None:
        """The groups of an assignment, or of all; None where there are none. Raises KitError with all that is wrong in them."""
        return groups_of(self.root, assignment)

    def seats(self, assignment: EpreuveId) -> list[str]:
        """Those whom the seating table names for an assignment. Raises KitError."""
        return [seat.candidate for seat in seats_of(self.root, SEATS_FILE) if seat.epreuve == assignment]


def course_root(start: Path) -> Path:
    """The course folder that `start` lies in: the nearest one up with an nbgrader_config.py."""
    root = above(start, "nbgrader_config.py")
    if root is None:
        raise KitError(
            f"Aucun cours autour de « {start} » : placez-vous dans le dossier qui contient nbgrader_config.py."
        )
    return root


def referentiel_root(start: Path) -> Path:
    """The folder around `start` that holds a certification (`referentiel/`), which needs nothing else of a course. Raises KitError."""
    return above(start, FOLDER) or course_root(start)


class _App(JupyterApp):
    name = "nbgrader"


def _folders(place: Path) -> list[os.DirEntry[str]]:
    """The folders in a place, but hidden ones, which nbgrader does not see either."""
    try:
        with os.scandir(place) as entries:
            return [e for e in entries if e.is_dir() and not e.name.startswith(".")]
    except OSError:
        return []
