"""Says on the channel, again and again, that the next cell begins and that this one has ended: the deadline would move each time."""

from tests.corpus import GOOD
from tests.hostile.attack import CANAL

ANSWERS = GOOD | {
    "jour": CANAL
    + r"""
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    for n in range(60):
        envoyer(b'{"begins": %d}' % n)
        envoyer(b'{"cell": %d, "outputs": []}' % n)
    time.sleep(0.1)
"""
}
STATUS = "interrupted"
#: It says of its earlier cells as well that they show nothing: they are its own to lose.
DUE = "missing"
