"""Contents of an épreuve to judge: its copies, without opening one, its criteria, and the checks that a grader's word fits them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import listed
from epreuves.wording.inert import visible_text
from epreuves.wording.remedies import remedy
from epreuves_kit.course import criterion_cell, rubric_file
from epreuves_kit.course.folders import Course
from epreuves_kit.course.rubric_file import CellPlace, CellRubric, RubricFile
from epreuves_kit.gradebook.marked_notebook import UnreadableMarkedNotebook, contents, parse
from epreuves_kit.gradebook.rows import ASSIGNMENT, CELL, COPY, GRADE_CELL, NOTEBOOK, SUBMITTED, TASK_CELL
from epreuves_kit.grading.assignment import of_the_kit
from epreuves_kit.referentiel.model import Referentiel
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.appreciation import Copy, Criterion
from epreuves_kit.rubric.journal import CellKey
from epreuves_kit.variants.groups import Group, by_member, read
from epreuves_kit.variants.identity import ByCandidate


def read_copies(
    db: Connection, places: Course, assignment: EpreuveId, notebooks: Collection[str], key: str
) -> tuple[dict[str, Copy], frozenset[tuple[str, str]]]:
    """Copies that the gradebook knows and of which the autograded notebook is there, by key, in the order of their numbers.

    A group's collective notebook, which is named as the épreuve, makes one copy, of the members who were present; the candidates
    who were not, by `groupes.csv`, are given beside, each with that notebook. notebooks: those that have something to judge. key:
    what the copies' own keys are made with. Raises KitError where `groupes.csv` cannot be applied.
    """
    query = (
        select(SUBMITTED.c.student_id, NOTEBOOK.c.name)
        .join_from(ASSIGNMENT, SUBMITTED, SUBMITTED.c.assignment_id == ASSIGNMENT.c.id)
        .join(COPY, COPY.c.assignment_id == SUBMITTED.c.id)
        .join(NOTEBOOK, NOTEBOOK.c.id == COPY.c.notebook_id)
        .where(ASSIGNMENT.c.name == assignment, NOTEBOOK.c.name.in_(notebooks))
        .order_by(SUBMITTED.c.student_id, NOTEBOOK.c.name)
    )
    groups = by_member(_groups(places, assignment))
    students: dict[tuple[str, str, str], list[str]] = {}
    paths: dict[tuple[str, str], str] = {}
    absent = set()
    for student, notebook in db.execute(query):
        path = str(places.folder("autograded", student, assignment) / f"{notebook}.ipynb")
        group = groups.get(student) if notebook == assignment else None
        member = group.member(student) if group is not None else None
        if member is not None and not member.present:
            absent.add((student, notebook))
            continue
        if not os.path.isfile(path):
            continue
        paths[notebook, student] = path
        whose = ("candidat", student) if group is None else ("groupe", group.key)
        students.setdefault((notebook, *whose), []).append(student)
    keys = sorted((_key(key, assignment, *what), what) for what in students)
    copies = {}
    for number, (name, what) in enumerate(keys, 1):
        named = _in_order(students[what], groups)
        copies[name] = Copy(name, number, what[0], named, paths[what[0], named[0]])
    return copies, frozenset(absent)


def _groups(places: Course, assignment: EpreuveId) -> tuple[Group, ...]:
    try:
        return read(places.root, assignment) or ()
    except Faults as error:
        raise KitError(
            f"Les copies de groupe ne se lisent pas tant que groupes.csv ne peut être appliqué :\n{error}"
        ) from None


def _in_order(students: list[str], groups: ByCandidate[Group]) -> tuple[str, ...]:
    """Members in the order of the file; who is alone is alone."""
    if len(students) == 1:
        return tuple(students)
    lines = ByCandidate((m.candidate, m.line) for m in groups[students[0]].members)
    return tuple(sorted(students, key=lambda s: (lines[s], s)))


def _key(key: str, *what: str) -> str:
    return hashlib.blake2b("\0".join(what).encode(), key=key.encode(), digest_size=8).hexdigest()


def read_criteria(db: Connection, places: Course, assignment: EpreuveId) -> tuple[Criterion, ...]:
    """The criteria that the gradebook knows, notebook by notebook (the épreuve's own first), in the order of the source.

    Those of an ordinary assignment are its tasks, and the answers to which the instructor gives a rubric.
    Raises KitError where a source notebook cannot be read, or lacks a criterion of the gradebook; Faults where the rubrics cannot be applied.
    """
    worth = _maxima(db, assignment, TASK_CELL)
    folder = places.folder("source", ".", assignment)
    file, official = rubric_file.read(places.root, assignment), referentiel(places.root)
    sources = {path.stem: _source_cells(path) for path in sorted(folder.glob("*.ipynb"))} if file.cells else {}
    maxima = {(notebook, id): points for notebook, own in worth.items() for id, points in own.items()}
    if file.cells:
        answers = _maxima(db, assignment, GRADE_CELL)
        maxima |= {(notebook, id): points for notebook, own in answers.items() for id, points in own.items()}
        _check_rubrics(file, sources, maxima, folder)
    criteria = []
    for notebook in sorted(
        {*worth, *(notebook for notebook, _ in file.cells)}, key=lambda name: (name != assignment, name)
    ):
        cells = sources.get(notebook) or _source_cells(folder / f"{notebook}.ipynb")
        tasks = {id for id, cell in cells.items() if cell.task}
        if lost := sorted(set(worth.get(notebook, ())) - tasks):
            raise KitError(
                f"{folder / notebook}.ipynb n'a plus le critère « {lost[0]} » que le carnet de notes connaît : "
                f"lancez {remedy('distribuer', assignment)}."
            )
        for id, cell in cells.items():
            points, rubric = maxima.get((notebook, id)), file.cells.get((notebook, id))
            if points is not None and rubric is not None:
                criteria.append(_with_rubric(rubric, notebook, id, cell, points))
            elif points is not None and cell.task:
                criteria.append(_criterion(official, notebook, id, cell.text, points))
    if file.cells:
        _check_names(file, criteria)
    return tuple(criteria)


def _maxima(db: Connection, assignment: EpreuveId, kind: Any) -> dict[str, dict[str, float]]:
    """The points of the cells of a kind that the gradebook knows, by notebook and grade id."""
    query = (
        select(NOTEBOOK.c.name, CELL.c.name, kind.c.max_score)
        .join_from(ASSIGNMENT, NOTEBOOK, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
        .join(CELL, CELL.c.notebook_id == NOTEBOOK.c.id)
        .join(kind, kind.c.id == CELL.c.id)
        .where(ASSIGNMENT.c.name == assignment)
    )
    worth: dict[str, dict[str, float]] = {}
    for notebook, grade_id, maximum in db.execute(query):
        worth.setdefault(notebook, {})[grade_id] = float(maximum)
    return worth


class _SourceCell(msgspec.Struct, frozen=True):
    """A cell of a source notebook that nbgrader knows: whether it is graded, answered by candidates, a task."""

    text: str
    grade: bool
    solution: bool
    task: bool

    @property
    def by_hand(self) -> bool:
        """True if a person grades it."""
        return self.task or (self.grade and self.solution)


def _source_cells(path: Path) -> dict[str, _SourceCell]:
    """The cells of a source notebook that nbgrader knows, by grade id, in order."""
    try:
        cells = parse(contents(path)).cells
    except UnreadableMarkedNotebook:
        raise KitError(
            f"{path} ne se lit pas : reconstruisez l'épreuve ({remedy('build')}) pour avoir ses critères."
        ) from None
    metas = ((cell, cell["metadata"].get("nbgrader") or {}) for cell in cells)
    return {
        meta["grade_id"]: _SourceCell(
            "".join(cell["source"]), *(bool(meta.get(role)) for role in ("grade", "solution", "task"))
        )
        for cell, meta in metas
        if meta.get("grade_id")
    }


def _with_rubric(rubric: CellRubric, notebook: str, grade_id: str, cell: _SourceCell, points: float) -> Criterion:
    """The criterion of a cell to which the instructor gives a rubric; a task keeps its own text, which says where to look."""
    zero, first, second, third = rubric.levels
    look = criterion_cell.read(cell.text).look if cell.task else ""
    seen = (zero, first, second, third)
    return Criterion(notebook, grade_id, "", rubric.title, look, seen, points, answer=not cell.task)


def _check_rubrics(
    file: RubricFile, sources: dict[str, dict[str, _SourceCell]], maxima: dict[CellPlace, float], folder: Path
) -> None:
    """Raise Faults where rubrics are given to an épreuve of the kit's, or to cells that no person grades."""
    if of_the_kit(folder):
        raise KitError(
            f"{file.path} : « {folder.name} » est une épreuve du kit, dont les critères sont dans sujets/{folder.name}/grille.yaml ; "
            "écrivez-les là, et ôtez ce fichier."
        )
    faults = [
        file.fault(place, reason) for place in file.cells if (reason := _misplaced(place, sources, maxima, folder))
    ]
    if faults:
        raise Faults(*faults)


def _check_names(file: RubricFile, criteria: Iterable[Criterion]) -> None:
    """Raise Faults where a cell with a rubric has the identifier of a criterion of another notebook: levels are given by identifier."""
    notebooks: dict[str, list[str]] = {}
    for criterion in criteria:
        notebooks.setdefault(criterion.grade_id, []).append(criterion.notebook)
    faults = [
        file.fault(
            place,
            f"{listed(f'« {name} »' for name in notebooks[place[1]])} ont chacun une cellule jugée de cet identifiant ; changez-en un, puis publiez de nouveau.",
        )
        for place in file.cells
        if len(notebooks[place[1]]) > 1
    ]
    if faults:
        raise Faults(*faults)


def _misplaced(
    place: CellPlace, sources: dict[str, dict[str, _SourceCell]], maxima: dict[CellPlace, float], folder: Path
) -> str:
    """The reason why a rubric cannot be that of a cell, and what to do; empty where it can."""
    notebook, id = place
    if notebook not in sources:
        return (
            f"{folder} n'a pas de « {notebook}.ipynb » ; nommez l'un de ses notebooks : {listed(sources) or 'aucun'}."
        )
    cells = sources[notebook]
    graded = [f"« {name} »" for name, cell in cells.items() if cell.by_hand]
    those = f"une cellule qu'une personne note ({listed(graded) or 'ce notebook n’en a pas'})"
    if id not in cells:
        return f"ce notebook n'a pas de cellule de cet identifiant ; nommez {those}."
    if not cells[id].by_hand:
        why = "la machine la note" if cells[id].grade else "elle n'est pas notée"
        return f"{why} ; nommez {those}."
    if place not in maxima:
        return f"le carnet de notes ne la connaît pas ; publiez de nouveau ({remedy('nbgrader generate_assignment', folder.name)})."
    if not maxima[place]:
        return f"elle vaut 0 point ; donnez-lui des points dans le notebook, puis publiez de nouveau ({remedy('nbgrader generate_assignment', folder.name)})."
    return ""


def _criterion(official: Referentiel, notebook: str, grade_id: str, text: str, points: float) -> Criterion:
    cell = criterion_cell.read(text)
    label, competence = cell.label or grade_id, ""  # a task of an instructor's own
    if code := official.criterion_of(grade_id):
        label, competence = official.critere(code).label, official.competence_of(grade_id)
    return Criterion(notebook, grade_id, competence, label, cell.look, cell.descriptors, points, cell.official)


#: How many characters a comment, or a reason, may have.
LONGEST = 5000


class KnownAssignment(msgspec.Struct, frozen=True):
    """Copies by key; criteria by notebook and grade id; absent: candidates who were not there, each with the notebook."""

    assignment: EpreuveId
    copies: dict[str, Copy]
    criteria: dict[tuple[str, str], Criterion]
    absent: frozenset[tuple[str, str]]

    def answers(self, grade_ids: Collection[str] | None = None) -> frozenset[CellPlace]:
        """The criteria that are candidates' own cells, by notebook and grade id, of those named or of all."""
        return frozenset(
            place for place, c in self.criteria.items() if c.answer and (grade_ids is None or place[1] in grade_ids)
        )

    def criterion(self, key: CellKey) -> Criterion:
        """The criterion of a cell, which `check` let pass."""
        return self.criteria[self.copies[key[0]].notebook, key[1]]

    def cells(self) -> list[CellKey]:
        """Every criterion in every copy."""
        return [(c.key, id) for c in self.copies.values() for notebook, id in self.criteria if notebook == c.notebook]

    def has(self, key: CellKey) -> bool:
        """True if a criterion is judged in a copy."""
        copy = self.copies.get(key[0])
        return copy is not None and (copy.notebook, key[1]) in self.criteria

    def check_copy(self, copy: str) -> None:
        """Raise KitError where a copy is not there."""
        if copy not in self.copies:
            raise KitError(
                f"La copie « {copy} » n'est pas de « {self.assignment} », ou n'est plus là : relisez la liste des copies."
            )

    def check(self, keys: Iterable[CellKey]) -> None:
        """Raise KitError where a copy or a criterion is not there to be judged."""
        for key in keys:
            self.check_copy(key[0])
            if not self.has(key):
                copy = self.copies[key[0]]
                raise KitError(
                    f"Le critère « {key[1]} » ne se juge pas dans la copie n° {copy.number} ({copy.notebook})."
                )


def read_known(db: Connection, places: Course, assignment: EpreuveId, key: str) -> KnownAssignment:
    """Read what there is to judge now; key: what copies' keys are made with. Raises KitError."""
    if db.scalar(select(ASSIGNMENT.c.id).where(ASSIGNMENT.c.name == assignment)) is None:
        raise KitError(
            f"Le carnet de notes ne connaît pas l'épreuve « {assignment} » : vérifiez son nom, ou publiez-la "
            f"({remedy('distribuer', assignment)})."
        )
    criteria = {(c.notebook, c.grade_id): c for c in read_criteria(db, places, assignment)}
    copies, absent = read_copies(db, places, assignment, {notebook for notebook, _ in criteria}, key)
    return KnownAssignment(assignment, copies, criteria, absent)


def checked_grader(name: str) -> str:
    """A grader's name without what is around it; raises KitError unless 1 to 60 printable characters are left."""
    name = name.strip() if isinstance(name, str) else ""
    if not 1 <= len(name) <= 60 or not name.isprintable():
        raise KitError("Le nom de qui corrige a de 1 à 60 caractères, sans retour à la ligne ni caractère invisible.")
    return name


def two_graders(names: Collection[str]) -> tuple[str, str]:
    """The names of two graders; raises KitError unless they are two, and not the same."""
    graders = tuple(checked_grader(name) for name in names)
    if len(graders) != 2 or graders[0] == graders[1]:
        raise KitError("Une double correction se fait à deux : nommez deux personnes différentes.")
    return graders[0], graders[1]


def checked_level(level: int | None) -> int | None:
    """A level, None for none; raises KitError where it is no level."""
    if level is not None and (isinstance(level, bool) or not isinstance(level, int) or level not in range(4)):
        raise KitError(
            f"Le niveau « {level} » n'existe pas : 0 (non acquis), 1 (en cours d'acquisition), 2 (acquis) ou 3 (maîtrisé)."
        )
    return None if level is None else int(level)


def plain(comment: str | None) -> str:
    """A comment as it is compared and kept: one kind of end of line, nothing around."""
    return (comment or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def checked_comment(text: str) -> str:
    """A comment as it is kept; raises KitError where it is too long."""
    text = plain(text)
    if len(text) > LONGEST:
        raise KitError(f"Le commentaire a {len(text)} caractères ; {LONGEST} au plus : raccourcissez-le.")
    # PostgreSQL takes no null character.
    return visible_text(text)
