"""The no-break spaces that a text lacks where candidates read."""

from __future__ import annotations

from pathlib import Path

from epreuves.wording.typography import spaced
from epreuves_kit.authoring.statements import lines
from epreuves_kit.authoring.text import Sujet
from epreuves_kit.course import files
from epreuves_kit.wording import TO_WRITE


def mend_file(path: Path, sujet: Sujet) -> int:
    """Put into a text the no-break spaces that it lacks where candidates read; gives how many."""
    written = path.read_text("utf-8").split("\n")
    count = 0
    for line in (shown for shown in lines(sujet) if TO_WRITE not in shown.text):
        before = written[line.number - 1]
        if before.endswith(line.text) and (better := spaced(line.text)) != line.text:
            written[line.number - 1] = before[: len(before) - len(line.text)] + better
            count += lacking(line.text)
    if count:
        files.write(path, "\n".join(written).encode())
    return count


def lacking(text: str) -> int:
    """The number of no-break spaces that a text lacks."""
    return sum(a != b for a, b in zip(text, spaced(text), strict=True))
