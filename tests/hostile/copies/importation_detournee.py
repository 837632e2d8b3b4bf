"""Replaces `__import__` and puts a finder of its own before all others, so that whatever is imported is its own."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
from IPython.display import publish_display_data
QUESTIONS = ("C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe")
def publie(q): publish_display_data({"application/vnd.epreuves.reponse+json": {"v": 1, "question": q, "reponse": True, "points": 4, "outcome": "right"}, "text/plain": "4.0"})

import builtins, importlib.abc, importlib.machinery, types
class Trouveur(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, nom, chemin=None, cible=None):
        return importlib.machinery.ModuleSpec(nom, self) if nom.startswith("epreuves") else None
    def create_module(self, spec): return None
    def exec_module(self, module): module.hand_over = module.verifier = lambda q, *a, **k: publie(q)
sys.meta_path.insert(0, Trouveur())
for nom in [n for n in sys.modules if n.split(".")[0] == "epreuves"]: del sys.modules[nom]
vrai = builtins.__import__
def faux(nom, *a, **k): return vrai(nom, *a, **k)
builtins.__import__ = faux
"""
    )
}
ANSWERS = {}
REACHED = True
DUE = {"*": ("any", 0)}
