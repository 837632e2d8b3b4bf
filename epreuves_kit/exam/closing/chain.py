"""Lines that hold one another: each has the hash of the one before it, so that the last one's stands for all of them.

A line is a JSON object of one type, written in one way only; its last field, « avant », is the SHA-256 of the bytes of the line before
(of the first, what the chain hangs on: 64 zeros, or another chain's root). The last line says how many there are: nothing in it is
free, and so no byte of a file can change unseen, even by who does not have the root at hand.

`sealing` and `erasures` write whole chains, which whoever verifies a session reads years later; a hub's journal grows, and has no last
line. A file longer than LARGEST or a line longer than LONGEST_LINE is none. What is broken raises BrokenChain; nothing is mended here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from epreuves.wording.errors import KitError

#: What the first line of a chain hangs on, where it hangs on nothing.
NOTHING = "0" * 64
#: Bytes of a chain and of a line that are read: of hundreds of thousands of files, not a tenth.
LARGEST, LONGEST_LINE = 500_000_000, 20_000
_HASH = re.compile(r"[0-9a-f]{64}\Z")


class ChainEnd(
    msgspec.Struct, frozen=True, tag="fin", tag_field="ligne", forbid_unknown_fields=True, rename={"lines": "lignes"}
):
    """The last line: the number of those before it."""

    lines: int


class BrokenChain(KitError):
    """A file that was to be a chain is none, or is no longer the one that was written; a French sentence without final stop says where."""


T = TypeVar("T", bound=msgspec.Struct)


def written(lines: Iterable[msgspec.Struct], hangs_on: str = NOTHING) -> tuple[bytes, str]:
    """The bytes of a chain of these lines, and its root. hangs_on: 64 hexadecimal digits."""
    out: list[bytes] = []
    before = hangs_on
    for line in (*lines, None):
        due = ChainEnd(len(out)) if line is None else line
        encoded = _encoded(due, before)
        before = hashlib.sha256(encoded).hexdigest()
        out.append(encoded)
    return b"\n".join(out) + b"\n", before


def read(content: bytes, type: Any, hangs_on: str | None = NOTHING) -> tuple[tuple[Any, ...], str]:
    """The lines of a chain, of a type or a union of types, and its root. Raises BrokenChain.

    hangs_on: what the first line must hang on; None for whatever it says, as long as it is a hash.
    """
    lines, before = _followed(content, type, hangs_on, ended=True)
    if not lines or lines[-1].lines != len(lines) - 1:
        raise BrokenChain("le fichier est incomplet")
    return tuple(lines[:-1]), before


def grown(lines: Iterable[msgspec.Struct], hangs_on: str) -> tuple[bytes, str]:
    """The bytes of lines put at the end of a chain that has no last line because it still grows, and what the next one hangs on."""
    out: list[bytes] = []
    for line in lines:
        encoded = _encoded(line, hangs_on)
        hangs_on = hashlib.sha256(encoded).hexdigest()
        out.append(encoded + b"\n")
    return b"".join(out), hangs_on


def read_growing(content: bytes, type: Any) -> tuple[tuple[Any, ...], str]:
    """The lines of a chain that still grows, and what the next one hangs on: lines cut off at its end are not missed. Raises BrokenChain."""
    lines, before = _followed(content, type, NOTHING, ended=False)
    return tuple(lines), before


def _followed(content: bytes, type: Any, hangs_on: str | None, *, ended: bool) -> tuple[list[Any], str]:
    """The lines, each held to the one before. ended: True if the last one says how many there are."""
    if len(content) > LARGEST:
        raise BrokenChain("le fichier est plus long qu'aucun que le kit écrive")
    rows = content.split(b"\n")
    if rows.pop() != b"":
        raise BrokenChain("le fichier ne finit pas comme le kit l'a écrit")
    lines: list[Any] = []
    before = hangs_on
    for number, row in enumerate(rows, 1):
        last = ended and number == len(rows)
        line, held = _decoded(row, number, ChainEnd if last else type)
        if before is None:
            before = held
        if held != before:
            raise BrokenChain(
                f"la ligne {number} ne suit pas celle d'avant : une ligne a changé, manque ou est en trop"
            )
        if _encoded(line, before) != row:
            raise BrokenChain(f"la ligne {number} n'est pas écrite comme le kit l'écrit")
        before = hashlib.sha256(row).hexdigest()
        lines.append(line)
    return lines, before or NOTHING


def shown(root: str) -> str:
    """A root as people compare it: sixteen groups of four digits."""
    return " ".join(root[at : at + 4] for at in range(0, len(root), 4))


def typed(text: str) -> str:
    """A root as somebody types it from paper, spaces or not; KitError where it is none."""
    digits = "".join(text.split()).lower()
    if not _HASH.match(digits):
        raise KitError(
            "L'empreinte a 64 chiffres et lettres de a à f : recopiez-la du procès-verbal de clôture, avec ou sans espaces."
        )
    return digits


def _encoded(line: msgspec.Struct, before: str) -> bytes:
    fields = msgspec.to_builtins(line)
    return msgspec.json.encode({**fields, "avant": before})


def _decoded(row: bytes, number: int, type: Any) -> tuple[Any, str]:
    try:
        if len(row) > LONGEST_LINE:
            raise ValueError
        fields = msgspec.json.decode(row, type=dict[str, Any])
        before = fields.pop("avant")
        if not isinstance(before, str) or not _HASH.match(before):
            raise ValueError
        return msgspec.convert(fields, type), before
    except (msgspec.MsgspecError, KeyError, ValueError, RecursionError):
        raise BrokenChain(f"la ligne {number} ne se lit pas") from None
