"""Answers with objects that would run where they are unpickled, copied, compared, shown or formatted."""

SOURCE = """
import functools, os
class Piege:
    def _pose(self, *a): open("/tmp/@JETON@_piege", "w").close(); return "x"
    def __reduce__(self): return (os.system, ("touch /tmp/@JETON@_reduce",))
    def __reduce_ex__(self, n): return self.__reduce__()
    __getstate__ = __deepcopy__ = __copy__ = _repr_html_ = _repr_mimebundle_ = _ipython_display_ = _pose
    def __array__(self, *a, **k): self._pose(); raise SystemExit
    def __getattr__(self, nom): raise SystemExit
    def __format__(self, f): return "4.0"
roas = {"Recherche": Piege(), "Shopping": functools.partial(os.system, "true")}
meilleur = {"$": "choix", "v": "Recherche"}
moyen = {"py/object": "os.system", "py/reduce": ["true"], "$": "nombre", "v": 2}
meilleur_jour = b"cos\\nsystem\\n(S'true'\\ntR."
graphe = Piege()
"""
ANSWERS = {"roas": SOURCE, "meilleur": "pass", "moyen": "pass", "jour": "pass", "graphe": "pass"}
DUE = "invalid"
