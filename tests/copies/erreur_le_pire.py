"""Named mistake « le_pire »."""

from tests.corpus import GOOD

ANSWERS = GOOD | {"meilleur": "meilleur = roas.idxmin()"}
DUE = {"*": "right", "C15_2-meilleur": ("mistake", "le_pire")}
