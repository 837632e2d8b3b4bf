"""The lint's findings, as values; rendering is the command's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import listed, plural

Level = Literal["erreur", "avertissement"]

#: Figures that differ from one variant to another do not make another cause.
_FIGURE = re.compile(r"[-−]?\d[\d\s.,]*")


class Finding(msgspec.Struct, frozen=True):
    """One finding: the rule's slug, the épreuve, and where it can be told the file, the cell, the line and the letters of the variants."""

    rule: str
    epreuve: EpreuveId
    message: str
    level: Level = "erreur"
    file: str = ""
    cell: str = ""
    line: int = 0
    variants: str = ""

    def sentence(self) -> str:
        """The finding in one French sentence: where, what, and the rule in brackets."""
        layout = [
            self.file or self.epreuve,
            *([f"ligne {self.line}"] if self.line else []),
            *([f"cellule « {self.cell} »"] if self.cell else []),
            *([f"{plural(len(self.variants), 'variante')} {spans(self.variants)}"] if self.variants else []),
        ]
        return f"{self.level} — {', '.join(layout)} : {self.message} [{self.rule}]"


def spans(letters: str) -> str:
    """« A », « A et C », « A à L »: letters in order, those that follow one another together."""
    ordered = sorted(set(letters))
    runs = [ordered[:1]]
    for before, after in pairwise(ordered):
        if ord(after) == ord(before) + 1:
            runs[-1].append(after)
        else:
            runs.append([after])
    parts = [part for run in runs for part in (run if len(run) < 3 else [f"{run[0]} à {run[-1]}"])]
    return listed(parts)


def grouped(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for a cause, in the order in which they first came, with the letters of all its variants."""
    causes: dict[tuple[str, ...], Finding] = {}
    for finding in findings:
        same = _FIGURE.sub("#", finding.message) if finding.variants else finding.message
        key = (
            finding.rule,
            finding.level,
            finding.file,
            finding.cell,
            str(finding.line),
            same,
            str(bool(finding.variants)),
        )
        first = causes.setdefault(key, finding)
        letters = "".join(sorted({*first.variants, *finding.variants}))
        causes[key] = msgspec.structs.replace(first, variants=letters)
    return list(causes.values())
