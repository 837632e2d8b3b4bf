"""The calls that nbgrader makes before and after it converts; nbgrader itself only logs what goes wrong here, so nothing vital depends on it.

`gradebook.config` names them in a course's configuration, and nbgrader calls each in the course's folder with an épreuve's name, a
candidate's and the paths of the notebooks. They answer by what they do: files of the course that are laid or taken away, and the list of
notebooks, which is nbgrader's own and changed in place. Steps that a mark hangs on are in `grading.steps`, where a failure is the copy's.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.published import FOLDER, VARIANTS_FOLDER
from epreuves_kit.build.build import ensure_variants
from epreuves_kit.exam.completing import complete
from epreuves_kit.feedback import receipt
from epreuves_kit.grading.groups import set_aside
from epreuves_kit.grading.steps import grouped, lay_beside, renamed
from epreuves_kit.proof.holding import settle


def build_variants(assignment: EpreuveId, student: str, notebooks: list[str]) -> None:
    """Build what of an épreuve is not kept in the repository, its session and the archives of its variants, before it is released."""
    if (Path("sujets") / assignment).is_dir():
        ensure_variants(Path.cwd(), assignment, settle=settle)


def keep_one_notebook(assignment: EpreuveId, student: str, notebooks: list[str]) -> None:
    """Complete the épreuve's source, then name a copy's only notebook as the épreuve's, where the candidate renamed it: the exporter then reads the renamed file.

    Of a member of a group, name those that they are marked on: the collective one can be another's.
    `notebooks` is nbgrader's own list, changed in place.
    """
    if not notebooks:
        return
    complete(Path.cwd(), assignment)
    folder = Path(notebooks[0]).parent
    set_aside(folder, Path("source") / folder.name)
    source, release = Path("source") / folder.name, Path("release") / folder.name
    handed = grouped(Path.cwd(), source, release, folder)
    if handed is not None:
        notebooks[:] = [str(folder / f"{n}.ipynb") for n in handed.notebooks]
        return
    due = {p.name for p in release.glob("*.ipynb")}
    names = {Path(n).name for n in notebooks}
    if due and not names & due and len(names) == 1 and len(due) == 1 and renamed(folder / next(iter(due))):
        notebooks[:] = [str(folder / next(iter(due)))]


def drop_variants(assignment: EpreuveId, student: str, notebooks: list[str]) -> None:
    """Take the archives and the data out of autograded copies: nbgrader puts all of an épreuve's files into each; and lay the
    files of a group's collective copy in each member's."""
    for notebook in notebooks:
        folder = Path(notebook).parent
        copy = Path("autograded") / folder.parent.name / folder.name
        for name in (FOLDER, VARIANTS_FOLDER):
            shutil.rmtree(copy / name, ignore_errors=True)
    for folder in {Path(notebook).parent for notebook in notebooks}:
        source = Path("source") / folder.name
        handed = grouped(Path.cwd(), source, Path("release") / folder.name, folder)
        if handed is not None:
            lay_beside(handed, source, Path("autograded") / folder.parent.name / folder.name)


def keep_pages(assignment: EpreuveId, student: str, notebooks: list[str]) -> None:
    """Leave nothing but this copy's pages in a candidate's feedback folder, and what `nbgrader release_feedback` reads beside them:
    nbgrader copies every file of the marked copy there, and a page that the candidate handed in is not ours."""
    pages = {Path(notebook).stem + ".html" for notebook in notebooks}
    for folder in {Path(notebook).parent for notebook in notebooks}:
        place = Path("feedback") / folder.parent.name / folder.name
        for path in sorted(place.rglob("*"), reverse=True):
            if path.is_dir() and not path.is_symlink():
                with contextlib.suppress(OSError):  # still holds a page
                    path.rmdir()
            elif path.parent != place or path.name not in pages:
                path.unlink()
        written = [path for path in place.iterdir() if path.name in pages]
        if written:
            receipt.lay(folder, place, [path.name for path in written], written[0].stat().st_mode & 0o777)
