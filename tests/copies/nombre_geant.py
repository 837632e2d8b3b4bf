"""Answers with integers of thousands of digits."""

from tests.corpus import CANAUX

ANSWERS = {
    "roas": f"roas = {{c: 10 ** 5000 for c in {CANAUX!r}}}",
    "meilleur": "meilleur = 10 ** 100000",
    "moyen": "moyen = 10 ** 5000",
    "jour": "meilleur_jour = -10 ** 400",
    "graphe": "graphe = 7 ** 9999",
}
DUE = "invalid"
