"""Reading an autograded notebook: its bytes, and of them what a feedback needs; outputs and images are passed over."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any, TypedDict

import msgspec

from epreuves.gradebook.record import Record
from epreuves.wording.errors import KitError


class NotebookIllisible(KitError):
    """An autograded notebook cannot be read; a French sentence says why."""


class _Meta(TypedDict, total=False):
    nbgrader: dict[str, Any] | None


class _Cell(TypedDict):
    cell_type: str
    metadata: _Meta
    source: str | list[str]


class _NotebookMeta(TypedDict, total=False):
    epreuves: msgspec.Raw


class _Notebook(TypedDict):
    nbformat: int
    metadata: _NotebookMeta
    cells: list[_Cell]


class Autograded(msgspec.Struct, frozen=True):
    """What a feedback reads in an autograded notebook: cells (type, nbgrader's metadata, source), and the kit's record, if any."""

    cells: list[_Cell]
    record: Record | None


_notebooks = msgspec.json.Decoder(_Notebook)
_records = msgspec.json.Decoder(Record)


def contents(path: Path) -> bytes:
    """The bytes of an autograded notebook, which must be an ordinary file: a pipe would never end, a link leads elsewhere."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise NotebookIllisible(
            f"La copie corrigée « {path.name} » ne s'ouvre pas ({error.strerror})."
        ) from None
    with os.fdopen(file, "rb") as stream:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise NotebookIllisible(f"La copie corrigée « {path.name} » n'est pas un fichier ordinaire.")
        return stream.read()


def ordinary(data: bytes) -> bool:
    """Whether the bytes are those of a copy of an assignment that has nothing of the kit's."""
    if b'"ordinary": true' not in data:  # most are not, and would be read twice
        return False
    record = parse(data).record
    return record is not None and record.ordinary


def parse(data: bytes) -> Autograded:
    """Read the bytes of a notebook; raises NotebookIllisible unless they are one of version 4."""
    try:
        try:
            found = _notebooks.decode(data)
        except msgspec.ValidationError:
            raise
        except (msgspec.DecodeError, UnicodeDecodeError):
            found = _notebooks.decode(_plain(data))
    except (ValueError, RecursionError):
        raise NotebookIllisible(
            "La copie corrigée n'est pas un notebook lisible : corrigez-la de nouveau (epreuves autograde --force)."
        ) from None
    if found["nbformat"] != 4:
        raise NotebookIllisible(
            f"La copie corrigée est un notebook de version {found['nbformat']} : attendu 4."
        )
    for cell in found["cells"]:
        cell["source"] = "".join(cell["source"])
    return Autograded(found["cells"], _record(found["metadata"].get("epreuves")))


def _plain(data: bytes) -> bytes:
    """Python's own JSON, which Jupyter writes, in that of everybody: NaN becomes null, half a character a question mark."""
    read = json.loads(data, parse_constant=lambda _: None)
    return json.dumps(read, ensure_ascii=False).encode("utf-8", "replace")


def _record(raw: msgspec.Raw | None) -> Record | None:
    """The kit's record, None where it did not mark the copy."""
    try:
        return None if raw is None else _records.decode(raw)
    except msgspec.ValidationError:
        return None
