"""What marking leaves in an autograded notebook: answers, marks and mends, so that it can be explained and done again."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.marking.notation import Mark

#: Where the record lies in a notebook's metadata. A copy's own metadata never gets there: the doctor drops it.
KEY = "epreuves"

Status = Literal["marked", "unreadable", "foreign", "interrupted"]


class Given(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a candidate of an épreuve done in groups was marked on: group's name (empty for who is in none), rules of `groups`
    that were applied, and sentences, which name people: for instructors, not for who reads copies blind.
    """

    name: str = ""
    rules: tuple[int, ...] = ()
    said: str = ""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Record of one copy: how it was read and run, on which variant, what it answered, what each answer earned.

    ordinary: whether its assignment has nothing of the kit's. unsure: cells, by grade id, on which a person is to look whatever the
    machine gave. scores: on an ordinary assignment, points and maximum of each cell that the machine marks, as nbgrader reads them.
    group: None where the épreuve is not done in groups. submission, inputs, scheme: digests of what was handed in, of what its run depends on besides, of what its marks depend on.
    """

    status: Status
    reason: str = ""
    mends: tuple[str, ...] = ()
    variant: str = ""
    ordinary: bool = False
    unsure: tuple[str, ...] = ()
    scores: dict[str, tuple[float, float]] = {}
    group: Given | None = None
    submission: str = ""
    inputs: str = ""
    scheme: str = ""
    incidents: dict[str, str] = {}
    answers: dict[str, Any] = {}
    marks: tuple[Mark, ...] = ()
    autoevaluation: dict[str, Any] = {}


def put(notebook: Any, record: Record) -> None:
    """Lay a record in a notebook's metadata."""
    notebook["metadata"][KEY] = msgspec.to_builtins(record)


def get(notebook: Any) -> Record | None:
    """The record of an autograded notebook, or None where the kit did not mark it."""
    try:
        return msgspec.convert(notebook.get("metadata", {}).get(KEY), Record)
    except msgspec.ValidationError:
        return None


class _Metadata(msgspec.Struct):
    epreuves: Record | None = None


class _Notebook(msgspec.Struct):
    metadata: _Metadata


def read_record(path: Path) -> Record | None:
    """The record in an autograded notebook's file; None where there is none that can be read."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(path.read_bytes(), type=_Notebook).metadata.epreuves
    return None
