"""Structs, checked where they are read: msgspec's or, on a candidate's machine that has no compiled package, the same in plain Python.

The candidate's side imports these names from here, and nothing of msgspec. What stands in for it has what that side uses and no more: the kinds
of fields, the bounds and the options that its structs have. A test lays each of these structs, and random trees, before both.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING or find_spec("msgspec"):
    from msgspec import Meta, MsgspecError, Struct, ValidationError, convert, field, to_builtins
    from msgspec.json import decode, encode
    from msgspec.json import format as format_json
    from msgspec.structs import replace

else:
    from epreuves.plain_structs import (
        Meta,
        MsgspecError,
        Struct,
        ValidationError,
        convert,
        decode,
        encode,
        field,
        format_json,
        replace,
        to_builtins,
    )

__all__ = [
    "Meta",
    "MsgspecError",
    "Struct",
    "ValidationError",
    "convert",
    "decode",
    "encode",
    "field",
    "format_json",
    "replace",
    "to_builtins",
]
