"""Watches every frame by a trace and a profile, turns the arguments of what sends into its own, and refuses audited events."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
from IPython.display import publish_display_data
QUESTIONS = ("C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe")
def publie(q): publish_display_data({"application/vnd.epreuves.reponse+json": {"v": 1, "question": q, "reponse": True, "points": 4, "outcome": "right"}, "text/plain": "4.0"})

vus = []
def trace(cadre, evenement, argument):
    if "epreuves" in cadre.f_code.co_filename:
        for nom, valeur in cadre.f_locals.items():
            if nom in ("expected", "attendu", "points", "bareme", "part"): passe(nom, valeur)
        if "question" in cadre.f_locals: vus.append(cadre.f_code.co_name)
        ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(cadre), 1)
    return trace
sys.settrace(trace); threading.settrace(trace); sys.setprofile(lambda *a: None)
def audit(evenement, arguments):
    if evenement in ("open", "socket.connect", "subprocess.Popen") and "noir" in str(arguments): raise RuntimeError
sys.addaudithook(audit)
"""
    )
}
ANSWERS = {}
REACHED = True
DUE = "missing"
