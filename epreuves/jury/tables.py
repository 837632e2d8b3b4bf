"""The jury's table, beside nbgrader's and the graders' in the same database: rows are added to it, never changed nor removed."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, String, Table, Text, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateTable

METADATA = MetaData()

#: kind: the tag of `acts`; content: the act as JSON; at: UTC. rank: from 1, given by the one who writes.
ACTES = Table(
    "epreuves_jury", METADATA,
    Column("rank", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("content", Text, nullable=False),
    Column("author", String(60), nullable=False),
    Column("at", DateTime, nullable=False),
)  # fmt: skip


def make(engine: Engine) -> None:
    """Make the table where it is missing; two who do it at once do it once."""
    if inspect(engine).has_table(ACTES.name):
        return
    try:
        with engine.begin() as db:
            db.execute(CreateTable(ACTES))
    except DBAPIError:
        with engine.connect() as db:  # the other made it; if not, this says what is wrong
            db.execute(select(ACTES).limit(0))
