"""Building: what is written (`sujets/`) to what is built (`source/`, `release/`, `datasets/`), and whether
it is fresh.

The products of an épreuve are first worked out whole, as values (path → bytes), then compared with what is
on disk and, unless only checking, written where they differ. The archives of the variants and the session are
built too but not committed: absent, they are to be built, which is not the same as stale.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.answers.handing_in import ID as LAST_CELL
from epreuves.authoring import draw, grille, notebook, release, text
from epreuves.authoring.last_cell import last_cell, plan
from epreuves.authoring.text import Sujet, TextCell
from epreuves.course import files as course_files
from epreuves.course.folders import Layout, choose
from epreuves.variants import archive, session
from epreuves.variants.attribution import LETTERS
from epreuves.variants.session import VARIANTS_FOLDER
from epreuves.wording.errors import KitError

State = Literal["à jour", "écrit", "supprimé", "périmé", "absent", "en trop", "à construire"]
#: What running a notebook leaves beside it; none of it is built, none may be released.
BY_PRODUCTS = ("donnees", "candidat.txt", "autoevaluation.json", ".ipynb_checkpoints")

#: The notebook that each member of a group fills alone.
REX_NOTEBOOK = "rex.ipynb"

Progress = Callable[[str], None]


class BuiltFile(msgspec.Struct, frozen=True):
    """One product, by its path from the course's root, and its state."""

    path: str
    state: State


class BuildResult(msgspec.Struct, frozen=True):
    """What building (or checking) one épreuve did or found; `remarque` says what of the session it did not follow."""

    epreuve: str
    files: tuple[BuiltFile, ...]
    remark: str = ""

    def _in(self, *states: State) -> tuple[BuiltFile, ...]:
        return tuple(file for file in self.files if file.state in states)

    @property
    def stale(self) -> tuple[BuiltFile, ...]:
        """The products that a build would write, or remove; none where all that is committed is what a build gives."""
        return self._in("périmé", "absent", "en trop")

    @property
    def writings(self) -> tuple[BuiltFile, ...]:
        """The products that this build wrote or removed."""
        return self._in("écrit", "supprimé")

    @property
    def to_build(self) -> tuple[BuiltFile, ...]:
        """What is built but not committed, and simply not there."""
        return self._in("à construire")

    @property
    def command(self) -> str:
        """The command that brings everything up to date."""
        return f"epreuves build {self.epreuve}"


def build(
    root: Path,
    ids: Iterable[str] = (),
    check: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    new_session: Progress | None = None,
    fresh: bool = False,
) -> list[BuildResult]:
    """Build the épreuves named (all where none is), or only compare where `check`.

    `force` overwrites a source notebook that was edited in JupyterLab and not imported; without it such a
    notebook is an KitError. Files that are already right are not touched; writes are atomic.
    Where the session has changed such that variants would be drawn again, `new_session` is told what that
    does, and it is done; without it, that is an KitError. `fresh` draws again what is kept of earlier draws.
    """
    say = progress or (lambda _: None)
    results = []
    chosen = choose(root, list(ids))
    lacking = {epreuve: _to_draw(Layout(root, epreuve), check, fresh) for epreuve in chosen}
    wanted = [(epreuve, letter) for epreuve in chosen for letter in lacking[epreuve]]
    with contextlib.closing(draw.archives(root, wanted, fresh, say)) as drawn:
        for epreuve in chosen:
            layout = Layout(root, epreuve)
            say(f"{epreuve} : textes et données")
            remark = "" if check else session.refuse_or_announce(root, epreuve, new_session)
            source = sources(layout, new_session is not None)
            if not check and not force:
                refuse_if_edited(layout, source)
            archives = {letter: next(drawn).archive for letter in lacking[epreuve]}
            files = [
                *_compare(root, layout.source, source, check),
                *_compare(root, layout.datasets, archive.read(archives["A"]), check),
                *_compare(root, layout.release, release.generate(epreuve, source), check),
                *_archives(layout, check, archives),
            ]
            results.append(BuildResult(epreuve, tuple(files), remark))
    return results


