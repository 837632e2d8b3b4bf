"""Kills its own process in the second question: what was answered before stands."""

from tests.corpus import GOOD

ANSWERS = GOOD | {"meilleur": "import os\nos._exit(0)"}
STATUS, REASON = "interrupted", "Python s'est arrêté"
DUE = {"*": "missing", "C15_1-roas": "right"}
