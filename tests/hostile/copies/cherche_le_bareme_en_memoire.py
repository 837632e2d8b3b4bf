"""Walks every object and every frame for a scheme, an expected value, a reference notebook or the gradebook."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
import gc
interdits = {"Bareme", "QuestionBareme", "Gradebook", "Record", "Recorder", "ExecuteAndMark", "Autograde", "Course", "Engine", "Session"}
vus = set()
for objet in gc.get_objects():
    genre = type(objet)
    if genre.__name__ in interdits and genre.__module__.split(".")[0] in ("epreuves_kit", "nbgrader", "sqlalchemy"): passe(genre.__module__, genre.__name__)
    if genre is dict and not set(map(type, objet)) - {str}:
        if {"expected", "tolerance"} <= set(objet) or {"points", "outcome"} <= set(objet): passe("clefs", sorted(objet)[:20])
        for valeur in list(objet.values()):
            if type(valeur) is str and "erreur_type(" in valeur and "premier_jour" in valeur and "vus" not in valeur: passe("corrige")
cadre = sys._getframe()
while cadre is not None:
    for nom in ("bareme", "expected", "attendu", "scheme", "reference", "solution", "marks"):
        if nom in cadre.f_locals and cadre.f_locals is not globals(): passe("cadre", nom)
    cadre = cadre.f_back
for nom in ("epreuves_kit.gradebook", "nbgrader", "sqlalchemy"):
    if nom in sys.modules: passe("module", nom)
"""
    )
}
REACHED = True
DUE = "missing"
ANSWERS = {}
