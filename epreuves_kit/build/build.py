"""Building: what is written (`sujets/`) to what is built (`source/`, `release/`, `datasets/`), and whether
it is fresh.

The products of an épreuve are first worked out whole, as values (path → bytes), then compared with what is
on disk and, unless only checking, written where they differ. The archives of the variants and the session are
built too but not committed: absent, they are to be built, which is not the same as stale. What an épreuve was built with rules: its
variants are drawn with the key, the number and the attempts of its `seance.json`, until a new session is asked for. `datasets/` shows
the demonstration's tables, which are nobody's variant but in the demonstration's own course.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.answers.handing_in import ID as LAST_CELL
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants import archive
from epreuves.variants.attribution import ALPHABET, key_mark
from epreuves.variants.published import PUBLISHED_FILE, REX_FILE, VARIANTS_FOLDER, ExamSession, publish, publish_rex
from epreuves.wording.errors import KitError
from epreuves.wording.remedies import remedy
from epreuves_kit.authoring import draw, grille, text
from epreuves_kit.authoring.text import Sujet, TextCell
from epreuves_kit.build import notebook, paper, release
from epreuves_kit.build.last_cell import last_cell, plan
from epreuves_kit.build.rule_cell import rule_cell
from epreuves_kit.course import files as course_files
from epreuves_kit.course.folders import Course, Layout, choose
from epreuves_kit.course.sitting import with_sitting
from epreuves_kit.referentiel import certifier
from epreuves_kit.referentiel.model import Referentiel
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants import groups, session

State = Literal["à jour", "écrit", "supprimé", "périmé", "absent", "en trop", "à construire"]
#: What running a notebook leaves beside it; none of it is built, none may be released.
BY_PRODUCTS = ("donnees", "candidat.txt", "autoevaluation.json", ".ipynb_checkpoints")

#: Draws of what is shown that may meet no condition.
_SHOWN_ATTEMPTS = 3

Progress = Callable[[str], None]


class HeldVariants(msgspec.Struct, frozen=True):
    """An épreuve's session with the attempts that hold, its archives by letter, and what is to be said of them to whoever builds."""

    exam_session: ExamSession
    archives: dict[str, bytes]
    remark: str = ""


#: Has an épreuve's variants hold before anything of it is written: given the course, the files of `source/` but the archives and the session, the session, what was
#: drawn of each variant, and the letters that may still be drawn again.
Settle = Callable[
    [Path, Mapping[str, bytes], ExamSession, Mapping[str, draw.DrawnVariant], Collection[str]], HeldVariants
]


class BuiltFile(msgspec.Struct, frozen=True):
    """One product, by its path from the course's root, and its state."""

    path: str
    state: State


class BuildResult(msgspec.Struct, frozen=True):
    """The outcome of building (or checking) one épreuve; `remark` says what of the session it did not follow."""

    epreuve: EpreuveId
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
        """The products built but not committed that are simply not there."""
        return self._in("à construire")


def build(
    root: Path,
    ids: Iterable[str] = (),
    check: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    new_session: Progress | None = None,
    fresh: bool = False,
    settle: Settle | None = None,
) -> list[BuildResult]:
    """Build the épreuves named (all where none is), or only compare where `check`.

    `force` overwrites a source notebook that was edited in JupyterLab and not imported; without it such a
    notebook is an KitError. Files that are already right are not touched; writes are atomic.
    Where the session has changed such that variants would be drawn again, `new_session` is told what that
    does, and it is done; without it, that is an KitError. `fresh` draws again what is kept of earlier draws.
    `settle` has variants hold; without it, they are taken as they are drawn.
    """
    say = progress or (lambda _: None)
    results = []
    plans = [_plan(Layout(root, id), check, fresh, new_session is not None) for id in choose(root, list(ids))]
    with contextlib.closing(draw.archives(root, [w for plan in plans for w in plan.wanted], fresh, say)) as drawn:
        for plan in plans:
            layout, exam_session = plan.layout, plan.exam_session
            epreuve = layout.epreuve
            say(f"{epreuve} : textes et données")
            remarks = []
            if not check:
                remarks = [session.known_to_all(root), session.refuse_or_announce(root, epreuve, new_session)]
            built = notebooks(layout)
            if not check and not force:
                refuse_if_edited(layout, built)
            by_wanted = {wanted: next(drawn) for wanted in plan.wanted}
            archives: dict[str, bytes] = {}
            if not check:
                archives, exam_session, doubts = _variants(plan, built, by_wanted, settle)
                remarks.append(doubts)
            # What is there is compared with what the épreuve was built with, whatever is written since.
            rules = session.drawn_with(root, epreuve) if check else exam_session
            source = {**built, PUBLISHED_FILE: publish(exam_session), **_rex(layout)}
            shown = archive.read(_shown(root, by_wanted[draw.demonstration(epreuve)], draw.demonstration(epreuve)))
            files = [
                *_compare(root, layout.source, source, check, rules.letters),
                *_compare(root, layout.datasets, shown, check),
                *_compare(root, layout.release, release.generate(epreuve, source), check, rules.letters),
                *_archives(layout, rules, check, archives),
            ]
            results.append(BuildResult(epreuve, tuple(files), "\n".join(filter(None, remarks))))
    return results


