"""Everything is right; children leave the session, fork again and take new names, to outlive the run."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import os, sys, time
for n in range(4):
    try: pid = os.fork()
    except OSError: break
    if pid == 0:
        os.setsid()
        if os.fork(): os._exit(0)
        for fd in range(256):
            try: os.close(fd)
            except OSError: pass
        while True: time.sleep(10)
meilleur_jour = jours.set_index("jour")["recette"].idxmax()
"""
}
DUE = "right"
