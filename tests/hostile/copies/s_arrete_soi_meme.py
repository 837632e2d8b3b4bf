"""Stops itself by SIGSTOP: nobody waits longer than the deadline."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)
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
