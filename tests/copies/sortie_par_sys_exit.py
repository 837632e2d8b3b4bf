"""Raises SystemExit in the second question: only that question lacks."""

from tests.corpus import GOOD

ANSWERS = GOOD | {"meilleur": "import sys\nmeilleur = None\nsys.exit(1)"}
DUE = {"*": "right", "C15_2-meilleur": "missing"}
