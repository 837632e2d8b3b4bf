"""What marking leaves in an autograded notebook: answers, marks and mends, so that it can be explained and done again."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from epreuves.marking.notation import Mark

#: Where the record lies in a notebook's metadata. A copy's own metadata never gets there: the doctor drops it.
KEY = "epreuves"

Status = Literal["marked", "unreadable", "foreign", "interrupted"]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Record of one copy: how it was read and run, on which variant, what it answered, what each answer earned.

    submission, inputs, scheme: digests of what was handed in, of what its run depends on besides, of what its marks depend on.
    """

    status: Status
    reason: str = ""
    mends: tuple[str, ...] = ()
    variant: str = ""
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
        return msgspec.convert(notebook["metadata"].get(KEY), Record)
    except msgspec.ValidationError:
        return None
