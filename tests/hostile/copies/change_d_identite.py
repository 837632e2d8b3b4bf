"""Everything is right; tries to become somebody else, to join groups, to take capabilities."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
for nom, arguments in (("setuid", (os.getuid() + 1,)), ("setgid", (os.getgid() + 1,)), ("setresuid", (os.getuid() + 1,) * 3)):
    essai(nom, appel, nom, *arguments)
groupes = (ctypes.c_uint32 * 3)(4, 27, 42)
essai("setgroups", appel, "setgroups", 3, groupes)
entete = (ctypes.c_uint32 * 2)(0x20080522, 0)
donnees = (ctypes.c_uint32 * 6)()
def capacites():
    appel("capget", entete, donnees)
    if not any(donnees): raise PermissionError("aucune")
    return list(donnees)
essai("capget", capacites)
tout = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
essai("capset", appel, "capset", entete, tout)
essai("chown", os.chown, ".", os.getuid() + 1, os.getgid())
def suid():
    import shutil
    shutil.copy("/usr/bin/id", "id"); os.chmod("id", 0o6755); return os.spawnv(os.P_WAIT, "id", ["id"])
montre("suid", suid)
"""
    )
}
REACHED = True
