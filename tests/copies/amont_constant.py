"""The same plausible figure everywhere, typed in first: nothing follows from it."""

from tests.corpus import CANAUX, GOOD


def ANSWERS(own, other):
    best = own.question("C15_2-meilleur")
    named = {best.expected} | {m.value for m in best.mistakes}
    trivial = 1.5 * max(v for _, v in own.question("C15_1-roas").expected)
    return GOOD | {
        "roas": f"import pandas as pd\nroas = pd.Series({trivial!r}, index={CANAUX!r})",
        "meilleur": f"meilleur = {next(c for c in CANAUX if c not in named)!r}",
        "moyen": f"moyen = {trivial!r}",
    }


DUE = {"*": "wrong", "C15_2-jour": "right", "C15_3-graphe": ("partial", None)}
