"""Waits for a lock that it holds: only that question lacks."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import threading
verrou = threading.Lock(); verrou.acquire(); verrou.acquire()
"""
}
DUE = {"*": "right", "C15_2-jour": "missing"}
