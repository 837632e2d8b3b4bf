"""Everything is right; looks for what an earlier copy could have left: files, shared memory, queues, semaphores, keys, modules, environment."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
for dossier in ("/tmp", "/dev/shm", "/var/tmp", "/run", "/dev/mqueue", os.path.expanduser("~"), os.environ.get("MPLCONFIGDIR", "/tmp"), os.path.dirname(os.__file__), "donnees", ".", ".."):
    try: noms = os.listdir(dossier)
    except OSError: continue
    for nom in noms:
        if JETON in nom and "@COPIE@" not in nom: passe(dossier, nom)
    if dossier in ("/tmp", "/dev/shm", "/var/tmp", "/dev/mqueue") and noms: print(dossier, noms)
for nom, arguments in (("shmget", (0x4A45544F, 1, 0)), ("msgget", (0x4A45544F, 0)), ("semget", (0x4A45544F, 0, 0)), ("mq_open", (JETON.encode(), os.O_RDONLY, 0, 0)),
                       ("request_key", (b"user", JETON.encode(), 0, 0))):
    essai(nom, appel, nom, *arguments)
def parle():
    with socket.socket(socket.AF_UNIX) as s: s.connect("\0" + JETON)
essai("abstrait", parle)
import builtins, pandas as _p, multiprocessing.shared_memory as mm
essai("posix", mm.SharedMemory, JETON)
for ou in (vars(builtins), vars(_p), sys.modules, os.environ):
    if "message_" + JETON in ou: passe("en memoire")
"""
    )
}
REACHED = True
