"""Everything is right; fills the buffers of as many sockets and pipes as it can hold, of which no limit of a process counts the memory."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
import fcntl
tenus = total = 0
bouts = []
try:
    while True: bouts += socket.socketpair()
except OSError: pass
for bout in bouts[: len(bouts) // 2]:
    try: bout.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)
    except OSError: pass
for bout in bouts:
    bout.setblocking(False)
    try:
        while True: total += bout.send(b"x" * 60_000)
    except OSError: pass
if total > 100 << 20: passe("prises", total)
for bout in bouts: bout.close()
"""
    )
}
REACHED = True
