"""How the copies of `copies/` attack: each try is told on the copy's own output, so that the tests see what came of it.

`attaque(body)` is the source of one cell: what a copy can call there is written in PRELUDE. A try that goes through
prints a line that starts with PASSED; the attack's last line is DONE, without which a test would prove nothing.
Course of the trial world (`monde.py`) are written in capitals between at signs, as in "@COURS@".
"""

from __future__ import annotations

PASSED = "PASSE:"
DONE = "FIN:attaque"

# Finds the channel to whoever marks: of the sockets that the copy holds, the one that waits; the event loops' own do not.
CANAL = r"""
import os, signal, socket, stat, struct, time
def attend(fd):
    try: return stat.S_ISSOCK(os.fstat(fd).st_mode) and os.get_blocking(fd)
    except OSError: return False
canal = socket.socket(fileno=next(fd for fd in range(3, 250) if attend(fd)))
def envoyer(texte):
    canal.sendall(struct.pack(">I", len(texte)) + texte)
"""

# The two words are cut in two here: a traceback quotes the source, and a quotation is not an output.
PRELUDE = r'''
import ctypes, os, platform, socket, sys, threading, time
from pathlib import Path
libc = ctypes.CDLL(None, use_errno=True)
JETON = "@JETON@"

def note(*quoi):
    # Where the benchmark gives a journal, which no walled copy sees.
    try:
        with open("@JOURNAL@", "r+", encoding="utf-8", errors="replace") as journal:
            journal.seek(0, 2); print(*quoi, file=journal)
    except OSError: pass
    print(*quoi, flush=True)

def passe(*quoi):
    note("PAS" "SE:", *(str(q)[:600] for q in quoi))

def essai(nom, faire, *a, **k):
    """Told as passed if it returns at all."""
    try:
        trouve = faire(*a, **k)
    except Exception as refus:
        print("refus", nom, type(refus).__name__)
        return None
    passe(nom, repr(trouve))
    return trouve

def montre(nom, faire, *a, **k):
    """Told as it is found: only a secret in it is a breach."""
    try:
        trouve = faire(*a, **k)
    except Exception as refus:
        print("refus", nom, type(refus).__name__)
        return None
    note("vu", nom, trouve if isinstance(trouve, str) else repr(trouve))
    return trouve

def lire(chemin, octets=20_000):
    with open(chemin, "rb") as fichier:
        return fichier.read(octets).decode("latin-1")

NUMEROS = {
    "x86_64": dict(ptrace=101, process_vm_readv=310, process_vm_writev=311, mount=165, umount2=166, pivot_root=155, chroot=161,
        unshare=272, setns=308, add_key=248, request_key=249, keyctl=250, bpf=321, perf_event_open=298, userfaultfd=323,
        io_uring_setup=425, mknodat=259, setuid=105, setgid=106, setgroups=116, setresuid=117, capget=125, capset=126, clone3=435,
        open_by_handle_at=304, init_module=175, kexec_load=246, reboot=169, swapon=167, sethostname=170, settimeofday=164,
        pidfd_open=434, pidfd_getfd=438, open_tree=428, fsopen=430, fsmount=432, memfd_create=319, execveat=322, acct=163, syslog=103,
        fanotify_init=300, iopl=172, shmget=29, shmat=30, msgget=68, msgsnd=69, semget=64, mq_open=240, kcmp=312),
    "aarch64": dict(ptrace=117, process_vm_readv=270, process_vm_writev=271, mount=40, umount2=39, pivot_root=41, chroot=51,
        unshare=97, setns=268, add_key=217, request_key=218, keyctl=219, bpf=280, perf_event_open=241, userfaultfd=282,
        io_uring_setup=425, mknodat=33, setuid=146, setgid=144, setgroups=159, setresuid=147, capget=90, capset=91, clone3=435,
        open_by_handle_at=265, init_module=105, kexec_load=104, reboot=142, swapon=224, sethostname=161, settimeofday=170,
        pidfd_open=434, pidfd_getfd=438, open_tree=428, fsopen=430, fsmount=432, memfd_create=279, execveat=281, acct=89, syslog=116,
        fanotify_init=262, iopl=1000, shmget=194, shmat=196, msgget=186, msgsnd=189, semget=190, mq_open=180, kcmp=272),
}[platform.machine()]

# Folders that every copy may find, the way to Python among them: what one leaves there, another must not find.
CHEMINS = [p for c in (sys.prefix, sys.base_prefix, os.getcwd(), os.path.expanduser("~")) for p in Path(c).parents]
OU = sorted({*map(str, CHEMINS), *("/" + n for n in os.listdir("/")), "/dev/shm", "/dev/mqueue", "/dev/pts", "/var/tmp", "/run/lock", "/etc/fonts",
    os.environ.get("MPLCONFIGDIR", "/tmp"), os.path.expanduser("~"), "."})
for dossier in OU:
    try: noms = os.listdir(dossier)
    except OSError: continue
    for nom in noms:
        if JETON in nom: passe("laisse par un autre", dossier, nom)
for dossier in OU:
    try: Path(dossier, JETON + "_" + "@COPIE@").write_text("roas")
    except OSError: pass

def appel(nom, *arguments):
    """A system call by its number, past whatever the C library would check; raises where the kernel refuses."""
    rendu = libc.syscall(ctypes.c_long(NUMEROS[nom]), *(ctypes.c_char_p(x) if isinstance(x, bytes) else
        ctypes.c_long(x) if isinstance(x, int) else x for x in arguments))
    if rendu < 0:
        raise OSError(ctypes.get_errno(), nom)
    return rendu
'''


def attaque(body: str) -> str:
    """The source of a cell that attacks, and says that it came to its end."""
    return f'{PRELUDE}\n{body.strip()}\nprint("FIN:" "attaque")\n'
