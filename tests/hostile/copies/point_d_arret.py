"""Stops in the debugger and asks for a shell of its own: only that question can lack."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
breakpoint()
import pdb; pdb.set_trace()
from IPython import embed; embed()
"""
}
DUE = {"*": "right", "C15_2-jour": "missing"}
