"""SQLite transactions that wait for one another: the same for all of ours that write in a gradebook."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event

#: Execution options of a connection whose transaction will write.
WRITES = {"epreuves_writes": True}


def take_turns(engine: Engine) -> None:
    """Let an SQLite transaction that will write lock the gradebook from its first reading on, so that no grader's score
    can come between what was read and what is written; Python's own driver would begin at the first writing."""

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        writes = connection.get_execution_options().get("epreuves_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
