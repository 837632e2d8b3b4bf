"""One writing of the record: what was there is read at once, gestures are laid on it, what follows from them is written at once.

Like all that writes for an épreuve, it is used by one at a time: `Database.write` sees to it.

What the record carries to nbgrader's own scores and comments is here too, and how a change that came from elsewhere is told.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.gradebook.rows import (
    ASSIGNMENT,
    CELL,
    COMMENT,
    COPY,
    GRADE,
    GRADE_CELL,
    NOTEBOOK,
    SOLUTION_CELL,
    SUBMITTED,
    TASK_CELL,
)
from epreuves_kit.gradebook.transactions import last_rank
from epreuves_kit.rubric import journal
from epreuves_kit.rubric.appreciation import JournalEntry, Judgement, Origin, Settled
from epreuves_kit.rubric.database import CARRIED
from epreuves_kit.rubric.duties import held_back
from epreuves_kit.rubric.journal import CellKey, JournalCell, JournalRow
from epreuves_kit.rubric.known import KnownAssignment, plain
from epreuves_kit.rubric.settling import Drawing, Given, SettledVerdict, decide, level_of, points_of, same_points

TYPED = "Note ou commentaire changés dans Formgrader."
FORMGRADER = "Formgrader"


class Pages:
    """Cells of some copies, open for writing: `give`, `take_back`, `typed`, `settle` add rows, `close` writes them.

    epreuve: what there is to judge. drawing: who judges what. cells: those concerned, None for all.
    """

    def __init__(
        self,
        db: Connection,
        epreuve: KnownAssignment,
        drawing: Drawing,
        cells: Iterable[CellKey] | None = None,
    ) -> None:
        self._db, self._assignment, self._known = db, epreuve.assignment, epreuve
        self.drawing = drawing
        self._now = datetime.datetime.now(datetime.UTC)
        keys = None if cells is None else set(cells)
        named = None if keys is None else {copy for copy, _ in keys}
        ids = None if keys is None else {id for _, id in keys}
        self.cells = journal.cells(journal.read(db, epreuve.assignment, named, ids))
        students = None if named is None else {s for key in named for s in epreuve.copies[key].students}
        self._held: dict[Place, Held] = held(db, epreuve.assignment, students, ids)
        if answers := epreuve.answers(ids):
            self._held |= held_answers(db, epreuve.assignment, students, answers)
        self._carried: dict[Place, CarriedMark] = carried(db, epreuve.assignment, students, ids)
        self._rows: list[JournalRow] = []
        self._rank = journal.last_rank(db, epreuve.assignment)
        self._touched: set[CellKey] = set()

    def cell(self, key: CellKey) -> JournalCell:
        """A cell by the record, rows not yet written included."""
        return self.cells.setdefault(key, JournalCell({}))

    def counts(self, key: CellKey) -> bool:
        """True if a level counts in a cell, rows not yet written included."""
        settled = self.cell(key).settled
        return settled is not None and settled.points is not None

    @property
    def rank(self) -> int:
        """The rank of the last row, rows not yet written included."""
        return self._rank

    def admit(self, grader: str, keys: Collection[CellKey], given: Collection[CellKey] = ()) -> None:
        """Raise KitError where a criterion of a copy is others' to judge, or waits for the calibration. given: the cells that get a level."""
        duties = self.drawing.duties
        for copy, grade_id in keys:
            if refusal := duties.refusal(grader, self._known.copies[copy].number, copy, grade_id):
                raise KitError(refusal)
        if any(duties.held(grader, copy) for copy, _ in keys) and (left := self._uncalibrated(grader, given)):
            raise KitError(held_back(grader, left))

    def _uncalibrated(self, grader: str, given: Collection[CellKey]) -> int:
        """The number of copies of calibration that a grader has not judged to the end."""
        copies = self.drawing.duties.calibration
        rows = journal.read(self._db, self._assignment, copies, kinds=("judgement", "undo"))
        judged = {
            key
            for key, cell in journal.cells(rows).items()
            if (own := cell.given.get(grader)) is not None and own.judgement.level is not None
        }
        return len(
            {key[0] for key in self._known.cells() if key[0] in copies and key not in judged and key not in given}
        )

    def typed(self, keys: Iterable[CellKey]) -> list[Settled]:
        """Take in what others wrote in nbgrader's tables of some cells since the record did: each is a change, kept as one."""
        changes = []
        for copy, grade_id in keys:
            criterion = self._known.criterion((copy, grade_id))
            for place in self._places(copy, grade_id):
                now = self._held[place].mark
                if not changed(now, self._carried.get(place)):
                    continue
                due = _due(self.cell((copy, grade_id)).settled)
                if now.same(due):
                    continue
                level = level_of(now.points, criterion.points)
                verdict = SettledVerdict(level, now.points, now.comment, FORMGRADER, TYPED, "formgrader")
                changes.append(self.settle((copy, grade_id), verdict))
        return changes

    def give(self, key: CellKey, grader: str, level: int | None, comment: str, origin: Origin) -> Judgement:
        """Add a grader's gesture, and what follows from it."""
        entry = self._entry("judgement", key, grader, level, None, comment, "", origin)
        word = Judgement(*key, grader, level, comment, entry.at)
        self.cell(key).given[grader] = Given(word, entry.rank, origin)
        self._rows.append(JournalRow(entry))
        self.follow(key, grader)
        return word

    def take_back(self, last: JournalRow, before: JournalRow | None) -> Judgement:
        """Add a grader's return to what they said before their last gesture, and what follows from it."""
        key = (last.entry.copy, last.entry.grade_id)
        earlier = before.entry if before is not None else None
        grader, level, comment = last.entry.who, earlier.level if earlier else None, earlier.comment if earlier else ""
        entry = self._entry("undo", key, grader, level, None, comment, "", earlier.origin if earlier else "alone")
        word = Judgement(*key, grader, level, comment, (earlier or entry).at)
        self.cell(key).given[grader] = Given(word, (earlier or entry).rank, entry.origin)
        self._rows.append(JournalRow(entry, last.entry.rank, earlier.rank if earlier else None))
        self.follow(key, grader)
        return word

    def withdraw(self, key: CellKey, author: str, reason: str) -> None:
        """Let nothing of what was said in a cell count any more; each grader's word stays in the journal, before the row that takes it back."""
        cell = self.cell(key)
        standing = [
            who for who, given in cell.given.items() if given.judgement.level is not None or given.judgement.comment
        ]
        for who in standing:
            entry = self._entry("judgement", key, who, None, None, "", "", "sheet")
            cell.given[who] = Given(Judgement(*key, who, None, "", entry.at), entry.rank, "sheet")
            self._rows.append(JournalRow(entry))
        if standing or cell.settled is not None:
            self.settle(key, SettledVerdict(None, None, "", author, reason, "decision"))

    def follow(self, key: CellKey, author: str) -> None:
        """Settle a cell where the rule says something new; author: who made it so, where nothing counts any more."""
        cell, maximum = self.cell(key), self._known.criterion(key).points
        drawn = self.drawing.drawn(key[0])
        verdict = decide(cell.given, cell.standing, drawn, maximum)
        if not verdict.says(cell.settled):
            self.settle(key, verdict if verdict.author else msgspec.structs.replace(verdict, author=author))

    def settle(self, key: CellKey, verdict: SettledVerdict) -> Settled:
        """Add the level that counts from now on."""
        entry = self._entry(
            "settled",
            key,
            verdict.author,
            verdict.level,
            verdict.points,
            verdict.comment,
            verdict.reason,
            verdict.origin,
        )
        row = JournalRow(entry)
        self.cell(key).take(row, {})
        self._rows.append(row)
        self._touched.add(key)
        return journal.settled(entry)

    def close(self) -> None:
        """Write the rows, and carry what counts in the cells settled to nbgrader's tables."""
        journal.add(self._db, self._assignment, self._rows)
        carry(self._db, self._assignment, list(self._marks(self._touched)), self._now)

    def close_all(self) -> None:
        """Write the rows, carry what counts in every cell, and withdraw what was carried for who has no copy any more."""
        journal.add(self._db, self._assignment, self._rows)
        keys = set(self._known.cells())
        reached = {place for key in keys for place in self._places(*key)}
        carry(self._db, self._assignment, [*self._marks(keys), *self._withdrawn(reached)], self._now)

    def _marks(self, keys: Collection[CellKey]) -> Iterator[Carry]:
        """The marks of these cells that nbgrader's tables do not hold as they count."""
        for key in sorted(keys):
            due = _due(self.cell(key).settled)
            for place in self._places(*key):
                now = self._held[place].mark
                if not now.same(due) or not due.same(self._carried.get(place, CarriedMark())):
                    yield Carry(place, self._held[place], due)

    def _withdrawn(self, reached: set[Place]) -> list[Carry]:
        """Marks that the record once wrote for who has no copy any more (absent after all), to be withdrawn unless somebody changed them since."""
        return [
            Carry(place, self._held[place], CarriedMark(), waits=False)
            for place, last in sorted(self._carried.items())
            if place[:2] in self._known.absent
            and place not in reached
            and place in self._held
            and not last.same(CarriedMark())
            and self._held[place].mark.same(last)
        ]

    def _places(self, copy: str, grade_id: str) -> list[Place]:
        named = self._known.copies[copy]
        places = [(student, named.notebook, grade_id) for student in named.students]
        return [place for place in places if place in self._held]

    def _entry(
        self,
        kind: Literal["judgement", "undo", "settled"],
        key: CellKey,
        who: str,
        level: int | None,
        points: float | None,
        comment: str,
        reason: str,
        origin: Origin,
    ) -> JournalEntry:
        self._rank += 1
        return JournalEntry(self._rank, kind, *key, who, level, points, comment, reason, origin, self._now)


