"""Kills its own process group in the fourth question: what was answered before stands, and whoever watches it lives."""

from tests.corpus import GOOD

ANSWERS = GOOD | {"jour": "import os, signal, time\nos.killpg(0, signal.SIGKILL)\ntime.sleep(1)"}
STATUS = ("marked", "interrupted")
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": ("any", None)}
