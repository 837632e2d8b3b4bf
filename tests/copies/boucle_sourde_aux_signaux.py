"""Ignores SIGINT, then sleeps for ever."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    time.sleep(1)"
}
STATUS = "interrupted"
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": "missing"}
