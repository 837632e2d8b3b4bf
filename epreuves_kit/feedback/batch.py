"""Candidates' pages, over several processes, written such that nothing is ever half there; each ends as a result with a reason."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.machine import cores, replace
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.course import rubric_file
from epreuves_kit.course.folders import Course
from epreuves_kit.course.timetable import read as read_timetable
from epreuves_kit.feedback import receipt
from epreuves_kit.feedback.page import borne, compose, digest, stamped, warm
from epreuves_kit.feedback.results import SchoolRules, lateness
from epreuves_kit.feedback.results import results as results_of
from epreuves_kit.gradebook.marked_notebook import UnreadableMarkedNotebook, contents, ordinary
from epreuves_kit.gradebook.rows import NotebookFile, Rows, Unknown, found, own
from epreuves_kit.spread import spread

Status = Literal["written", "skipped", "missing", "unknown", "unreadable", "error"]
#: Those after which there is no page, or not the one due.
FAILED = ("missing", "unknown", "unreadable", "error")


class FeedbackResult(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one page: status and reason; the page's path from the course folder, empty where there is none.

    notebook is empty where the copy has none.
    """

    student: str
    assignment: EpreuveId
    notebook: str = ""
    status: Status
    reason: str = ""
    path: str = ""

    @property
    def failed(self) -> bool:
        """True if the page due is not there."""
        return self.status in FAILED

    def as_json(self) -> dict[str, Any]:
        """The result as `epreuves feedback --json` writes it: a name that is not UTF-8 has its odd bytes as escapes."""
        return {k: _sayable(v) for k, v in msgspec.to_builtins(self).items()}


def write_copies(
    places: Course,
    notebook: NotebookFile,
    school: SchoolRules,
    assignment: EpreuveId,
    students: Sequence[str],
    force: bool = False,
) -> list[list[FeedbackResult]]:
    """Write the pages of some candidates' copies, read from the gradebook together; each copy's results, in the order given."""
    asked = [s for s in students if _fault(s) is None]
    try:
        copies, names = notebook.copies(assignment, asked), notebook.students()
    except KitError as error:
        return [[_result(s, assignment, status="error", reason=error.sentence)] for s in students]
    except (
        Exception
    ) as error:  # a row that is not as nbgrader writes it: whose it is shows when they are read one by one
        if len(students) > 1:
            return [write_copies(places, notebook, school, assignment, [s], force)[0] for s in students]
        reason = f"Les notes de cette copie ne se lisent pas ({type(error).__name__} : {_sayable(str(error))})."
        return [[_result(students[0], assignment, status="error", reason=reason)]]
    return [_copy(places, school, copies, assignment, s, names.get(s, s), force) for s in students]


def _copy(
    places: Course,
    school: SchoolRules,
    copies: Mapping[tuple[str, str], Rows],
    assignment: EpreuveId,
    student: str,
    name: str,
    force: bool,
) -> list[FeedbackResult]:
    if fault := _fault(student):
        return [_result(student, assignment, status="error", reason=fault)]
    marked = places.folder("autograded", student, assignment)
    try:
        notebooks = sorted(
            name.removesuffix(".ipynb") for name in os.listdir(marked) if name.endswith(".ipynb") and name[0] != "."
        )
    except OSError:
        notebooks = []
    if not notebooks:
        lacks = (
            "le dossier de la copie corrigée ne contient aucun notebook"
            if marked.is_dir()
            else "cette copie n'est pas corrigée"
        )
        reason = f"Aucune restitution : {lacks} ({remedy('autograde')})."
        return [_result(student, assignment, status="missing", reason=reason)]
    folder = places.folder("feedback", student, assignment)
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise NotADirectoryError(0, "un lien ou un fichier tient lieu de dossier", str(folder))
        results = [_page(places, school, copies, assignment, student, name, notebook, force) for notebook in notebooks]
        pages = {Path(r.path).name for r in results if r.path}
        _clear(folder, pages)
        if pages:
            receipt.lay(marked, folder, pages, places.mode)
        _share(places, folder)
    except OSError as error:
        reason = f"La restitution ne s'écrit pas dans « {folder} » : {error.strerror or error}."
        return [_result(student, assignment, status="error", reason=reason)]
    return results


def _page(
    places: Course,
    school: SchoolRules,
    copies: Mapping[tuple[str, str], Rows],
    assignment: EpreuveId,
    student: str,
    name: str,
    notebook: str,
    force: bool,
) -> FeedbackResult:
    marked = places.folder("autograded", student, assignment)
    path = places.folder("feedback", student, assignment) / f"{notebook}.html"

    def result(status: Status, reason: str = "") -> FeedbackResult:
        written = "" if status in FAILED else path.relative_to(places.root).as_posix()
        return _result(student, assignment, notebook=notebook, status=status, reason=reason, path=written)

    try:
        rows = found(copies, notebook, student)
        data = contents(marked / f"{notebook}.ipynb")
        results = results_of(school, assignment, own(copies, student), marked)
        late = lateness(school, assignment, student, rows)
        own_page = ordinary(data)
        shown = data + rubric_file.contents(places.root, assignment) if own_page else data
        stamp = digest(school.jury.referentiel, name, shown, rows, results, late)
        if not force and not path.is_symlink() and borne(path) == stamp:
            return result(
                "skipped",
                f"Déjà écrite ; ni la copie corrigée ni les notes n'ont changé ({parameter('feedback', '--force')} pour recommencer).",
            )
        if own_page:
            # nbgrader and nbconvert take seconds to load: only such an assignment pays for them.
            from epreuves_kit.feedback.exporter import stock_page

            page = stamped(stock_page(places.root, marked / f"{notebook}.ipynb", student, assignment, notebook), stamp)
        else:
            page = compose(school.jury.referentiel, name, data, rows, stamp, results, late)
    except Unknown as error:
        return result("unknown", error.sentence)
    except UnreadableMarkedNotebook as error:
        return result("unreadable", error.sentence)
    except Exception as error:  # one copy's failure is its result, never the batch's end
        return result("error", f"La page n'a pas pu être composée ({type(error).__name__} : {_sayable(str(error))}).")
    replace(path, page, places.mode)
    return result("written")


