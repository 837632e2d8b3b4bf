"""`seance.yaml` changed field by field: comments, order and what nobody asked to change stay as they are."""

from __future__ import annotations

import datetime
import io
import re
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from epreuves.wording.errors import Faults, KitError
from epreuves_kit.course import files, sitting, timetable
from epreuves_kit.course.folders import Course
from epreuves_kit.variants.session import FILE, read_written
from epreuves_kit.wording.strict_yaml import YamlRefused

#: A field of the file, from its root: ("dates", "l'épreuve", "lieu").
FieldPath: TypeAlias = tuple[str, ...]
FieldValue: TypeAlias = str | int | float | datetime.date | Sequence[str] | Sequence[Mapping[str, str]] | None
_LINE = re.compile(r"ligne \d+, ")


def new_key() -> str:
    """A session's key that nobody guesses."""
    return "-".join(secrets.token_hex(2) for _ in range(8))


def change(course: Course, fields: Mapping[FieldPath, FieldValue]) -> None:
    """Write these fields in `seance.yaml`; None and what is empty take a field away. Raises KitError, Faults where the session could not be read
    any more; nothing is written then.
    """
    path = course.root / FILE
    before = content(path)
    after = changed(before, fields)
    if faults := [fault for fault in _faults(course, after) if _bare(fault) not in map(_bare, _faults(course, before))]:
        raise Faults(*faults)
    files.put(path, after)


def changed(before: bytes, fields: Mapping[FieldPath, FieldValue], file: str = FILE) -> bytes:
    """The content of a file in YAML, `seance.yaml` unless another is named, with these fields as they are given. Raises KitError where it is no YAML."""
    reader = YAML()
    reader.preserve_quotes = True
    reader.width = 10_000
    try:
        root = reader.load(before.decode("utf-8-sig")) or CommentedMap()
    except Exception as error:  # the strict reader says what is wrong before it comes to this
        raise KitError(f"{file} ne se lit pas : {error}") from None
    for names, value in fields.items():
        _put(root, names, value)
    written = io.StringIO()
    reader.dump(root, written)
    return f"{written.getvalue().rstrip()}\n".encode()


def _put(root: CommentedMap, names: FieldPath, value: FieldValue) -> None:
    """Put one field in its place; what holds nothing any more goes with it."""
    *above, last = names
    places = [root]
    for name in above:
        if not isinstance(places[-1].get(name), CommentedMap):
            places[-1][name] = _flow(CommentedMap()) if len(places) == len(above) else CommentedMap()
        places.append(places[-1][name])
    if value is not None and value != "" and value != () and value != []:
        places[-1][last] = _scalar(value)
        return
    places[-1].pop(last, None)
    for name, place in zip(reversed(above), reversed(places[:-1]), strict=True):
        if not place[name]:
            del place[name]


def _flow(value: Any) -> Any:
    value.fa.set_flow_style()
    return value


def _scalar(value: Any) -> Any:
    """A value as it is written: a text that another reader could take for something else is quoted."""
    match value:
        case str() if "\n" in value:
            return LiteralScalarString(f"{value.rstrip()}\n")
        case str() if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d|[a-z]\w*_\w+|oui|non|declarer", value):
            return value
        case str():
            return DoubleQuotedScalarString(value)
        case [{}, *_]:
            return CommentedSeq(CommentedMap((name, _scalar(text)) for name, text in entry.items()) for entry in value)
        case list() | tuple():
            return _flow(CommentedSeq(map(_scalar, value)))
        case float() if value.is_integer():
            return int(value)
    return value


def content(path: Path) -> bytes:
    """The content of a file of the course's root; empty where it is not there. Raises KitError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise KitError(f"« {path.name} » ne s'ouvre pas ({error.strerror or error}).") from None


def _faults(course: Course, content: bytes) -> tuple[str, ...]:
    """The sentences on what is wrong in a session so written."""
    if not content.strip():
        return ()
    try:
        pair = read_written(content)
    except YamlRefused as refused:
        return (f"{FILE}, {refused}.",)
    faults: list[str] = []
    for check in (timetable.of, sitting.permissions_of):
        try:
            check(course, pair)
        except Faults as wrong:
            faults += wrong.faults
        except KitError as wrong:
            faults.append(str(wrong))
    return tuple(faults)


def _bare(fault: str) -> str:
    """A sentence without the line, which moves."""
    return _LINE.sub("", fault)
