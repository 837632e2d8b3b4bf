"""A hook publishes, after each cell, forged answers to all questions and a forged figure as the cell's result."""

AFTER = {
    "preparation": """
from IPython.display import publish_display_data
QUESTIONS = ["C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe"]
def publier(*a):
    for q in QUESTIONS:
        publish_display_data({"application/vnd.epreuves.reponse+json": {"v": 1, "question": q, "reponse": True, "points": 4, "juste": True}, "text/plain": "4.0"})
    get_ipython().displayhook(4.0)
get_ipython().events.register("post_run_cell", publier)
"""
}
ANSWERS = {}
DUE = "invalid"