class _Plan(msgspec.Struct, frozen=True):
    """The draws due for an épreuve: by letter, and those that may be drawn again, as nobody can have worked on them."""

    layout: Layout
    exam_session: ExamSession
    lacking: dict[str, draw.Wanted]
    free: frozenset[str]

    @property
    def wanted(self) -> list[draw.Wanted]:
        """All draws that are needed, each once: the variants, and what `datasets/` shows."""
        return list(dict.fromkeys([draw.demonstration(self.layout.epreuve), *self.lacking.values()]))


def _plan(layout: Layout, check: bool, fresh: bool, new_session: bool) -> _Plan:
    """The draws that a build needs, where it is not only comparing: those of variants whose archive is not right."""
    before = None if new_session else session.published(layout.root, layout.epreuve)
    exam_session = with_sitting(Course(layout.root), session.read(layout.root, layout.epreuve, before))
    if check:
        return _Plan(layout, exam_session, {}, frozenset())
    comments = {letter: _comment(_path(layout.source, letter)) for letter in exam_session.letters}
    changed = {letter for letter, comment in comments.items() if draw.of_other_texts(comment, layout.sujet)}
    attempts = {letter: n for letter, n in exam_session.attempts.items() if letter not in changed}
    exam_session = msgspec.structs.replace(exam_session, attempts=attempts)
    wanted = {letter: draw.of_session(exam_session, letter) for letter in exam_session.letters}
    lacking = {
        letter: variant
        for letter, variant in wanted.items()
        if fresh or comments[letter] != draw.stamp(layout.sujet, variant)
    }
    free = wanted.keys() if before is None else changed
    return _Plan(layout, exam_session, lacking, frozenset(free))


def _variants(
    plan: _Plan,
    built: Mapping[str, bytes],
    drawn: Mapping[draw.Wanted, draw.DrawnVariant],
    settle: Settle | None,
) -> tuple[dict[str, bytes], ExamSession, str]:
    """Every archive of an épreuve, by letter, with the session that they go with, and what is to be said of them."""
    every = {
        letter: drawn[plan.lacking[letter]]
        if letter in plan.lacking
        else draw.DrawnVariant(_path(plan.layout.source, letter).read_bytes())
        for letter in plan.exam_session.letters
    }
    if settle is None:
        return {letter: variant.content for letter, variant in every.items()}, plan.exam_session, ""
    settled = settle(plan.layout.root, {**built, **_rex(plan.layout)}, plan.exam_session, every, plan.free)
    return settled.archives, settled.exam_session, settled.remark


def _shown(root: Path, drawn: draw.DrawnVariant, wanted: draw.Wanted) -> bytes:
    """The archive that `datasets/` shows: the first of the demonstration's draws of A that met its conditions; VainDraw where none of a few did."""
    while drawn.failure and wanted.attempt < _SHOWN_ATTEMPTS:
        wanted = msgspec.structs.replace(wanted, attempt=wanted.attempt + 1)
        (drawn,) = draw.archives(root, [wanted])
    return drawn.content


def notebooks(layout: Layout) -> dict[str, bytes]:
    """The notebooks of `source/<id>/`, as the texts give them."""
    the_grille = grille.read(layout.sujet / "grille.yaml")
    if the_grille.epreuve != layout.epreuve:
        due = f"attendu « {layout.epreuve} », reçu « {the_grille.epreuve} »"
        raise KitError(f"{layout.sujet / 'grille.yaml'}, champ epreuve : {due}.")
    written = text.texts(layout)
    rules = jury_rules.read(layout.root)
    rule = rule_cell(rules, the_grille, written.values())
    official = certifier.read(layout.root)
    return {
        name: _notebook(
            layout, name.removesuffix(".ipynb"), expand(rules.referentiel, sujet, the_grille, rule, official)
        )
        for name, sujet in written.items()
    }


