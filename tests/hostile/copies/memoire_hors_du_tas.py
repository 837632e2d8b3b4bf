"""Takes memory past Python's own: anonymous and shared maps, files in memory."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import mmap, os
def grossit():
    tas, taille = [], 64 << 20
    for n in range(4096):
        m = mmap.mmap(-1, taille, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS) if n % 2 else mmap.mmap(-1, taille, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        for page in range(0, taille, 4096): m[page] = 1
        tas.append(m)
grossit()
"""
}
DUE = {"*": "right", "C15_2-jour": "missing"}
