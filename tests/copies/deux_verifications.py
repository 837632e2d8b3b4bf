"""Calls `verifier` a second time, with another guess, in its answer cell: only the verification cell counts."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": 'meilleur_jour = jours["jour"].iloc[0]\nverifier("C15_2-jour", jours.set_index("jour")["recette"].idxmax(), date())'
}
DUE = {"*": "right", "C15_2-jour": ("mistake", "premier_jour")}
