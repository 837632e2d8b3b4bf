"""Named mistake « moyenne_simple »."""

from tests.corpus import GOOD

ANSWERS = GOOD | {"moyen": "moyen = roas.mean()"}
DUE = {"*": "right", "C15_2-moyen": ("mistake", "moyenne_simple")}
