"""Closes every descriptor, the channel among them: what was answered before stands."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import os
os.closerange(0, 65536)
"""
}
STATUS = ("marked", "interrupted")
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": ("any", None)}
