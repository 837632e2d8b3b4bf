"""Writes without end on the standard error, a few characters at a time."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import sys
while True: sys.stderr.write("x")
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
