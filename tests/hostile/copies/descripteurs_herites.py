"""Everything is right; reads whatever lies in every descriptor that it was born with, and keeps it from its reader."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
import fcntl, select
for fd in range(3, 256):
    try: drapeaux = fcntl.fcntl(fd, fcntl.F_GETFL)
    except OSError: continue
    fcntl.fcntl(fd, fcntl.F_SETFL, drapeaux | os.O_NONBLOCK)
    try:
        lisible = select.select([fd], [], [], 0)[0]
        if lisible: print("lu", fd, os.read(fd, 4000)[:500])
    except (OSError, ValueError): pass
    try: os.pread(fd, 100, 0); print("pread", fd, os.pread(fd, 1000, 0)[:500])
    except OSError: pass
    try: fcntl.fcntl(fd, fcntl.F_SETFL, drapeaux)
    except OSError: pass
"""
    )
}
REACHED = True
