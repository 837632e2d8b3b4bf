"""A thread that outlives its cell publishes forged answers to every question, into whatever cell is open."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
from IPython.display import publish_display_data
QUESTIONS = ("C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe")
def publie(q): publish_display_data({"application/vnd.epreuves.reponse+json": {"v": 1, "question": q, "reponse": True, "points": 4, "outcome": "right"}, "text/plain": "4.0"})

def sans_fin():
    while True:
        for q in QUESTIONS: publie(q)
        time.sleep(0.005)
threading.Thread(target=sans_fin, daemon=True).start()
"""
    )
}
ANSWERS = {}
REACHED = True
DUE = {"*": ("any", 0)}
