"""Reading an autograded notebook for a grader: its cells with outputs and attachments, and the kit's record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from epreuves.gradebook.feedback.notebook import NotebookIllisible, contents
from epreuves.gradebook.record import Record, get

#: Bytes of a copy that are read: hostile ones are cut below this when they are marked.
MAXIMUM_BYTES = 120_000_000


class Read(msgspec.Struct, frozen=True):
    """An autograded notebook: its cells as plain dictionaries, sources whole, and the record (None: not marked by the kit)."""

    cells: list[dict[str, Any]]
    record: Record | None


def read(path: Path) -> Read:
    """Read a copy; raises NotebookIllisible, whose sentence names the file, where it is no notebook of version 4."""
    data = contents(path)
    if len(data) > MAXIMUM_BYTES:
        raise NotebookIllisible(f"La copie corrigée « {path.name} » pèse {len(data) // 1_000_000} Mo : c'est trop pour être montrée.")  # fmt: skip
    try:
        tree = _tree(data)
        cells = [_cell(c) for c in tree["cells"]]
        if tree["nbformat"] != 4:
            raise ValueError("version")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotebookIllisible(
            f"La copie corrigée « {path.name} » n'est pas un notebook lisible : corrigez-la de nouveau (epreuves autograde --force)."
        ) from None
    return Read(cells, get({"metadata": tree.get("metadata") or {}}))


def _tree(data: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):  # Python's own JSON, with NaN or halves of characters
        return json.loads(data, parse_constant=lambda _: None)


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    return {
        "id": str(cell.get("id", "")), "cell_type": str(cell["cell_type"]), "source": "".join(cell["source"]),
        "metadata": metadata if isinstance(metadata, dict) else {},
        "outputs": [o for o in cell.get("outputs") or () if isinstance(o, dict)],
        "attachments": cell["attachments"] if isinstance(cell.get("attachments"), dict) else {},
    }  # fmt: skip
