"""Starts sixty thousand threads of the smallest stacks, which a copy's memory holds; the answers before stand."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import _thread, threading, time
threading.stack_size(32 * 1024)
for n in range(60_000):
    _thread.start_new_thread(time.sleep, (3600,))
"""
}
# Root's threads are ended with their copy; others' are refused, and the copy goes on.
STATUS = ("marked", "interrupted")
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": ("any", None)}
