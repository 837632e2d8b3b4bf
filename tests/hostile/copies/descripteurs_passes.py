"""Everything is right; sends descriptors to whoever listens at the other end, and opens what its own descriptors lead to."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
import array
a, b = socket.socketpair()
essai_local = socket.send_fds(a, [b"x"], [0])
for fd in range(3, 256):
    try: s = socket.socket(fileno=os.dup(fd))
    except OSError: continue
    try:
        s.setblocking(False)
        montre(f"pair {fd}", s.getpeername)
        montre(f"recu {fd}", socket.recv_fds, s, 4000, 8)
    finally: s.close()
for fd in range(0, 256):
    for suite in (".", "..", "../..", "@COURS@"):
        try: cible = os.open(suite, os.O_RDONLY | os.O_DIRECTORY, dir_fd=fd)
        except OSError: continue
        noms = set(os.listdir(cible))
        if noms & {"gradebook.db", "submitted", "source"}: passe(fd, suite, noms)
"""
    )
}
REACHED = True
