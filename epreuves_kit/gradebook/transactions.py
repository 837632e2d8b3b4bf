"""Writing in a gradebook beside others: transactions that wait for one another, and what keeps a database or a disk from being written."""

from __future__ import annotations

import errno
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, event, func, make_url, select
from sqlalchemy.exc import DBAPIError

from epreuves.wording.remedies import remedy

#: Seconds to wait for whoever else writes in an SQLite gradebook (Formgrader, another command), unless its address says how many
#: (« ?timeout=5 »).
PATIENCE = 60.0
#: Execution options of a connection whose transaction will write.
WRITES = {"epreuves_writes": True}


def patient(url: str | URL) -> str:
    """A gradebook's address under which whoever opens it waits as long as is said, and not the five seconds of SQLite's driver."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and "timeout" not in parsed.query:
        parsed = parsed.update_query_dict({"timeout": f"{PATIENCE:.0f}"})
    return parsed.render_as_string(hide_password=False)


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


LOCKED = (
    "Le carnet de notes est occupé par un autre programme (Formgrader, une autre commande) : attendez qu'il ait fini, "
    "puis recommencez."
)
READ_ONLY = "Le carnet de notes est en lecture seule : rendez modifiables le fichier et le dossier qui le contient, puis recommencez."
FULL = "Le disque est plein : libérez de la place, puis recommencez."
CLOSED = (
    "Le carnet de notes ne s'ouvre pas : vérifiez que son dossier existe et que vous pouvez y écrire, puis recommencez."
)
DAMAGED = (
    f"Le fichier du carnet de notes est abîmé : mettez-le de côté, remettez une sauvegarde ({remedy('restauration')}), "
    "puis recommencez."
)
OLD = f"Le carnet de notes est d'une autre version de nbgrader : lancez {remedy('nbgrader db upgrade')}, puis recommencez."

#: SQLite's names of errors, by their beginning, and what PostgreSQL and others say in words.
_CODES = (
    ("SQLITE_BUSY", LOCKED), ("SQLITE_LOCKED", LOCKED), ("SQLITE_READONLY", READ_ONLY), ("SQLITE_FULL", FULL),
    ("SQLITE_CANTOPEN", CLOSED), ("SQLITE_CORRUPT", DAMAGED), ("SQLITE_NOTADB", DAMAGED),
)  # fmt: skip
_WORDS = (
    (("locked", "lock timeout", "deadlock", "busy"), LOCKED), (("read-only", "readonly"), READ_ONLY),
    (("disk is full", "no space left", "disk full"), FULL), (("no such table", "no such column"), OLD),
)  # fmt: skip


def of_database(error: DBAPIError) -> str:
    """A sentence on a database's refusal."""
    code = getattr(error.orig, "sqlite_errorname", "") or ""
    reason = str(error.orig or error).strip().split("\n", 1)[0]
    for beginning, sentence in _CODES:
        if code.startswith(beginning):
            return sentence
    for words, sentence in _WORDS:
        if any(word in reason.lower() for word in words):
            return sentence
    return f"Le carnet de notes ne s'écrit pas ({reason}) : rien n'y est inscrit."


def of_disk(error: OSError) -> str:
    """A sentence on a file of the course that cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    where = f" « {error.filename} »" if error.filename else ""
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"Le dossier du cours ne se laisse pas écrire{where} : rendez-le modifiable, puis recommencez."
    return f"Un fichier du cours ne s'écrit pas{where} ({error.strerror or error})."


def is_locked(error: DBAPIError) -> bool:
    """True if somebody else writes in the gradebook, which passes by itself."""
    return of_database(error) == LOCKED


def last_rank(db: Connection, table: Table, assignment: str) -> int:
    """The rank of an épreuve's last row in one of the record's tables, 0 without any; ranks are given by who holds the épreuve's lock."""
    return db.scalar(select(func.max(table.c.rank)).where(table.c.assignment == assignment)) or 0
