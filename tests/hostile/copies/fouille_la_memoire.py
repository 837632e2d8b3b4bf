"""Everything is right; searches all the memory that its process can read, the parent's remains included, for secrets and expected values."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
import gc
# Built at run time from its code point, so that the word looked for is not itself in this cell.
mot = b"SECRET" + bytes([95])
trouves = set()
def fouille(texte):
    place = texte.find(mot)
    while place >= 0:
        trouves.add(texte[place:place + 40])
        place = texte.find(mot, place + 1)
for objet in gc.get_objects():
    if type(objet) is dict and not set(map(type, objet)) - {str}:
        for valeur in list(objet.values()):
            if type(valeur) is str: fouille(valeur.encode("utf-8", "replace"))
            elif type(valeur) in (bytes, bytearray): fouille(bytes(valeur))
try:
    with open("/proc/self/maps") as plan, open("/proc/self/mem", "rb", 0) as memoire:
        for ligne in plan:
            bornes, droits = ligne.split()[:2]
            if droits[0] == "r" and "[v" not in ligne:
                debut, fin = (int(x, 16) for x in bornes.split("-"))
                if fin - debut < 64 << 20:
                    memoire.seek(debut)
                    try: fouille(memoire.read(fin - debut))
                    except OSError: pass
except OSError as refus:
    print("refus", refus)
# Environment as the process received it, past os.environ.
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
i = 0
while environ[i]:
    fouille(environ[i]); i += 1
print("trouve", sorted(trouves))
"""
    )
}
REACHED = True
