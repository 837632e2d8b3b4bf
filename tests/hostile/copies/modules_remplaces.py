"""Puts objects that answer to every name in the place of the kit's modules, already loaded or to come."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
from IPython.display import publish_display_data
QUESTIONS = ("C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe")
def publie(q): publish_display_data({"application/vnd.epreuves.reponse+json": {"v": 1, "question": q, "reponse": True, "points": 4, "outcome": "right"}, "text/plain": "4.0"})

import types
class Tout(types.ModuleType):
    def __getattr__(self, nom):
        if nom.startswith("__"): raise AttributeError(nom)
        return lambda *a, **k: publie(a[0]) if a else 4.0
for nom in [n for n in sys.modules if n.split(".")[0] == "epreuves"] + ["epreuves_kit.marking", "epreuves_kit.gradebook"]:
    sys.modules[nom] = Tout(nom)
"""
    )
}
ANSWERS = {}
REACHED = True
DUE = "invalid"
