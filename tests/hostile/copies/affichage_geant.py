"""Everything is right; one display of two hundred megabytes, one of a million keys, one nested ten thousand deep."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
from IPython.display import publish_display_data, display
publish_display_data({"text/plain": "x" * 200_000_000})
publish_display_data({str(n): "x" for n in range(300_000)})
arbre = 1
for _ in range(10_000): arbre = [arbre]
try: publish_display_data({"application/json": arbre})
except RecursionError: pass
meilleur_jour = jours.set_index("jour")["recette"].idxmax()
"""
}
STATUS = ("marked", "interrupted")
DUE = {"*": "right", "C15_2-jour": ("any", None), "C15_3-graphe": ("any", None)}
