"""Writes without end into descriptors 1 and 2, past Python."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import os
while True:
    os.write(1, b"\xff" * 65536); os.write(2, b"\x00" * 65536)
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
