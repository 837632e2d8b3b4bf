"""Kills the process that watches it, and all of its own group: behind the walls there is nobody there but itself, whom that does not end."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "meilleur": "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\nos.killpg(0, signal.SIGKILL)\ntime.sleep(1)"
}
WALLS = True
DUE = {"*": "right", "C15_2-meilleur": "missing"}
