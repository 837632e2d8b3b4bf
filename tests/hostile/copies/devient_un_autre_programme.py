"""Puts another program in its own place: refused, so that only that question lacks."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import os, sys
os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(3600)"])
"""
}
DUE = {"*": "right", "C15_2-jour": "missing"}
