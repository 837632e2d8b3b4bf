"""Raises a group of errors, groups within groups: only that question lacks."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
groupe = ExceptionGroup("g", [ValueError(n) for n in range(2000)])
for _ in range(60): groupe = ExceptionGroup("g", [groupe, ValueError("x")])
raise groupe
"""
}
DUE = {"*": "right", "C15_2-jour": "missing"}
