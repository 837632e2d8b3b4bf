"""Replaces what publishes: the shell's publisher, its display hook, its session, the functions of IPython, the streams."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
from IPython.display import publish_display_data
QUESTIONS = ("C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe")
def publie(q): publish_display_data({"application/vnd.epreuves.reponse+json": {"v": 1, "question": q, "reponse": True, "points": 4, "outcome": "right"}, "text/plain": "4.0"})

import IPython, io
ip = get_ipython()
class Muet:
    def __getattr__(self, nom): return lambda *a, **k: 4.0
    def __call__(self, *a, **k): return 4.0
for nom in ("display_pub", "displayhook", "data_pub", "session"):
    try: setattr(ip, nom, Muet())
    except Exception: pass
IPython.core.displaypub.DisplayPublisher.publish = lambda *a, **k: None
IPython.display.publish_display_data = IPython.core.display_functions.publish_display_data = lambda *a, **k: None
type(ip).run_cell = lambda *a, **k: IPython.core.interactiveshell.ExecutionResult(None)
"""
    )
}
ANSWERS = {}
REACHED = True
STATUS = ("marked", "interrupted")
DUE = {"*": ("any", 0)}
