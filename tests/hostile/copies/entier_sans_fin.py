"""Works out an integer of a billion digits in one call, which no signal interrupts."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
n = 3 ** (10 ** 9)
"""
}
STATUS = ("marked", "interrupted")
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": ("any", None)}
