"""A file put in its place at once: whoever looks sees the one before, or this one, whole."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def replace(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file beside its place, in a folder that is made, and move it there; an OSError leaves nothing behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{os.getpid()}.partiel")
    try:
        with beside.open("wb") as stream:
            stream.write(content)
        beside.chmod(mode)
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
