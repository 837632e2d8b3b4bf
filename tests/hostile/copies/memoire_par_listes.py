"""A list that grows until memory ends: that question lacks, the others stand."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
def grossit():
    tas = []
    while True: tas.append(list(range(1_000_000)))
grossit()
"""
}
DUE = {"*": "right", "C15_2-jour": "missing"}
