"""The record's tables, beside nbgrader's in the same database: made, opened, one writer at a time; rows are added and never changed.

Ranks are given by the register, which one writer at a time may do for an assignment: no database's own counter is relied on.

Whoever adds a table of ours to the gradebook names it `epreuves_…` and declares it in `METADATA`, so that it is made in a new
gradebook before a saved one is put back there (see `backup`, which saves every table of that name).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from epreuves.wording.errors import KitError
from epreuves.wording.french import number
from epreuves_kit.gradebook import acts, transactions
from epreuves_kit.gradebook.passages import PASSAGES
from epreuves_kit.gradebook.rows import ASSIGNMENT
from epreuves_kit.gradebook.transactions import WRITES, take_turns

METADATA = sa.MetaData()
#: Remarks on passages, which a candidate's feedback reads too.
PASSAGES.to_metadata(METADATA)

#: What graders did and what counts of it, in the order in which it came: see `appreciation.JournalEntry`.
#: undoes: the judgement's rank that an undo takes back; restores: that of the judgement it goes back to, None for none.
JOURNAL = sa.Table(
    "epreuves_journal",
    METADATA,
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("rank", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("copy", sa.String(32), nullable=False),
    sa.Column("grade_id", sa.String(128), nullable=False),
    sa.Column("who", sa.String(130), nullable=False),
    sa.Column("level", sa.Integer),
    sa.Column("points", sa.Float),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("origin", sa.String(16), nullable=False),
    sa.Column("undoes", sa.Integer),
    sa.Column("restores", sa.Integer),
    sa.Column("at", sa.DateTime, nullable=False),
)
CELLS = sa.Index("epreuves_journal_cells", JOURNAL.c.assignment, JOURNAL.c.copy, JOURNAL.c.grade_id)

#: What was last written in nbgrader's tables of one candidate's criterion, so that what others write there is told apart.
CARRIED = sa.Table(
    "epreuves_report",
    METADATA,
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("rank", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("notebook", sa.String(128), nullable=False),
    sa.Column("student", sa.String(128), nullable=False),
    sa.Column("grade_id", sa.String(128), nullable=False),
    sa.Column("points", sa.Float),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)
CARRIED_CELLS = sa.Index("epreuves_report_cells", CARRIED.c.assignment, CARRIED.c.student, CARRIED.c.grade_id)

#: Double markings; the last of an épreuve counts. copies: their keys, as JSON. after: rank of the journal's last row then.
PLAN = sa.Table(
    "epreuves_plan",
    METADATA,
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("rank", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("first", sa.String(60), nullable=False),
    sa.Column("second", sa.String(60), nullable=False),
    sa.Column("share", sa.Float, nullable=False),
    sa.Column("seed", sa.BigInteger, nullable=False),
    sa.Column("copies", sa.Text, nullable=False),
    sa.Column("after", sa.Integer, nullable=False),
    sa.Column("author", sa.String(60), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)

#: Who judges what; the last of an épreuve counts. Graders, owners and calibration as JSON: see `appreciation.Allotment`. after: as above.
ALLOTMENT = sa.Table(
    "epreuves_repartition",
    METADATA,
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("rank", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("graders", sa.Text, nullable=False),
    sa.Column("by", sa.String(16), nullable=False),
    sa.Column("owners", sa.Text, nullable=False),
    sa.Column("calibration", sa.Text, nullable=False),
    sa.Column("seed", sa.BigInteger, nullable=False),
    sa.Column("after", sa.Integer, nullable=False),
    sa.Column("author", sa.String(60), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)

#: Whether the calibration is to be judged before the rest; the last row of everybody's, then of a grader's, counts. who: empty for everybody.
CALIBRATION = sa.Table(
    "epreuves_etalonnage",
    METADATA,
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("rank", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("who", sa.String(60), nullable=False),
    sa.Column("required", sa.Boolean, nullable=False),
    sa.Column("author", sa.String(60), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)

#: What graders tell the instructor of a copy, and the answers: a row that answers has the rank of the one that it closes.
FLAGS = sa.Table(
    "epreuves_signalement",
    METADATA,
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("rank", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("closes", sa.Integer),
    sa.Column("copy", sa.String(32), nullable=False),
    sa.Column("who", sa.String(60), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)

#: Writings fixed as examples of levels, without names: see `examples`. removes: the rank of the example that a row takes back.
EXAMPLES = sa.Table(
    "epreuves_exemple",
    METADATA,
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("rank", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("removes", sa.Integer),
    sa.Column("grade_id", sa.String(128), nullable=False),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("who", sa.String(60), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)

#: What the copies' keys are made with: one row, written once, so that no later change of `seance.yaml` loses a judgement.
KEY = sa.Table(
    "epreuves_cle",
    METADATA,
    sa.Column("rank", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key", sa.String(64), nullable=False),
)


#: The jury's acts, which a candidate's feedback reads too. They are here so that whoever opens, saves or restores a gradebook knows them.
ACTS = acts.ACTS.to_metadata(METADATA)


def missing(engine: sa.Engine) -> list[sa.Table]:
    """Those of the record's tables that a database does not have yet."""
    present = set(sa.inspect(engine).get_table_names())
    return [table for table in METADATA.sorted_tables if table.name not in present]


