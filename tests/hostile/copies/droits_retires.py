"""Everything is right; takes all rights from its folder and its files, for whoever cleans up."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import os
os.makedirs("ferme/a/b", exist_ok=True)
for chemin in ("ferme/a/b", "ferme/a", "ferme", "."):
    try: os.chmod(chemin, 0)
    except OSError: pass
meilleur_jour = jours.set_index("jour")["recette"].idxmax()
"""
}
DUE = "right"
