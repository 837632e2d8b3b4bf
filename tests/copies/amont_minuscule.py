"""Upstream figures so small that their ratio to the right ones is zero."""

from tests.corpus import CANAUX, GOOD

ANSWERS = GOOD | {
    "roas": f"import pandas as pd\nroas = {{c: 5e-324 for c in {CANAUX!r}}}",
    "meilleur": "meilleur = None",
    "moyen": "moyen = 5e-324",
    "graphe": "pass",
}
DUE = {"*": "wrong", "C15_2-meilleur": "missing", "C15_3-graphe": "missing", "C15_2-jour": "right"}
