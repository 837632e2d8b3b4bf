"""What is called within the walls to open a file that was handed in: what it takes, and what it gives back as data."""

from __future__ import annotations

import msgspec

from epreuves.answers.files.deliverable import FileAsked, examine
from epreuves.answers.files.kinds import MAX_BYTES
from epreuves.answers.files.workbook import workbook_tree
from epreuves.answers.forms import WorkbookForm


def read_deliverable(payload: bytes) -> bytes:
    """(asked, name, content) in msgpack, to the JSON of a HandedFile."""
    wanted, name, content = msgspec.msgpack.decode(payload)
    return msgspec.json.encode(examine(msgspec.convert(wanted, FileAsked), name, content[: MAX_BYTES + 1]))


def read_workbook(payload: bytes) -> bytes:
    """(form, file's name, content) in msgpack, to the JSON tree of what was read, or of a refusal."""
    form, name, content = msgspec.msgpack.decode(payload)
    return msgspec.json.encode(workbook_tree(msgspec.convert(form, WorkbookForm), name, content))


def payload(asked: FileAsked | WorkbookForm, name: str, content: bytes) -> bytes:
    """What either takes."""
    return msgspec.msgpack.encode((msgspec.to_builtins(asked), name, content))
