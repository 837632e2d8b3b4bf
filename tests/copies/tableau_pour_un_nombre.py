"""Hands over the whole table where a number is due, and a chart where a series is."""

from tests.corpus import GOOD

ANSWERS = GOOD | {"moyen": "moyen = pub", "roas": GOOD["roas"] + "\njuste = roas", "graphe": "graphe = pub"}
DUE = {"*": "right", "C15_2-moyen": "invalid", "C15_3-graphe": "invalid"}
