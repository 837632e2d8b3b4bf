"""Upstream figures of 300 digits and figures next to nothing: each is legal by its form, nothing follows from them."""

from tests.corpus import CANAUX, GOOD

VALUES = (10**299, 5e-324, 1.7e308, 1, 10**18)
ANSWERS = GOOD | {
    "roas": f"import pandas as pd\nroas = dict(zip({CANAUX!r}, {VALUES!r}))",
    "meilleur": "meilleur = None",
    "moyen": "moyen = None",
    "graphe": "pass",
}
DUE = {"*": "missing", "C15_1-roas": ("any", 0.0), "C15_2-jour": "right"}
