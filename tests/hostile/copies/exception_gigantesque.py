"""Raises errors whose text is huge, whose text raises, whose chain is long, and whose class lies."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
class Erreur(Exception):
    __module__ = 3
    def __str__(self): raise SystemExit
    __repr__ = __str__
def chaine(n):
    try:
        if n: chaine(n - 1)
        raise ValueError("x" * 1_000_000)
    except ValueError as e: raise Erreur("y" * 1_000_000) from e
chaine(30)
"""
}
DUE = {"*": "right", "C15_2-jour": "missing"}
