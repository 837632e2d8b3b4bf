"""Everything is right; makes empty files, folders and links until there is no room for a name."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import os, time
debut = time.monotonic()
for dossier in (".", "/tmp"):
    try:
        for n in range(400_000):
            os.mkdir(f"{dossier}/@JETON@_{n}")
            if time.monotonic() - debut > 1: break
    except OSError: pass
meilleur_jour = jours.set_index("jour")["recette"].idxmax()
"""
}
DUE = "right"
