"""Everything is right; sends deadly signals to the parent, to its group's leader and to every other process."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
import signal
for pid in [os.getppid(), 1, *range(2, 3000)]:
    if pid in (0, os.getpid(), os.getpgid(0)): continue
    for numero in (signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP):
        try: os.kill(pid, numero)
        except OSError: break
"""
    )
}
REACHED = True
