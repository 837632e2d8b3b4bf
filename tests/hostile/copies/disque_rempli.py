"""Everything is right; fills every place it can write to, to the last byte, and leaves it full."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import os
bloc = b"x" * (1 << 20)
for dossier in (".", "/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~")):
    try:
        with open(os.path.join(dossier, "@JETON@_plein"), "wb", 0) as fichier:
            for n in range(20_000): fichier.write(bloc)
    except OSError: pass
    try:
        with open(os.path.join(dossier, "@JETON@_creux"), "wb", 0) as fichier: os.truncate(fichier.fileno(), 1 << 40)
    except OSError: pass
meilleur_jour = jours.set_index("jour")["recette"].idxmax()
"""
}
DUE = "right"
