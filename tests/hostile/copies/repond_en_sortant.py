"""Publishes answers and marks when its process ends: nobody listens any more."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
from IPython.display import publish_display_data
QUESTIONS = ("C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe")
def publie(q): publish_display_data({"application/vnd.epreuves.reponse+json": {"v": 1, "question": q, "reponse": True, "points": 4, "outcome": "right"}, "text/plain": "4.0"})

import atexit, weakref, threading
def tout(): [publie(q) for q in QUESTIONS]; print(4.0)
atexit.register(tout)
threading._register_atexit(tout)
class Fin:
    def __del__(self): tout()
fin = Fin(); weakref.finalize(fin, tout)
"""
    )
}
ANSWERS = {}
REACHED = True
DUE = "missing"
