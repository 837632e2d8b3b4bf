"""Loops for ever in one question, and lets itself be interrupted: only that question lacks."""

from tests.corpus import GOOD

ANSWERS = GOOD | {"jour": "meilleur_jour = None\nwhile True:\n    pass"}
DUE = {"*": "right", "C15_2-jour": "missing"}
