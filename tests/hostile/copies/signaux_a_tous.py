"""Everything is right; sends SIGKILL to all that it can reach at once: nobody falls."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
import signal
for cible in (-1, ):
    try: os.kill(cible, signal.SIGKILL)
    except OSError as refus: print("refus", refus)
"""
    )
}
REACHED = True
