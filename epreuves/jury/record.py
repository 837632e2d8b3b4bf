"""The jury's record of a course: what was done at orals and in the jury, kept in the gradebook's database as it was done."""

from __future__ import annotations

import datetime
from pathlib import Path
from types import TracebackType

import msgspec
from sqlalchemy import Connection, func, select, text

from epreuves.gradebook.feedback.course import places
from epreuves.jury import acts
from epreuves.jury.acts import Act, Entry
from epreuves.rubric.database import Database
from epreuves.rubric.tables import ACTS
from epreuves.wording.errors import KitError

#: PostgreSQL: what those who write here wait for, one after the other; any number that nothing else uses.
_TURN = 0x6A757279


class Record:
    """The record of the course at `root`; a context manager. What `add` is given is kept when it returns, or none of it is.

    patience: seconds to wait for whoever else writes in the gradebook. Raises KitError, like all its methods, where the
    gradebook cannot be read or written, and KitError where the course's configuration fails.
    """

    def __init__(self, root: Path, *, patience: float = 60) -> None:
        self.places = places(root)
        self._database = Database(self.places.db_url, self.places.root, patience)

    def __enter__(self) -> Record:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def add(self, author: str, *done: Act) -> tuple[Entry, ...]:
        """Keep what an author did, in order; KitError where the name or a value cannot be meant."""
        name = acts.author(author)
        try:
            content = [
                msgspec.json.encode(msgspec.convert(msgspec.to_builtins(act), Act)).decode() for act in done
            ]
        except msgspec.ValidationError as refused:
            raise KitError(f"Rien n'est enregistré : une valeur ne convient pas ({refused}).") from None
        at = datetime.datetime.now(datetime.UTC)

        def work(db: Connection) -> tuple[Entry, ...]:
            if db.dialect.name == "postgresql":
                db.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
            first = 1 + (db.scalar(select(func.max(ACTS.c.rank))) or 0)
            rows = [
                {
                    "rank": rank,
                    "kind": _kind(act),
                    "content": said,
                    "author": name,
                    "at": at.replace(tzinfo=None),
                }
                for rank, (act, said) in enumerate(zip(done, content, strict=True), first)
            ]
            if rows:
                db.execute(ACTS.insert(), rows)
            return tuple(Entry(rank, act, name, at) for rank, act in enumerate(done, first))

        return self._database.write("", work)

    def entries(self, *kinds: type[Act]) -> list[Entry]:
        """Every row of those kinds, oldest first; of all kinds where none is named."""
        query = select(ACTS.c.rank, ACTS.c.content, ACTS.c.author, ACTS.c.at).order_by(ACTS.c.rank)
        if kinds:
            query = query.where(ACTS.c.kind.in_([_tag(kind) for kind in kinds]))
        rows = self._database.read(lambda db: db.execute(query).all())
        return [
            Entry(rank, _decoded(rank, content), author, at.replace(tzinfo=datetime.UTC))
            for rank, content, author, at in rows
        ]


def _kind(act: Act) -> str:
    return _tag(type(act))


def _tag(kind: type[msgspec.Struct]) -> str:
    return str(kind.__struct_config__.tag)


def _decoded(rank: int, content: str) -> Act:
    try:
        return msgspec.json.decode(content, type=Act)
    except msgspec.MsgspecError as refused:
        raise KitError(
            f"Le registre du jury a une ligne illisible (n° {rank} : {refused}) ; elle n'a pas été écrite par cette version du kit."
        ) from None
