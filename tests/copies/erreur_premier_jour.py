"""Named mistake « premier_jour »."""

from tests.corpus import GOOD

ANSWERS = GOOD | {"jour": 'meilleur_jour = jours["jour"].min()'}
DUE = {"*": "right", "C15_2-jour": ("mistake", "premier_jour")}
