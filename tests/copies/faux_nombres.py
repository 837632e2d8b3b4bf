"""Values on which stock nbgrader gives full marks: 0 of NumPy, False, a text, as the last line of a cell and as an answer."""

ANSWERS = {
    "roas": "import numpy as np\nroas = np.float64(0.0)\nroas",
    "meilleur": "meilleur = np.nan\nmeilleur",
    "moyen": "moyen = 'beaucoup'\nmoyen",
    "jour": "meilleur_jour = False\nmeilleur_jour",
    "graphe": "graphe = np.bool_(True)\ngraphe",
}
DUE = "invalid"