def level_verdict(level: int, maximum: float, comment: str, author: str, reason: str) -> SettledVerdict:
    """A decision as a verdict."""
    return SettledVerdict(level, points_of(level, maximum), comment, author, reason, "decision")


def _due(settled: Settled | None) -> CarriedMark:
    return CarriedMark() if settled is None else CarriedMark(settled.points, settled.comment)


#: A candidate, a notebook and a criterion's grade id.
Place = tuple[str, str, str]


class CarriedMark(msgspec.Struct, frozen=True):
    """A score given by hand and its comment; points None for none, comment empty for none."""

    points: float | None = None
    comment: str = ""

    def same(self, other: CarriedMark) -> bool:
        """True if both say the same: no more is asked of points than the digits that are kept, nor of ends of lines."""
        return same_points(self.points, other.points) and self.comment == other.comment


class Held(msgspec.Struct, frozen=True):
    """A criterion's mark as nbgrader holds it for one candidate, and the ids that its two rows are found by.

    commented: the cell of the comment; of an answer it is another than the one that is graded. scored: whether the machine gave points, as
    it gives 0 to an answer left as it was given out.
    """

    mark: CarriedMark
    copy: str
    cell: str
    commented: str
    scored: bool = False


def held(
    db: Connection,
    assignment: EpreuveId,
    students: Collection[str] | None = None,
    grade_ids: Collection[str] | None = None,
) -> dict[Place, Held]:
    """Marks that nbgrader holds of an épreuve's criteria, at least for the candidates and criteria named; two queries.

    The rows are locked where the database knows how to.
    """
    query = _rows(COMMENT, COMMENT.c.manual_comment, assignment, students, grade_ids)
    comments = {(copy, cell): plain(text) for copy, cell, text in db.execute(query)}
    where = (SUBMITTED.c.student_id, NOTEBOOK.c.name, CELL.c.name)
    query = _rows(GRADE, GRADE.c.manual_score, assignment, students, grade_ids, *where)
    return {
        (student, notebook, grade_id): Held(CarriedMark(points, comments.get((copy, cell), "")), copy, cell, cell)
        for copy, cell, points, student, notebook, grade_id in db.execute(query).all()
    }


