"""Calls within the walls that open a file that was handed in: what they take, and what they give back as data."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import msgspec

from epreuves.answers.files.deliverable import FileAsked, examine
from epreuves.answers.files.kinds import MAX_BYTES
from epreuves.answers.files.workbook import workbook_tree
from epreuves.answers.forms import WorkbookForm
from epreuves_kit.marking.files import drawing


def read_deliverable(payload: bytes) -> bytes:
    """(asked, name, content) in msgpack, to the JSON of a HandedFile."""
    wanted, name, content = msgspec.msgpack.decode(payload)
    return msgspec.json.encode(examine(msgspec.convert(wanted, FileAsked), name, content[: MAX_BYTES + 1]))


def read_workbook(payload: bytes) -> bytes:
    """(form, file's name, content) in msgpack, to the JSON tree of what was read, or of a refusal."""
    form, name, content = msgspec.msgpack.decode(payload)
    return msgspec.json.encode(workbook_tree(msgspec.convert(form, WorkbookForm), name, content))


def payload(asked: FileAsked | WorkbookForm, name: str, content: bytes) -> bytes:
    """The bytes that either takes."""
    return msgspec.msgpack.encode((msgspec.to_builtins(asked), name, content))


#: What `several` does, by name.
_ENTRIES = {"read_deliverable": read_deliverable, "read_workbook": read_workbook, "draw": drawing.draw}


def several(data: bytes) -> bytes:
    """(name of an entry, its payload) by the list, in msgpack, to what each gives; None for one that raised."""
    results: list[bytes | None] = []
    for name, given in msgspec.msgpack.decode(data):
        results.append(None)
        with contextlib.suppress(Exception):  # asked again alone, it says so itself
            results[-1] = _ENTRIES[name](given)
    return msgspec.msgpack.encode(results)


def several_payload(calls: Sequence[tuple[str, bytes]]) -> bytes:
    """The bytes that `several` takes."""
    return msgspec.msgpack.encode(calls)
