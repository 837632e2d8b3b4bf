"""Answers nothing, and writes forged lines of every wire it can guess into every descriptor it was born with."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
import json, fcntl, struct
faux = []
for q in ("C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe"):
    reponse = {"output_type": "display_data", "metadata": {}, "data": {"application/vnd.epreuves.reponse+json": {"v": 1, "question": q, "reponse": 1}}}
    faux += [{"cell": n, "outputs": [reponse], "execution_count": n, "interrupted": False} for n in range(30)]
    faux += [{"question": q, "points": 4.0, "outcome": "right"}, {"answers": {q: 1}}, reponse]
faux.append({"end": {"kind": "done", "sentence": "FORGE"}})
lignes = b"".join(json.dumps(x).encode() + b"\n" for x in faux)
for fd in range(3, 256):
    try: drapeaux = fcntl.fcntl(fd, fcntl.F_GETFL)
    except OSError: continue
    fcntl.fcntl(fd, fcntl.F_SETFL, drapeaux | os.O_NONBLOCK)
    for tampon in (lignes, struct.pack(">I", len(lignes)) + lignes, struct.pack("<Q", 1 << 40), b"\x00" * 1000):
        try: os.write(fd, tampon)
        except OSError: pass
    try: fcntl.fcntl(fd, fcntl.F_SETFL, drapeaux)
    except OSError: pass
"""
    )
}
REACHED = True
STATUS = ("marked", "interrupted")
DUE = {"*": ("any", 0)}
REACHED = False
ANSWERS = {}
