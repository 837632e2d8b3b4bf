"""Reading nbgrader's gradebook in bulk: a few queries for many copies, on any database that SQLAlchemy reaches.

The tables are written here in the few columns that are read: `nbgrader.api` would load all of nbgrader and Jupyter with them.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from sqlalchemy import DateTime, create_engine, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.sql import column, func, table

from epreuves.answers.keys import fold
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.remedies import remedy
from epreuves_kit.gradebook import acts, passages, transactions
from epreuves_kit.gradebook.passages import Passage
from epreuves_kit.variants.identity import ByCandidate

ASSIGNMENT = table("assignment", column("id"), column("name"))
NOTEBOOK = table("notebook", column("id"), column("name"), column("assignment_id"))
CELL = table("base_cell", column("id"), column("name"), column("notebook_id"))
GRADE_CELL = table("grade_cells", column("id"), column("max_score"))
TASK_CELL = table("task_cells", column("id"), column("max_score"))
SOLUTION_CELL = table("solution_cells", column("id"))
SUBMITTED = table(
    "submitted_assignment", column("id"), column("assignment_id"), column("student_id"), column("timestamp", DateTime)
)
COPY = table(
    "submitted_notebook",
    column("id"),
    column("assignment_id"),
    column("notebook_id"),
    column("late_submission_penalty"),
)
GRADE = table(
    "grade",
    column("notebook_id"),
    column("cell_id"),
    column("auto_score"),
    column("manual_score"),
    column("extra_credit"),
    column("needs_manual_grade"),
)
COMMENT = table("comment", column("notebook_id"), column("cell_id"), column("manual_comment"))
STUDENT = table("student", column("id"), column("first_name"), column("last_name"), column("email"))
TABLES = (ASSIGNMENT, NOTEBOOK, CELL, GRADE_CELL, TASK_CELL, SOLUTION_CELL, SUBMITTED, COPY, GRADE, COMMENT)


class Unknown(KitError):
    """A copy is not in the gradebook; a French sentence says so."""


class Grade(msgspec.Struct, frozen=True):
    """The gradebook's row of one cell: score, maximum, whether a grader still has to look, whether one set it, and the comment."""

    score: float
    maximum: float
    pending: bool
    manual: bool
    comment: str = ""


class Rows(msgspec.Struct, frozen=True):
    """All that a feedback reads of a copy in the gradebook.

    grades: by grade id. remarks: graders' comments on other cells than criteria, by grade id. penalty: for lateness, in points.
    handed_in: when (UTC, aware), None where the copy does not say it. passages: graders' remarks on passages of its writings, in order.
    Comments that nbgrader makes by itself (« No response. ») are not a grader's word, and are left out.
    """

    id: str
    penalty: float
    grades: dict[str, Grade]
    remarks: dict[str, str]
    handed_in: datetime.datetime | None = None
    passages: tuple[Passage, ...] = ()

    def on_text(self, id: str) -> str:
        """All that graders wrote on a cell that is no criterion: the comment, then each remark after its passage."""
        passages = (f"« {p.quote} » : {p.text}" for p in self.passages if p.cell == id)
        return "\n".join(filter(None, (self.remarks.get(id, ""), *passages)))


