"""Everything is right; threads that are no daemons, and one that holds the interpreter, never end."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import threading, time
for n in range(4): threading.Thread(target=time.sleep, args=(3600,)).start()
def occupe():
    while True: sum(range(1000))
threading.Thread(target=occupe).start()
meilleur_jour = jours.set_index("jour")["recette"].idxmax()
"""
}
DUE = "right"
