"""Starts threads by the thousand, each asleep for ever; the answers before and after stand."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import threading, time
for n in range(20_000):
    threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
"""
}
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": ("any", None)}