def sources(layout: Layout) -> dict[str, bytes]:
    """The files of `source/<id>/` but the archives: the notebooks, the session and, where there is a REX, its key."""
    held = with_sitting(Course(layout.root), session.held(layout.root, layout.epreuve))
    return {**notebooks(layout), PUBLISHED_FILE: publish(held), **_rex(layout)}


def _rex(layout: Layout) -> dict[str, bytes]:
    """The file of the key with which the facts of an épreuve's REX are drawn, by its name; none where there is no REX."""
    if not (layout.sujet / "rex.py").is_file():
        return {}
    return {REX_FILE: publish_rex(session.key_of_rex(layout.root, layout.epreuve))}


def _notebook(layout: Layout, name: str, cells: list[TextCell]) -> bytes:
    """A notebook of these cells, and of the one that tells what is still missing."""
    collective = name == layout.epreuve and groups.size(layout.root, layout.epreuve) is not None
    return notebook.data_bytes(notebook.build([*paper.laid(cells), last_cell(name)], plan(name, cells, collective)))


def expand(
    the_referentiel: Referentiel,
    sujet: Sujet,
    the_grille: grille.Grille,
    rule: TextCell | None = None,
    official: Mapping[str, str] | None = None,
) -> list[TextCell]:
    """The cells of a text, each grille expanded to its rubric cells; KitError where one has no criterion.

    rule: what is said before the first of them, where there is any. official: the certifier's wording of criteria, by code.
    """
    cells: list[TextCell] = []
    placed = rule is None
    for cell in sujet.cells:
        if cell.role != "grille":
            cells.append(cell)
            continue
        tasks = grille.expand(the_referentiel, the_grille, cell.competence, sujet.notebook, official)
        if not tasks:
            raise KitError(
                f"{sujet.file}, ligne {cell.line} : grille.yaml n'a aucun critère de {cell.competence} "
                f"pour {sujet.notebook}.py (champ carnet)."
            )
        if rule is not None and not placed:
            cells.append(rule)
            placed = True
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
        if old != content and notebook.edited_by_hand(old) and not paper.same(old, content):
            id = layout.epreuve
            raise KitError(
                f"{path} a été modifié dans JupyterLab depuis sa construction. {remedy('import', id)} reporte ces "
                f"modifications dans sujets/{id}/ ; {remedy('build', id, '--force')} les abandonne."
            )


def ensure_variants(
    root: Path, id: EpreuveId, stale: bool = True, settle: Settle | None = None, letters: str = ""
) -> tuple[Path, ...]:
    """Build the archives of `source/<id>/variantes/` that are absent or stale, those of all letters where none is named, and the session
    where it is absent; return their paths. With `stale` false, what is there stays as it is: candidates worked on it.

    settle: has the variants of a session that is made here hold. Cheap where all are fresh (their comment tells what they were drawn
    from). Where `sujets/<id>/` is absent, as on a machine that only marks, archives are taken as they are and one that is missing is an
    KitError; so is, elsewhere, what would put archives of two keys together.
    """
    layout = Layout(root, id)
    before = session.published(root, id)
    if not (layout.sujet / "donnees.py").exists():
        return _as_they_are(layout, before)
    exam_session = before or with_sitting(Course(root), session.read(root, id))
    if not stale:
        refuse_mixed(layout, exam_session)
    wanted = {letter: draw.of_session(exam_session, letter) for letter in letters or exam_session.letters}
    paths = {letter: _path(layout.source, letter) for letter in wanted}
    lacking = {
        letter: variant
        for letter, variant in wanted.items()
        if (_comment(paths[letter]) != draw.stamp(layout.sujet, variant) if stale else not paths[letter].exists())
    }
    with contextlib.closing(draw.archives(root, list(lacking.values()))) as drawn:
        made = dict(zip(lacking, drawn, strict=True))
    if before is None and settle is not None:
        present = {letter: draw.DrawnVariant(paths[letter].read_bytes()) for letter in wanted.keys() - lacking.keys()}
        every = {letter: (made | present)[letter] for letter in wanted}
        free = wanted.keys() if stale else lacking.keys()
        settled = settle(root, {**notebooks(layout), **_rex(layout)}, exam_session, every, free)
        exam_session, archives = settled.exam_session, settled.archives
    else:
        archives = {letter: variant.content for letter, variant in made.items()}
    published = layout.source / PUBLISHED_FILE
    if not published.exists():
        # The one released is the truth, where it is there still.
        course_files.write(published, publish(exam_session))
        for name, content in _rex(layout).items():
            course_files.write(layout.source / name, content)
    for letter, content in archives.items():
        course_files.write(paths[letter], content)
    return tuple(paths.values())


