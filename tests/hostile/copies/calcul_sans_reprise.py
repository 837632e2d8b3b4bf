"""A C loop of hours in NumPy that never looks at signals."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import numpy as np
a = np.ones((30, 30, 30, 30))
np.einsum("abcd,efgh,ijkl->", a, a, a)
"""
}
STATUS = "interrupted"
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": "missing"}
