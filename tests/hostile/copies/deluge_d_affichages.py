"""Displays without end: rich outputs, each new."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
from IPython.display import HTML, display
while True: display(HTML("<table><tr><td>x</td></tr></table>" * 50))
"""
}
STATUS = ("marked", "interrupted")
DUE = {
    "*": ("any", None),
    "C15_1-roas": "right",
    "C15_2-meilleur": "right",
    "C15_2-moyen": "right",
    "C15_2-jour": "missing",
}
