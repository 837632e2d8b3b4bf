"""Graders' remarks on passages of writings, beside nbgrader's rows: the table, the remarks that stand, and whether a passage is still there.

Rows are added and never changed: one that takes a remark back names its rank. A passage is kept as its words and those around it, as in the
W3C's Web Annotation model (text quote selector): it is found again wherever the text moved, and told where the text changed.
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from epreuves_kit.gradebook.transactions import last_rank

#: Characters of a passage, of what is kept on either side of it, and of a remark.
LONGEST_QUOTE, LONGEST_AROUND, LONGEST = 2_000, 60, 2_000

#: removes: the rank of the remark that a row takes back. students: the candidates of the copy, as JSON. cell, grade_id: the writing's, and
#: that of the criterion that the remark is about, empty for none. before, after: the words around. journal: the rank of the journal's last row then.
PASSAGES = sa.Table(
    "epreuves_passage",
    sa.MetaData(),
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("rank", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("removes", sa.Integer),
    sa.Column("copy", sa.String(32), nullable=False),
    sa.Column("notebook", sa.String(128), nullable=False),
    sa.Column("students", sa.Text, nullable=False),
    sa.Column("cell", sa.String(128), nullable=False),
    sa.Column("grade_id", sa.String(128), nullable=False),
    sa.Column("quote", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("who", sa.String(60), nullable=False),
    sa.Column("journal", sa.Integer, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)


class Passage(msgspec.Struct, frozen=True):
    """A remark on a passage of a copy's writing. at: UTC, aware. Fields as the table's columns."""

    rank: int
    copy: str
    notebook: str
    students: tuple[str, ...]
    cell: str
    grade_id: str
    quote: str
    before: str
    after: str
    text: str
    who: str
    journal: int
    at: datetime.datetime


def read(db: sa.Connection, assignment: str, copies: Collection[str] | None = None) -> tuple[Passage, ...]:
    """The remarks of an épreuve that stand, in the order in which they were made; of those copies, by key, or of all for None."""
    query = sa.select(PASSAGES).where(PASSAGES.c.assignment == assignment).order_by(PASSAGES.c.rank)
    if copies is not None:
        query = query.where(PASSAGES.c.copy.in_(list(copies)))
    standing: dict[int, Passage] = {}
    for row in db.execute(query).mappings():
        if row["removes"] is not None:
            standing.pop(row["removes"], None)
            continue
        fields = {name: row[name] for name in Passage.__struct_fields__}
        fields |= {"students": tuple(json.loads(row["students"])), "at": row["at"].replace(tzinfo=datetime.UTC)}
        standing[row["rank"]] = Passage(**fields)
    return tuple(standing.values())


def add(db: sa.Connection, assignment: str, passage: Passage, removes: int | None = None) -> Passage:
    """Write a remark, or the row that takes back the one of rank `removes`; the caller holds the épreuve's lock. Gives it with its rank."""
    kept = msgspec.structs.replace(passage, rank=last_rank(db, PASSAGES, assignment) + 1)
    columns = {name: getattr(kept, name) for name in Passage.__struct_fields__}
    columns |= {
        "students": json.dumps(list(kept.students)),
        "at": kept.at.astimezone(datetime.UTC).replace(tzinfo=None),
    }
    db.execute(PASSAGES.insert(), columns | {"assignment": assignment, "removes": removes})
    return kept


def stands_in(quote: str, source: str) -> bool:
    """True if a passage, quoted as it was read, is in a text as it was written: Markdown's signs, spaces and case make no difference."""
    return _letters(quote) in _letters(source)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()
