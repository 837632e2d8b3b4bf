"""Everything is right; asks whoever marks for input and for a debugger, where nobody is: an error at once, or within the cell's time."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import sys
for demande in (lambda: input("Votre réponse ? "), lambda: sys.stdin.readline(), lambda: __import__("getpass").getpass()):
    try: demande()
    except Exception as refus: print(type(refus).__name__)
meilleur_jour = jours.set_index("jour")["recette"].idxmax()
"""
}
DUE = "right"
