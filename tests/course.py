"""The épreuves of the repository's own course, found where they are written: no test names them one by one."""

from __future__ import annotations

from pathlib import Path

from epreuves.authoring import cours, demonstration

ROOT = Path(__file__).parents[1]
EPREUVES = cours.epreuves(ROOT)
#: Épreuve and notebook, for each notebook that is built of its texts.
NOTEBOOKS = [
    (epreuve, name)
    for epreuve in EPREUVES
    for name, text in ((epreuve, "sujet.py"), ("rex", "rex.py"))
    if (ROOT / "sujets" / epreuve / text).exists()
]
#: Those that the demonstration plays.
PLAYED = demonstration.played(ROOT)
