"""Calls `verifier` for all questions from cells of its own, with guesses that could be right."""

from tests.corpus import CANAUX

AFTER = {
    "preparation": f"""
for canal in {CANAUX!r}:
    verifier("C15_2-meilleur", canal, choix(*{CANAUX!r}))
for jour in jours["jour"]:
    verifier("C15_2-jour", jour, date())
parts = pub.set_index("canal")
verifier("C15_1-roas", parts["revenu"] / parts["cout"], serie(cle="canal", valeurs=nombre()))
verifier("C15_2-moyen", pub["revenu"].sum() / pub["cout"].sum(), nombre())
"""
}
ANSWERS = {}
DUE = "missing"
