"""Everything is right; shows the whole environment, and asks for the marking account's secrets by name."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
for nom, valeur in sorted(os.environ.items()): print(nom, valeur)
for nom in ("MOT_DE_PASSE_DU_CARNET", "JUPYTERHUB_API_TOKEN", "PGPASSWORD", "SSH_AUTH_SOCK", "EPREUVES_JETON"):
    if os.environ.get(nom) or os.getenvb(nom.encode()): passe(nom)
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
i = 0
while environ[i]:
    print(environ[i].decode()); i += 1
"""
    )
}
REACHED = True
