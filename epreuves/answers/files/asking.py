"""`livrable`: tells a candidate whether a file that people will judge is there, opens, and holds what is asked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from epreuves.answers.checking import CHANNEL, recorded
from epreuves.answers.files.deliverable import asked, look
from epreuves.answers.typed import home


def livrable(
    id: str,
    fichier: str,
    formats: str | Iterable[str] = ("pdf",),
    feuilles: str | Iterable[str] = (),
    pages: int | None = None,
) -> None:
    """Ask for a file beside the notebook, `fichier` without its extension, in one of the formats, and say whether it is in order.

    `feuilles` are sheets that a workbook must hold, `pages` the most pages.
    """
    wanted = asked(id, fichier, formats, feuilles, pages)
    if recorded() or os.environ.get(CHANNEL) or os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return
    handed = look(wanted, home())
    if handed.faults:
        sentence = " ; ".join(handed.faults)
        print(f"✗ {sentence[:1].upper()}{sentence[1:]}.", file=sys.stderr)
        return
    aside = f" ({' ; '.join(handed.aside)})" if handed.aside else ""
    print(f"✓ Fichier remis : {handed.said}{aside}. Il sera lu par les correcteurs.")