def _to_draw(layout: Layout, check: bool, fresh: bool) -> list[str]:
    """The letters that a build needs the draw of: A, which gives the datasets, and those whose archive is not right."""
    stamp = draw.digest(layout.sujet)
    return [
        letter
        for letter in LETTERS
        if letter == "A"
        or (not check and (fresh or not _is_fresh(layout.source / VARIANTS_FOLDER / f"{letter}.zip", stamp)))
    ]


def sources(layout: Layout, new_session: bool = False) -> dict[str, bytes]:
    """The files of `source/<id>/` but the archives: the notebooks and the session.

    new_session: take the session as it is written, though the épreuve's variants were drawn with another
    name.
    """
    the_grille = grille.read(layout.sujet / "grille.yaml")
    if the_grille.epreuve != layout.epreuve:
        due = f"attendu « {layout.epreuve} », reçu « {the_grille.epreuve} »"
        raise KitError(f"{layout.sujet / 'grille.yaml'}, champ epreuve : {due}.")
    notebooks = {
        name: _notebook(name.removesuffix(".ipynb"), expand(sujet, the_grille))
        for name, sujet in texts(layout).items()
    }
    held = (session.read if new_session else session.held)(layout.root, layout.epreuve)
    return {**notebooks, session.PUBLISHED_FILE: session.publish(held)}


def _notebook(name: str, cells: list[TextCell]) -> bytes:
    """A notebook of these cells, and of the one that tells what is still missing."""
    return notebook.data_bytes(notebook.build([*cells, last_cell(name)], plan(name, cells)))


def texts(layout: Layout) -> dict[str, Sujet]:
    """The texts of an épreuve by the notebook each becomes: `sujet.py`, and `rex.py` where there is one."""
    files = {f"{layout.epreuve}.ipynb": layout.sujet / "sujet.py", REX_NOTEBOOK: layout.sujet / "rex.py"}
    return {
        name: text.read(path, layout.short(path))
        for name, path in files.items()
        if path.exists() or path.name == "sujet.py"
    }


def expand(sujet: Sujet, the_grille: grille.Grille) -> list[TextCell]:
    """The cells of a text, each grille expanded to its rubric cells; KitError where one has no criterion."""
    cells: list[TextCell] = []
    for cell in sujet.cells:
        if cell.role != "grille":
            cells.append(cell)
            continue
        tasks = grille.expand(the_grille, cell.competence, sujet.notebook)
        if not tasks:
            raise KitError(
                f"{sujet.file}, ligne {cell.line} : grille.yaml n'a aucun critère de {cell.competence} "
                f"pour {sujet.notebook}.py (champ carnet)."
            )
        cells += tasks
    for id, count in Counter([LAST_CELL, *(cell.id for cell in cells)]).items():
        if count > 1 and id == LAST_CELL:
            raise KitError(
                f"{sujet.file} : « {id} » est l'id de la dernière cellule, que le kit écrit ; donnez-en un autre."
            )
        if count > 1:
            raise KitError(f"{sujet.file} : la cellule « {id} » vient deux fois, du texte ou de la grille.")
    return cells


def refuse_if_edited(layout: Layout, source: Mapping[str, bytes]) -> None:
    """Refuse to overwrite a source notebook edited in JupyterLab since it was built: its changes would go."""
    for name, content in source.items():
        path = layout.source / name
        if not name.endswith(".ipynb") or not path.exists():
            continue
        old = path.read_bytes()
        if old != content and notebook.edited_by_hand(old) and not notebook.same_cells(old, content):
            id = layout.epreuve
            raise KitError(
                f"{path} a été modifié dans JupyterLab depuis sa construction. « epreuves import {id} » reporte ces "
                f"modifications dans sujets/{id}/ ; « epreuves build --force {id} » les abandonne."
            )


