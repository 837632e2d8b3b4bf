"""Fills files in memory, which no limit on addresses counts."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import os
bloc = b"x" * (1 << 22)
fds, ecrit = [os.memfd_create(str(n)) for n in range(8)], 0
try:
    while ecrit < 40 << 30:
        ecrit += os.write(fds[ecrit >> 22 & 7], bloc)
finally:
    print("ecrit", ecrit)
    for fd in fds: os.close(fd)
raise MemoryError("tout pris")
"""
}
DUE = {"*": "right", "C15_2-jour": "missing"}
