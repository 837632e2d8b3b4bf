"""Kills the process that watches it."""

from tests.corpus import GOOD

ANSWERS = GOOD | {"meilleur": "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(2)"}
STATUS = "interrupted"
DUE = {"*": "missing", "C15_1-roas": "right"}
