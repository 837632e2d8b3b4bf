"""Answers with objects whose `__class__` is a lie and whose `__float__` changes at each call."""

SOURCE = """
import itertools, datetime, pandas as pd
suite = itertools.count()
class Menteur(metaclass=type("M", (type,), {"__instancecheck__": lambda c, i: True, "__subclasscheck__": lambda c, s: True})):
    @property
    def __class__(self): return float
    def __float__(self): return float(next(suite))
    __index__ = __int__ = lambda self: next(suite)
    def __str__(self): return "2,5"
    __repr__ = __str__
class Reel(float):
    def __float__(self): return float(next(suite))
    def __str__(self): return "3"
roas = pd.Series([Menteur()] * 5, index=list(pub["canal"]))
meilleur = Menteur()
moyen = Menteur()
meilleur_jour = type("date", (datetime.date,), {"isoformat": lambda s: "2026-03-04", "__eq__": lambda s, o: True})(1999, 1, 1)
graphe = Menteur()
"""
ANSWERS = {"roas": SOURCE, "meilleur": "pass", "moyen": "pass", "jour": "pass", "graphe": "pass"}
DUE = "invalid"