def held_answers(
    db: Connection, assignment: EpreuveId, students: Collection[str] | None, answers: Collection[tuple[str, str]]
) -> dict[Place, Held]:
    """The same of answers that are judged themselves, by notebook and grade id: nbgrader grades one cell and comments another of its name."""
    ids = {grade_id for _, grade_id in answers}
    query = _rows(COMMENT, COMMENT.c.manual_comment, assignment, students, ids, CELL.c.name, kind=SOLUTION_CELL)
    comments = {(copy, name): (cell, plain(text)) for copy, cell, text, name in db.execute(query)}
    where = (GRADE.c.auto_score, SUBMITTED.c.student_id, NOTEBOOK.c.name, CELL.c.name)
    query = _rows(GRADE, GRADE.c.manual_score, assignment, students, ids, *where, kind=GRADE_CELL)
    marks = {}
    for copy, cell, points, auto, student, notebook, name in db.execute(query).all():
        if (notebook, name) in answers and (copy, name) in comments:
            commented, text = comments[copy, name]
            mark = CarriedMark(points, text)
            marks[student, notebook, name] = Held(mark, copy, cell, commented, auto is not None)
    return marks


def carried(
    db: Connection, assignment: EpreuveId, students: Collection[str] | None, grade_ids: Collection[str] | None
) -> dict[Place, CarriedMark]:
    """Marks that the record last wrote in nbgrader's tables, at least for the candidates and criteria named."""
    columns = CARRIED.c
    query = select(columns.student, columns.notebook, columns.grade_id, columns.points, columns.comment)
    query = query.where(columns.assignment == assignment).order_by(columns.rank)
    query = journal.among(query, (columns.student, students), (columns.grade_id, grade_ids))
    return {
        (student, notebook, id): CarriedMark(points, comment)
        for student, notebook, id, points, comment in db.execute(query).all()
    }


