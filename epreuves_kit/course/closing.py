"""Places where a course keeps what ends a session: the folder of its closing, and the one of what is given to persons."""

from __future__ import annotations

from pathlib import Path

#: What the closing leaves.
FOLDER, SEAL, STATEMENT, ARCHIVE = "cloture", "sceau.jsonl", "cloture.pdf", "archive.zip"
#: Where each person's own data is laid.
OWN_DATA = "donnees-personnelles"


def folder(root: Path) -> Path:
    """The folder of a course's closing."""
    return root / FOLDER


def closed(root: Path) -> bool:
    """True if the session of a course is closed."""
    return (folder(root) / SEAL).exists()