def make(engine: sa.Engine) -> None:
    """Make the tables that are missing; two who do it at once do it once."""
    for table in missing(engine):
        try:
            with engine.begin() as db:
                db.execute(CreateTable(table))
                for index in table.indexes:
                    db.execute(CreateIndex(index))
        except DBAPIError:
            with engine.connect() as db:  # the other made it; if not, this says what is wrong
                db.execute(sa.select(table).limit(0))


_Result = TypeVar("_Result")
#: How often a writing that the database stopped to let another go (a deadlock) is tried.
_TRIES = 3


class Database:
    """A course's gradebook.

    url: SQLAlchemy's; an SQLite file is understood from `root`, and must be there. patience: seconds to wait for whoever else
    writes, unless the address says how many (« ?timeout=5 »). Raises KitError, like all that it does, where the gradebook cannot be read or written.
    """

    def __init__(self, url: str, root: Path, patience: float) -> None:
        self._patience = patience
        try:
            parsed = address(url, root)
            asked = parsed.query.get("timeout", patience)
            # Said several times, the last one counts.
            self._patience = patience = float(asked[-1] if isinstance(asked, tuple) else asked)
            self._sqlite = parsed.get_backend_name() == "sqlite"
            if self._sqlite and not Path(parsed.database or "").is_file():
                raise KitError(
                    f"Il n'y a pas de carnet de notes à « {parsed.database} » : publiez l'épreuve, puis corrigez-la."
                )
            self.engine = sa.create_engine(parsed, connect_args={"timeout": patience} if self._sqlite else {})
        except (SQLAlchemyError, ImportError, ValueError) as error:
            raise KitError(
                f"L'adresse du carnet de notes (CourseDirectory.db_url) ne convient pas : {_first_line(error)}"
            ) from None
        if self._sqlite:
            take_turns(self.engine)
        try:
            if missing(self.engine):
                # nbgrader takes a database with any table for one of its own: ours never come first.
                with self.engine.connect() as db:
                    db.execute(sa.select(ASSIGNMENT.c.id).limit(0))
                make(self.engine)
        except DBAPIError as error:
            self.close()
            raise self._refused(error, "ne s'ouvre pas") from None

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def read(self, work: Callable[[sa.Connection], _Result]) -> _Result:
        """Do a work that reads, on one state of the gradebook."""
        try:
            with self.engine.connect() as db, db.begin():
                return work(db)
        except DBAPIError as error:
            raise self._refused(error, "ne se lit pas") from None

    def snapshot(self, work: Callable[[sa.Connection], _Result]) -> _Result:
        """Do a long work that reads, on one state of the gradebook whoever writes meanwhile."""
        options = {} if self._sqlite else {"isolation_level": "REPEATABLE READ"}
        try:
            with self.engine.connect().execution_options(**options) as db, db.begin():
                return work(db)
        except DBAPIError as error:
            raise self._refused(error, "ne se lit pas") from None

    def replace(self, work: Callable[[sa.Connection], _Result]) -> _Result:
        """Do a work that writes in any table, while nobody else writes at all: all of it, or nothing."""
        try:
            with self.engine.connect().execution_options(**WRITES) as db, db.begin():
                if db.dialect.name == "postgresql":
                    self._bound_waiting(db)
                    quoted = db.dialect.identifier_preparer.quote
                    names = ", ".join(map(quoted, sorted(sa.inspect(db).get_table_names())))
                    db.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
                return work(db)
        except DBAPIError as error:
            raise self._refused(error, "ne s'écrit pas") from None

    def write(self, assignment: str, work: Callable[[sa.Connection], _Result]) -> _Result:
        """Do a work that writes for an épreuve, while nobody else does: all of it, or nothing.

        The work may be done more than once, where the database gave way to another: it must leave no trace but in the gradebook.
        """
        for left in reversed(range(_TRIES)):
            try:
                with self.engine.connect().execution_options(**WRITES) as db, db.begin():
                    self._wait_for_turn(db, assignment)
                    return work(db)
            except DBAPIError as error:
                if not left or "deadlock" not in str(error.orig).lower():
                    raise self._refused(error, "ne s'écrit pas") from None
        raise AssertionError("unreachable")

    def key(self, proposed: Callable[[], str]) -> str:
        """The secret that copies' keys are made with: the one written; where there is none yet, the one proposed, written now."""
        query = sa.select(KEY.c.key).where(KEY.c.rank == 1)
        kept = self.read(lambda db: db.scalar(query))
        if kept is None:
            made = hashlib.blake2b((proposed() or secrets.token_hex()).encode(), digest_size=32).hexdigest()
            try:
                with self.engine.connect().execution_options(**WRITES) as db, db.begin():
                    db.execute(KEY.insert(), {"rank": 1, "key": made})
            except DBAPIError:
                pass  # another wrote it first; if not, the reading below says what is wrong
            kept = self.read(lambda db: db.scalar(query))
            if kept is None:
                raise KitError("Le carnet de notes ne s'écrit pas : vérifiez les droits sur le fichier et son dossier.")
        return kept

    def _wait_for_turn(self, db: sa.Connection, assignment: str) -> None:
        if self._sqlite:
            return  # the whole file is locked already
        if db.dialect.name == "postgresql":
            self._bound_waiting(db)
        query = sa.select(ASSIGNMENT.c.id).where(ASSIGNMENT.c.name == assignment)
        db.execute(query.with_for_update(key_share=True))

    def _bound_waiting(self, db: sa.Connection) -> None:
        wait = str(int(self._patience * 1000))
        db.execute(sa.text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": wait})

    def _refused(self, error: DBAPIError, what: str) -> KitError:
        sentence, reason = transactions.of_database(error), _first_line(error.orig or error)
        if sentence == transactions.LOCKED:
            return KitError(
                f"Le carnet de notes est occupé par un autre programme depuis {number(self._patience)} s. Rien n'est enregistré : "
                "attendez qu'il ait fini, puis recommencez."
            )
        if sentence in (transactions.READ_ONLY, transactions.FULL):
            return KitError(f"{sentence} Rien n'est enregistré.")
        return KitError(f"Le carnet de notes {what} : {reason}. Rien n'est enregistré.")


def address(url: str, root: Path) -> sa.URL:
    """A gradebook's address; an SQLite file's path is understood from `root`. Raises what SQLAlchemy does of one that is none."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return parsed.set(database=str(root / (parsed.database or "gradebook.db")))
    return parsed


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0]
