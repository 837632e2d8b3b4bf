"""The chart of a copy: for each compétence, the share of the points of its questions and of its criteria."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from epreuves.wording.french import counted, number, percent
from epreuves_kit.feedback.lines import CompetenceBlock, Sum

#: Pixels: of a compétence's title, of a bar with the words above it, and between compétences.
_TITLE, _BAR, _GAP = 26, 40, 12


class Bar(msgspec.Struct, frozen=True):
    """One bar: which part it tells of, the pixel it starts at, its width in percent (0 to 100), and its value in words."""

    kind: str
    name: str
    top: int
    width: float
    value: str


class ChartRow(msgspec.Struct, frozen=True):
    """A compétence's bars, under its code and what it is about in a few words."""

    code: str
    name: str
    top: int
    bars: tuple[Bar, ...]


class Chart(msgspec.Struct, frozen=True):
    """All the bars, the height in pixels, and what the chart shows, as a text for who does not see it."""

    rows: tuple[ChartRow, ...]
    height: int
    said: str


def chart(blocks: Iterable[CompetenceBlock]) -> Chart | None:
    """The chart of a copy's compétences; None where there is nothing to draw."""
    rows, words, top = [], [], 0
    for block in blocks:
        bars = []
        start, top = top, top + _TITLE
        for kind, name, part in (("machine", "Calculs", block.machine), ("grille", "Critères", block.grille)):
            if part is None or not block.code:
                continue
            if part.pending:
                value, width = f"en attente, sur {counted(part.maximum, 'point')}", 0.0
            else:
                width = min(100.0, max(0.0, 100 * part.points / part.maximum))
                value = f"{number(part.points)} / {counted(part.maximum, 'point')} · {_share(part)}"
            bars.append(Bar(kind, name, top, round(width, 2), value))
            top += _BAR
        if not bars:
            top = start
            continue
        rows.append(ChartRow(block.code, block.name, start, tuple(bars)))
        words.append(f"{block.code}, {block.name} : " + ", ".join(f"{bar.name.lower()} {bar.value}" for bar in bars))
        top += _GAP
    return Chart(tuple(rows), top - _GAP, " ; ".join(words) + ".") if rows else None


def _share(part: Sum) -> str:
    """A whole percentage, cut and not rounded up: « 66 % »; a sum of floats is a hair beside its true value."""
    return percent(part.points / part.maximum + 1e-11, cut=True)