def _clear(folder: Path, pages: set[str]) -> None:
    """Leave nothing but these pages, and what goes with them, in a candidate's folder: not the page of a copy that failed, nor what
    an interruption left."""
    if not folder.is_dir():
        return
    kept = pages | receipt.NAMES if pages else pages
    with os.scandir(folder) as entries:
        others = [e for e in entries if e.name not in kept or e.is_dir(follow_symlinks=False)]
    for entry in others:
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)
    if not pages:
        folder.rmdir()


def _share(places: Course, folder: Path) -> None:
    """Give a folder to the group that shares the course, where one does, as nbgrader does."""
    if not places.groupshared or not folder.is_dir():
        return
    for shared in (folder, places.folder("feedback", ".", ".")):
        with contextlib.suppress(PermissionError):  # a colleague's: it was shared when it was made
            shared.chmod((shared.stat().st_mode | 0o2770) & 0o2777)


def _fault(student: str) -> str | None:
    """The reason why a name is no candidate's, as a French sentence; None where it may be one's."""
    if _sayable(student) != student:
        return "Le nom du dossier n'est pas de l'UTF-8 : renommez-le dans submitted/ et autograded/, puis corrigez de nouveau la copie."
    if student in ("", ".", "..") or "/" in student or os.sep in student or "\0" in student:
        return f"« {student} » n'est pas l'identifiant d'un candidat : attendu le nom d'un dossier de submitted/."
    return None


def _sayable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _result(student: str, assignment: EpreuveId, **more: Any) -> FeedbackResult:
    return FeedbackResult(student=student, assignment=assignment, **more)


#: Copies read from the gradebook together. More would save little, and be held in memory.
TOGETHER = 32

#: An assignment and one of its candidates.
Copy = tuple[EpreuveId, str]


def check(places: Course, assignments: Iterable[EpreuveId]) -> None:
    """Raise KitError unless the rules, the instructor's rubrics and the gradebook can be read, and it knows these assignments."""
    assignments = list(assignments)
    SchoolRules.read(places)
    for assignment in assignments:
        rubric_file.read(places.root, assignment)
    with NotebookFile(places.db_url, places.root) as notebook:
        unknown = [assignment for assignment in assignments if not notebook.knows(assignment)]
    if unknown:
        raise KitError(
            f"Le carnet de notes ne connaît pas l'épreuve « {unknown[0]} » : vérifiez son nom, ou lancez "
            f"{remedy('distribuer', unknown[0])}, puis corrigez les copies."
        )


def settle_lateness(places: Course, assignments: Iterable[EpreuveId]) -> None:
    """Enter the session's dates in the gradebook, and what lateness costs: graders may have given levels since the copies were marked.

    Nothing is written where the session has no dates for these assignments. Raises KitError.
    """
    timetable = read_timetable(places)
    dated = [assignment for assignment in assignments if assignment in timetable.sittings]
    if dated:
        from epreuves_kit.grading.lateness import settle  # it loads nbgrader: only such a session pays for it

        settle(places, timetable, dated)


def write(
    places: Course, copies: Sequence[Copy], jobs: int | None = None, force: bool = False
) -> Iterator[list[FeedbackResult]]:
    """Write the pages of copies, and give each copy's results, in the order given, as soon as they are there.

    jobs: processes, at least 1; None for one a core. Processes start before this returns, and so before any thread of the
    caller's. A process that dies takes no other copy with it than the one that killed it.
    """
    warm()
    # A few copies are written before another process is started.
    return spread(_writing, (places, force), _lost, copies, jobs or cores(), least=8, most=TOGETHER)


def _lost(copy: Copy) -> list[FeedbackResult]:
    reason = (
        "Le processus qui écrivait la page s'est arrêté : la copie corrigée est sans doute trop grande pour la mémoire."
    )
    return [FeedbackResult(student=copy[1], assignment=copy[0], status="error", reason=reason)]


@contextlib.contextmanager
def _writing(places: Course, force: bool) -> Iterator[Callable[[Sequence[Copy]], Iterator[list[FeedbackResult]]]]:
    school = SchoolRules.read(places)
    with NotebookFile(places.db_url, places.root) as notebook:

        def write(group: Sequence[Copy]) -> Iterator[list[FeedbackResult]]:
            for assignment, copies in itertools.groupby(group, key=lambda copy: copy[0]):
                students = [student for _, student in copies]
                yield from write_copies(places, notebook, school, assignment, students, force)

        yield write
