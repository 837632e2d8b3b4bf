"""Writes without end on the standard output: that question lacks, or the run ends there; what came before stands."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
while True: print("x" * 10_000)
"""
}
STATUS = ("marked", "interrupted")
DUE = {
    "*": ("any", None),
    "C15_1-roas": "right",
    "C15_2-meilleur": "right",
    "C15_2-moyen": "right",
    "C15_2-jour": "missing",
}
