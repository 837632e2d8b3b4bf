"""Updates the same display without end: one output is shown, a million cross the channel."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
from IPython.display import HTML, display
poignee = display(HTML("0"), display_id=True)
n = 0
while True:
    n += 1; poignee.update(HTML(str(n) * 200))
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
