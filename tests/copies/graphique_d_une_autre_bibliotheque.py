"""Patches matplotlib's classes and hands over a chart that says what it is asked."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "graphe": "import matplotlib.axes as ma, types\ngraphe = types.SimpleNamespace(get_title=lambda: 'x', patches=[], lines=[])\ngraphe.__class__ = types.SimpleNamespace"
}
DUE = {"*": "right", "C15_3-graphe": "invalid"}
