"""Puts another module in the place of `__main__`, with functions of the kit's names that give points, and loses its own names."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
from IPython.display import publish_display_data
QUESTIONS = ("C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe")
def publie(q): publish_display_data({"application/vnd.epreuves.reponse+json": {"v": 1, "question": q, "reponse": True, "points": 4, "outcome": "right"}, "text/plain": "4.0"})

import types
faux = types.ModuleType("__main__")
faux.verifier = faux.hand_over = lambda *a, **k: 4.0
sys.modules["__main__"] = faux
__name__ = "epreuves_kit.marking"
__builtins__ = {"__import__": lambda *a, **k: faux, "print": print, "__build_class__": __build_class__}
"""
    )
}
ANSWERS = {}
REACHED = True
DUE = "missing"
