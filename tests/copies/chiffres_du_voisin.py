"""A neighbour's figures typed in, from another variant: wrong, each and all."""

from tests.corpus import CHART


def ANSWERS(own, other):
    roas = dict(other.question("C15_1-roas").expected)
    return {
        "roas": f"import pandas as pd\nroas = {roas!r}",
        "meilleur": f"meilleur = {other.question('C15_2-meilleur').expected!r}",
        "moyen": f"moyen = {other.question('C15_2-moyen').expected!r}",
        "jour": f"meilleur_jour = {other.question('C15_2-jour').expected!r}",
        "graphe": CHART,
    }


DUE = "wrong"
