"""Overflows the C stack through objects nested a million deep, compared, shown and freed."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import sys
sys.setrecursionlimit(2**31 - 1)
a = b = ()
for n in range(3_000_000): a, b = (a,), (b,)
a == b
repr(a)
"""
}
STATUS = ("marked", "interrupted")
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": ("any", None)}
