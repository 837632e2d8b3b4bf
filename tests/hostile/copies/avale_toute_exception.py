"""Catches whatever is raised, interruptions included, and goes on."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
def sans_fin():
    while True:
        try:
            while True: pass
        except BaseException: pass
sans_fin()
"""
}
STATUS = ("marked", "interrupted")
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": ("any", None)}
