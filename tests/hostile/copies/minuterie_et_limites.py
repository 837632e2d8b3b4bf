"""Takes the marking's own signals, alarms and limits for itself: they are not its to take."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import resource, signal
for nom in ("SIGALRM", "SIGINT", "SIGTERM", "SIGXCPU", "SIGVTALRM", "SIGPROF", "SIGUSR1", "SIGUSR2", "SIGHUP", "SIGCHLD", "SIGPIPE"):
    signal.signal(getattr(signal, nom), lambda *a: None)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
for limite in ("RLIMIT_AS", "RLIMIT_NPROC", "RLIMIT_FSIZE", "RLIMIT_CPU", "RLIMIT_NOFILE", "RLIMIT_DATA"):
    try: resource.setrlimit(getattr(resource, limite), (resource.RLIM_INFINITY,) * 2)
    except (ValueError, OSError): pass
    else:
        if getattr(resource, limite) in (resource.RLIMIT_AS,): print("PAS" "SE:", limite)
while True: pass
"""
}
STATUS = ("marked", "interrupted")
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": ("any", None)}
