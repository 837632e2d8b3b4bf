"""Writes at address zero: the process dies, what came before stands."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import ctypes
ctypes.memset(0, 0, 1)
"""
}
STATUS = "interrupted"
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": "missing"}
