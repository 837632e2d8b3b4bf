"""Publishes as answers trees that the wire does not know: nested forty and nine hundred deep, huge, of unknown kinds, not finite."""

AFTER = {
    "preparation": """
from IPython.display import publish_display_data
def profond(niveaux):
    arbre = 1
    for _ in range(niveaux): arbre = [arbre]
    return arbre
FAUX = {"C15_1-roas": profond(40), "C15_2-meilleur": {"$": "pickle", "v": "gASV"}, "C15_2-moyen": {"$": "entier", "v": "9" * 100000},
        "C15_2-jour": {"$": "date", "v": "2026-02-31"}, "C15_3-graphe": profond(900)}
def publier(*a):
    for q, r in FAUX.items():
        publish_display_data({"application/vnd.epreuves.reponse+json": {"v": 1, "question": q, "reponse": r}})
get_ipython().events.register("post_run_cell", publier)
"""
}
ANSWERS = {}
DUE = {"*": "invalid", "C15_3-graphe": "missing"}
