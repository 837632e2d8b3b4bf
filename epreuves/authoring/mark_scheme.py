"""A task cell's mark scheme read back: what a grader sees at each level."""

from __future__ import annotations

import re

from epreuves.authoring.amorces import BEGIN_MARK_SCHEME, END_MARK_SCHEME

_NIVEAU = re.compile(r"- \*\*(\d) — [^*]+\*\* : (.+)\Z")


def read_mark_scheme(text: str) -> dict[int, str]:
    """Descriptors by level (0…3) that a task cell's text holds; empty where it has no mark scheme of ours."""
    trouves: dict[int, str] = {}
    dedans = False
    for ligne in text.splitlines():
        if BEGIN_MARK_SCHEME in ligne:
            dedans = True
        elif END_MARK_SCHEME in ligne:
            dedans = False
        elif dedans and (niveau := _NIVEAU.match(ligne.strip())):
            # People read them as plain text, where the marks of code would stand bare.
            trouves[int(niveau[1])] = niveau[2].replace("`", "")
    return trouves
