"""Sends nine messages of millions of empty lists on the channel: a hundred bytes of memory for every two that are sent."""

from tests.corpus import GOOD
from tests.hostile.attack import CANAL

ANSWERS = GOOD | {
    "jour": CANAL
    + r"""
texte = b'{"cell": 0, "outputs": [{"data": [' + b"[]," * 6_000_000 + b"[]]}]}"
for _ in range(9):
    envoyer(texte)
"""
}
STATUS = "interrupted"
REASON = "Les sorties dépassent la taille permise"
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": "missing"}
