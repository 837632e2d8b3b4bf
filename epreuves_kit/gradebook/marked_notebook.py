"""An autograded notebook read: its cells, and what marking left in it, so that a mark can be explained and worked out again."""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypedDict

import msgspec

from epreuves.answers.files.deliverable import HandedFile
from epreuves.referentiel.levels import Level
from epreuves.wording.errors import KitError
from epreuves.wording.remedies import remedy
from epreuves_kit.marking.marks import Mark

#: Where the record lies in a notebook's metadata. A copy's own metadata never gets there: the doctor drops it.
KEY = "epreuves"

#: The metadata of an output that tells graders of a workbook's mechanics.
FOR_GRADERS = {"epreuves": "mecanique"}

Status = Literal["marked", "unreadable", "foreign", "interrupted"]


def for_graders(output: Mapping[str, Any]) -> bool:
    """True if an output is told to whoever judges, and is no work of the candidate's: what their own cells display loses its metadata."""
    return output.get("metadata") == FOR_GRADERS


class MarkedGroup(msgspec.Struct, frozen=True, omit_defaults=True):
    """Group of a candidate of an épreuve done in groups: its name (empty for who is in none), the rules of `groups` that were
    applied, and sentences, which name people: for instructors, not for who reads copies blind.
    """

    name: str = ""
    rules: tuple[int, ...] = ()
    said: str = ""


class DocumentPages(msgspec.Struct, frozen=True):
    """A document whose pages are drawn after the marks: its kind, one of `office.PROGRAMS`, and the digest of its bytes."""

    kind: str
    digest: str


class MarkingRecord(msgspec.Struct, frozen=True, kw_only=True, rename={"self_assessment": "autoevaluation"}):
    """Record of one copy: how it was read and run, on which variant, what it answered, what each answer earned.

    ordinary: whether its assignment has nothing of the kit's. unsure: cells, by grade id, on which a person is to look whatever the
    machine gave. scores: on an ordinary assignment, points and maximum of each cell that the machine marks, as nbgrader reads them.
    tables: by question, the digest of a table of the candidate's own (`judging.JudgedSheet`).
    files: those handed in for people to judge. pages: by the cell that asks for it, a document whose pages are drawn after the marks.
    group: None where the épreuve is not done in groups. submission, inputs, scheme: digests of what was handed in, of what its run depends on besides, of what its marks depend on.
    """

    status: Status
    reason: str = ""
    mends: tuple[str, ...] = ()
    variant: str = ""
    ordinary: bool = False
    unsure: tuple[str, ...] = ()
    scores: dict[str, tuple[float, float]] = {}
    group: MarkedGroup | None = None
    submission: str = ""
    inputs: str = ""
    scheme: str = ""
    incidents: dict[str, str] = {}
    answers: dict[str, object] = {}
    marks: tuple[Mark, ...] = ()
    tables: dict[str, str] = {}
    self_assessment: dict[str, Any] = {}
    files: tuple[HandedFile, ...] = ()
    pages: dict[str, DocumentPages] = {}


def self_assessed(record: MarkingRecord | None) -> dict[str, tuple[Level | None, str]]:
    """The level that a candidate gives to each compétence, by code, and why; what is no level, or no text, counts as not said."""
    written: Any = record.self_assessment.get("competences") if record else None
    levels = {}
    for code, entry in written.items() if isinstance(written, dict) else ():
        fields = entry if isinstance(entry, dict) else {}
        level, words = fields.get("niveau"), fields.get("pourquoi")
        given = Level(level) if type(level) is int and level in tuple(Level) else None
        levels[code] = (given, words if isinstance(words, str) else "")
    return levels


def declared_help(record: MarkingRecord | None) -> str:
    """The help received as a candidate declares it; empty where nothing is declared, or it is no text."""
    words = record.self_assessment.get("aide") if record else None
    return words.strip() if isinstance(words, str) else ""


