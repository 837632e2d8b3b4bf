"""Calls abort, for a core file as large as it comes."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import ctypes, resource
try: resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
except (ValueError, OSError): pass
ctypes.CDLL(None).abort()
"""
}
STATUS = "interrupted"
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": "missing"}
