"""Sleeps for an hour inside the C library, again and again, with all signals blocked."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import ctypes, signal
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True: ctypes.CDLL(None).sleep(3600)
"""
}
STATUS = "interrupted"
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": "missing"}