def put(notebook: Any, record: MarkingRecord) -> None:
    """Lay a record in a notebook's metadata."""
    notebook["metadata"][KEY] = msgspec.to_builtins(record)


def get(notebook: Any) -> MarkingRecord | None:
    """The record of an autograded notebook, or None where the kit did not mark it."""
    try:
        return msgspec.convert(notebook.get("metadata", {}).get(KEY), MarkingRecord)
    except msgspec.ValidationError:
        return None


class _Metadata(msgspec.Struct):
    epreuves: MarkingRecord | None = None


class _Notebook(msgspec.Struct):
    metadata: _Metadata


def read_record(path: Path) -> MarkingRecord | None:
    """The record in an autograded notebook's file; None where there is none that can be read."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(path.read_bytes(), type=_Notebook).metadata.epreuves
    return None


class UnreadableMarkedNotebook(KitError):
    """An autograded notebook cannot be read; a French sentence says why."""


class _MarkedMeta(TypedDict, total=False):
    nbgrader: dict[str, Any] | None


class _MarkedCell(TypedDict):
    cell_type: str
    metadata: _MarkedMeta
    source: str | list[str]


class _NotebookMeta(TypedDict, total=False):
    epreuves: msgspec.Raw


class _MarkedNotebook(TypedDict):
    nbformat: int
    metadata: _NotebookMeta
    cells: list[_MarkedCell]


class Autograded(msgspec.Struct, frozen=True):
    """The part of an autograded notebook that a feedback reads: cells (type, nbgrader's metadata, source), and the kit's record, if any."""

    cells: list[_MarkedCell]
    record: MarkingRecord | None


_notebooks = msgspec.json.Decoder(_MarkedNotebook)
_records = msgspec.json.Decoder(MarkingRecord)


def contents(path: Path) -> bytes:
    """The bytes of an autograded notebook, which must be an ordinary file: a pipe would never end, a link leads elsewhere."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise UnreadableMarkedNotebook(
            f"La copie corrigée « {path.name} » ne s'ouvre pas ({error.strerror})."
        ) from None
    with os.fdopen(file, "rb") as stream:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise UnreadableMarkedNotebook(f"La copie corrigée « {path.name} » n'est pas un fichier ordinaire.")
        return stream.read()


def ordinary(data: bytes) -> bool:
    """True if the bytes are those of a copy of an assignment that has nothing of the kit's."""
    if b'"ordinary": true' not in data:  # most are not, and would be read twice
        return False
    record = parse(data).record
    return record is not None and record.ordinary


def parse(data: bytes) -> Autograded:
    """Read the bytes of a notebook; raises UnreadableMarkedNotebook unless they are one of version 4."""
    try:
        try:
            notebook = _notebooks.decode(data)
        except msgspec.ValidationError:
            raise
        except (msgspec.DecodeError, UnicodeDecodeError):
            notebook = _notebooks.decode(_plain(data))
    except (ValueError, RecursionError):
        raise UnreadableMarkedNotebook(
            f"La copie corrigée n'est pas un notebook lisible : corrigez-la de nouveau ({remedy('autograde', '--force')})."
        ) from None
    if notebook["nbformat"] != 4:
        raise UnreadableMarkedNotebook(
            f"La copie corrigée est un notebook de version {notebook['nbformat']} : attendu 4."
        )
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return Autograded(notebook["cells"], _record(notebook["metadata"].get("epreuves")))


def _plain(data: bytes) -> bytes:
    """Python's own JSON, which Jupyter writes, in that of everybody: NaN becomes null, half a character a question mark."""
    read = json.loads(data, parse_constant=lambda _: None)
    return json.dumps(read, ensure_ascii=False).encode("utf-8", "replace")


def _record(raw: msgspec.Raw | None) -> MarkingRecord | None:
    """The kit's record, None where it did not mark the copy."""
    try:
        return None if raw is None else _records.decode(raw)
    except msgspec.ValidationError:
        return None
