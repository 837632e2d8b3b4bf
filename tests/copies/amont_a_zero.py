"""Zeros typed in first, so that what follows is easy: nothing follows from them."""

from tests.corpus import CANAUX, GOOD


def ANSWERS(own, other):
    named = {own.question("C15_2-meilleur").expected} | {m.value for m in own.question("C15_2-meilleur").mistakes}
    return GOOD | {
        "roas": f"import pandas as pd\nroas = pd.Series(0.0, index={CANAUX!r})",
        "meilleur": f"meilleur = {next(c for c in CANAUX if c not in named)!r}",
        "moyen": "moyen = 0.0",
    }


DUE = {"*": "wrong", "C15_2-jour": "right", "C15_3-graphe": ("partial", None)}
