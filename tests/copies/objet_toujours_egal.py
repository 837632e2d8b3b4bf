"""Answers with an object that is equal to, greater and smaller than everything."""

SOURCE = """
class Egal:
    def __eq__(self, other): return True
    def __hash__(self): return 0
    __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __contains__ = __eq__
    def __getattr__(self, name): return self
    def __getitem__(self, key): return self
    def __iter__(self): return iter([self])
    def __len__(self): return 5
    def __array__(self, *a, **k): return self
    def __reduce__(self): return (eval, ("1",))
roas = meilleur = moyen = meilleur_jour = graphe = Egal()
"""
ANSWERS = {"roas": SOURCE, "meilleur": "pass", "moyen": "pass", "jour": "pass", "graphe": "pass"}
DUE = "invalid"
