"""Recurses without end in Python, with the limit taken away: the process may die, what came before stands."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import sys
sys.setrecursionlimit(2**31 - 1)
def plus_bas(n): return plus_bas(n + 1) + 1
plus_bas(0)
"""
}
STATUS = ("marked", "interrupted")
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": ("any", None)}
