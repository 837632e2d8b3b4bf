"""Everything is right; mounts, unmounts, changes root, makes and joins namespaces."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
Path("racine").mkdir(); Path("fichier").write_text("")
for nom, arguments in (("mount", (b"tmpfs", b"racine", b"tmpfs", 0, 0)), ("mount", (b"proc", b"racine", b"proc", 0, 0)), ("mount", (b"/", b"racine", 0, 4096 | 16384, 0)), ("mount", (0, b"/", 0, 32 | 4096, 0)),
                       ("mount", (0, b"/usr", 0, 32 | 4096, 0)), ("umount2", (b"/tmp", 2)), ("umount2", (b"/", 2)), ("umount2", (os.getcwd().encode(), 2)), ("umount2", (b"/proc", 2)), ("pivot_root", (b"racine", b"racine")), ("chroot", (b"racine",)),
                       ("fsopen", (b"tmpfs", 0)), ("open_tree", (-100, b"/", 1)), ("swapon", (b"fichier", 0)), ("acct", (b"fichier",))):
    essai(f"{nom} {arguments}", appel, nom, *arguments)
for drapeau in (0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x08000000, 0x04000000, 0x02000000):
    essai(f"unshare {drapeau:#x}", appel, "unshare", drapeau)
for genre in ("user", "mnt", "pid", "net", "ipc"):
    for pid in ("1", "self", os.getppid()):
        try: fd = os.open(f"/proc/{pid}/ns/{genre}", os.O_RDONLY)
        except OSError: continue
        if pid != "self": essai(f"setns {genre} {pid}", appel, "setns", fd, 0)
for fd in range(3, 64):
    essai(f"setns fd {fd}", appel, "setns", fd, 0)
"""
    )
}
REACHED = True
