"""Right answers published by a thread under every id, but only once the last question was asked: none is in its own cell."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
from IPython.display import publish_display_data
QUESTIONS = ("C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe")
def publie(q): publish_display_data({"application/vnd.epreuves.reponse+json": {"v": 1, "question": q, "reponse": True, "points": 4, "outcome": "right"}, "text/plain": "4.0"})

from epreuves.answers.portable import portable
def tard():
    while "graphe" not in globals() or "In" not in globals() or not any("C15_3-graphe" in str(x) for x in In): time.sleep(0.01)
    time.sleep(0.2)
    parts = pub.set_index("canal")
    roas = parts["revenu"] / parts["cout"]
    for q, v in zip(QUESTIONS, (roas, roas.idxmax(), parts["revenu"].sum() / parts["cout"].sum(), jours.set_index("jour")["recette"].idxmax())):
        publish_display_data({"application/vnd.epreuves.reponse+json": {"v": 1, "question": q, "reponse": portable(v)}})
threading.Thread(target=tard, daemon=True).start()
"""
    )
}
ANSWERS = {}
REACHED = True
DUE = "missing"
