"""The record's tables, beside nbgrader's in the same database. Rows are added to them, and never changed nor removed.

Ranks are given by the register, which one writer at a time may do for an assignment: no database's own counter is relied on.

Whoever adds a table of ours to the gradebook names it `epreuves_…` and declares it in `METADATA`, so that it is made in a new
gradebook before a saved one is put back there (see `backup`, which saves every table of that name).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    inspect,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable

METADATA = MetaData()

#: What graders did and what counts of it, in the order in which it came: see `appreciation.Entry`.
#: undoes: the judgement's rank that an undo takes back; restores: that of the judgement it goes back to, None for none.
JOURNAL = Table(
    "epreuves_journal", METADATA,
    Column("assignment", String(128), primary_key=True),
    Column("rank", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("copy", String(32), nullable=False),
    Column("grade_id", String(128), nullable=False),
    Column("who", String(130), nullable=False),
    Column("level", Integer),
    Column("points", Float),
    Column("comment", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("undoes", Integer),
    Column("restores", Integer),
    Column("at", DateTime, nullable=False),
)  # fmt: skip
CELLS = Index("epreuves_journal_cells", JOURNAL.c.assignment, JOURNAL.c.copy, JOURNAL.c.grade_id)

#: What was last written in nbgrader's tables of one student's criterion, so that what others write there is told apart.
CARRIED = Table(
    "epreuves_report", METADATA,
    Column("assignment", String(128), primary_key=True),
    Column("rank", Integer, primary_key=True, autoincrement=False),
    Column("notebook", String(128), nullable=False),
    Column("student", String(128), nullable=False),
    Column("grade_id", String(128), nullable=False),
    Column("points", Float),
    Column("comment", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)  # fmt: skip
CARRIED_CELLS = Index("epreuves_report_cells", CARRIED.c.assignment, CARRIED.c.student, CARRIED.c.grade_id)

#: Double markings; the last of an assignment counts. copies: their keys, as JSON. after: rank of the journal's last row then.
PLAN = Table(
    "epreuves_plan", METADATA,
    Column("assignment", String(128), primary_key=True),
    Column("rank", Integer, primary_key=True, autoincrement=False),
    Column("first", String(60), nullable=False),
    Column("second", String(60), nullable=False),
    Column("share", Float, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("copies", Text, nullable=False),
    Column("after", Integer, nullable=False),
    Column("author", String(60), nullable=False),
    Column("at", DateTime, nullable=False),
)  # fmt: skip

#: What the copies' keys are made with: one row, written once, so that no later change of `seance.yaml` loses a judgement.
KEY = Table(
    "epreuves_cle", METADATA,
    Column("rank", Integer, primary_key=True, autoincrement=False),
    Column("key", String(64), nullable=False),
)  # fmt: skip


def missing(engine: Engine) -> list[Table]:
    """Those of the record's tables that a database does not have yet."""
    known = set(inspect(engine).get_table_names())
    return [table for table in METADATA.sorted_tables if table.name not in known]


def make(engine: Engine) -> None:
    """Make the tables that are missing; two who do it at once do it once."""
    for table in missing(engine):
        try:
            with engine.begin() as db:
                db.execute(CreateTable(table))
                for index in table.indexes:
                    db.execute(CreateIndex(index))
        except DBAPIError:
            with engine.connect() as db:  # the other made it; if not, this says what is wrong
                db.execute(select(table).limit(0))
