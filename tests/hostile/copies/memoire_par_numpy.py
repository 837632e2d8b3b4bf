"""Asks NumPy for terabytes, then for all that is left, written page by page."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import numpy as np
def grossit():
    try: np.ones(10**12)
    except MemoryError: pass
    tas = []
    while True: tas.append(np.ones(10**7))
grossit()
"""
}
DUE = {"*": "right", "C15_2-jour": "missing"}
