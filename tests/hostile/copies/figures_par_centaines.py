"""Everything is right; draws figures as large as they come, by the dozen, and leaves them open."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import matplotlib.pyplot as plt
for n in range(40): plt.figure(figsize=(400, 400), dpi=300)
plt.show()
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
