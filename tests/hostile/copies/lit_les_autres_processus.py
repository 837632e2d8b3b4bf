"""Everything is right; reads command lines, environments, descriptors, roots and memory of every process through /proc."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
moi = {"self", "thread-self", str(os.getpid()), "1"}
for nom in sorted(os.listdir("/proc"))[:400] if os.path.isdir("/proc") else []:
    if nom.isdigit() and nom not in moi: passe("processus", nom)
for pid in ["self", "1", str(os.getppid()), "thread-self"] + [str(n) for n in range(2, 300)]:
    for quoi in ("environ", "cmdline", "maps", "mountinfo", "root/etc/shadow", "root@COURS@/source/secret.txt", "cwd/gradebook.db", "cwd/source/secret.txt", "mem"):
        chemin = f"/proc/{pid}/{quoi}"
        if os.path.exists(chemin): montre(chemin, lire, chemin)
    if os.path.isdir(f"/proc/{pid}/fd"):
        for fd in os.listdir(f"/proc/{pid}/fd"):
            montre(f"fd {fd}", os.readlink, f"/proc/{pid}/fd/{fd}")
"""
    )
}
REACHED = True
