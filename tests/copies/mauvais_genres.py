"""NaN, a boolean, a text for a figure, a table where a date is due, a function for a chart."""

ANSWERS = {
    "roas": "import numpy as np\nroas = {c: float('nan') for c in pub['canal']}",
    "meilleur": "meilleur = True",
    "moyen": "moyen = float('inf')",
    "jour": "meilleur_jour = jours",
    "graphe": "graphe = print",
}
DUE = "invalid"