class NotebookFile:
    """nbgrader's gradebook, read and never written; a context, which closes its connections."""

    def __init__(self, url: str, root: Path | None = None) -> None:
        """url: SQLAlchemy's; the path of an SQLite file is understood from `root`. Raises KitError."""
        try:
            parsed = make_url(url)
            if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
                file = (root or Path.cwd()) / parsed.database
                if not file.is_file():
                    raise KitError(
                        f"Il n'y a pas de carnet de notes à « {file} » : publiez l'épreuve, puis corrigez-la."
                    )
                parsed = parsed.set(database=str(file))
            self._engine = create_engine(transactions.patient(parsed))
        except (SQLAlchemyError, ImportError) as error:
            raise KitError(
                f"L'adresse du carnet de notes (CourseDirectory.db_url) ne convient pas : {_first_line(error)}"
            ) from None

    def __enter__(self) -> NotebookFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.dispose()

    def knows(self, assignment: str) -> bool:
        """True if the gradebook holds an assignment of that name."""
        return bool(self._all(select(ASSIGNMENT.c.id).where(ASSIGNMENT.c.name == assignment)))

    def assignments(self) -> set[EpreuveId]:
        """The names of the assignments that it holds."""
        return {EpreuveId(row[0]) for row in self._all(select(ASSIGNMENT.c.name))}

    def students(self) -> dict[str, str]:
        """The candidates that it holds, by identifier: first name and surname, or the identifier where it has neither."""
        rows = self._all(select(STUDENT.c.id, STUDENT.c.first_name, STUDENT.c.last_name))
        return {id: full_name(id, *((n or "").strip() for n in names)) for id, *names in rows}

    def emails(self) -> dict[str, str]:
        """The addresses of the candidates who have one, by identifier."""
        rows = self._all(select(STUDENT.c.id, STUDENT.c.email))
        return {id: email.strip() for id, email in rows if email and email.strip()}

    def absences(self) -> frozenset[tuple[str, str]]:
        """The absences from a whole épreuve that the jury's record holds, as épreuve and candidate. Raises KitError."""
        try:
            with self._connected() as connection:
                return acts.absences(connection) if inspect(connection).has_table(acts.ACTS.name) else frozenset()
        except SQLAlchemyError as error:
            raise _unread(error) from None

    def jury_words(self) -> dict[tuple[str, str], acts.JuryWord]:
        """The jury's own words that its record holds, by candidate and code. Raises KitError."""
        try:
            with self._connected() as connection:
                return acts.jury_words(connection) if inspect(connection).has_table(acts.ACTS.name) else {}
        except SQLAlchemyError as error:
            raise _unread(error) from None

    def handed_in_at(self) -> dict[tuple[str, str], datetime.datetime]:
        """The moments at which copies were handed in (UTC, aware), by assignment and student; only of those that say it."""
        rows = self._all(
            select(ASSIGNMENT.c.name, SUBMITTED.c.student_id, SUBMITTED.c.timestamp)
            .join_from(ASSIGNMENT, SUBMITTED, SUBMITTED.c.assignment_id == ASSIGNMENT.c.id)
            .where(SUBMITTED.c.timestamp.is_not(None))
        )
        return {(assignment, student): at.replace(tzinfo=datetime.UTC) for assignment, student, at in rows}

    def one(self, assignment: str, notebook: str, student: str) -> Rows:
        """The rows of one copy; raises Unknown where there are none."""
        return found(self.copies(assignment, [student]), notebook, student)

    def copies(self, assignment: str, students: Iterable[str]) -> dict[tuple[str, str], Rows]:
        """The rows of some students' copies of an assignment, by student and notebook: four queries for them all."""
        with self._connected() as connection:
            copies = self._all(
                select(
                    SUBMITTED.c.student_id,
                    NOTEBOOK.c.name,
                    COPY.c.id,
                    COPY.c.notebook_id,
                    COPY.c.late_submission_penalty,
                    SUBMITTED.c.timestamp,
                )
                .join_from(ASSIGNMENT, SUBMITTED, SUBMITTED.c.assignment_id == ASSIGNMENT.c.id)
                .join(COPY, COPY.c.assignment_id == SUBMITTED.c.id)
                .join(NOTEBOOK, NOTEBOOK.c.id == COPY.c.notebook_id)
                .where(ASSIGNMENT.c.name == assignment, SUBMITTED.c.student_id.in_(list(students))),
                connection,
            )
            cells = self._all(
                select(
                    CELL.c.id,
                    CELL.c.name,
                    TASK_CELL.c.id,
                    func.coalesce(GRADE_CELL.c.max_score, TASK_CELL.c.max_score, 0.0),
                )
                .outerjoin_from(CELL, GRADE_CELL, GRADE_CELL.c.id == CELL.c.id)
                .outerjoin(TASK_CELL, TASK_CELL.c.id == CELL.c.id)
                .where(CELL.c.notebook_id.in_({row[3] for row in copies})),
                connection,
            )
            # Cell and copy together are the only index that these two tables have: by copies alone, each query reads them whole.
            both = [({row[0] for row in cells}, {row[2] for row in copies})] if copies and cells else []
            grades = [row for ids in both for row in self._all(_of(GRADE, *ids), connection)]
            comments = [row for ids in both for row in self._all(_of(COMMENT, *ids), connection)]
            remarks = passages.read(connection, assignment) if self._has_passages else ()
        gathered = _gathered(copies, {row[0]: tuple(row[1:]) for row in cells}, grades, comments)
        for passage in remarks:
            for place in ((student, passage.notebook) for student in passage.students):
                if place in gathered:
                    own = gathered[place]
                    gathered[place] = msgspec.structs.replace(own, passages=(*own.passages, passage))
        return gathered

    @functools.cached_property
    def _has_passages(self) -> bool:
        """True if a grader ever opened this gradebook: the table is made then."""
        return bool(inspect(self._engine).has_table(passages.PASSAGES.name))

    def blank(self, assignment: str) -> dict[str, dict[str, Grade]]:
        """The rows of a copy that has earned nothing and awaits nobody, by notebook and grade id: the maximum of each cell."""
        rows = self._all(
            select(NOTEBOOK.c.name, CELL.c.name, func.coalesce(GRADE_CELL.c.max_score, TASK_CELL.c.max_score, 0.0))
            .join_from(ASSIGNMENT, NOTEBOOK, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
            .join(CELL, CELL.c.notebook_id == NOTEBOOK.c.id)
            .outerjoin(GRADE_CELL, GRADE_CELL.c.id == CELL.c.id)
            .outerjoin(TASK_CELL, TASK_CELL.c.id == CELL.c.id)
            .where(ASSIGNMENT.c.name == assignment)
        )
        notebooks: dict[str, dict[str, Grade]] = {}
        for notebook, cell, maximum in rows:
            notebooks.setdefault(notebook, {})[cell] = Grade(0.0, float(maximum), pending=False, manual=False)
        return notebooks

    def _connected(self) -> Any:
        try:
            return self._engine.connect()
        except SQLAlchemyError as error:
            raise KitError(f"Le carnet de notes ne s'ouvre pas : {_first_line(error)}") from None

    def _all(self, query: Any, connection: Any = None) -> list[Any]:
        if connection is None:
            with self._connected() as opened:
                return self._all(query, opened)
        try:
            return connection.execute(query).all()
        except SQLAlchemyError as error:
            raise _unread(error) from None


def _unread(error: SQLAlchemyError) -> KitError:
    """The error of a gradebook that cannot be read, in a sentence."""
    if not isinstance(error, OperationalError | ProgrammingError):
        return KitError(f"Le carnet de notes ne se lit pas : {_first_line(error)}.")
    sentence = transactions.of_database(error)
    if sentence in (transactions.LOCKED, transactions.READ_ONLY, transactions.FULL):
        return KitError(sentence)
    return KitError(
        f"Le carnet de notes ne se lit pas : {_first_line(error)}. S'il vient d'une version plus ancienne, "
        f"sauvegardez-le, puis lancez {remedy('nbgrader db upgrade')}."
    )


def enrolled(url: str) -> tuple[list[str], bool]:
    """The students that a gradebook holds; whether one of them is there otherwise than by a copy. None that is not there is made."""
    copied = STUDENT.c.id.in_(select(SUBMITTED.c.student_id))
    rows = _of_students(url, STUDENT.c.id, copied, STUDENT.c.first_name, STUDENT.c.last_name, STUDENT.c.email)
    return [id for id, *_ in rows], any(any(names) or not copied for _, copied, *names in rows)


def identities(url: str) -> list[tuple[str, str, str, str]]:
    """The students that a gradebook holds: identifier, first name, surname, address, empty where it has none. None that is not there is made.
    Raises KitError where it cannot be read.
    """
    try:
        rows = _of_students(url, STUDENT.c.id, STUDENT.c.first_name, STUDENT.c.last_name, STUDENT.c.email)
    except DBAPIError as error:
        raise KitError(transactions.of_database(error)) from None
    return [(id, *((text or "").strip() for text in others)) for id, *others in rows]


def full_name(id: str, first_name: str, surname: str) -> str:
    """« José GARCÍA LÓPEZ »: first name and surname as the school writes them, or the identifier where there is neither."""
    return f"{first_name} {surname}".strip() or id


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Names by identifier; those that two people bear, each with the identifier after it."""
    bearers = Counter(map(fold, names.values()))
    return {id: f"{name} ({id})" if bearers[fold(name)] > 1 else name for id, name in names.items()}


class People(msgspec.Struct, frozen=True):
    """The persons whom a gradebook holds, as a sentence names them. names: first name and surname, in the order of
    surnames; only of those who have one.
    """

    names: ByCandidate[str] = msgspec.field(default_factory=ByCandidate)

    @staticmethod
    def of(identities: Iterable[tuple[str, str, str, str]]) -> People:
        """These persons, by their names. identities: as the function of that name gives them."""
        named = [identity for identity in identities if any(identity[1:3])]
        named.sort(key=lambda identity: (fold(identity[2] or identity[1]), fold(identity[1]), identity[0]))
        return People(ByCandidate((id, full_name(id, first_name, surname)) for id, first_name, surname, _ in named))

    def named(self, id: str, more: str = "") -> str:
        """« José GARCÍA LÓPEZ (jgarcia) », or « jgarcia » where nobody is named; more: what else stands in the parentheses."""
        name = self.names.get(id)
        if name is None:
            return f"{id} ({more})" if more else id
        return f"{name} ({id}, {more})" if more else f"{name} ({id})"

    def naming(self, sentence: str, ids: Iterable[str]) -> str:
        """A sentence that calls some persons by their identifiers, with how each is named in their place."""
        present = sorted({id for id in ids if id in self.names}, key=len, reverse=True)
        if not present:
            return sentence
        any_of_them = re.compile(rf"(?<!ligne )(?<![\w.@-])(?:{'|'.join(map(re.escape, present))})(?![\w@-]|\.\w)")
        return any_of_them.sub(lambda match: self.named(match[0]), sentence)

    def in_order(self, ids: Iterable[str]) -> list[str]:
        """Identifiers in the order of surnames, then those of nobody who is named, as they come."""
        places = ByCandidate((id, place) for place, id in enumerate(self.names))
        return sorted(ids, key=lambda id: places.get(id, len(places)))

    def each(self, ids: Iterable[str]) -> list[str]:
        """The name of each, in the order of surnames."""
        return [self.named(id) for id in self.in_order(ids)]


def known_people(url: str) -> People:
    """The persons whom a gradebook holds, by their names. Raises KitError where it cannot be read."""
    return People.of(identities(url))


def made(url: str, root: Path = Path()) -> bool:
    """True if a gradebook is there: looking into an SQLite file that is not would make one. root: what its path is understood from."""
    parsed = make_url(url)
    return parsed.get_backend_name() != "sqlite" or (root / (parsed.database or "")).is_file()


def _of_students(url: str, *columns: Any) -> Sequence[Any]:
    if not made(url):
        return []
    engine = create_engine(transactions.patient(url))
    try:
        with engine.connect() as db:
            return db.execute(select(*columns)).all() if inspect(db).has_table(STUDENT.name) else []
    finally:
        engine.dispose()


def found(copies: Mapping[tuple[str, str], Rows], notebook: str, student: str) -> Rows:
    """One of the copies read; raises Unknown where it is not among them."""
    rows = copies.get((student, notebook))
    if rows is None:
        raise Unknown(
            f"Le carnet de notes ne connaît pas le notebook « {notebook} » de cette copie : corrigez-la de nouveau ({remedy('autograde', '--force')})."
        )
    return rows


def own(copies: Mapping[tuple[str, str], Rows], student: str) -> dict[str, Rows]:
    """A student's notebooks of the copies read, by name."""
    return {notebook: rows for (whose, notebook), rows in copies.items() if whose == student}


def not_handed_in(rows: Rows, file: Path) -> bool:
    """True if a notebook was not handed in, by what the gradebook holds of it and its autograded file."""
    # nbgrader gives zero, by the machine, to every cell of a notebook that is not there.
    marked = any(grade.manual or grade.pending or grade.score for grade in rows.grades.values())
    return not marked and not file.is_file()


def _of(rows: Any, cells: set[str], copies: set[str]) -> Any:
    return select(*rows.c).where(rows.c.cell_id.in_(cells), rows.c.notebook_id.in_(copies))


def _gathered(
    copies: list[Any], cells: dict[str, tuple[Any, ...]], grades: list[Any], comments: list[Any]
) -> dict[tuple[str, str], Rows]:
    texts: dict[str, dict[str, str]] = {}
    remarks: dict[str, dict[str, str]] = {}
    for copy, cell, text in comments:
        if text:
            name, task, _ = cells[cell]
            texts.setdefault(copy, {})[name] = text
            if task is None:
                remarks.setdefault(copy, {})[name] = text
    earned: dict[str, dict[str, Grade]] = {}
    for copy, cell, auto, manual, extra, pending in grades:
        name, _, maximum = cells[cell]
        # As nbgrader's own `Grade.score`: a grader's score takes the place of the machine's.
        score = manual if manual is not None else auto
        score = 0.0 if score is None else score + (extra or 0.0)
        earned.setdefault(copy, {})[name] = Grade(
            float(score), float(maximum), bool(pending), manual is not None, texts.get(copy, {}).get(name, "")
        )
    return {
        (student, notebook): Rows(
            id,
            float(penalty or 0),
            earned.get(id, {}),
            remarks.get(id, {}),
            None if at is None else at.replace(tzinfo=datetime.UTC),
        )
        for student, notebook, id, _, penalty, at in copies
    }


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]
