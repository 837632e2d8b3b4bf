"""Loops for ever with a handler of its own for interruptions: stopped, and what was answered before stands."""

from tests.corpus import GOOD

ANSWERS = GOOD | {"jour": "import signal\nsignal.signal(signal.SIGINT, lambda *a: None)\nwhile True:\n    pass"}
STATUS = "interrupted"
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": "missing"}
