"""Everything is right; tries packets, netlink, vsock, raw, Bluetooth, CAN and kernel crypto sockets."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
def netlink():
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as s:
        s.bind((0, 0))
        s.send(bytes.fromhex("1400000012000103010000000000000000000000"[:40]))
        s.settimeout(0.5)
        return len(s.recv(65536))
def vsock():
    with socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM) as s:
        s.settimeout(0.5); s.connect((2, int("@PORT@"))); return s.send(b"x")
essai("vsock", vsock)
essai("paquet", socket.socket, socket.AF_PACKET, socket.SOCK_RAW, 768)
essai("brut", socket.socket, socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
essai("brut6", socket.socket, socket.AF_INET6, socket.SOCK_RAW, 58)
for nom in ("AF_ALG", "AF_BLUETOOTH", "AF_CAN", "AF_TIPC", "AF_RDS", "AF_KEY", "AF_QIPCRTR"):
    if hasattr(socket, nom): essai(nom, socket.socket, getattr(socket, nom), socket.SOCK_SEQPACKET if nom == "AF_ALG" else socket.SOCK_RAW if nom == "AF_CAN" else socket.SOCK_DGRAM)
montre("netlink", netlink)
"""
    )
}
REACHED = True
