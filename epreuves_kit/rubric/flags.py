"""Flags, by which graders tell the instructor something of a copy, and the instructor's answers: rows are added and never changed."""

from __future__ import annotations

import datetime

import msgspec
from sqlalchemy import Connection, select

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.inert import visible_text
from epreuves_kit.gradebook.transactions import last_rank
from epreuves_kit.rubric.appreciation import Flag
from epreuves_kit.rubric.database import FLAGS
from epreuves_kit.rubric.known import plain

#: How many characters a flag, or its answer, may have.
LONGEST = 500


def checked(text: str) -> str:
    """A sentence as it is kept, on one line; raises KitError where there is none, or it is too long."""
    text = " ".join(visible_text(plain(text)).split())
    if not text:
        raise KitError("Écrivez une phrase : ce que vous avez vu, et où.")
    if len(text) > LONGEST:
        raise KitError(f"Cette phrase a {len(text)} caractères ; {LONGEST} au plus : raccourcissez-la.")
    return text


def read(db: Connection, assignment: EpreuveId) -> tuple[Flag, ...]:
    """The flags of an épreuve, in order, each with its answer."""
    flags: dict[int, Flag] = {}
    query = select(FLAGS).where(FLAGS.c.assignment == assignment).order_by(FLAGS.c.rank)
    for row in db.execute(query).mappings():
        at = row["at"].replace(tzinfo=datetime.UTC)
        if row["closes"] is None:
            flags[row["rank"]] = Flag(row["rank"], row["copy"], row["who"], row["text"], at)
        else:
            flags[row["closes"]] = msgspec.structs.replace(
                flags[row["closes"]], answer=row["text"], answered_by=row["who"], answered_at=at
            )
    return tuple(flags.values())


def add(db: Connection, assignment: EpreuveId, copy: str, who: str, text: str, closes: int | None = None) -> Flag:
    """Write a flag, or the answer that closes one; the caller holds the épreuve's lock."""
    last = last_rank(db, FLAGS, assignment)
    at = datetime.datetime.now(datetime.UTC)
    row = {"rank": last + 1, "closes": closes, "copy": copy, "who": who, "text": text}
    db.execute(FLAGS.insert(), {"assignment": assignment, "at": at.replace(tzinfo=None), **row})
    return Flag(last + 1, copy, who, text, at)


def close(db: Connection, assignment: EpreuveId, rank: int, author: str, answer: str) -> Flag:
    """Close a flag; raises KitError where there is none of that rank, or it is closed."""
    every = {flag.rank: flag for flag in read(db, assignment)}
    flag = every.get(rank)
    if flag is None:
        ranks = ", ".join(str(flag.rank) for flag in every.values() if flag.open)
        left = f"ceux qui attendent une réponse : {ranks}" if ranks else "aucun n'attend de réponse"
        raise KitError(f"« {assignment} » n'a pas de signalement n° {rank} ; {left}.")
    if not flag.open:
        raise KitError(
            f"Le signalement n° {rank} a déjà sa réponse, donnée par {flag.answered_by} : « {flag.answer} »."
        )
    done = add(db, assignment, flag.copy, author, answer, rank)
    return msgspec.structs.replace(flag, answer=answer, answered_by=author, answered_at=done.at)
