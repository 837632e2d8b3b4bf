"""A fork bomb: refused at the first fork, so that only that question lacks."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import os
while True:
    os.fork()
"""
}
DUE = {"*": "right", "C15_2-jour": "missing"}
