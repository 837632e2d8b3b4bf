"""The jury's record of a course: what was done at orals and in the session, only added to, and what it amounts to."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, func, select, text

from epreuves.course.folders import Course
from epreuves.jury import acts
from epreuves.jury.acts import AbsenceAct, Act, DecisionAct, JuryEntry, MakeUpAct, OralAct
from epreuves.jury.evidence import Absence, Changed, MakeUp, Status
from epreuves.rubric.database import ACTS, Database
from epreuves.wording.errors import KitError

K = TypeVar("K")
V = TypeVar("V")


class Standing(msgspec.Struct, frozen=True):
    """Where the record stands.

    orals: levels by épreuve, candidate and compétence. absences: by épreuve and candidate; one at the whole épreuve covers its
    oral. makeups: by candidate and compétence. changes: the jury's own decisions by candidate and code. candidates: all named.
    """

    orals: dict[tuple[str, str, str], int]
    absences: dict[tuple[str, str], Absence]
    makeups: dict[tuple[str, str], MakeUp]
    changes: dict[tuple[str, str], Changed]
    candidates: frozenset[str]


def stand(entries: Iterable[JuryEntry]) -> Standing:
    """Where rows of the record, oldest first, lead."""
    orals: dict[tuple[str, str, str], int] = {}
    away: dict[tuple[str, str, str], Absence] = {}
    makeups: dict[tuple[str, str], MakeUp] = {}
    changes: dict[tuple[str, str], Changed] = {}
    candidates = set()
    for entry in entries:
        match entry.act:
            case OralAct(epreuve, candidate, "niveau", key, level):
                _put(orals, (epreuve, candidate, key), level)
            case AbsenceAct(epreuve, candidate, where, state, reason):
                told = None if state == "présent" else Absence(where, state == "justifiée", reason)
                _put(away, (epreuve, candidate, where), told)
            case MakeUpAct(candidate=candidate, competence=competence, cancelled=cancelled) as act:
                _put(makeups, (candidate, competence), None if cancelled else MakeUp(_share(act)))
            case DecisionAct(candidate, code, status, reason):
                own = None if status is None else Changed(Status(status), reason, entry.author, entry.at)
                _put(changes, (candidate, code), own)
        if named := getattr(entry.act, "candidate", None):
            candidates.add(named)
    # The whole épreuve after its oral, so that it is the one that stays.
    ordered = sorted(away.items(), key=lambda item: item[0][2] != "oral")
    absences = {(epreuve, candidate): absence for (epreuve, candidate, _), absence in ordered}
    return Standing(orals, absences, makeups, changes, frozenset(candidates))


def _put(where: dict[K, V], key: K, value: V | None) -> None:
    """Set a value, or take it away where it is None."""
    if value is None:
        where.pop(key, None)
    else:
        where[key] = value


def _share(act: MakeUpAct) -> Fraction | None:
    if act.points is None or act.maximum is None:
        return None
    return Fraction(act.points) / Fraction(act.maximum)


#: PostgreSQL: what those who write here wait for, one after the other; any number that nothing else uses.
_TURN = 0x6A757279


class JuryRecord:
    """The record of the course at `root`; a context manager. What `add` is given is kept when it returns, or none of it is.

    patience: seconds to wait for whoever else writes in the gradebook. Raises KitError, like all its methods, where the
    gradebook cannot be read or written, and KitError where the course's configuration fails.
    """

    def __init__(self, root: Path, *, patience: float = 60) -> None:
        self.places = Course(root)
        self._database = Database(self.places.db_url, self.places.root, patience)

    def __enter__(self) -> JuryRecord:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def add(self, author: str, *done: Act) -> tuple[JuryEntry, ...]:
        """Keep what an author did, in order; KitError where the name or a value cannot be meant."""
        name = acts.author(author)
        try:
            content = [
                msgspec.json.encode(msgspec.convert(msgspec.to_builtins(act), Act)).decode() for act in done
            ]
        except msgspec.ValidationError as refused:
            raise KitError(f"Rien n'est enregistré : une valeur ne convient pas ({refused}).") from None
        at = datetime.datetime.now(datetime.UTC)

        def work(db: Connection) -> tuple[JuryEntry, ...]:
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
            return tuple(JuryEntry(rank, act, name, at) for rank, act in enumerate(done, first))

        return self._database.write("", work)

    def entries(self, *kinds: type[Act]) -> list[JuryEntry]:
        """Every row of those kinds, oldest first; of all kinds where none is named."""
        query = select(ACTS.c.rank, ACTS.c.content, ACTS.c.author, ACTS.c.at).order_by(ACTS.c.rank)
        if kinds:
            query = query.where(ACTS.c.kind.in_([_tag(kind) for kind in kinds]))
        rows = self._database.read(lambda db: db.execute(query).all())
        return [
            JuryEntry(rank, _decoded(rank, content), author, at.replace(tzinfo=datetime.UTC))
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
