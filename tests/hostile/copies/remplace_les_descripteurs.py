"""Puts its own pipe, full, in the place of every descriptor."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import os
lecture, ecriture = os.pipe()
os.set_blocking(ecriture, False)
try:
    while True: os.write(ecriture, b"x" * 4096)
except BlockingIOError: pass
os.set_blocking(ecriture, True)
for fd in range(0, 256):
    if fd not in (lecture, ecriture): os.dup2(ecriture, fd)
"""
}
STATUS = ("marked", "interrupted")
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": ("any", None)}
