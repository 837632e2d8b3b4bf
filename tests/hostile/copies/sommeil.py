"""Sleeps for an hour: only that question lacks."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import time
time.sleep(3600)
"""
}
DUE = {"*": "right", "C15_2-jour": "missing"}
