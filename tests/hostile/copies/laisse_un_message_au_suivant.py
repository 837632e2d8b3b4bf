"""Everything is right; leaves word for the next copy in every place that could outlive it: files, shared memory, queues, semaphores, keys, sockets, caches."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
for dossier in ("/tmp", "/dev/shm", "/var/tmp", "/run", "/dev/mqueue", os.path.expanduser("~"), os.environ.get("MPLCONFIGDIR", "/tmp"), ".", "donnees", "__pycache__"):
    try: os.makedirs(dossier, exist_ok=True); Path(dossier, f"{JETON}_message").write_text("roas")
    except OSError: pass
for nom, arguments in (("shmget", (0x4A45544F, 4096, 0o1666)), ("msgget", (0x4A45544F, 0o1666)), ("semget", (0x4A45544F, 1, 0o1666)),
                       ("mq_open", (JETON.encode(), os.O_CREAT | os.O_RDWR, 0o666, 0)), ("add_key", (b"user", JETON.encode(), b"roas", 4, -3)),
                       ("add_key", (b"user", JETON.encode(), b"roas", 4, -4)), ("add_key", (b"user", JETON.encode(), b"roas", 4, -5))):
    montre(nom, appel, nom, *arguments)
def abstrait():
    gardes.append(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
    gardes[-1].bind("\0" + JETON)
gardes = []
montre("abstrait", abstrait)
import multiprocessing.shared_memory as mm
montre("posix", lambda: mm.SharedMemory(JETON, create=True, size=100).name)
import matplotlib.font_manager, pandas as _p
_p.__dict__["message_" + JETON] = "roas"; sys.modules["message_" + JETON] = sys; os.environ["message_" + JETON] = "roas"
import builtins; builtins.__dict__["message_" + JETON] = "roas"; matplotlib.rcParams["axes.titlesize"] = 3
"""
    )
}
REACHED = True
