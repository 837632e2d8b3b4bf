"""Everything is right; speaks to Unix sockets of the machine, by path and in the abstract space."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
def parle(adresse, genre=socket.SOCK_STREAM):
    with socket.socket(socket.AF_UNIX, genre) as s:
        s.settimeout(0.5)
        s.connect(adresse)
        s.send(JETON.encode() + b" @COPIE@")
        return s.recv(100)
for adresse in ("@SOCKET@", "\0@ABSTRAIT@", "/run/dbus/system_bus_socket", "/var/run/docker.sock", "/run/systemd/notify", "/tmp/.X11-unix/X0", "/run/nscd/socket"):
    essai(adresse.replace("\0", "@"), parle, adresse)
    essai(adresse.replace("\0", "@"), parle, adresse, socket.SOCK_DGRAM)
"""
    )
}
REACHED = True