class Carry(msgspec.Struct, frozen=True):
    """A mark to write; waits: True if a criterion without points waits for a grader, as one of a notebook not handed in does not."""

    place: Place
    held: Held
    mark: CarriedMark
    waits: bool = True


def carry(db: Connection, assignment: EpreuveId, marks: Sequence[Carry], at: datetime.datetime) -> None:
    """Write marks in nbgrader's tables, and that they were written; the caller holds the épreuve's lock."""
    if not marks:
        return
    db.execute(
        update(GRADE)
        .where(GRADE.c.cell_id == bindparam("_cell"), GRADE.c.notebook_id == bindparam("_copy"))
        .values(manual_score=bindparam("_points"), needs_manual_grade=bindparam("_needs")),
        [
            {
                "_cell": m.held.cell,
                "_copy": m.held.copy,
                "_points": m.mark.points,
                "_needs": m.mark.points is None and m.waits and not m.held.scored,
            }
            for m in marks
        ],
    )
    db.execute(
        update(COMMENT)
        .where(COMMENT.c.cell_id == bindparam("_cell"), COMMENT.c.notebook_id == bindparam("_copy"))
        .values(manual_comment=bindparam("_text")),
        [{"_cell": m.held.commented, "_copy": m.held.copy, "_text": m.mark.comment or None} for m in marks],
    )
    first = 1 + last_rank(db, CARRIED, assignment)
    db.execute(
        CARRIED.insert(),
        [
            {
                "assignment": assignment,
                "rank": rank,
                "student": m.place[0],
                "notebook": m.place[1],
                "grade_id": m.place[2],
                "points": m.mark.points,
                "comment": m.mark.comment,
                "at": at.replace(tzinfo=None),
            }
            for rank, m in enumerate(marks, first)
        ],
    )


def changed(now: CarriedMark, last: CarriedMark | None) -> bool:
    """True if somebody else wrote in nbgrader's tables since the record did; last: None where it never did."""
    return not now.same(last if last is not None else CarriedMark())


def _rows(
    rows: Any,
    value: Any,
    assignment: EpreuveId,
    students: Collection[str] | None,
    grade_ids: Collection[str] | None,
    *more: Any,
    kind: Any = TASK_CELL,
) -> Any:
    """The rows of a table that concern cells of a kind, by default tasks, each with its copy and its cell."""
    query = (
        select(COPY.c.id, CELL.c.id, value, *more)
        .join_from(ASSIGNMENT, NOTEBOOK, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
        .join(CELL, CELL.c.notebook_id == NOTEBOOK.c.id)
        .join(kind, kind.c.id == CELL.c.id)
        .join(COPY, COPY.c.notebook_id == NOTEBOOK.c.id)
        .join(SUBMITTED, SUBMITTED.c.id == COPY.c.assignment_id)
        .join(rows, (rows.c.cell_id == CELL.c.id) & (rows.c.notebook_id == COPY.c.id))
        .where(ASSIGNMENT.c.name == assignment)
        .with_for_update(of=rows)
    )
    return journal.among(query, (SUBMITTED.c.student_id, students), (CELL.c.name, grade_ids))
