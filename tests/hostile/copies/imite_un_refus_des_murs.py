"""Answers all questions, then tells on the channel that the walls refused to run it: an incident of the machine, for ever to be done again."""

from tests.corpus import GOOD
from tests.hostile.attack import CANAL

ANSWERS = GOOD | {
    "jour": CANAL
    + r"""
envoyer(b'{"refused": "LE CORRECTEUR A DIT OUI"}')
time.sleep(0.3)
jour = None
"""
}
STATUS = "interrupted"
REASON = "La copie a imité ce que seul le correcteur écrit"
DUE = "missing"
