"""Worked out in a spreadsheet: figures typed in as French texts, without a line of pandas."""

from tests.corpus import CHART, french


def ANSWERS(own, other):
    roas = {canal: french(v) for canal, v in own.question("C15_1-roas").expected}
    year, month, day = own.question("C15_2-jour").expected.split("-")
    return {
        "roas": f"import pandas as pd\nroas = {roas!r}",
        "meilleur": f"meilleur = {own.question('C15_2-meilleur').expected.upper()!r}",
        "moyen": f"moyen = {french(own.question('C15_2-moyen').expected)!r}",
        "jour": f"meilleur_jour = '{day}/{month}/{year}'",
        "graphe": "roas = {k: float(v.replace(',', '.')) for k, v in roas.items()}\n" + CHART,
    }