def _as_they_are(layout: Layout, exam_session: ExamSession | None) -> tuple[Path, ...]:
    """The archives of a machine that has not what they are drawn from; KitError where some are missing."""
    paths = [_path(layout.source, letter) for letter in (exam_session.letters if exam_session else "")]
    missing = [path.name for path in paths if not path.exists()]
    if exam_session is None:
        missing = [PUBLISHED_FILE]
    if missing:
        raise KitError(
            f"{layout.source / VARIANTS_FOLDER} : il manque {', '.join(missing)}, et {layout.sujet} n'est pas là "
            "pour les construire ; copiez-les depuis le cours où l'épreuve a été construite."
        )
    return tuple(paths)


def refuse_mixed(layout: Layout, exam_session: ExamSession) -> None:
    """Refuse archives of `source/` that do not go together: drawn with another key than the session's, or to be completed with it
    though they do not say with which key they were drawn."""
    paths = {letter: _path(layout.source, letter) for letter in exam_session.letters}
    own = key_mark(exam_session.key)
    marks = {
        letter: draw.key_told(comment) for letter, path in paths.items() if (comment := _comment(path)) is not None
    }
    whole = set(marks.values()) == {""} and all(path.exists() for path in paths.values())
    strangers = [letter for letter, mark in marks.items() if mark != own]
    if strangers and not whole:
        which = ", ".join(f"{letter}.zip" for letter in strangers)
        raise KitError(
            f"{layout.short(layout.source / VARIANTS_FOLDER)} : {which} ne vient pas de la clé avec laquelle {layout.epreuve} a été "
            f"construite ({PUBLISHED_FILE}). Des copies seraient corrigées sur d'autres données que celles qui ont servi : "
            f"remettez les archives et {PUBLISHED_FILE} qui ont été distribués ; si rien ne l'a été, effacez ce dossier, puis "
            f"{remedy('build', layout.epreuve)}."
        )


def _path(folder: Path, letter: str) -> Path:
    return folder / VARIANTS_FOLDER / f"{letter}.zip"


def _comment(path: Path) -> str | None:
    """The origin that an archive names; None where the archive is not there, or is none of the kit's."""
    try:
        return archive.comment(path.read_bytes()) or None
    except OSError:
        return None


def _archives(layout: Layout, exam_session: ExamSession, check: bool, drawn: Mapping[str, bytes]) -> list[BuiltFile]:
    """Write the archives in `source/` and in `release/`; or say which are stale."""
    files: list[BuiltFile] = []
    for folder in (layout.source, layout.release):
        for letter in exam_session.letters:
            path = _path(folder, letter)
            state: State = "à jour"
            if not check:
                state = "écrit" if course_files.write(path, drawn[letter]) else "à jour"
            elif _comment(path) != draw.stamp(layout.sujet, draw.of_session(exam_session, letter)):
                state = "périmé" if path.exists() else "à construire"
            files.append(BuiltFile(layout.short(path), state))
    return files


def _compare(root: Path, folder: Path, expected: dict[str, bytes], check: bool, letters: str = "") -> list[BuiltFile]:
    """Write the files that differ, or say which do; what is surely a product in excess is removed. letters: those of the archives
    that are to be there."""
    files = []
    for name, content in expected.items():
        path = folder / name
        state: State = "à jour"
        if not check:
            state = "écrit" if course_files.write(path, content) else "à jour"
        elif not path.exists():
            state = "à construire" if name in (PUBLISHED_FILE, REX_FILE) else "absent"
        elif path.read_bytes() != content:
            state = "périmé"
        files.append(BuiltFile(path.relative_to(root).as_posix(), state))
    for path in course_files.files(folder):
        name = path.relative_to(folder).as_posix()
        if name in expected or name in _archive_names(letters):
            continue
        state = "en trop"
        # In source/ a stranger may be somebody's work, and only they can tell; elsewhere all is built.
        ours = name.partition("/")[0] in BY_PRODUCTS or name in _archive_names(ALPHABET)
        if not check and (folder.parent.name != "source" or ours):
            course_files.remove(path, folder)
            state = "supprimé"
        files.append(BuiltFile(path.relative_to(root).as_posix(), state))
    return files


def _archive_names(letters: str) -> set[str]:
    return {f"{VARIANTS_FOLDER}/{letter}.zip" for letter in letters}
