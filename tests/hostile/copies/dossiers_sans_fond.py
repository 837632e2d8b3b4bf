"""Everything is right; nests folders deeper than a path may be long, for whoever cleans up."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import os
ici = os.open(".", os.O_RDONLY)
try:
    for n in range(3000):
        os.mkdir("d" * 100); os.chdir("d" * 100)
except OSError: pass
os.fchdir(ici)
meilleur_jour = jours.set_index("jour")["recette"].idxmax()
"""
}
DUE = "right"
