"""Answers that hold themselves, or are nested without end."""

ANSWERS = {
    "roas": "roas = []\nroas.append(roas)",
    "meilleur": "meilleur = {}\nmeilleur['a'] = meilleur",
    "moyen": "moyen = []\nfor _ in range(100_000): moyen = [moyen]",
    "jour": "meilleur_jour = (lambda f: f)(type)",
    "graphe": "import matplotlib.pyplot as plt\ngraphe = [plt, [plt]] * 10",
}
DUE = {"*": "invalid"}