def ensure_variants(root: Path, id: str, stale: bool = True) -> tuple[Path, ...]:
    """Build the archives of `source/<id>/variantes/` that are absent or stale, and the session where it is
    absent; return the twelve paths. With `stale` false, what is there stays as it is: candidates worked on it.

    Cheap where all are fresh (their comment tells what they were drawn from). Where `sujets/<id>/` is
    absent, as on a machine that only marks, archives are taken as they are and one that is missing is an
    KitError.
    """
    layout = Layout(root, id)
    paths = tuple(layout.source / VARIANTS_FOLDER / f"{letter}.zip" for letter in LETTERS)
    if not (layout.sujet / "donnees.py").exists():
        missing = [path.name for path in paths if not path.exists()]
        if missing:
            raise KitError(
                f"{layout.source / VARIANTS_FOLDER} : il manque {', '.join(missing)}, et {layout.sujet} n'est pas là "
                "pour les construire ; copiez-les depuis le cours où l'épreuve a été construite."
            )
        return paths
    published = layout.source / session.PUBLISHED_FILE
    if not published.exists():
        # The one released is the truth, where it is there still.
        course_files.write(published, session.publish(session.published(root, id) or session.read(root, id)))
    stamp = draw.digest(layout.sujet)
    lacking = [c for c in paths if not (_is_fresh(c, stamp) if stale else c.exists())]
    with contextlib.closing(draw.archives(root, [(id, p.stem) for p in lacking])) as drawn:
        for path in lacking:
            course_files.write(path, next(drawn).archive)
    return paths


def _is_fresh(path: Path, stamp: str) -> bool:
    try:
        return archive.comment(path.read_bytes()) == stamp
    except OSError:
        return False


def _archives(layout: Layout, check: bool, drawn: Mapping[str, bytes]) -> list[BuiltFile]:
    """Write the archives drawn in `source/`, and those of `source/` in `release/`; or say which are stale."""
    stamp = draw.digest(layout.sujet)
    files: list[BuiltFile] = []
    for folder in (layout.source, layout.release):
        for letter in LETTERS:
            path = folder / VARIANTS_FOLDER / f"{letter}.zip"
            state: State = "à jour"
            if not check:
                source = layout.source / VARIANTS_FOLDER / path.name
                content = drawn[letter] if letter in drawn else source.read_bytes()
                state = "écrit" if course_files.write(path, content) else "à jour"
            elif not _is_fresh(path, stamp):
                state = "périmé" if path.exists() else "à construire"
            files.append(BuiltFile(layout.short(path), state))
    return files


def _compare(root: Path, folder: Path, expected: dict[str, bytes], check: bool) -> list[BuiltFile]:
    """Write the files that differ, or say which do; what is surely a product in excess is removed."""
    files = []
    for name, content in expected.items():
        path = folder / name
        state: State = "à jour"
        if not check:
            state = "écrit" if course_files.write(path, content) else "à jour"
        elif not path.exists():
            state = "à construire" if name == session.PUBLISHED_FILE else "absent"
        elif path.read_bytes() != content:
            state = "périmé"
        files.append(BuiltFile(path.relative_to(root).as_posix(), state))
    for path in course_files.files(folder):
        name = path.relative_to(folder).as_posix()
        if name in expected or _archive(name):
            continue
        state = "en trop"
        # In source/ a stranger may be somebody's work, and only they can tell; elsewhere all is built.
        if not check and (folder.parent.name != "source" or name.partition("/")[0] in BY_PRODUCTS):
            course_files.remove(path, folder)
            state = "supprimé"
        files.append(BuiltFile(path.relative_to(root).as_posix(), state))
    return files


def _archive(name: str) -> bool:
    return name in {f"{VARIANTS_FOLDER}/{letter}.zip" for letter in LETTERS}
