"""The journal read and added to: rows of an épreuve, and what they come to, cell by cell (one criterion in one copy)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.gradebook import transactions
from epreuves_kit.rubric.appreciation import JournalEntry, Judgement, Settled
from epreuves_kit.rubric.database import JOURNAL
from epreuves_kit.rubric.settling import CountedLevel, Given

#: A copy's key and a criterion's grade id.
CellKey = tuple[str, str]
#: More names than this in a query, and all are read: databases bound how many values a query takes.
_NAMED = 500
#: What stands in `settling`.
_STANDING = ("formgrader", "decision")


class JournalRow(msgspec.Struct, frozen=True):
    """One row of the journal: the entry, and for an undo the ranks that it takes back and restores."""

    entry: JournalEntry
    undoes: int | None = None
    restores: int | None = None


class JournalCell(msgspec.Struct):
    """The state of one cell by the journal: each grader's word, what counts, and what stands of it."""

    given: dict[str, Given] = {}
    settled: Settled | None = None
    standing: CountedLevel | None = None

    def take(self, row: JournalRow, before: dict[int, JournalEntry]) -> None:
        """Add the next row; `before` holds the entries of this cell so far, by rank."""
        entry = row.entry
        if entry.kind == "settled":
            self.settled = settled(entry)
            # A standing level that counts again keeps its rank: it stands since it was first said.
            if entry.origin in _STANDING and not (
                self.standing is not None and _same(self.standing.settled, self.settled)
            ):
                self.standing = CountedLevel(self.settled, entry.rank)
            return
        restored = before.get(row.restores) if row.restores is not None else None
        word_of, rank = (entry, entry.rank) if restored is None else (restored, restored.rank)
        word = Judgement(entry.copy, entry.grade_id, entry.who, entry.level, entry.comment, word_of.at)
        self.given[entry.who] = Given(word, rank, word_of.origin)


#: An entry's fields, in their order, then what a row has besides.
_READ = select(*(JOURNAL.c[name] for name in JournalEntry.__struct_fields__), JOURNAL.c.undoes, JOURNAL.c.restores)


def read(
    db: Connection,
    assignment: EpreuveId,
    copies: Collection[str] | None = None,
    grade_ids: Collection[str] | None = None,
    kinds: Sequence[str] = (),
) -> list[JournalRow]:
    """Rows of an épreuve in order, of the kinds asked for, at least those of the copies and criteria named."""
    query = among(
        _READ.where(JOURNAL.c.assignment == assignment),
        (JOURNAL.c.copy, copies),
        (JOURNAL.c.grade_id, grade_ids),
    )
    if kinds:
        query = query.where(JOURNAL.c.kind.in_(kinds))
    return [_row(row) for row in db.execute(query.order_by(JOURNAL.c.rank)).all()]


def among(query: Any, *chosen: tuple[Any, Collection[str] | None]) -> Any:
    """A query of the rows whose columns have one of the values named, all of them for None, or where they are too many to be named."""
    for column, names in chosen:
        if names is not None and len(names) <= _NAMED:
            query = query.where(column.in_(names))
    return query


def cells(rows: Iterable[JournalRow]) -> dict[CellKey, JournalCell]:
    """Cells made of rows taken in their order."""
    by_key: dict[CellKey, JournalCell] = {}
    before: dict[CellKey, dict[int, JournalEntry]] = {}
    for row in rows:
        key = (row.entry.copy, row.entry.grade_id)
        earlier = before.setdefault(key, {})
        if key not in by_key:
            by_key[key] = JournalCell({})
        by_key[key].take(row, earlier)
        earlier[row.entry.rank] = row.entry
    return by_key


def last_rank(db: Connection, assignment: EpreuveId) -> int:
    """The rank of an épreuve's last row, 0 without any."""
    return transactions.last_rank(db, JOURNAL, assignment)


def last_settled(db: Connection) -> datetime.datetime | None:
    """The time of the last level settled, of all épreuves; None without any."""
    at = db.execute(select(func.max(JOURNAL.c.at)).where(JOURNAL.c.kind == "settled")).scalar()
    return None if at is None else at.replace(tzinfo=datetime.UTC)


def add(db: Connection, assignment: EpreuveId, rows: Sequence[JournalRow]) -> None:
    """Write rows at the end of the journal; the caller holds the épreuve's lock, and gave them their ranks."""
    if rows:
        db.execute(JOURNAL.insert(), [_columns(assignment, row) for row in rows])


def settled(entry: JournalEntry) -> Settled:
    """A settled level as its row has it."""
    return Settled(
        entry.copy,
        entry.grade_id,
        entry.level,
        entry.points,
        entry.comment,
        entry.who,
        entry.reason,
        entry.origin,
        entry.at,
    )


def last_gesture(db: Connection, assignment: EpreuveId, grader: str) -> tuple[JournalRow, JournalRow | None] | None:
    """A grader's last gesture that was not undone, and their gesture before it on the same cell, if any.

    None where there is none, or it came with a spreadsheet: a whole sheet is not undone cell by cell.
    """
    mine = (JOURNAL.c.assignment == assignment) & (JOURNAL.c.who == grader)
    undone = select(JOURNAL.c.undoes).where(mine, JOURNAL.c.undoes.is_not(None))
    left = _READ.where(mine, JOURNAL.c.kind == "judgement", JOURNAL.c.rank.not_in(undone))
    left = left.order_by(JOURNAL.c.rank.desc()).limit(1)
    last = _first(db, left)
    if last is None or last.entry.origin == "sheet":
        return None
    entry = last.entry
    same = (JOURNAL.c.copy == entry.copy, JOURNAL.c.grade_id == entry.grade_id, JOURNAL.c.rank < entry.rank)
    return last, _first(db, left.where(*same))


def _first(db: Connection, query: Any) -> JournalRow | None:
    row = db.execute(query).first()
    return None if row is None else _row(row)


def _row(row: Any) -> JournalRow:
    *fields, at, undoes, restores = row
    fields.append(at.replace(tzinfo=datetime.UTC))
    return JournalRow(JournalEntry(*fields), undoes, restores)


def _same(mine: Settled, other: Settled) -> bool:
    return (mine.points, mine.comment, mine.reason, mine.author) == (
        other.points,
        other.comment,
        other.reason,
        other.author,
    )


def _columns(assignment: EpreuveId, row: JournalRow) -> dict[str, Any]:
    columns = {name: getattr(row.entry, name) for name in JournalEntry.__struct_fields__}
    columns["at"] = row.entry.at.astimezone(datetime.UTC).replace(tzinfo=None)
    return columns | {"assignment": assignment, "undoes": row.undoes, "restores": row.restores}
