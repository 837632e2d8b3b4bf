"""A regular expression that backtracks for ages inside one C call."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import re
re.match(r"(a|aa)+$", "a" * 80 + "b")
"""
}
STATUS = ("marked", "interrupted")
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": ("any", None)}
