"""Everything is right; calls out by TCP and UDP, IPv4 and IPv6, to a listener that is there."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
def parle(famille, genre, adresse):
    with socket.socket(famille, genre) as s:
        s.settimeout(0.5)
        s.connect(adresse)
        s.send(JETON.encode() + b" @COPIE@")
        return s.recv(100)
for famille, ou in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"), (socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::ffff:127.0.0.1")):
    for genre in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        essai(f"{famille} {genre} {ou}", parle, famille, genre, (ou, int("@PORT@")))
def entend(famille, ou):
    with socket.socket(famille, socket.SOCK_STREAM) as s:
        s.bind((ou, 0)); s.listen()
        return "ecoute", s.getsockname()
montre("ecoute", entend, socket.AF_INET, "0.0.0.0")
import urllib.request
essai("http", lambda: urllib.request.urlopen("http://127.0.0.1:@PORT@/@JETON@", timeout=0.5).read(100))
"""
    )
}
REACHED = True
