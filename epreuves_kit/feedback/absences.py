"""Absences that the jury's record holds, as pages need them: the record itself belongs to a layer above (`epreuves_kit.jury.record`)."""

from __future__ import annotations

import msgspec
from sqlalchemy import create_engine, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql import column, table

from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.rows import made
from epreuves_kit.gradebook.transactions import patient

_ACTS = table("epreuves_jury", column("rank"), column("kind"), column("content"))


class _Absence(msgspec.Struct):
    """An act of the record, as far as it is read."""

    epreuve: str
    candidat: str
    where: str
    state: str


def written(course: Course) -> frozenset[tuple[str, str]]:
    """The absences from a whole épreuve that stand, as épreuve and candidate; none where the record is not begun or cannot be read."""
    away: dict[tuple[str, str], bool] = {}
    try:
        if not made(course.db_url, course.root):
            return frozenset()
        url = make_url(course.db_url)
        if url.get_backend_name() == "sqlite":
            url = url.set(database=str(course.root / (url.database or "")))
        engine = create_engine(patient(url))
        try:
            with engine.connect() as db:
                acts = (
                    db.scalars(select(_ACTS.c.content).where(_ACTS.c.kind == "absence").order_by(_ACTS.c.rank)).all()
                    if inspect(db).has_table(_ACTS.name)
                    else []
                )
        finally:
            engine.dispose()
        for act in (msgspec.json.decode(content, type=_Absence) for content in acts):
            if act.where == "épreuve":
                away[act.epreuve, act.candidat] = act.state != "présent"
    except (SQLAlchemyError, ImportError, msgspec.MsgspecError):
        return frozenset()
    return frozenset(key for key, stands in away.items() if stands)
